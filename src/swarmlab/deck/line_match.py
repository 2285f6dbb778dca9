"""One printed line against one expected line, in time linear in its length.

A line is a row of pieces with open gaps (``...`` or ``{{any}}``) between them. Within a
piece every gap has one extent, so a piece fits at a place or does not. Open gaps take as
little as they can: each piece is taken where it first fits, the last one at the line's end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from swarmlab.deck.gap import PATTERNS, Dots, Gap

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from swarmlab.deck.gap import Part
    from swarmlab.deck.model import GapType

    Found = dict[str, tuple[GapType, str]]

LONGEST: Final = 1 << 16
"""Characters of a printed line; a longer one fits nothing."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands between two open gaps, and the open gap before it."""

    opening: Gap | Dots | None
    """None for the line's beginning."""
    parts: tuple[str | Gap, ...]
    spaced: bool
    """Blanks on both sides of the ``...`` before it: with nothing between, one is enough."""
    last: bool

    def compiled(self) -> re.Pattern[str]:
        """The piece as a regular expression; its gaps are groups in order."""
        body = "".join(
            re.escape(part) if isinstance(part, str) else f"({PATTERNS[part.type]})"
            for part in self.parts
        )
        before = r"(?:(?<= )|(?<!.)|\Z)" if self.spaced else ""
        end = r"\Z" if self.last else ""
        return re.compile(f"{before}(?:{body}){end}", re.ASCII)

    def agrees(self, match: re.Match[str], known: Mapping[str, str]) -> Found | None:
        """The captures of a match, or None when a value is not the one known."""
        found: Found = {}
        gaps = (part for part in self.parts if isinstance(part, Gap))
        for gap, value in zip(gaps, match.groups(), strict=True):
            if gap.name is None:
                continue
            if gap.name in found and found[gap.name][1] != value:
                return None
            if known.get(gap.name, value) != value:
                return None
            found[gap.name] = (gap.type, value)
        return found


def match_line(parts: tuple[Part, ...], line: str, bound: Mapping[str, str]) -> Found | None:
    """The captures when the line fits, else None.

    Args:
        parts: of the expected line.
        line: what was printed, its blanks even.
        bound: values that captures of these names must have.
    """
    if len(line) > LONGEST:
        return None
    found: Found = {}
    known = dict(bound)
    at = 0
    for piece, pattern in _pieces(parts):
        for match in _places(piece, pattern, line, at, known):
            captures = piece.agrees(match, known)
            if captures is not None:
                break
        else:
            return None
        if isinstance(piece.opening, Gap) and piece.opening.name is not None:
            captures[piece.opening.name] = ("any", line[at : match.start()])
        found.update(captures)
        known.update({name: value for name, (_, value) in captures.items()})
        at = match.end()
    return found


def _places(
    piece: _Piece, pattern: re.Pattern[str], line: str, at: int, known: Mapping[str, str]
) -> Iterator[re.Match[str]]:
    """The places where a piece fits after the open gap before it, nearest first."""
    opening = piece.opening
    exact = opening is None
    if isinstance(opening, Gap):
        value = known.get(opening.name or "")
        if value is None:
            at += 1
        elif not line.startswith(value, at):
            return
        else:
            at, exact = at + len(value), True
    elif piece.spaced and line[at : at + 1] == " ":
        at += 1
    elif piece.spaced and 0 < at < len(line):
        return
    find = pattern.match if exact else pattern.search
    while at <= len(line) and (match := find(line, at)):
        yield match
        if exact:
            return
        at = match.start() + 1


@lru_cache(maxsize=1024)
def _pieces(parts: tuple[Part, ...]) -> tuple[tuple[_Piece, re.Pattern[str]], ...]:
    openings: list[Gap | Dots | None] = [None]
    rows: list[list[str | Gap]] = [[]]
    for part in parts:
        if isinstance(part, Dots) or (isinstance(part, Gap) and part.type == "any"):
            openings.append(part)
            rows.append([])
        else:
            rows[-1].append(part)
    spaced = [_loosen(openings, rows, number) for number in range(len(rows))]
    pieces = [
        _Piece(openings[number], tuple(row), spaced[number], number == len(rows) - 1)
        for number, row in enumerate(rows)
    ]
    return tuple((piece, piece.compiled()) for piece in pieces)


def _loosen(openings: list[Gap | Dots | None], rows: list[list[str | Gap]], number: int) -> bool:
    """Take away the blanks around a ``...``; False where none stand on both its sides.

    The line's beginning and end count as blanks, but not both at once.
    """
    if not isinstance(openings[number], Dots):
        return False
    before, after = rows[number - 1], rows[number]
    left = bool(before) and isinstance(before[-1], str) and before[-1].endswith(" ")
    right = bool(after) and isinstance(after[0], str) and after[0].startswith(" ")
    begins = number == 1 and not before
    ends = number == len(rows) - 1 and not after
    if not ((left and (right or ends)) or (right and begins)):
        return False
    if left:
        before[-1] = str(before[-1])[:-1]
    if right:
        after[0] = str(after[0])[1:]
    return True
