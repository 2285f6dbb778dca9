"""A pane: one shell of a node, what was typed in it, and what it has printed since."""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING

from swarmlab.errors import ShellBusy
from swarmlab.nodes.shell.offer import OfferPhase
from swarmlab.nodes.shell.recording import OUTPUT_LIMIT
from swarmlab.runs.exercises import keynames
from swarmlab.runs.exercises.clock import until
from swarmlab.swarm.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swarmlab.nodes.shell.result import UnitResult
    from swarmlab.runs.exercises.clock import Clock, Limits
    from swarmlab.runs.ground import NodeShell
    from swarmlab.swarm.command import FinishedCommand

COLUMNS, ROWS = 160, 50
"""Wide enough for `docker swarm join` with its token: what is copied is seldom broken."""
_PROMPT = re.compile(r".*[$#] ?")
"""Of a shell inside the shell, as autopilot knows it: `/ #`, `root@3f2a:/#`, `$`."""
_SGR = re.compile(r"\x1b\[[0-9;:]*m")
_BEGIN_SECONDS = 1.0


class Entry:
    """A command line that was entered at the node's own prompt. Told from the shell's thread."""

    def __init__(self) -> None:
        self._over = threading.Event()
        self.result: UnitResult | None = None
        """Once it ended."""
        self.incomplete = False
        """bash asks for the rest of it."""

    def told(self, phase: OfferPhase, result: UnitResult | None) -> None:
        """Hear from the shell what became of it."""
        if phase is OfferPhase.UNFINISHED:
            self.incomplete = True
        elif phase in {OfferPhase.FINISHED, OfferPhase.ABANDONED}:
            self.result = result
            self._over.set()

    @property
    def over(self) -> bool:
        """It ended, or will never be one command."""
        return self._over.is_set() or self.incomplete


class Pane:
    """Types in a shell and reads from it.

    Args:
        shell: the terminal.
        clock: what waits.
        limits: how long.
    """

    def __init__(self, shell: NodeShell, clock: Clock, limits: Limits) -> None:
        self.shell = shell
        self._clock = clock
        self._limits = limits
        self._heard: list[str] = []
        self._skip = 0
        self._typed = False
        self._interrupted = False
        self._status: int | None = None
        shell.resize(COLUMNS, ROWS)
        self._unhear = shell.listen_finished(self._hear)

    def _hear(self, command: FinishedCommand) -> None:
        self._heard.append(command.output)
        self._status = command.status

    # --- what it shows -----------------------------------------------------------------

    @property
    def node(self) -> str:
        """Whose shell it is."""
        return self.shell.node

    @property
    def at_own_prompt(self) -> bool:
        """The node's bash waits for a command."""
        return not self.shell.busy

    @property
    def last_status(self) -> int | None:
        """Of the last command that ended at the node's own prompt."""
        return self._status

    def at_inner_prompt(self) -> bool:
        """A shell inside the shell waits for a command, such as that of a container."""
        if self.at_own_prompt:
            return False
        before = self._line()
        if _PROMPT.fullmatch(before) is None:
            return False
        self._clock.pause(self._limits.quiet)
        return self.shell.busy and self._line() == before

    def _line(self) -> str:
        """The cursor's row up to the cursor; empty where text follows it, or all is drawn on."""
        screen = self.shell.capture()
        column, row = screen.cursor
        if screen.alternate or row >= len(screen.rows):
            return ""
        text = _SGR.sub("", screen.rows[row])
        return text[:column] if not text[column:].strip() else ""

    def rows(self) -> list[str]:
        """The screen in plain text, without the blank rows at its end."""
        rows = [_SGR.sub("", row).rstrip() for row in self.shell.capture().rows]
        while rows and not rows[-1]:
            rows.pop()
        return rows

    def screen(self) -> str:
        """The screen as one text; a line that fills its row goes on in the next."""
        rows = self.rows()
        ends = ("" if len(row) >= COLUMNS else "\n" for row in rows)
        return "".join(part for row, end in zip(rows, ends, strict=True) for part in (row, end))

    def seen(self) -> str:
        """What was printed since something was typed; with the screen where that tells more.

        The screen counts for a program that draws on all of it, for one that has printed more
        than is kept, and before anything was typed.
        """
        printed = self.printed()
        drawn = not self._typed or len(printed) >= OUTPUT_LIMIT or self.shell.capture().alternate
        return f"{printed}\n{self.screen()}" if drawn else printed

    def printed(self) -> str:
        """What commands printed since something was typed; less where it is megabytes."""
        return "".join([*self._heard, self.shell.running_output()])[self._skip :]

    # --- what is typed -----------------------------------------------------------------

    def await_prompt(self, seconds: float) -> bool:
        """Wait for a prompt, the node's own or that of a shell inside; whether one came."""
        if self._interrupted and not self._prompt_comes(min(seconds, self._limits.again)):
            self.type(keynames.INTERRUPT)
        return self._prompt_comes(seconds)

    def _prompt_comes(self, seconds: float) -> bool:
        return until(
            self._clock,
            lambda: self.at_own_prompt or self.at_inner_prompt(),
            seconds,
            self._limits.look,
        )

    def enter(self, text: str) -> Entry | None:
        """Type a command and Enter; None at the prompt of a shell inside, which tells nothing.

        Raises:
            ShellBusy: no prompt waits, or it does not answer.
            ShellLost: the terminal ended.
        """
        if not self.at_own_prompt:
            self._mark()
            self.shell.paste(text)
            self.shell.keys(b"\r")
            self.settle()
            return None
        entry = Entry()
        self.shell.offer(text, entry.told)
        self._mark()
        self._interrupted = False
        self.shell.keys(b"\r")
        return entry

    def type(self, data: bytes) -> None:
        """Send keys, and wait until what they do shows."""
        enters = self.at_own_prompt and (b"\r" in data or b"\n" in data)
        self._mark()
        self._interrupted = data == keynames.INTERRUPT
        self.shell.keys(data)
        if enters:
            began = lambda: self.shell.busy or bool(self._heard)  # noqa: E731
            until(self._clock, began, _BEGIN_SECONDS, self._limits.look)
        self.settle()

    def paste(self, text: str) -> None:
        """Paste text without entering it."""
        self.shell.paste(text)
        self.settle()

    def settle(self) -> None:
        """Wait until the screen stands still, or for a second where it never does."""
        pause = self._limits.look * 2
        before = None
        for _ in range(int(_BEGIN_SECONDS / pause) or 1):
            self._clock.pause(pause)
            now = (tuple(self.rows()), self.shell.busy)
            if now == before:
                return
            before = now

    def ask_status(self) -> int | None:
        """The status of the last command of a shell inside, asked there as autopilot does.

        None where no answer comes.
        """
        token = f"swarmlab-{id(self):x}"
        self.enter(f"echo {token} $?")
        answer = re.compile(rf"^{token} (\d+)\s*$", re.MULTILINE)
        until(
            self._clock,
            lambda: answer.search(self.printed()) is not None,
            self._limits.grace,
            self._limits.look,
        )
        found = answer.search(self.printed())
        return int(found[1]) if found else None

    def _mark(self) -> None:
        """What is printed from here on is news."""
        self._heard.clear()
        self._skip = len(self.shell.running_output())
        self._typed = True

    # --- its end -----------------------------------------------------------------------

    def recover(self) -> bool:
        """End what runs in it; whether the prompt is back."""
        try:
            return self.shell.interrupt()
        except ShellBusy:
            return False

    def close(self) -> None:
        """End it with all that runs in it."""
        self._unhear()
        self.shell.end()


def last_lines(text: str, most: int = 6) -> str:
    """The end of an output, cleaned: what a fault shows of it."""
    lines: Sequence[str] = [line.rstrip() for line in clean(text).strip().split("\n")]
    return "\n".join(lines if len(lines) <= most else ["…", *lines[-most:]])
