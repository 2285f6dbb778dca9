"""Wakes the judge: finished commands, engine events, and a poll for what sends no event."""

from __future__ import annotations

import logging
import math
import threading
import time
from typing import TYPE_CHECKING

from swarmlab.checks.source import ASKED, Source
from swarmlab.errors import StoreError
from swarmlab.patience import patient
from swarmlab.runs.events import EngineChanged, NodeChanged, ProgressTrouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from swarmlab.runs.events import Event
    from swarmlab.runs.ground import Feed, GroundNode

POLL_SECONDS = patient(2.0)
_GATHER_SECONDS = patient(0.03)
"""Events come in bursts; one look serves all of them."""
_RECONNECT_SECONDS = 0.5
_log = logging.getLogger(__name__)


class Watch:
    """Watches the nodes of a run until it is closed.

    Args:
        look: judge the current steps, given what has changed; called from one thread.
        tell: hears NodeChanged, EngineChanged and ProgressTrouble.
        answers: whether the engine answers, within two seconds.
    """

    def __init__(
        self,
        look: Callable[[Iterable[Source]], None],
        tell: Callable[[Event], None],
        answers: Callable[[], bool],
    ) -> None:
        self._look = look
        self._tell = tell
        self._answers = answers
        self._woken = threading.Condition()
        self._changed: set[Source] = set()
        self._closed = threading.Event()
        self._nodes: Mapping[str, GroundNode] = {}
        self._states: dict[str, str] = {}
        self._engine_answers = True
        self._feeds: dict[str, Feed] = {}
        self._threads: list[threading.Thread] = []

    def start(self, nodes: Mapping[str, GroundNode]) -> None:
        """Begin to watch these nodes."""
        self._nodes = dict(nodes)
        self._states = dict.fromkeys(nodes, "running")
        self._begin("judge", self._judge)
        for node in nodes.values():
            self._begin(f"events {node.name}", self._hear, node)

    def wake(self, changed: Iterable[Source]) -> None:
        """Something changed: look soon."""
        with self._woken:
            self._changed.update(changed)
            self._woken.notify()

    def close(self) -> None:
        """Watch no more."""
        self._closed.set()
        with self._woken:
            self._woken.notify()
            feeds = tuple(self._feeds.values())
        for feed in feeds:
            feed.close()
        judge = self._threads[0] if self._threads else None
        if judge is not None and judge is not threading.current_thread():
            judge.join()

    def _begin(self, name: str, run: Callable[..., None], *words: object) -> None:
        thread = threading.Thread(target=run, args=words, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _judge(self) -> None:
        polled = -math.inf
        while not self._closed.is_set():
            changed = self._wait(polled + POLL_SECONDS - time.monotonic())
            if self._closed.is_set():
                return
            if time.monotonic() >= polled + POLL_SECONDS:
                polled = time.monotonic()
                changed |= ASKED
                answered = self._engine_answers
                if not self._check_engine():
                    continue
                if not answered:
                    changed |= set(Source)  # what was told meanwhile was not looked at
                self._check_nodes()
            try:
                self._look(changed)
            except StoreError as trouble:
                self._tell(ProgressTrouble(str(trouble), trouble.next_step))
            except Exception:
                _log.exception("looking failed; it is tried again")

    def _wait(self, seconds: float) -> set[Source]:
        with self._woken:
            if not self._changed and seconds > 0:
                self._woken.wait(seconds)
            if not self._changed:
                return set()
        self._closed.wait(_GATHER_SECONDS)
        with self._woken:
            changed, self._changed = self._changed, set()
        return changed

    def _check_engine(self) -> bool:
        answers = self._answers()
        if answers != self._engine_answers:
            self._engine_answers = answers
            reason = "" if answers else "the engine gives no answer"
            self._tell(EngineChanged(answers, reason))
        return answers

    def _check_nodes(self) -> None:
        for name, node in self._nodes.items():
            try:
                state = node.state()
            except Exception:  # an engine that dies right now is found at the next poll
                _log.debug("state of %s", name, exc_info=True)
                continue
            self.note_state(name, state)

    def note_state(self, node: str, state: str) -> None:
        """A node's container is known to be in this state."""
        if self._states.get(node) != state:
            self._states[node] = state
            self._tell(NodeChanged(node, state == "running", state))

    def _hear(self, node: GroundNode) -> None:
        """Events of one node's engine; a lost stream reconnects, and the loss itself is a change.

        What happened unheard in between is found by the poll's snapshot.
        """
        while not self._closed.is_set():
            heard = False
            try:
                for kind in self._feed(node):
                    if self._closed.is_set():
                        return
                    heard = True
                    self.wake(_SOURCES.get(kind, frozenset(Source)))
            except Exception:  # lost: the node stopped, paused or went away
                _log.debug("events of %s ended", node.name, exc_info=True)
            if self._closed.wait(_RECONNECT_SECONDS):
                return
            if heard:
                self.wake(frozenset(Source) - {Source.JOURNAL})

    def _feed(self, node: GroundNode) -> Feed:
        feed = node.events()
        with self._woken:
            self._feeds[node.name] = feed
        if self._closed.is_set():
            feed.close()
        return feed


_SOURCES = {
    "node": frozenset({Source.NODES, Source.CERTIFICATES, Source.COMMANDS}),
    "service": frozenset({Source.SERVICES, Source.COMMANDS}),
    "secret": frozenset({Source.SECRETS, Source.COMMANDS}),
    "config": frozenset({Source.SECRETS, Source.COMMANDS}),
    "network": frozenset({Source.SERVICES, Source.COMMANDS, Source.NODES}),
    "container": frozenset({Source.SERVICES, Source.FILES, Source.COMMANDS}),
}
"""What an event of the allow-list may have changed; the snapshot shows the rest by itself."""
