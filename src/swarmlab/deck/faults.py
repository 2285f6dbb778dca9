"""The faults found while one file is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swarmlab.deck.diagnostic import Diagnostic
from swarmlab.deck.model import Position

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_MOST: Final = 200


class Faults:
    """Collects diagnostics of one file; later faults at a place already named are dropped."""

    def __init__(self, path: Path, lines: Sequence[str]) -> None:
        self.path = path
        self.lines = lines
        self.hides_tasks = False
        """A fault took tasks or ids away, so that what names them cannot be judged."""
        self._found: dict[Position, Diagnostic] = {}
        self._more = 0

    def at(self, line: int, column: int = 1) -> Position:
        """The position, moved into the file where it lies outside."""
        line = min(max(line, 1), max(len(self.lines), 1))
        width = len(self.lines[line - 1]) if self.lines else 0
        return Position(self.path, line, min(max(column, 1), width + 1))

    def add(self, code: str, message: str, position: Position, suggestion: str = "") -> None:
        """Note a fault."""
        if position in self._found:
            return
        if len(self._found) >= _MOST:
            self._more += 1
            return
        line = self.source_line(position)
        self._found[position] = Diagnostic(code, message, position, line, suggestion)

    def source_line(self, position: Position) -> str:
        """The line a position points into."""
        return self.lines[position.line - 1] if self.lines else ""

    def has(self, position: Position) -> bool:
        """Whether a fault was found right there."""
        return position in self._found

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All faults in the order of the file; the last says when there are too many to list."""
        found = sorted(self._found.values(), key=lambda d: d.position)
        if self._more:
            words = f"{self._more} more faults are not listed"
            found.append(Diagnostic("too-many-faults", words, self.at(len(self.lines))))
        return tuple(found)
