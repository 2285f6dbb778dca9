"""Characters that show other than what they do: a deck's text is typed into shells."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from swarmlab.deck.faults import Faults

BIDI: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def judge_characters(lines: Sequence[str], faults: Faults, first: int = 1) -> None:
    """Report the first hidden character of each line.

    Control characters could escape a paste, and bidi marks show other than what runs.

    Args:
        lines: what is judged.
        faults: where the faults go.
        first: the number of the first line, as :meth:`Faults.at` counts.
    """
    for number, line in enumerate(lines, first):
        if line.isprintable():
            continue
        column = next(hidden(line), None)
        if column is not None:
            message = f"an invisible character, U+{ord(line[column]):04X}"
            faults.add("invisible-character", message, faults.at(number, column + 1), "remove it")


def hidden(text: str) -> Iterator[int]:
    """Where in a line characters stand that nobody sees, tabs aside."""
    for index, character in enumerate(text):
        control = unicodedata.category(character) in {"Cc", "Cs"} and character != "\t"
        if control or character in BIDI:
            yield index
