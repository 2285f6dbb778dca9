"""What the mouse selected in a shell, and its text as one would have typed it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from swarmlab.tui.cells import cells, cut, wraps

if TYPE_CHECKING:
    from collections.abc import Sequence

Cell = tuple[int, int]
"""Row and column, from 0."""
_BETWEEN_WORDS = frozenset(" \t\"'`()[]{}<>|;,│")


@dataclass(frozen=True, slots=True)
class Selection:
    """From one cell to another, both included, in the order in which they were chosen."""

    anchor: Cell
    head: Cell

    @property
    def first(self) -> Cell:
        """Where it begins."""
        return min(self.anchor, self.head)

    @property
    def last(self) -> Cell:
        """Where it ends."""
        return max(self.anchor, self.head)

    def on_row(self, row: int, width: int) -> tuple[int, int] | None:
        """The columns it takes on a row: the first, and the one after the last."""
        if not self.first[0] <= row <= self.last[0]:
            return None
        begins = self.first[1] if row == self.first[0] else 0
        ends = self.last[1] + 1 if row == self.last[0] else width
        return begins, ends


def selected_text(
    rows: Sequence[str], selection: Selection, width: int, *, joins: bool = True
) -> str:
    """The selected text: no blanks at the ends of lines, rows that were one line joined again.

    Args:
        rows: plain text.
        selection: of these rows.
        width: of the terminal.
        joins: lines wrap here; a program of the full screen breaks its own.
    """
    found = ""
    for row in range(selection.first[0], min(selection.last[0] + 1, len(rows))):
        span = selection.on_row(row, width)
        text = cut(rows[row], *span) if span else ""
        goes_on = joins and row < selection.last[0] and wraps(rows[row], width)
        found += text if goes_on else text.rstrip() + "\n"
    return found.rstrip("\n")


def word_at(rows: Sequence[str], at: Cell, width: int) -> Selection | None:
    """The word on that cell, on over the ends of rows it was wrapped at; None on a blank."""
    row, column = at
    if not _in_word(rows, row, column):
        return None
    first = last = at
    while (before := _before(rows, first, width)) is not None:
        first = before
    while (after := _after(rows, last, width)) is not None:
        last = after
    return Selection(first, last)


def line_at(rows: Sequence[str], row: int, width: int) -> Selection:
    """The line that a row is of."""
    first = last = row
    while first > 0 and wraps(rows[first - 1], width):
        first -= 1
    while last + 1 < len(rows) and wraps(rows[last], width):
        last += 1
    return Selection((first, 0), (last, width - 1))


def _in_word(rows: Sequence[str], row: int, column: int) -> bool:
    if not 0 <= row < len(rows):
        return False
    found = cells(rows[row])
    return 0 <= column < len(found) and found[column] not in _BETWEEN_WORDS


def _before(rows: Sequence[str], at: Cell, width: int) -> Cell | None:
    row, column = at
    if column > 0:
        cell = (row, column - 1)
    elif row > 0 and wraps(rows[row - 1], width):
        cell = (row - 1, width - 1)
    else:
        return None
    return cell if _in_word(rows, *cell) else None


def _after(rows: Sequence[str], at: Cell, width: int) -> Cell | None:
    row, column = at
    if column + 1 < width:
        cell = (row, column + 1)
    elif wraps(rows[row], width):
        cell = (row + 1, 0)
    else:
        return None
    return cell if _in_word(rows, *cell) else None
