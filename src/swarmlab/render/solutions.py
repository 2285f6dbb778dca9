"""The solutions of a handout: one chapter at its end, a slide for each slide that has any."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from swarmlab.deck.model import Chapter, Details, Heading, Paragraph, Quiz, Slide, Span, within
from swarmlab.deck.slug import slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from swarmlab.deck.deck import Deck
    from swarmlab.deck.model import Block

TITLE = "Solutions"
_WORDS = "What the steps leave open, and the answers to the questions. Try them first."


def solutions_of(deck: Deck) -> Chapter | None:
    """The chapter of what a deck says of solutions and answers; None where it says nothing.

    Nothing is pruned in it yet. It has no ``start``: it is read, and nothing is done in it.
    """
    found = [
        (chapter, slide, blocks)
        for chapter in deck.chapters
        for slide in chapter.slides
        if (blocks := tuple(_solutions(slide.blocks)))
    ]
    if not found:
        return None
    slides = [_title_slide(found[0][1])]
    for number, (chapter, slide, blocks) in enumerate(found, 1):
        title = f"{chapter.title}: {slide.title}" if chapter.title != slide.title else slide.title
        slides.append(_slide(number, title, blocks, slide))
    last = deck.chapters[-1]
    return Chapter(
        name="solutions", path=last.path, title=TITLE, minutes=0, nodes=(),
        start="", slides=tuple(slides), position=last.position,
    )  # fmt: skip


def _title_slide(near: Slide) -> Slide:
    words = Paragraph((Span(_WORDS),), near.position)
    return replace(_slide(0, TITLE, (words,), near), anchor=slug(TITLE))


def _slide(index: int, title: str, blocks: tuple[Block, ...], of: Slide) -> Slide:
    heading = Heading(2 if index else 1, (Span(title),), of.position)
    return Slide(
        index=index,
        title=title,
        anchor=f"{slug(TITLE)}-{index}",
        continues=False,
        blocks=(heading, *blocks),
        position=of.position,
    )


def _solutions(blocks: Iterable[Block]) -> Iterator[Block]:
    """The solutions' blocks and the quizzes, however deep they stand."""
    for block in blocks:
        match block:
            case Details(kind="solution"):
                yield from block.blocks
            case Quiz():
                yield block
            case Details(kind="sabotage"):
                pass
            case _:
                yield from _solutions(within(block))
