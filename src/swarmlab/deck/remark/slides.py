"""What was composed for a slide to its blocks, notes, title and place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from swarmlab.deck.model import Exercise, Group, Heading, Paragraph, Pause, plain
from swarmlab.deck.remark.blocks import PassageReader
from swarmlab.deck.remark.exercises import hidden_actions
from swarmlab.deck.remark.groups import read_groups
from swarmlab.deck.remark.tokens import SlideText

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from swarmlab.deck.model import Block, Position
    from swarmlab.deck.remark.layout import Composed
    from swarmlab.deck.remark.line import Line
    from swarmlab.deck.remark.sources import DeckFaults, Folder

_TAG: Final = re.compile(r"</?[A-Za-z][^<>]*>")
_BLANK_LINES: Final = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class ReadSlide:
    """A slide before its chapter is known."""

    composed: Composed
    blocks: tuple[Block, ...]
    notes: str
    title: Heading | None
    """Its first heading; None where it has none."""
    position: Position

    @property
    def nest(self) -> tuple[int, ...]:
        """Its file's place in the manifest's lists."""
        return self.composed.raw.nest

    @property
    def name(self) -> str:
        """What ``name:`` says."""
        return self.composed.raw.properties.get("name")

    @property
    def begins_chapter(self) -> Heading | None:
        """Its heading of the first level, where it has one and is no title slide."""
        if "title" in self.composed.classes:
            return None
        return next((b for b in self.blocks if isinstance(b, Heading) and b.level == 1), None)


class SlideReader:
    """Reads the slides of a deck, one after the other."""

    def __init__(self, faults: DeckFaults, folder: Folder) -> None:
        self.faults = faults
        self.passages = PassageReader(faults, folder)

    def read(self, composed: Iterable[Composed]) -> list[ReadSlide]:
        """The slides that show something; labs of those that do not join the slide before."""
        slides: list[ReadSlide] = []
        for one in composed:
            blocks = self._blocks(one)
            position = self.faults.at(one.raw.origin)
            if not any(map(_is_shown, blocks)) and not one.background:
                if slides and blocks:
                    slides[-1] = _with(slides[-1], blocks)
                continue
            if "title" in one.classes:
                blocks = _titled(blocks)
            notes = _notes(one.notes)
            slides.append(ReadSlide(one, blocks, notes, _heading(blocks), position))
        return slides

    def _blocks(self, composed: Composed) -> tuple[Block, ...]:
        grouped = read_groups(composed.lines, self.faults)
        first, *steps = self.passages.read(grouped.passages)
        found = list(first)
        for origin, step in zip(grouped.pauses, steps, strict=True):
            if step and found:
                found.append(Pause(self.faults.at(origin)))
            found += step
        for comment in grouped.comments:
            actions = hidden_actions(comment, self.faults)
            if actions:
                found.append(Exercise((), actions, self.faults.at(comment[0].origin)))
        return tuple(found)


def _is_shown(block: Block) -> bool:
    return not isinstance(block, Exercise) or bool(block.blocks)


def _with(slide: ReadSlide, blocks: Sequence[Block]) -> ReadSlide:
    return ReadSlide(
        slide.composed, (*slide.blocks, *blocks), slide.notes, slide.title, slide.position
    )


def _titled(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks of a title slide: where none is a heading, its first paragraph becomes one."""
    if _heading(blocks) is not None:
        return blocks
    for index, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            heading = Heading(1, block.spans, block.position)
            return (*blocks[:index], heading, *blocks[index + 1 :])
    return blocks


def _heading(blocks: Iterable[Block]) -> Heading | None:
    """The first heading among blocks and the groups in them."""
    for block in blocks:
        if isinstance(block, Heading) and plain(block.spans).strip():
            return block
        if isinstance(block, Group) and (inside := _heading(block.blocks)) is not None:
            return inside
    return None


def _notes(lines: Sequence[Line]) -> str:
    """Speaker notes as text: Markdown without comments and tags."""
    if not lines:
        return ""
    text = SlideText(lines)
    pieces, at = [], 0
    for token in text.tokens():
        if token.kind in {"comment", "raw"}:
            pieces.append(text.text[at : token.start])
            at = token.end
    pieces.append(text.text[at:])
    words = "\n".join(line.rstrip() for line in _TAG.sub("", " ".join(pieces)).split("\n"))
    return _BLANK_LINES.sub("\n\n", words).strip("\n")
