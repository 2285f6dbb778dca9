"""From marks to what happens in a shell: commands begin and end, the prompt comes back."""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from swarmlab.nodes.shell.recording import Recorded, Recording, is_comment

if TYPE_CHECKING:
    from collections.abc import Callable

    from swarmlab.nodes.shell.marks import Mark

_IDLE_KEPT = 1 << 16
_INTERRUPTED = 130


class Phase(Enum):
    """What a shell does now."""

    UNKNOWN = "unknown"
    """It has just been opened and said nothing yet."""
    READY = "ready"
    """The prompt is shown."""
    RUNNING = "running"
    """A command runs."""
    UNFINISHED = "unfinished"
    """What was entered is not a whole command: bash asks for more."""


@dataclass(frozen=True, slots=True)
class Began:
    """The first command of what was entered at the prompt begins."""


@dataclass(frozen=True, slots=True)
class Ended:
    """One command ended."""

    command: Recorded


@dataclass(frozen=True, slots=True)
class PromptBack:
    """All that was entered at the prompt ended; nothing ran if there are no commands."""

    commands: tuple[Recorded, ...]


@dataclass(frozen=True, slots=True)
class Unfinished:
    """bash asks for the rest of a command."""


@dataclass(frozen=True, slots=True)
class PutAside:
    """The half-typed line was put aside."""

    line: str


ShellEvent = Began | Ended | PromptBack | Unfinished | PutAside


class Tracker:
    """Follows one shell. Fed by the reader thread alone; ``phase`` may be read by all.

    Args:
        tell: takes each event, in order, in the reader thread.
    """

    def __init__(self, tell: Callable[[ShellEvent], None]) -> None:
        self._tell = tell
        self.phase = Phase.UNKNOWN
        self._open: Recording | None = None
        self._group: list[Recorded] = []
        self._fresh = False
        self._idle = b""
        self._idle_since = time.time()
        self._on = {
            "C": self._began,
            "D": self._all_ended,
            "B": self._prompt,
            "P": self._unfinished,
            "L": self._put_aside,
            "E": self._bash_ended,
        }

    def assume(self, phase: Phase) -> None:
        """Take the phase from the terminal's title, when no mark has told it yet."""
        if self.phase is not Phase.UNKNOWN:
            return
        self.phase = phase
        if phase is Phase.RUNNING:
            self._open = Recording(None, time.time())

    def feed(self, item: Mark | bytes) -> None:
        """Take the next mark or piece of output."""
        if isinstance(item, bytes):
            if self._open is not None:
                self._open.add(item)
            else:
                self._idle = (self._idle + item)[-_IDLE_KEPT:]
        else:
            self._on[item.kind](item)

    def so_far(self) -> tuple[tuple[Recorded, ...], tuple[Recorded, ...]]:
        """The commands of the unit at hand that ended, and the one that runs, if one does."""
        running = self._open
        if running is None:
            return tuple(self._group), ()
        now = time.time()
        seen = Recorded(running.text or "", 0, running.started, now, running.escaped)
        return tuple(self._group), (seen,)

    def _began(self, mark: Mark) -> None:
        entries = mark.entries
        self._close(mark.status, entries[:-1])
        if self.phase is not Phase.RUNNING:
            self.phase = Phase.RUNNING
            self._tell(Began())
        self._open = Recording(entries[-1] if entries else "", time.time())

    def _all_ended(self, mark: Mark) -> None:
        entries = mark.entries
        if self._open is not None and self._open.text is None and entries:
            self._open.text = entries[-1]
        self._close(mark.status, entries[len(entries) - mark.count :])
        self._fresh = True

    def _bash_ended(self, mark: Mark) -> None:
        self._close(mark.status, ())
        self._fresh = True

    def _prompt(self, mark: Mark) -> None:
        # A redrawn prompt says this again; only a new one follows the end of something.
        new = self._fresh or self._open is not None
        self._close(mark.status, ())
        self.phase = Phase.READY
        if new:
            group, self._group = tuple(self._group), []
            self._tell(PromptBack(group))
        self._fresh = False
        self._idle = b""
        self._idle_since = time.time()

    def _unfinished(self, mark: Mark) -> None:  # noqa: ARG002 - one signature for all marks
        if self._open is not None:
            # A line before it ran and was not closed: bash reads on without a mark.
            self._close(0, ())
        self.phase = Phase.UNFINISHED
        self._tell(Unfinished())

    def _put_aside(self, mark: Mark) -> None:
        self._tell(PutAside(mark.line))

    def _close(self, status: int, never_run: tuple[str, ...]) -> None:
        """End the open command, then the lines that bash read but could not run."""
        now = time.time()
        faulty = [entry for entry in never_run if not is_comment(entry)]
        ran, self._open = self._open, None
        escaped = ran.escaped if ran is not None else self._idle.rpartition(b"\\033[?2004l")[2]
        if ran is not None:
            self._end(
                Recorded(
                    ran.text or "",
                    0 if faulty else status,
                    ran.started,
                    now,
                    escaped,
                    before_complaint=bool(faulty),
                )
            )
        if faulty and status != _INTERRUPTED:
            self._end(
                Recorded(
                    "\n".join(faulty), status, self._idle_since, now, escaped, only_complaint=True
                )
            )

    def _end(self, command: Recorded) -> None:
        if self.phase is Phase.READY:
            self._tell(Began())
            self.phase = Phase.RUNNING
        self._group.append(command)
        self._tell(Ended(command))
