"""A file's text as it is given to the Markdown parser, and the way back to its lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from swarmlab.deck.faults import Faults
    from swarmlab.deck.model import Position


@dataclass(frozen=True, slots=True)
class Page:
    """Lines of Markdown, each with the line of the file it came from.

    Repaired traps (``deck.traps``) may have added lines or ends of lines, so the two differ.
    """

    lines: tuple[str, ...]
    origins: tuple[int, ...]
    """For each line, its number in the file, from 1."""
    faults: Faults

    @property
    def text(self) -> str:
        """What the Markdown parser reads."""
        return "".join(f"{line}\n" for line in self.lines)

    def position(self, line: int, column: int | None = None) -> Position:
        """The place in the file of a line (from 0); without a column its first visible letter."""
        if not self.lines:
            return self.faults.at(1)
        line = min(line, len(self.lines) - 1)
        if column is None:
            column = len(self.lines[line]) - len(self.lines[line].lstrip())
        return self.faults.at(self.origins[line], column + 1)

    def locator(self, line: int, content: str, offset: int = 0) -> Callable[[int], Position]:
        """The way from an offset into ``content[offset:]`` to its place, as :meth:`locate`."""
        return lambda at: self.locate(line, content, offset + at)

    def locate(self, line: int, content: str, offset: int) -> Position:
        """The place of ``content[offset]``, where content begins on a line (from 0).

        Content is what the Markdown parser cut out of those lines: without the marks of
        lists and quotes before it, which is why its text is looked for in the line.
        """
        line += content.count("\n", 0, offset)
        begin = content.rfind("\n", 0, offset) + 1
        end = content.find("\n", offset)
        piece = content[begin : end if end >= 0 else len(content)]
        indent = len(piece) - len(piece.lstrip())
        found = self.lines[line].rfind(piece.strip()) if line < len(self.lines) else -1
        return self.position(line, max(found, 0) + max(offset - begin - indent, 0))
