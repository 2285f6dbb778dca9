"""A line of a remark deck on its way to the Markdown parser, and the signs added to it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PAUSE: Final = "\ufdd2"
"""A line of its own where a step begins."""
HELD_OPEN: Final = "\ufdd0"
"""Begins the number of a group that stands in a text's place."""
HELD_CLOSE: Final = "\ufdd1"
"""Ends it."""
SIGNS: Final = re.compile("\ufdd0[0-9]+\ufdd1|[\ufdd0-\ufddf]")
"""Signs of ours, which are characters that Unicode leaves to programs."""


class Line(NamedTuple):
    """A line of text."""

    text: str
    origin: int
    """Where it comes from, as :class:`~swarmlab.deck.remark.sources.DeckFaults` counts."""
    code: bool = False
    """It belongs to a fence, its marks included."""


def dedented(lines: Sequence[Line], *, keep_first: bool = False) -> list[Line]:
    """The lines without the blanks that all of them begin with.

    Args:
        lines: the lines; empty ones do not count.
        keep_first: the first one began elsewhere on its line, so it does not count either.
    """
    counted = lines[1:] if keep_first else lines
    common = min(map(indent_of, _with_text(counted)), default=0)
    if not common:
        return list(lines)
    cut = [line._replace(text=line.text[min(common, indent_of(line)) :]) for line in counted]
    return [*lines[:1], *cut] if keep_first else cut


def _with_text(lines: Iterable[Line]) -> Iterable[Line]:
    return (line for line in lines if line.text.strip())


def indent_of(line: Line) -> int:
    """How many blanks a line begins with."""
    return len(line.text) - len(line.text.lstrip(" "))
