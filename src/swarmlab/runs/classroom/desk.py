"""The instructor's desk: the screens' ``ClassDesk`` on the progress file and an engine."""

from __future__ import annotations

import contextlib
import secrets
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from swarmlab.errors import EngineError, NodeError, SwarmlabError, UsageError
from swarmlab.runs import labfile, registry
from swarmlab.runs.classroom import board, records, roster
from swarmlab.runs.classroom.acts import Acts
from swarmlab.runs.entries import EngineWord
from swarmlab.runs.progress import Progress
from swarmlab.runs.verbs import Workshop

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from swarmlab.runs.classroom.model import Acted, ClassView, MessageKind
    from swarmlab.runs.events import Event, TaskVerdict
    from swarmlab.runs.ground import Ground
    from swarmlab.runs.model import Lab, Place, Step
    from swarmlab.runs.store import Store
    from swarmlab.runs.terminal import Terminal

_BEATS = 3
"""Signs of life within the time after which a program is taken for gone."""


@dataclass
class _Look:
    """What is open of one run's shells, by node and whether keys may reach it."""

    terminals: dict[tuple[str, bool], Terminal] = field(default_factory=dict)
    agreed: bool = False
    """The learner lets us type."""

    def add(self, terminal: Terminal, *, types: bool) -> None:
        before = self.terminals.get((terminal.node, types))
        self.terminals[terminal.node, types] = terminal
        self.agreed |= types
        _end(before)

    def close(self) -> None:
        for terminal in self.terminals.values():
            _end(terminal)


def _end(terminal: Terminal | None) -> None:
    if terminal is not None:
        with contextlib.suppress(SwarmlabError):
            terminal.end()


class ClassDesk:
    """Every run of one progress file on one engine.

    Args:
        store: the progress file.
        connect: reaches the engine; called again while it is missing.
    """

    def __init__(self, store: Store, connect: Callable[[], Ground]) -> None:
        self._store = store
        self._connect = connect
        self._labs: dict[str, Lab] = {}
        self._workshop = Workshop(store, connect, self._load)
        self.acts = Acts(self._workshop)
        self._id = secrets.token_hex(6)
        self._looks: dict[str, _Look] = {}
        self._lock = threading.RLock()
        self._closed = threading.Event()
        self._heart: threading.Thread | None = None

    def close(self) -> None:
        """Look at nobody any more."""
        self._closed.set()
        if self._heart is not None:
            self._heart.join()
        with self._lock:
            for look in self._looks.values():
                look.close()
            self._looks.clear()
        with contextlib.suppress(SwarmlabError):
            board.leave(self._store, self._id)

    # --- looking -----------------------------------------------------------------------

    def labs(self) -> Sequence[str]:
        """The names of labs that have runs, the one with most learners first."""
        return records.labs(self._store)

    def look(self, lab: str) -> ClassView:
        """Every run of a lab, from the progress file alone.

        Raises:
            SwarmlabError: the lab cannot be read.
        """
        path = next((run.path for run in registry.all_runs(self._store) if run.lab == lab), lab)
        return roster.view(self._store, self._load(path))

    def engine(self) -> EngineWord:
        """Ask the engine, within two seconds."""
        try:
            ground = self._connect()
            if not ground.answers():
                return EngineWord(False, reason="the engine does not answer",
                                  next_step="start it: `make engine`")  # fmt: skip
            return ground.word()
        except EngineError as fault:
            return EngineWord.of_fault(fault)

    def nodes(self, run: str) -> tuple[str, ...]:
        """The names of a run's nodes that are up, in the lab's order."""
        found = self._connect().find(run)
        if found is None:
            return ()
        try:
            return tuple(n for n, node in found.nodes.items() if node.state() == "running")
        finally:
            found.close()

    def verdicts(self, run: str, step: Step) -> Mapping[str, TaskVerdict]:
        """The last verdicts of a step by task key."""
        return Progress(self._store, run).verdicts(step.id)

    def hints_shown(self, run: str, step: Step) -> int:
        """How many hints of a step its learner has read."""
        return Progress(self._store, run).hints().get(step.id, 0)

    # --- shells ------------------------------------------------------------------------

    def watch(self, run: str, node: str) -> Terminal:
        """Look at a node's shell without a word reaching it; the learner sees that someone does.

        Raises:
            NodeError: the node is not up.
        """
        return self._open(run, node, None)

    def ask_part(self, run: str) -> None:
        """Ask the learner to let one type."""
        board.take_part(self._store, run, self._id, "asks")
        self._live()

    def take_part(self, run: str, node: str) -> Terminal:
        """The node's shell to type into, as long as the learner agrees.

        Raises:
            UsageError: the learner has not agreed.
            NodeError: the node is not up.
        """
        if board.part_of(self._store, run, self._id) != "takes part":
            raise UsageError(
                "the learner has not agreed", next_step="ask to take part, and wait for the answer"
            )
        return self._open(run, node, lambda: self._may_type(run))

    def unwatch(self, run: str) -> None:
        """Look on no more."""
        with self._lock:
            look = self._looks.pop(run, None)
        if look is not None:
            look.close()
        board.leave(self._store, self._id, run)

    # --- acting ------------------------------------------------------------------------

    def say(self, runs: Sequence[str], kind: MessageKind, text: str) -> Sequence[Acted]:
        """Put a message or a hint on learners' screens."""
        return self.acts.say(runs, kind, text)

    def push_hint(self, runs: Sequence[str]) -> Sequence[Acted]:
        """The next hint of the step each learner is at, counted as theirs."""
        return self.acts.push_hint(runs)

    def reset(
        self, runs: Sequence[str], what: str, on_event: Callable[[str, Event], None]
    ) -> Sequence[Acted]:
        """Reset ``step``, ``lab``, ``learner``, or a node by its name."""
        return self.acts.reset(runs, what, on_event)

    def move(
        self, runs: Sequence[str], place: Place, on_event: Callable[[str, Event], None]
    ) -> Sequence[Acted]:
        """Bring learners to a slide, with nodes in the state it begins in."""
        return self.acts.move(runs, place, on_event)

    def extend(self, runs: Sequence[str], minutes: float) -> Sequence[Acted]:
        """Let nodes live longer."""
        return self.acts.extend(runs, minutes)

    def lower_hand(self, run: str) -> None:
        """The question was answered."""
        board.lower_hand(self._store, run)

    def pause(self, lab: str, words: str | None) -> None:
        """Stop every learner's screen for a discussion; None lets them go on."""
        board.pause(self._store, lab, words)

    def lock(self, lab: str, chapter: str, *, locked: bool) -> None:
        """Let nobody enter a chapter, or let them again."""
        board.lock(self._store, lab, chapter, locked=locked)

    # --- inside ------------------------------------------------------------------------

    def _load(self, path: str) -> Lab:
        """A lab, read once: all learners of a class have the same."""
        with self._lock:
            if path not in self._labs:
                self._labs[path] = labfile.load(Path(path) if path.endswith(".toml") else path)
            return self._labs[path]

    def _open(self, run: str, node: str, may_type: Callable[[], bool] | None) -> Terminal:
        found = self._connect().find(run)
        if found is None:
            raise self._not_up(node)
        try:
            if node not in found.nodes:
                raise self._not_up(node)
            terminal = found.nodes[node].watch(None, may_type)
        finally:
            found.close()
        with self._lock:
            self._looks.setdefault(run, _Look()).add(terminal, types=may_type is not None)
        if may_type is None:
            board.take_part(self._store, run, self._id, "watches")
        self._live()
        return terminal

    @staticmethod
    def _not_up(node: str) -> NodeError:
        return NodeError("this node is not up", place=node, next_step="look again in a moment")

    def _may_type(self, run: str) -> bool:
        look = self._looks.get(run)
        return look is not None and look.agreed

    def _live(self) -> None:
        """Show signs of life from now on: without them, the learner sees that nobody looks."""
        with self._lock:
            if self._heart is None:
                self._heart = threading.Thread(target=self._beat, name="class desk", daemon=True)
                self._heart.start()

    def _beat(self) -> None:
        while not self._closed.wait(min(1.0, board.BEAT_SECONDS / _BEATS)):
            with contextlib.suppress(SwarmlabError):
                board.beat(self._store, self._id)
                for run, look in tuple(self._looks.items()):
                    if look.agreed:
                        part = board.part_of(self._store, run, self._id)
                        look.agreed = part == "takes part"
