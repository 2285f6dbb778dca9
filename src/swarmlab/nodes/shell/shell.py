"""A node's shell: a terminal that outlives the program, and units that run in it."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Self

from swarmlab.errors import NodeError, ShellLost
from swarmlab.nodes.shell import opening
from swarmlab.nodes.shell.conversation import PROMPT_SECONDS, Conversation
from swarmlab.nodes.shell.herald import Herald, Listeners
from swarmlab.nodes.shell.offer import Offer
from swarmlab.nodes.shell.result import Origin
from swarmlab.nodes.shell.tracker import Phase
from swarmlab.nodes.shell.unit_run import UnitRun
from swarmlab.nodes.stream import ExecStream
from swarmlab.swarm.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType

    from swarmlab.nodes.engine import Engine
    from swarmlab.nodes.shell.offer import OfferPhase
    from swarmlab.nodes.shell.recording import Recorded
    from swarmlab.nodes.shell.result import UnitResult
    from swarmlab.nodes.shell.screen import Screen
    from swarmlab.nodes.shell.stream import Stream, StreamFactory
    from swarmlab.swarm.command import FinishedCommand


class Shell:
    """One shell of a node. Open it with ``Shell.open``; safe to use from several threads.

    Listeners are called from a thread of the shell's own; they may call anything of the shell
    but ``run``, ``offer`` and ``interrupt``, which wait for what that thread does.
    """

    def __init__(self, stream: Stream, nonce: str, rest: bytes, origin: Origin) -> None:
        self._origin = origin
        self._changed: Listeners[Callable[[], None]] = Listeners()
        self._finished: Listeners[Callable[[FinishedCommand], None]] = Listeners()
        self._herald = Herald(f"shell-herald-{origin.node}", self._changed)
        self._bash = Conversation(
            stream,
            nonce,
            rest,
            node=origin.node,
            herald=self._herald,
            finished=self._tell_finished,
        )
        self._terminal = self._bash.terminal

    @classmethod
    def open(cls, engine: Engine, container_id: str, node: str, name: str | None = None) -> Shell:
        """Open a shell of a node, or join it where it is open already.

        Args:
            engine: the outer engine.
            container_id: the node's container.
            node: the node's name.
            name: of an extra shell; None is the node's first.

        Raises:
            NodeError: it could not be opened.
        """

        def start(argv: Sequence[str]) -> Stream:
            return ExecStream.start(engine, container_id, argv)

        return cls.over(start, node=node, name=name)

    @classmethod
    def over(
        cls,
        factory: StreamFactory,
        *,
        node: str,
        name: str | None = None,
        directory: str = opening.DIRECTORY,
        columns: int = 100,
        rows: int = 30,
    ) -> Shell:
        """Open or join a shell over any stream.

        Args:
            factory: starts a program on the node.
            node: the node's name.
            name: of an extra shell; None is the node's first.
            directory: on the node, for the terminal's own files.
            columns: of a terminal that is made now; ``resize`` changes them.
            rows: likewise.

        Raises:
            NodeError: it could not be opened.
        """
        session = opening.session_of(name)
        stream, nonce, rest = opening.join(
            factory, node=node, directory=directory, session=session, columns=columns, rows=rows
        )
        shell = cls(stream, nonce, rest, Origin(node, name))
        try:
            shell._bash.begin(session)
        except NodeError:
            shell.close()
            raise
        return shell

    @property
    def node(self) -> str:
        """The node's name."""
        return self._origin.node

    @property
    def name(self) -> str | None:
        """The name of an extra shell, None for the first."""
        return self._origin.shell

    @property
    def phase(self) -> Phase:
        """What it does now."""
        return self._bash.tracker.phase

    @property
    def busy(self) -> bool:
        """A command runs, or bash waits for the rest of one."""
        return self._bash.tracker.phase in {Phase.RUNNING, Phase.UNFINISHED}

    @property
    def lost(self) -> bool:
        """The terminal ended, or ``close`` was called; a new shell must be opened."""
        return self._terminal.lost

    def listen(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Call ``changed`` when the screen, ``busy`` or ``lost`` may differ; returns a stop."""
        return self._changed.add(changed)

    def listen_finished(self, finished: Callable[[FinishedCommand], None]) -> Callable[[], None]:
        """Call ``finished`` for every command line that ended; returns a stop."""
        return self._finished.add(finished)

    def capture(self, scrollback: int = 0) -> Screen:
        """The screen now, with up to ``scrollback`` older rows before it.

        Raises:
            ShellLost: the terminal ended.
            NodeUnreachable: no answer in time.
        """
        return self._terminal.capture(scrollback)

    def running_output(self) -> str:
        """What the command that runs has printed so far; empty when none runs."""
        _, running = self._bash.tracker.so_far()
        return "".join(command.output for command in running)

    def resize(self, columns: int, rows: int) -> None:
        """Size the terminal; nothing happens when it is lost."""
        self._terminal.resize(columns, rows)

    def keys(self, data: bytes) -> None:
        """Send keys as the bytes a terminal would send; nothing happens when it is lost.

        Cursor keys may be given in their normal form: where the program asked for the
        application form, they are sent in that.
        """
        self._bash.touched(data)
        with contextlib.suppress(ShellLost):
            self._terminal.type(data)

    def paste(self, text: str) -> None:
        """Paste, without control characters; a shell at its prompt runs nothing before Enter.

        Raises:
            ShellLost: the terminal ended.
        """
        self._bash.touched(b"pasted")
        self._terminal.paste(clean(text))

    def offer(
        self, text: str, on: Callable[[OfferPhase, UnitResult | None], None]
    ) -> Callable[[], None]:
        """Paste a unit for the learner's Enter, and follow it.

        What was half-typed is put aside, and put back when the unit is over. Captures are
        read again first.

        Args:
            text: the unit.
            on: told what becomes of it, from the shell's thread.

        Returns:
            What stops the following; the pasted text stays.

        Raises:
            ShellBusy: something runs there, or the shell does not answer at its prompt.
            ShellLost: the terminal ended.
        """
        with self._bash.alone_at_prompt():
            offer = Offer(clean(text).strip("\n"), self._origin, on)
            self._bash.paste(offer)
        return lambda: setattr(offer, "over", True)

    def run(self, text: str, timeout: float = 20.0) -> UnitResult:
        """Paste a whole unit, press Enter, and wait until its last line has ended.

        After a timeout the shell stays busy until the unit ends or ``interrupt`` is called.

        Raises:
            ShellBusy: something runs there, or the shell does not answer at its prompt.
            ShellLost: the terminal ended.
        """
        with self._bash.alone_at_prompt():
            unit = UnitRun(clean(text).strip("\n"), self._origin)
            self._bash.paste(unit.offer)
            self._terminal.type(b"\r")
            unit.wait(timeout)
        if unit.result is not None:
            return unit.result
        if self.lost:
            raise self._terminal.why_lost()
        if unit.incomplete:
            self.interrupt()
            return unit.incomplete_result()
        return unit.timed_out(*self._bash.tracker.so_far())

    def interrupt(self, timeout: float = PROMPT_SECONDS) -> bool:
        """Press ctrl-c until the prompt is back; whether it came.

        Raises:
            ShellLost: the terminal ended.
        """
        return self._bash.interrupt(timeout)

    def reload_captures(self) -> None:
        """Let the shell read the captures now; a busy one does so at its next prompt."""
        self._bash.reload_captures()

    def close(self) -> None:
        """Leave the shell; it lives on in the node, and ``open`` joins it again."""
        self._terminal.close()
        self._herald.stop()

    def end(self) -> None:
        """End the shell itself and what runs in it."""
        self._terminal.kill()
        self.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _tell_finished(self, command: Recorded) -> None:
        listeners = self._finished.all
        if listeners:
            finished = self._origin.finished(command)
            for listener in listeners:
                listener(finished)
