"""One slide as HTML, and its entry in the outline."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from swarmlab.deck.model import Heading, Pause
from swarmlab.render.blocks import Blocks
from swarmlab.render.classes import safe_classes
from swarmlab.render.markup import EMPTY, element, joined, text
from swarmlab.render.spans import inline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swarmlab.deck.model import Block, Slide
    from swarmlab.render.markup import Html
    from swarmlab.render.setting import Setting

_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a slide stands in its document."""

    id: str
    number: str
    """As it is shown, with the deck's prefix."""
    opens: Html
    """What a chapter's title slide says above its title; empty on others."""
    nodes: Html
    """The chapter's nodes, at the foot of its title slide; empty on others."""


def slide_html(slide: Slide, place: Place, setting: Setting) -> Html:
    """The slide: its title, its parts, which pauses divide, and its notes."""
    title, blocks = _split(slide)
    first = slide.index == 0
    level = min(6, setting.depth + (1 if first else 2))
    draw = Blocks(setting, place.id, level)
    heading = EMPTY
    if title is not None:
        heading = element(f"h{level}", inline(title.spans, setting), id=f"{place.id}.title")
    parts = [
        element("div", draw.html(part), class_="part", data_part=str(number))
        for number, part in enumerate(parts_of(blocks))
    ]
    head = element("header", place.opens, heading) if title is not None else EMPTY
    body = element("div", head, *parts, place.nodes, class_="body")
    classes = " ".join(filter(None, ("slide", "opening" if first else "",
                                     safe_classes(slide.classes))))  # fmt: skip
    return element(
        "section", _backdrop(slide, setting), body, _notes(slide),
        element("p", text(place.number), class_="number", aria_hidden="true"),
        id=place.id, class_=classes, role="group", aria_roledescription="slide", tabindex="-1",
        aria_label=None if title is not None else f"{slide.title}, continued",
        aria_labelledby=f"{place.id}.title" if title is not None else None,
        data_number=place.number, data_title=slide.title,
    )  # fmt: skip


def parts_of(blocks: tuple[Block, ...]) -> Iterator[tuple[Block, ...]]:
    """The blocks between pauses; a pause with nothing before or after it divides nothing."""
    part: list[Block] = []
    for block in blocks:
        if not isinstance(block, Pause):
            part.append(block)
        elif part:
            yield tuple(part)
            part = []
    if part:
        yield tuple(part)


def _split(slide: Slide) -> tuple[Heading | None, tuple[Block, ...]]:
    """The slide's own title and what stands below it."""
    match slide.blocks:
        case [Heading() as title, *_] if not slide.continues:
            return title, slide.blocks[1:]
        case _:
            return None, slide.blocks


def _backdrop(slide: Slide, setting: Setting) -> Html:
    data = setting.pictures.address(slide.background) if slide.background else None
    return element("img", src=data, alt="", class_="backdrop") if data is not None else EMPTY


def _notes(slide: Slide) -> Html:
    if not slide.notes.strip():
        return EMPTY
    paragraphs = (
        element("p", text(paragraph)) for paragraph in _PARAGRAPHS.split(slide.notes.strip())
    )
    label = element("p", text("Notes"), class_="label")
    return element("aside", label, joined(paragraphs), class_="notes", aria_label="Notes")
