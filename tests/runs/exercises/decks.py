"""Decks of exercises made by hand from the model."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from swarmlab.deck.deck import Deck
from swarmlab.deck.model import Action, Chapter, Exercise, Position, Slide

if TYPE_CHECKING:
    from swarmlab.deck.model import ActionVerb

PATH = Path("deck.md")
Said = tuple[str, str]
"""A verb and its text."""


def exercise(*said: Said, line: int = 10) -> Exercise:
    """An exercise whose actions stand on the lines after its own."""
    actions = tuple(
        Action(cast("ActionVerb", verb), text, Position(PATH, line + number))
        for number, (verb, text) in enumerate(said, start=1)
    )
    return Exercise((), actions, Position(PATH, line))


def slide(*exercises: Exercise, title: str = "A slide", index: int = 0) -> Slide:
    return Slide(index, title, title.lower(), False, exercises, Position(PATH, 1))


def deck(*slides: Slide) -> Deck:
    chapter = Chapter("only", PATH, "Only", 0, (), "bare", slides, Position(PATH, 1))
    return Deck("deck", "A deck", (chapter,))


def deck_of(*said: Said) -> Deck:
    """One exercise on one slide."""
    return deck(slide(exercise(*said)))
