"""Planned minutes against those that a talk has taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from swarmlab.tui.talk import Stand, Talk

_ON_TIME = 60.0
"""Seconds before or after the plan that are neither early nor late."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How far the time is. Seconds where a name does not say minutes."""

    elapsed: float
    minutes: int
    """Planned for the whole deck; 0 where it says none."""
    in_chapter: float
    chapter_minutes: int
    planned: float
    """The moment nearest to now at which the plan shows this slide.

    The slides of a chapter share its minutes evenly.
    """

    @property
    def late(self) -> float:
        """Behind the plan; below zero before it."""
        return self.elapsed - self.planned

    @property
    def words(self) -> str:
        """``on time``, ``3 min behind``, ``2 min ahead``; empty without a plan."""
        if not self.minutes:
            return ""
        if abs(self.late) < _ON_TIME:
            return "on time"
        return f"{int(abs(self.late)) // 60} min {'behind' if self.late > 0 else 'ahead'}"


def pace_of(talk: Talk, stand: Stand, now: float) -> Pace:
    """The pace of a talk now."""
    here = talk.slides[stand.slide]
    chapter = talk.chapter(here)
    before = sum(each.minutes for each in talk.deck.chapters[: here.chapter])
    share = chapter.minutes * here.slide.index / max(1, len(chapter.slides))
    length = chapter.minutes * 60 / max(1, len(chapter.slides))
    elapsed = max(0.0, now - stand.began)
    begins = (before + share) * 60
    planned = min(max(elapsed, begins), begins + length)
    total = sum(each.minutes for each in talk.deck.chapters)
    return Pace(elapsed, total, stand.seconds_in(here.chapter, now), chapter.minutes, planned)
