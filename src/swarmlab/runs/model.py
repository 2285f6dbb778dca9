"""A lab with meaning: chapters whose sentences are checks and whose nodes exist."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from swarmlab.checks.vocabulary import BoundCheck
    from swarmlab.deck.model import Chapter, Slide, Task
    from swarmlab.nodes.spec import NodeSpec


@dataclass(frozen=True, slots=True)
class BoundTask:
    """A task whose sentence has become a check."""

    key: str
    """``chapter#slug/n``, n from 1 within the step; stable as long as the deck is."""
    number: int
    task: Task
    check: BoundCheck

    @property
    def is_guard(self) -> bool:
        """True for a limit, false for something that must become true."""
        return self.task.kind == "guard"


@dataclass(frozen=True, slots=True)
class Step:
    """A slide with tasks, bound."""

    chapter: str
    number: int
    """From 1 within the chapter."""
    slide: Slide
    tasks: tuple[BoundTask, ...]

    @property
    def id(self) -> str:
        """``chapter#slug``, as commands take it."""
        return f"{self.chapter}#{self.slide.anchor}"


@dataclass(frozen=True)
class BoundChapter:
    """A chapter with its steps."""

    chapter: Chapter
    steps: tuple[Step, ...]

    @property
    def name(self) -> str:
        """The chapter's name."""
        return self.chapter.name

    def step_of(self, slide_index: int) -> Step | None:
        """The step a slide is, or None when it has no tasks."""
        return next((s for s in self.steps if s.slide.index == slide_index), None)

    def beginning(self, step: Step | None = None) -> tuple[Place, tuple[Step, ...]]:
        """Where a step, or the chapter, begins again, and the steps that are open again then."""
        if step is None:
            return Place(self.name), tuple(self.steps)
        return Place(self.name, step.slide.index), tuple(self.steps[step.number - 1 :])

    def step_from(self, slide_index: int) -> Step | None:
        """The step a slide is, or the next one after it; None past the last."""
        return next((s for s in self.steps if s.slide.index >= slide_index), None)


@dataclass(frozen=True)
class Lab:
    """A lab file with its chapters."""

    name: str
    title: str
    summary: str
    path: Path
    nodes: tuple[NodeSpec, ...]
    """In the lab's order, which also decides their colours."""
    chapters: tuple[BoundChapter, ...]
    hours: float = 8.0
    """Until a run expires."""

    @property
    def minutes(self) -> int:
        """The minutes of all chapters."""
        return sum(c.chapter.minutes for c in self.chapters)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Every step of every chapter, in order."""
        return tuple(step for chapter in self.chapters for step in chapter.steps)

    def chapter(self, name: str) -> BoundChapter:
        """The chapter of that name; KeyError if there is none."""
        for chapter in self.chapters:
            if chapter.name == name:
                return chapter
        raise KeyError(name)

    def step_at(self, place: Place | None) -> Step | None:
        """The step a place is, or the next one in its chapter; None without one.

        A stored place may be of a chapter that the lab has no more.
        """
        for chapter in self.chapters:
            if place is not None and chapter.name == place.chapter:
                return chapter.step_from(place.slide)
        return None

    def neighbour(self, place: Place, direction: int) -> Place | None:
        """The slide before (-1) or after (1), across chapters; None at the ends of the lab."""
        names = [bound.name for bound in self.chapters]
        index, slides = place.slide + direction, self.chapter(place.chapter).chapter.slides
        if 0 <= index < len(slides):
            return Place(place.chapter, index)
        number = names.index(place.chapter) + direction
        if not 0 <= number < len(names):
            return None
        last = len(self.chapters[number].chapter.slides) - 1
        return Place(names[number], 0 if direction > 0 else last)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a learner is."""

    chapter: str
    slide: int = 0
    """Index within the chapter."""
