"""What is to be done for a deck: its actions in order, each with how its end is known. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from swarmlab.deck.model import Callout, Details, Exercise, Group, ListBlock, Quote

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from swarmlab.deck.deck import Deck
    from swarmlab.deck.model import Action, Block, Position

Ending = Literal["prompt", "text", "keys"]
"""How the end of a command is known, by what follows it: by the prompt, and its status counts;
by a text that is waited for, and its status does not; by keys, which end it unless it has ended
by itself, and then its status counts."""

_WAITS = frozenset({"wait", "longwait"})
_KEYS = frozenset({"key", "keys", "paste", "tmux"})


@dataclass(frozen=True, slots=True)
class Planned:
    """One action."""

    action: Action
    exercise: int
    """From 1, within the deck."""
    chapter: str
    slide: str
    """The slide's title."""
    ending: Ending = "prompt"


def plan(deck: Deck) -> tuple[Planned, ...]:
    """The actions of a deck's exercises in order.

    A slide that repeats the one before it and adds something does not repeat its exercises.
    """
    listed = list(_listed(deck))
    following: list[Planned | None] = [after for _, after in pairwise([*listed, None])]
    return tuple(
        Planned(one.action, one.exercise, one.chapter, one.slide, ending_of(following[index]))
        for index, one in enumerate(listed)
    )


def ending_of(following: Planned | None) -> Ending:
    """How a command's end is known, by the action after it."""
    verb = following.action.verb if following else ""
    if verb in _WAITS:
        return "text"
    return "keys" if verb in _KEYS else "prompt"


def _listed(deck: Deck) -> Iterator[Planned]:
    number = 0
    for chapter in deck.chapters:
        before: set[Position] = set()
        for slide in chapter.slides:
            here: set[Position] = set()
            for exercise in exercises_of(slide.blocks):
                here.add(exercise.position)
                if exercise.position in before:
                    continue
                number += 1
                for action in exercise.actions:
                    yield Planned(action, number, chapter.name, slide.title)
            before = here


def exercises_of(blocks: Sequence[Block]) -> Iterator[Exercise]:
    """The exercises among blocks, in order, however deep."""
    for block in blocks:
        match block:
            case Exercise():
                yield block
            case Quote() | Callout() | Group() | Details():
                yield from exercises_of(block.blocks)
            case ListBlock():
                for item in block.items:
                    yield from exercises_of(item)
            case _:
                pass
