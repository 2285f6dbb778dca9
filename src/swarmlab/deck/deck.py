"""Chapters in order, as one thing to show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from swarmlab.deck.model import Chapter


@dataclass(frozen=True, slots=True)
class Deck:
    """A lab, a chapter, or a remark deck."""

    name: str
    """Fit for a file's name."""
    title: str
    chapters: tuple[Chapter, ...]
    language: str = "en"
    """BCP 47."""
    folder: Path | None = None
    """Where its pictures lie; no path leaves it. None where there are none."""
    number_prefix: str = ""
    """Stands before each slide's number, as ``slidenumberprefix`` has it."""
