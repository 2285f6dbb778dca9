"""The table of contents: a list of links to chapters for each part."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from swarmlab.deck.model import Heading, ListBlock, Paragraph, Span, plain
from swarmlab.deck.remark.macros import TOC

if TYPE_CHECKING:
    from collections.abc import Iterable

    from swarmlab.deck.model import Block, Position

_WHOLE: Final = "Table of contents"


@dataclass(frozen=True, slots=True)
class Part:
    """A part's entry."""

    heading: Heading
    anchor: str
    listed: tuple[Block, ...]
    """Its list of chapters; empty where it has none."""


def is_contents(block: Block) -> bool:
    """Whether a block is the place of a table of contents."""
    return isinstance(block, Paragraph) and plain(block.spans).strip() == TOC


def contents(chapters: Iterable[tuple[int, Heading, str]], place: Position) -> tuple[Part, ...]:
    """The parts of a deck; one without a number where it has none.

    Args:
        chapters: number of its part, heading and anchor of each.
        place: what the lists are said to stand at.
    """
    items: dict[int, list[tuple[Block, ...]]] = {}
    for number, heading, anchor in chapters:
        spans = tuple(replace(span, href=f"#{anchor}", image=None) for span in heading.spans)
        items.setdefault(number, []).append((Paragraph(spans, heading.position),))
    parts = []
    for number, listed in (items or {0: []}).items():
        heading = Heading(2, (Span(f"Part {number}" if number else _WHOLE),), place)
        block = (ListBlock(False, 1, tuple(listed), place),) if listed else ()
        parts.append(Part(heading, f"toc-module-{number}", block))
    return tuple(parts)
