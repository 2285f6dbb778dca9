"""Slides for paper: what a page cannot fold away is left out of it, or gets pages of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from swarmlab.deck.model import (
    Callout,
    Details,
    Exercise,
    Group,
    Heading,
    ListBlock,
    Paragraph,
    Pause,
    Quote,
)
from swarmlab.render.profile import Profile
from swarmlab.render.room import height

if TYPE_CHECKING:
    from collections.abc import Iterable

    from swarmlab.deck.deck import Deck
    from swarmlab.deck.model import Block, Chapter, Slide

NOTES_CLASS = "notes-page"
"""Of a slide that holds what belongs to the one before it."""


_COLUMN: Final = 28.0
"""Width of a column in em, about: what is balanced at one size is at others."""
_TORN: Final = 3.0
"""In em of height: how bad it is to part words from what they introduce."""


@dataclass(frozen=True, slots=True)
class _Split:
    """A slide's blocks, those that fold away apart."""

    shown: tuple[Block, ...]
    folded: tuple[Block, ...]


def for_pages(deck: Deck, profile: Profile) -> Deck:
    """A deck as its slides stand on pages, one each.

    Hints and background stand behind a slide, so a learner's pages have none of them (the
    handout has); for the instructor a page of notes follows, with all that the slide folds away.

    Args:
        deck: as the profile may see it.
        profile: learner or instructor.
    """
    with_notes = profile is Profile.INSTRUCTOR
    return replace(deck, chapters=tuple(_chapter(c, with_notes=with_notes) for c in deck.chapters))


def in_columns(slide: Slide) -> Slide:
    """A slide with its blocks in two columns, about as high as each other.

    Blocks stay whole. (Columns of CSS could break them, and take WeasyPrint ten times as long.)
    """
    titled = bool(slide.blocks) and isinstance(slide.blocks[0], Heading) and not slide.continues
    title, rest = slide.blocks[: int(titled)], slide.blocks[int(titled) :]
    blocks = tuple(block for block in rest if not isinstance(block, Pause))
    if len(blocks) < 2:
        return slide
    cut = min(range(1, len(blocks)), key=lambda at: _imbalance(blocks, at))
    left = Group(("left-column",), blocks[:cut], blocks[0].position)
    right = Group(("right-column",), blocks[cut:], blocks[cut].position)
    return replace(slide, blocks=(*title, left, right))


def _imbalance(blocks: tuple[Block, ...], cut: int) -> float:
    torn = isinstance(blocks[cut - 1], Paragraph) and not isinstance(blocks[cut], Paragraph)
    higher = max(height(blocks[:cut], _COLUMN), height(blocks[cut:], _COLUMN))
    return higher + (_TORN if torn else 0)


def _chapter(chapter: Chapter, *, with_notes: bool) -> Chapter:
    slides: list[Slide] = []
    for slide in chapter.slides:
        split = _split(slide.blocks)
        if any(not isinstance(block, Pause) for block in split.shown) or slide.background:
            slides.append(replace(slide, blocks=split.shown, notes=""))
        if with_notes and (split.folded or slide.notes):
            slides.append(_notes_page(slide, split.folded))
    return replace(chapter, slides=tuple(slides))


def _notes_page(slide: Slide, folded: tuple[Block, ...]) -> Slide:
    # Not the index of the slide itself: 0 is the one that opens the chapter.
    return replace(
        slide, index=slide.index + 1, continues=True, blocks=folded, background="",
        classes=(NOTES_CLASS,),
    )  # fmt: skip


def _split(blocks: Iterable[Block]) -> _Split:
    shown: list[Block] = []
    folded: list[Block] = []
    for block in blocks:
        match block:
            case Details():
                folded.append(block)
            case Quote() | Callout() | Group() | Exercise():
                inner = _split(block.blocks)
                shown.append(replace(block, blocks=inner.shown))
                folded += inner.folded
            case ListBlock():
                items = [_split(item) for item in block.items]
                shown.append(replace(block, items=tuple(item.shown for item in items)))
                folded += (each for item in items for each in item.folded)
            case _:
                shown.append(block)
    return _Split(tuple(shown), tuple(folded))
