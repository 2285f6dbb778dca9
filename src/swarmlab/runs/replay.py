"""Which units bring fresh nodes to a place: the chapters it starts from, then its own slides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from swarmlab.deck.model import Unit
    from swarmlab.runs.model import BoundChapter, Lab, Step


@dataclass(frozen=True, slots=True)
class Leg:
    """One slide's part of the way."""

    chapter: str
    slide: int
    units: tuple[Unit, ...]
    step: Step | None
    """The step the slide is; its tasks must hold before the way goes on."""


def beginnings(lab: Lab, chapter: str) -> tuple[BoundChapter, ...]:
    """The chapter and those it starts from; the first starts bare or in a swarm."""
    found: list[BoundChapter] = []
    name = chapter
    while name not in {"bare", "swarm"}:
        found.insert(0, lab.chapter(name))
        name = found[0].chapter.start
    return tuple(found)


def starts_in_swarm(lab: Lab, chapter: str) -> bool:
    """Whether the way to a chapter begins with all nodes in one swarm."""
    return beginnings(lab, chapter)[0].chapter.start == "swarm"


def way_to(lab: Lab, chapter: str, slide: int = 0) -> tuple[Leg, ...]:
    """Everything before a slide, to be run on nodes in the state the way begins with."""
    *before, here = beginnings(lab, chapter)
    legs = [leg for earlier in before for leg in _legs(earlier, len(earlier.chapter.slides))]
    return (*legs, *_legs(here, slide))


def _legs(chapter: BoundChapter, until: int) -> list[Leg]:
    return [
        Leg(chapter.name, slide.index, slide.solution, chapter.step_of(slide.index))
        for slide in chapter.chapter.slides[:until]
        if slide.solution or slide.is_step
    ]
