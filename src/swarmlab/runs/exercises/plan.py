"""What is to be done for a deck: its actions in order, each with how its end is known. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, cast

from swarmlab.deck.model import Action, Exercise, within

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from swarmlab.deck.deck import Deck
    from swarmlab.deck.diagnostic import Diagnostic
    from swarmlab.deck.model import ActionVerb, Block, Position

Ending = Literal["prompt", "text", "keys"]
"""How the end of a command is known, by what follows it: by the prompt, and its status counts;
by a text that is waited for, and its status does not; by keys, which end it unless it has ended
by itself, and then its status counts."""

_WAITS = frozenset({"wait", "longwait"})
_KEYS = frozenset({"key", "keys", "paste"})
_UNKNOWN = frozenset({"unknown-verb", "empty-directive"})
"""Diagnostics of the reader that mean an action it could not make."""
_VERB = re.compile(r"`*\s*([\w-]+)")


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
    unknown: str = ""
    """Why it cannot be done: the deck's reader made no action of it."""


def plan(deck: Deck) -> tuple[Planned, ...]:
    """The actions of a deck's exercises in order.

    A slide that repeats the one before it and adds something does not repeat its exercises.
    """
    listed = list(_listed(deck))
    following: list[Planned | None] = [after for _, after in pairwise([*listed, None])]
    return tuple(
        replace(one, ending=ending_of(after)) for one, after in zip(listed, following, strict=True)
    )


def with_unknown(
    planned: Sequence[Planned], diagnostics: Sequence[Diagnostic]
) -> tuple[Planned, ...]:
    """The plan with what the reader knew no action for, each at its place in its file."""
    found = list(planned)
    for fault in sorted(diagnostics, key=lambda fault: fault.position):
        if fault.code in _UNKNOWN:
            _insert(found, fault)
    return tuple(found)


def _insert(found: list[Planned], fault: Diagnostic) -> None:
    at = fault.position
    beside = [i for i, one in enumerate(found) if one.action.position.path == at.path]
    places = [found[i].action.position for i in beside]
    index = bisect_left(places, at)
    before = beside[index] if index < len(beside) else (beside[-1] + 1 if beside else len(found))
    near = found[min(before, len(found) - 1)] if found else None
    word = _VERB.match(fault.source_line[at.column - 1 :])
    action = Action(cast("ActionVerb", word[1] if word else "?"), "", at)
    why = f"{fault.message}; {fault.suggestion}" if fault.suggestion else fault.message
    exercise, chapter, slide = (
        (near.exercise, near.chapter, near.slide) if near else (0, at.path.stem, "")
    )
    found.insert(before, Planned(action, exercise, chapter, slide, unknown=why))


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
        if isinstance(block, Exercise):
            yield block
        else:
            yield from exercises_of(within(block))
