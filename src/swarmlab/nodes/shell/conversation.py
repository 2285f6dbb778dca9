"""The talk with one bash: what it says of its commands, and one unit at a time for it to run."""

from __future__ import annotations

import contextlib
import threading
import time
from functools import partial
from typing import TYPE_CHECKING

from swarmlab.errors import ShellBusy, ShellLost
from swarmlab.nodes.shell.marks import MarkScanner
from swarmlab.nodes.shell.terminal import Terminal
from swarmlab.nodes.shell.tracker import Began, Ended, Phase, PromptBack, PutAside, Tracker
from swarmlab.patience import patient

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from swarmlab.nodes.shell.herald import Herald
    from swarmlab.nodes.shell.offer import Offer
    from swarmlab.nodes.shell.recording import Recorded
    from swarmlab.nodes.shell.stream import Stream
    from swarmlab.nodes.shell.tracker import ShellEvent

PROMPT_SECONDS = patient(5.0)
_PRESS_AGAIN_SECONDS = 0.5
_ANSWER_SECONDS = patient(0.4)
_QUESTIONS = 20
"""A busy machine may take seconds; what is asked too often is answered before what follows."""
# Keys that only files/bashrc knows.
_PUT_ASIDE, _PUT_BACK, _FORGET, _READ_CAPTURES = (b"\x1b[%d~" % key for key in range(9901, 9905))
_PHASES = {phase.value: phase for phase in Phase}


class Conversation:
    """Owns the terminal; follows what bash does in it, and the unit that was pasted last.

    Args:
        stream: of a control client that has just joined the terminal.
        nonce: what bash's marks carry.
        rest: what was received from the stream already.
        node: the node's name, for errors.
        herald: tells others.
        finished: told by the herald of every command that ended.
    """

    def __init__(
        self,
        stream: Stream,
        nonce: str,
        rest: bytes,
        *,
        node: str,
        herald: Herald,
        finished: Callable[[Recorded], None],
    ) -> None:
        self._nonce = nonce
        self._node = node
        self._herald = herald
        self._finished = finished
        self._sending = threading.Lock()
        self._offer: Offer | None = None
        self._aside = ""
        self._prompt = threading.Condition()
        self._answered = threading.Event()
        self._scanner = MarkScanner(nonce)
        self.tracker = Tracker(self._happened)
        self.terminal = Terminal(
            stream,
            rest,
            node=node,
            printed=self._printed,
            changed=herald.screen_changed,
            ended=self._ended,
        )

    def begin(self, session: str) -> None:
        """Begin to listen, and learn from the terminal's title what bash does already.

        Args:
            session: of tmux, by name.

        Raises:
            NodeError: the terminal does not answer.
        """
        nonce, _, phase = self.terminal.begin(session).partition(" ")
        if nonce == self._nonce:
            self.tracker.assume(_PHASES.get(phase, Phase.UNKNOWN))

    @contextlib.contextmanager
    def alone_at_prompt(self) -> Iterator[None]:
        """Nobody else sends a unit, bash answers at its prompt, and its line is empty.

        Raises:
            ShellBusy: it is not so.
            ShellLost: the terminal ended.
        """
        if not self._sending.acquire(blocking=False):
            raise self._busy("another unit is being sent to this shell")
        try:
            if self.tracker.phase is Phase.UNKNOWN:
                self.await_prompt(PROMPT_SECONDS)
            if self.tracker.phase is not Phase.READY:
                raise self._busy("a command still runs in this shell")
            self._empty_line()
            yield
        finally:
            self._sending.release()

    def paste(self, offer: Offer) -> None:
        """Paste a unit at the empty prompt and follow it."""
        self._offer = offer
        self.terminal.paste(offer.text)

    def touched(self, data: bytes) -> None:
        """Note what somebody types: it may edit the unit that was pasted."""
        offer = self._offer
        if offer is not None and offer.key(data):
            self._herald.tell(offer.edited)

    def interrupt(self, timeout: float) -> bool:
        """Press ctrl-c until the prompt is back; whether it came."""
        deadline = time.monotonic() + timeout
        while self.tracker.phase is not Phase.READY and time.monotonic() < deadline:
            self.terminal.type(b"\x03")
            self.await_prompt(min(_PRESS_AGAIN_SECONDS, timeout))
        return self.tracker.phase is Phase.READY

    def await_prompt(self, timeout: float) -> None:
        """Wait for the prompt, the terminal's end or the end of the time."""
        with self._prompt:
            self._prompt.wait_for(
                lambda: self.terminal.lost or self.tracker.phase is Phase.READY, timeout
            )

    def reload_captures(self) -> None:
        """Let bash read the captures, if it is at its prompt: else it does so there."""
        if self.tracker.phase is Phase.READY:
            with contextlib.suppress(ShellLost):
                self.terminal.type(_READ_CAPTURES)

    def _empty_line(self) -> None:
        self._answered.clear()
        self.terminal.type(_FORGET + _PUT_ASIDE)
        # A ctrl-c just before makes the terminal drop what was typed after it: ask again.
        for _ in range(_QUESTIONS):
            if self._answered.wait(_ANSWER_SECONDS):
                break
            self.terminal.type(_PUT_ASIDE)
        else:
            raise self._busy("the shell does not answer at its prompt")
        if self.terminal.lost:
            raise self.terminal.why_lost()
        offer, self._offer = self._offer, None
        if offer is not None and not offer.over:
            # What lies in the line is the unit that was pasted before: nobody typed it.
            if self._aside == offer.text:
                self._aside = ""
            self._herald.tell(offer.abandon)

    def _busy(self, why: str) -> ShellBusy | ShellLost:
        if self.terminal.lost:
            return self.terminal.why_lost()
        next_step = "wait for its prompt, or press ctrl+c in it"
        return ShellBusy(why, place=self._node, next_step=next_step)

    def _printed(self, escaped: bytes) -> None:
        for item in self._scanner.feed(escaped):
            self.tracker.feed(item)

    def _happened(self, event: ShellEvent) -> None:
        if isinstance(event, PutAside):
            self._aside = event.line
            self._answered.set()
        elif isinstance(event, Ended):
            self._herald.tell(partial(self._finished, event.command))
        elif isinstance(event, PromptBack):
            self._prompt_back(event.commands)
        elif (offer := self._offer) is not None:
            self._herald.tell(offer.began if isinstance(event, Began) else offer.unfinished)

    def _prompt_back(self, commands: tuple[Recorded, ...]) -> None:
        # Whose end this is is known now only: the next unit may be there when it is told.
        offer, self._offer = self._offer, None
        if offer is not None:
            aside, self._aside = self._aside, ""
            self._herald.tell(partial(self._over, offer, commands, put_back=bool(aside)))
        with self._prompt:
            self._prompt.notify_all()

    def _over(self, offer: Offer, commands: tuple[Recorded, ...], *, put_back: bool) -> None:
        if put_back:
            # Before anyone hears of the end, and may send the next unit.
            with contextlib.suppress(ShellLost):
                self.terminal.type(_PUT_BACK)
        offer.prompt_back(commands)

    def _ended(self) -> None:
        offer = self._offer
        if offer is not None:
            self._herald.tell(offer.abandon)
        self._answered.set()
        with self._prompt:
            self._prompt.notify_all()
        self._herald.screen_changed()
