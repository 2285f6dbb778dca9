"""Rows of text cut by cells, not by characters: a wide character takes two of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

if TYPE_CHECKING:
    from collections.abc import Iterator


def cells(text: str) -> list[str]:
    """What stands in each cell; empty in the second cell of a wide character."""
    found: list[str] = []
    for character in text:
        width = cell_len(character)
        if width:
            found += [character, *("" for _ in range(width - 1))]
        elif found:
            found[-1] += character
    return found


def cut(text: str, start: int, end: int) -> str:
    """The text of the cells from ``start`` to before ``end``."""
    return "".join(cells(text)[max(0, start) : end])


def wraps(text: str, width: int) -> bool:
    """Whether a row probably goes on in the next one: it is full, or full but for one blank.

    A terminal does not say where it wrapped; few lines end exactly there by themselves.
    """
    row = cells(text)[:width]
    return len(row) == width and (row[-1] != " " or row[-2:-1] != [" "]) and width > 1


def places(text: str, wanted: str) -> Iterator[tuple[int, int]]:
    """Where a text stands in a row, in cells; small letters find capitals too."""
    folded = text if wanted != wanted.lower() else text.lower()
    at = folded.find(wanted) if len(folded) == len(text) else -1
    while wanted and at >= 0:
        yield cell_len(text[:at]), cell_len(text[: at + len(wanted)])
        at = folded.find(wanted, at + len(wanted))
