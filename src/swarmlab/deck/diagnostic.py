"""A fault in a deck or lab file, with its place and a way out."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from swarmlab.deck.model import Position


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault."""

    code: str
    """A stable word for programs, such as ``unknown-attribute``."""
    message: str
    position: Position
    source_line: str = ""
    """The line of the source the position points into."""
    suggestion: str = ""
    """What to write instead, as a sentence; may be empty."""

    def __str__(self) -> str:
        return f"{self.position}: {self.message}"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """``did you mean X?`` for the nearest known word, or the empty string."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"did you mean {near[0]}?" if near else ""
