"""A shell whose commands are acted out on a clock that only a wait moves."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from swarmlab.errors import ShellBusy, ShellLost
from swarmlab.nodes.shell.offer import OfferPhase
from swarmlab.nodes.shell.result import UnitResult
from swarmlab.runs.exercises.clock import CalledOff
from swarmlab.swarm.command import FinishedCommand
from tests.fakes.shell import FakeScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    Told = Callable[[OfferPhase, UnitResult | None], None]


@dataclass
class FakeClock:
    """Seconds that pass when somebody waits, and what happens in them."""

    time: float = 0.0
    called_off_at: float = float("inf")
    _due: list[tuple[float, Callable[[], None]]] = field(default_factory=list)

    def now(self) -> float:
        return self.time

    def pause(self, seconds: float) -> None:
        self.time += seconds
        if self.time >= self.called_off_at:
            raise CalledOff("called off")
        for item in sorted(self._due, key=lambda due: due[0]):
            if item[0] <= self.time:
                self._due.remove(item)
                item[1]()

    def after(self, seconds: float, do: Callable[[], None]) -> None:
        """Something happens later."""
        if seconds:
            self._due.append((self.time + seconds, do))
        else:
            do()


@dataclass(frozen=True)
class Program:
    """What a command does."""

    prints: str = ""
    status: int = 0
    seconds: float = 0.0
    """Until it ends; infinite for one that goes on until ctrl-c."""
    prints_after: float = 0.0
    prompt: str = ""
    """It is a shell itself, with this prompt; ctrl-d and ``exit`` end it."""
    alternate: bool = False
    deaf: bool = False
    """ctrl-c does not end it."""
    hears_at: int = 1
    """The ctrl-c that ends it."""


FOREVER = float("inf")


class ExercisedShell:
    """Implements ``runs.ground.NodeShell`` as far as exercises use it.

    A command is looked up whole, then by its first word; ``bash: …: command not found`` else.
    """

    def __init__(
        self, clock: FakeClock, programs: dict[str, Program], node: str = "node1",
        name: str | None = None,
    ) -> None:  # fmt: skip
        self._clock, self._programs = clock, programs
        self._node, self._name = node, name
        self.lines: list[str] = []
        self._line = ""
        self._offered: tuple[str, Told] | None = None
        self._running: tuple[str, Program, str, Told | None] | None = None
        self._inner: list[str] = []
        self._inner_status = 0
        self._pressed = 0
        self._finished: list[Callable[[FinishedCommand], None]] = []
        self.ran: list[str] = []
        self.typed: list[bytes] = []
        self.size = (0, 0)
        self.ended = False
        self.busy_for = 0
        """So many offers are refused first."""

    @property
    def node(self) -> str:
        return self._node

    @property
    def name(self) -> str | None:
        return self._name

    @property
    def busy(self) -> bool:
        return self._running is not None

    @property
    def lost(self) -> bool:
        return self.ended

    @property
    def prompt(self) -> str:
        if self._running is not None:
            return self._running[1].prompt
        return f"root@{self._node}:~# "

    def listen(self, changed: Callable[[], None]) -> Callable[[], None]:
        return lambda: None

    def listen_finished(self, heard: Callable[[FinishedCommand], None]) -> Callable[[], None]:
        self._finished.append(heard)
        return lambda: self._finished.remove(heard)

    def capture(self, scrollback: int = 0) -> FakeScreen:
        rows = [*self.lines, f"{self.prompt}{self._line}"][-50:]
        alternate = self._running is not None and self._running[1].alternate
        return FakeScreen(tuple(rows), (len(rows[-1]), len(rows) - 1), alternate=alternate)

    def running_output(self) -> str:
        return self._running[2] if self._running else ""

    def resize(self, columns: int, rows: int) -> None:
        self.size = (columns, rows)

    def offer(self, text: str, on: Told) -> Callable[[], None]:
        if self.ended:
            raise ShellLost("the shell's terminal ended")
        if self.busy or self.busy_for:
            self.busy_for -= 1
            raise ShellBusy("a command still runs in this shell")
        self._offered = (text, on)
        return lambda: None

    def paste(self, text: str) -> None:
        self._line += text

    def keys(self, data: bytes) -> None:
        if self.ended:
            raise ShellLost("the shell's terminal ended")
        self.typed.append(data)
        if data == b"\x03":
            self._interrupted()
        elif data == b"\x04" and self._running is not None and self._running[1].prompt:
            self._end(self._inner_status)
        elif data == b"\r":
            self._enter()
        elif data.isascii() and data.decode().isprintable():
            self._line += data.decode()

    def interrupt(self, timeout: float = 5.0) -> bool:
        self._interrupted()
        return not self.busy

    def run(self, text: str, timeout: float) -> UnitResult:
        raise NotImplementedError("exercises enter what they run")

    def reload_captures(self) -> None:
        raise NotImplementedError("exercises capture nothing")

    def close(self) -> None:
        self.ended = True

    def end(self) -> None:
        self.ended = True

    # --- what is acted out -------------------------------------------------------------

    def _enter(self) -> None:
        offered, self._offered = self._offered, None
        text = self._line if offered is None else offered[0]
        self.lines.append(f"{self.prompt}{text}")
        self._line = ""
        if not text:
            return
        self.ran.append(text)
        if self._running is not None:
            self._inside(text)
        elif offered is not None and text.count("'") % 2:
            offered[1](OfferPhase.UNFINISHED, None)
        else:
            self._begin(text, offered[1] if offered else None)

    def _begin(self, text: str, told: Told | None) -> None:
        program = self._program(text)
        self._running = (text, program, "", told)
        self._clock.after(program.prints_after, lambda: self._print(program))
        if program.seconds < FOREVER and not program.prompt:
            self._clock.after(program.seconds, lambda: self._end(program.status, program))

    def _program(self, text: str) -> Program:
        words = text.split()
        if words[0] == "echo":
            printed = " ".join(shlex.split(text)[1:]).replace("$?", str(self._inner_status))
            return Program(f"{printed}\n")
        missing = Program(f"bash: {words[0]}: command not found\n", 127)
        return self._programs.get(text, self._programs.get(words[0], missing))

    def _inside(self, text: str) -> None:
        if text == "exit":
            self._end(self._inner_status)
            return
        program = self._program(text)
        self._shown(program.prints)
        self._inner_status = program.status

    def _print(self, program: Program) -> None:
        if self._running is not None and self._running[1] is program:
            self._shown(program.prints)

    def _shown(self, printed: str) -> None:
        assert self._running is not None
        text, program, before, told = self._running
        self._running = (text, program, before + printed, told)
        self.lines += printed.splitlines()

    def _interrupted(self) -> None:
        self._pressed += 1
        if self._running is None:
            return
        program = self._running[1]
        if not program.deaf and self._pressed >= program.hears_at:
            self._end(130)

    def _end(self, status: int, only: Program | None = None) -> None:
        if self._running is None or (only is not None and self._running[1] is not only):
            return
        text, _, printed, told = self._running
        self._running = None
        now = self._clock.now()
        command = FinishedCommand(self._node, text, status, printed, now, now)
        for heard in list(self._finished):
            heard(command)
        if told is not None:
            told(OfferPhase.FINISHED, UnitResult((command,), printed, status, False, 0.0))
