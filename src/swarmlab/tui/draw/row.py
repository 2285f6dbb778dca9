"""One row of cells: something left, something right, and what gives way where room is short."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content, Span
from textual.style import Style

if TYPE_CHECKING:
    from collections.abc import Sequence

Part = str | Content | tuple[str, str | Style]
"""A piece of a row: plain words, or words with a style of theme variables."""


def row(*parts: Part) -> Content:
    """Pieces side by side. Text is never read as markup."""
    return Content.assemble(*parts)


def spread(left: Content, right: Content, width: int) -> Content:
    """Left and right at the two ends of a row; left is cut where both do not fit."""
    room = width - right.cell_length
    if room < 1:
        return left.truncate(width, ellipsis=True, pad=True)
    if left.cell_length >= room:
        left = left.truncate(max(0, room - 1), ellipsis=True)
    return row(left, " " * (room - left.cell_length), right)


def hang(prefix: Content, text: Content, width: int) -> list[Content]:
    """Text beside a prefix, its further lines under its first."""
    indent = prefix.cell_length
    wrapped = text.wrap(max(8, width - indent)) or [Content()]
    blank = " " * indent
    return [row(prefix if n == 0 else blank, line) for n, line in enumerate(wrapped)]


def pad(text: Content, width: int) -> Content:
    """The text filled with blanks to a width, or cut to it."""
    return text.truncate(width, ellipsis=True, pad=True)


def clickable(text: Content, action: str) -> Content:
    """The text, carrying the name of the action that a click on it does."""
    return Content(text.plain, [*text.spans, Span(0, len(text), Style.from_meta({"act": action}))])


def stack(lines: Sequence[Content]) -> Content:
    """Lines under each other."""
    return Content("\n").join(lines)
