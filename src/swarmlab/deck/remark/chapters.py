"""Slides to chapters and parts, with the title slides and contents that a manifest asks for.

A heading of the first level begins a chapter; what stands before the first is the front. A
part is what stands in one entry of the manifest's own list, where that is a list itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from swarmlab.deck.model import Chapter, Slide, plain
from swarmlab.deck.remark.anchors import Anchors
from swarmlab.deck.remark.contents import contents, is_contents

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from swarmlab.deck.model import Block, Heading, Position
    from swarmlab.deck.remark.manifest import Manifest
    from swarmlab.deck.remark.slides import ReadSlide
    from swarmlab.deck.remark.sources import DeckFaults

_MOST_CONTENTS: Final = 10
"""Tables of contents in one deck, at most."""


@dataclass(slots=True)
class _Draft:
    """A chapter that is being put together."""

    title: str
    heading: Heading | None
    nest: tuple[int, ...]
    slides: list[ReadSlide] = field(default_factory=list)
    part: int = 0
    anchor: str = ""

    @property
    def position(self) -> Position:
        return self.heading.position if self.heading else self.slides[0].position


def read_chapters(
    slides: Sequence[ReadSlide], manifest: Manifest, title: str, faults: DeckFaults
) -> tuple[Chapter, ...]:
    """The chapters of a deck.

    Args:
        slides: all that are shown, in order; at least one.
        manifest: what the deck is made of; a deck of one file is one chapter.
        title: the deck's.
        faults: where chapters of the same title go.
    """
    drafts = _drafts(slides, title, alone=manifest.alone)
    _judge_titles(drafts, faults)
    _number_parts(drafts)
    anchors = Anchors()
    anchors.keep(slide.name for slide in slides)
    for draft in drafts:
        if draft.heading is not None:
            draft.anchor = anchors.of_chapter(draft.title)
    return _Chapters(drafts, anchors, faults).read()


def _drafts(slides: Sequence[ReadSlide], title: str, *, alone: bool) -> list[_Draft]:
    drafts: list[_Draft] = []
    begun: set[tuple[Position, tuple[int, ...]]] = set()
    for slide in slides:
        heading = None if alone else slide.begins_chapter
        if heading is not None and (heading.position, slide.nest) not in begun:
            # The same heading on a second slide of a file is inherited, from a template.
            begun.add((heading.position, slide.nest))
            drafts.append(_Draft(_text(heading), heading, slide.nest))
        elif not drafts:
            drafts.append(_Draft(title, None, slide.nest))
        drafts[-1].slides.append(slide)
    return drafts


def _text(heading: Heading) -> str:
    return " ".join(plain(heading.spans).split())


def _judge_titles(drafts: Iterable[_Draft], faults: DeckFaults) -> None:
    seen: dict[str, _Draft] = {}
    for draft in drafts:
        if draft.heading is None:
            continue
        first = seen.setdefault(draft.title, draft)
        if first is draft:
            continue
        before = first.position
        message = f"a chapter at {before.path.name}:{before.line} has this title already"
        if before == draft.position:
            message = "this chapter's file stands in the content twice"
        faults.add("duplicate-title", message, draft.position,
                   "word it differently: links go by titles")  # fmt: skip


def _number_parts(drafts: Iterable[_Draft]) -> None:
    """Number the parts from 1, where the manifest makes several by lists in its list."""
    titled = [draft for draft in drafts if draft.heading is not None]
    entries = list(dict.fromkeys(draft.nest[0] for draft in titled))
    if len(entries) < 2 or all(len(draft.nest) < 2 for draft in titled):
        return
    for draft in titled:
        draft.part = entries.index(draft.nest[0]) + 1


class _Chapters:
    def __init__(self, drafts: Sequence[_Draft], anchors: Anchors, faults: DeckFaults) -> None:
        self.drafts = drafts
        self.anchors = anchors
        self.faults = faults
        self.names = Anchors()
        listed = [(d.part, d.heading, d.anchor) for d in drafts if d.heading is not None]
        self.parts = contents(listed, drafts[0].position)
        self.shown_contents = 0
        self.last = ("", "")
        """Title and anchor of the slide that one without a heading continues."""

    def read(self) -> tuple[Chapter, ...]:
        return tuple(map(self._chapter, self.drafts))

    def _chapter(self, draft: _Draft) -> Chapter:
        slides: list[Slide] = []
        if draft.heading is not None:
            slides.append(_title_slide(draft))
        self.last = (draft.title, draft.anchor)
        for read in draft.slides:
            slides += self._slides(read)
        path = draft.slides[0].position.path
        return Chapter(
            name=self._name(draft, path),
            path=path,
            title=draft.title,
            minutes=0,
            nodes=(),
            start="bare",
            slides=tuple(replace(slide, index=index) for index, slide in enumerate(slides)),
            position=draft.position,
            part=draft.part,
        )

    def _name(self, draft: _Draft, path: Path) -> str:
        own = draft.title if draft.heading is not None else path.stem
        plain_name = re.sub(r"[^a-z0-9]+", "-", own.lower()).strip("-")[:50].strip("-")
        return self.names.of_name(plain_name or "chapter")

    def _slides(self, read: ReadSlide) -> list[Slide]:
        """A slide; several where it is the table of contents of several parts."""
        pages = self._contents(read)
        if not pages:
            return [self._slide(read, read.blocks, read.title, read.name)]
        return [self._slide(read, *page) for page in pages]

    def _slide(
        self, read: ReadSlide, blocks: tuple[Block, ...], heading: Heading | None, name: str
    ) -> Slide:
        anchor = self.last[1]
        title = _text(heading) if heading else self.last[0]
        if name:
            anchor = self.anchors.of_name(name)
        elif heading is not None or not anchor:
            anchor = self.anchors.of_title(title)
        self.last = (title, anchor)
        return Slide(
            index=0,
            title=title,
            anchor=anchor,
            continues=heading is None,
            blocks=blocks,
            position=read.position,
            notes=read.notes,
            classes=read.composed.classes,
            background=read.composed.background,
        )

    def _contents(self, read: ReadSlide) -> list[tuple[tuple[Block, ...], Heading | None, str]]:
        """Blocks, heading and name of each slide that stands in the place of ``@@TOC@@``."""
        at = next((i for i, block in enumerate(read.blocks) if is_contents(block)), None)
        if at is None:
            return []
        self.shown_contents += 1
        if self.shown_contents > _MOST_CONTENTS:
            self.faults.add("too-many-contents", "the table of contents stands here once too often",
                            read.position, "show it once or twice in a deck")  # fmt: skip
            return []
        if len(read.blocks) == 1:
            return [((p.heading, *p.listed), p.heading, p.anchor) for p in self.parts]
        inside: list[Block] = []
        for part in self.parts:
            inside += [replace(part.heading, level=3)] if len(self.parts) > 1 else []
            inside += part.listed
        blocks = (*read.blocks[:at], *inside, *read.blocks[at + 1 :])
        return [(blocks, read.title or self.parts[0].heading, read.name)]


def _title_slide(draft: _Draft) -> Slide:
    """The slide that a chapter begins with."""
    heading = draft.heading
    return Slide(
        index=0,
        title=draft.title,
        anchor=draft.anchor,
        continues=False,
        blocks=(heading,) if heading else (),
        position=draft.position,
        classes=("title",),
    )
