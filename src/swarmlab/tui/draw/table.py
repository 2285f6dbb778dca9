"""A table that always fits: columns shrink from the widest, cells wrap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from swarmlab.tui.draw.row import pad, row

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from swarmlab.deck.model import Spans, Table

GAP = 2
"""Blanks between two columns."""
NARROWEST = 4


def table_lines(table: Table, width: int, styled: Callable[[Spans], Content]) -> list[Content]:
    """The header in bold, a rule, then the rows; every line fits the width."""
    header = [styled(cell).stylize("bold") for cell in table.header]
    body = [[styled(cell) for cell in cells] for cells in table.rows]
    widths = column_widths([header, *body], width)
    rule = "─" * (sum(widths) + GAP * (len(widths) - 1))
    lines = _row_lines(header, widths)
    lines.append(Content.styled(rule, "$faint"))
    for cells in body:
        lines.extend(_row_lines(cells, widths))
    return lines


def column_widths(rows: Sequence[Sequence[Content]], width: int) -> list[int]:
    """The natural widths, taken from the widest column until all fit."""
    columns = len(rows[0])
    widths = [
        max(NARROWEST, *(r[c].cell_length for r in rows if c < len(r))) for c in range(columns)
    ]
    room = max(columns * NARROWEST, width - GAP * (columns - 1))
    while sum(widths) > room:
        widths[widths.index(max(widths))] -= 1
    return widths


def _row_lines(cells: Sequence[Content], widths: Sequence[int]) -> list[Content]:
    wrapped = [cell.wrap(width) or [Content()] for cell, width in zip(cells, widths, strict=False)]
    height = max(len(lines) for lines in wrapped)
    return [_line(wrapped, widths, y) for y in range(height)]


def _line(wrapped: Sequence[Sequence[Content]], widths: Sequence[int], y: int) -> Content:
    cells = [
        pad(lines[y] if y < len(lines) else Content(), width)
        for lines, width in zip(wrapped, widths, strict=True)
    ]
    return row(Content(" " * GAP).join(cells)).rstrip()
