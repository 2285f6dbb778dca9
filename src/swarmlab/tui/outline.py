"""Every slide of a lab in order, with what is done: what the outline lists and filters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from swarmlab.runs.model import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from swarmlab.deck.model import Slide
    from swarmlab.runs.model import BoundChapter, Lab


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """A chapter, or a slide of one."""

    place: Place
    number: str
    """``2`` for a chapter, ``2.3`` for its third slide; in a talk slides are counted through."""
    title: str
    minutes: int = 0
    """Of a chapter."""
    steps: int = 0
    done: int = 0
    """Of a chapter: how many of its steps. Of a slide: whether its step is done."""
    step: int = 0
    """Of a slide: the number of its step, 0 where it has no tasks."""
    here: bool = False
    is_chapter: bool = False
    """It stands for the chapter's first slide."""


def outline_rows(lab: Lab, place: Place, is_done: Callable[[str], bool]) -> tuple[OutlineRow, ...]:
    """Chapters and slides of a lab, from where the learner is."""
    return tuple(
        row
        for number, bound in enumerate(lab.chapters, 1)
        for row in _chapter_rows(bound, number, place, is_done)
    )


def _chapter_rows(
    bound: BoundChapter, number: int, place: Place, is_done: Callable[[str], bool]
) -> Iterator[OutlineRow]:
    done = sum(is_done(step.id) for step in bound.steps)
    yield OutlineRow(Place(bound.name), str(number), bound.chapter.title,
                     bound.chapter.minutes, len(bound.steps), done, is_chapter=True)  # fmt: skip
    for slide in bound.chapter.slides:
        step = bound.step_of(slide.index)
        here = Place(bound.name, slide.index)
        yield OutlineRow(
            here, f"{number}.{slide.index + 1}",
            titled(slide),
            done=int(step is not None and is_done(step.id)),
            step=step.number if step else 0,
            here=here == place,
        )  # fmt: skip


def titled(slide: Slide) -> str:
    """The title of a slide, and whether it continues the one before."""
    return f"{slide.title}, goes on" if slide.continues else slide.title


def fitting(rows: Sequence[OutlineRow], text: str) -> tuple[OutlineRow, ...]:
    """The rows that hold every word of the text, or whose number begins with it.

    A chapter stays as the heading of its slides that fit.
    """
    asked = text.casefold().split()
    found = [row for row in rows if _fits(row, asked)]
    named = {row.place.chapter for row in found}
    return tuple(
        row for row in rows if row in found or (row.is_chapter and row.place.chapter in named)
    )


def _fits(row: OutlineRow, asked: Sequence[str]) -> bool:
    title = row.title.casefold()
    return all(word in title or row.number.startswith(word) for word in asked)


def first_choice(rows: Sequence[OutlineRow], text: str) -> int:
    """Which row is chosen at first: where one is, or the first that fits by itself."""
    if not text.strip():
        return next((n for n, row in enumerate(rows) if row.here), 0)
    asked = text.casefold().split()
    exact = [n for n, row in enumerate(rows) if row.number == text.strip()]
    own = [n for n, row in enumerate(rows) if _fits(row, asked)]
    return (exact or own or [0])[0]
