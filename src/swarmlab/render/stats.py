"""How much a deck holds: slides, reveals, steps, commands, tasks and minutes, by counting."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from swarmlab.deck.model import Details, Exercise, Pause, TaskList, units_of, within

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from swarmlab.deck.deck import Deck
    from swarmlab.deck.model import Block, Chapter, Slide


@dataclass(frozen=True, slots=True)
class Numbers:
    """What was counted."""

    slides: int = 0
    reveals: int = 0
    """Further keys that the slides take: what a slide shows only after one."""
    steps: int = 0
    """Slides with something to do: tasks, or a remark deck's exercise."""
    commands: int = 0
    """Units that solve the steps, and the commands of exercises; those that do it wrong are not."""
    tasks: int = 0
    minutes: int = 0
    """As planned; 0 where the format says none."""

    def __add__(self, other: Numbers) -> Numbers:
        return Numbers(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


@dataclass(frozen=True, slots=True)
class ChapterNumbers:
    """A chapter and its numbers."""

    chapter: Chapter
    numbers: Numbers


@dataclass(frozen=True, slots=True)
class DeckNumbers:
    """A deck's numbers, by chapter and in all."""

    chapters: tuple[ChapterNumbers, ...]
    total: Numbers


def count(deck: Deck) -> DeckNumbers:
    """The numbers of a deck."""
    chapters = tuple(ChapterNumbers(chapter, _chapter(chapter)) for chapter in deck.chapters)
    return DeckNumbers(chapters, sum((c.numbers for c in chapters), Numbers()))


def _chapter(chapter: Chapter) -> Numbers:
    return sum(map(_slide, chapter.slides), Numbers(minutes=chapter.minutes))


def _slide(slide: Slide) -> Numbers:
    blocks = tuple(_all(slide.blocks))
    exercises = [block for block in blocks if isinstance(block, Exercise)]
    tasks = sum(len(block.tasks) for block in blocks if isinstance(block, TaskList))
    typed = sum(action.verb == "bash" for exercise in exercises for action in exercise.actions)
    return Numbers(
        slides=1,
        reveals=sum(isinstance(block, Pause) for block in blocks),
        steps=int(bool(tasks or exercises)),
        commands=sum(1 for _ in units_of(slide.blocks, inside=("solution",))) + typed,
        tasks=tasks,
    )


def _all(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks and those within them; what does it wrong, for tests only, is left out."""
    for block in blocks:
        if not isinstance(block, Details) or block.kind != "sabotage":
            yield block
            yield from _all(within(block))
