"""A deck as one row of slides, and where a talk stands in it; knows no widgets.

A slide is shown piece by piece: a pause holds back what follows it, and a quiz first asks.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from swarmlab.deck.model import Details, Pause, Quiz

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swarmlab.deck.deck import Deck
    from swarmlab.deck.model import Block, Chapter, Slide

LAST_PAGE = 1_000_000
"""A page beyond every slide's last: whoever shows the slide knows how many it has."""


@dataclass(frozen=True, slots=True)
class Reveal:
    """A slide as far as it is shown."""

    blocks: tuple[Block, ...]
    """Without details: hints and solutions are no part of a talk."""
    told: int = 0
    """How many of its quizzes show their answer."""


@dataclass(frozen=True, slots=True)
class TalkSlide:
    """A slide of the row."""

    number: int
    """From 1, through all chapters."""
    chapter: int
    """Index of its chapter."""
    slide: Slide
    reveals: tuple[Reveal, ...]
    """At least one."""

    @property
    def opens(self) -> bool:
        """It opens its chapter."""
        return self.slide.index == 0


@dataclass(frozen=True)
class Talk:
    """A deck to show."""

    deck: Deck
    slides: tuple[TalkSlide, ...]
    nodes: tuple[str, ...]
    """Of all chapters, in order: a node's place is its colour."""

    def chapter(self, slide: TalkSlide) -> Chapter:
        """The chapter of a slide."""
        return self.deck.chapters[slide.chapter]

    def label(self, slide: TalkSlide) -> str:
        """Its number as the deck writes it."""
        return f"{self.deck.number_prefix}{slide.number}"


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a talk stands: what all its screens share."""

    began: float
    """When the timer was at zero, in seconds since the epoch."""
    since: float
    """When the chapter was come to last."""
    slide: int = 0
    """Index in the row."""
    part: int = 1
    """How many pieces of the slide are shown."""
    page: int = 0
    """Which page of the slide, where it is longer than the screen."""
    pages: int = 1
    """How many it has on the screen that shows it."""
    dark: bool = False
    """The screen shows nothing."""
    spent: tuple[float, ...] = field(default=())
    """Seconds in each chapter, up to ``since``."""

    def seconds_in(self, chapter: int, now: float) -> float:
        """Seconds spent in the chapter that is shown."""
        before = self.spent[chapter] if chapter < len(self.spent) else 0.0
        return max(0.0, before + now - self.since)


def talk_of(deck: Deck, nodes: Sequence[str] = ()) -> Talk:
    """All slides of a deck in a row; ``nodes`` are a lab's, in its order."""
    pairs = [(n, slide) for n, chapter in enumerate(deck.chapters) for slide in chapter.slides]
    slides = tuple(
        TalkSlide(number, chapter, slide, reveals_of(slide))
        for number, (chapter, slide) in enumerate(pairs, 1)
    )
    named = (node for chapter in deck.chapters for node in chapter.nodes)
    return Talk(deck, slides, tuple(dict.fromkeys((*nodes, *named))))


def reveals_of(slide: Slide) -> tuple[Reveal, ...]:
    """The slide in its pieces, each with all before it."""
    shown: list[Block] = []
    found: list[Reveal] = []
    told = 0
    for block in slide.blocks:
        if isinstance(block, Details):
            continue
        if isinstance(block, Pause):
            if shown:
                found.append(Reveal(tuple(shown), told))
            continue
        shown.append(block)
        if isinstance(block, Quiz):
            found.append(Reveal(tuple(shown), told))
            told += 1
    last = Reveal(tuple(shown), told)
    return (*found, last) if last not in found else tuple(found)


def beginning(now: float) -> Stand:
    """The first slide, the timer at zero."""
    return Stand(now, now)


def gone_on(talk: Talk, stand: Stand, now: float) -> Stand | None:
    """What one key further shows: a page, a piece or a slide; None at the end."""
    if stand.page + 1 < stand.pages:
        return replace(stand, page=stand.page + 1, dark=False)
    if stand.part < len(talk.slides[stand.slide].reveals):
        return replace(stand, part=stand.part + 1, page=LAST_PAGE, dark=False)
    return turned(talk, stand, 1, now)


def gone_back(talk: Talk, stand: Stand, now: float) -> Stand | None:
    """What one key back shows; the slide before is shown whole. None at the beginning."""
    page = min(stand.page, stand.pages - 1)
    if page > 0:
        return replace(stand, page=page - 1, dark=False)
    if stand.part > 1:
        return replace(stand, part=stand.part - 1, page=LAST_PAGE, dark=False)
    return turned(talk, stand, -1, now, whole=True)


def turned(
    talk: Talk, stand: Stand, direction: int, now: float, *, whole: bool = False
) -> Stand | None:
    """The slide before or after; None where there is none."""
    wanted = stand.slide + direction
    if not 0 <= wanted < len(talk.slides):
        return None
    return at(talk, stand, wanted, now, whole=whole)


def at(talk: Talk, stand: Stand, slide: int, now: float, *, whole: bool = False) -> Stand:
    """Another slide, from its top; the seconds of a chapter that is left are written down."""
    part = len(talk.slides[slide].reveals) if whole else 1
    there = replace(stand, slide=slide, part=part, page=0, pages=1, dark=False)
    left = talk.slides[stand.slide].chapter
    if left == talk.slides[slide].chapter:
        return there
    spent = [*stand.spent, *[0.0] * (len(talk.deck.chapters) - len(stand.spent))]
    spent[left] = stand.seconds_in(left, now)
    return replace(there, spent=tuple(spent), since=now)


def fitting(talk: Talk, stand: Stand) -> Stand:
    """The stand where the deck allows it: it may have become shorter since."""
    slide = max(0, min(stand.slide, len(talk.slides) - 1))
    part = max(1, min(stand.part, len(talk.slides[slide].reveals)))
    return replace(stand, slide=slide, part=part)
