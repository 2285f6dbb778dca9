"""Markdown of a remark deck to blocks: as the chapters' reader does, but nothing is a unit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from swarmlab.deck import callout, inline, lists, words
from swarmlab.deck.attach import attach
from swarmlab.deck.blocks import Blocks
from swarmlab.deck.callout import quote_block
from swarmlab.deck.comments import Said
from swarmlab.deck.model import Code, Exercise, Group, Heading, Paragraph, plain
from swarmlab.deck.page import Page
from swarmlab.deck.remark.exercises import actions_of
from swarmlab.deck.remark.highlights import without_highlights
from swarmlab.deck.remark.line import HELD_CLOSE, HELD_OPEN
from swarmlab.deck.remark.spans import DeckReading, RemarkWalk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from swarmlab.deck.blocks import Place
    from swarmlab.deck.lists import RawList
    from swarmlab.deck.model import Block, Expectation, Spans
    from swarmlab.deck.remark import groups
    from swarmlab.deck.remark.groups import Passage
    from swarmlab.deck.remark.sources import DeckFaults, Folder

_HELD: Final = re.compile(f"{HELD_OPEN}(\\d+){HELD_CLOSE}")
_LANGUAGE: Final = re.compile(r"[{.\s]*([\w+#.-]*)")
LARGEST: Final = 400_000
"""Characters of a slide's Markdown, at most."""


class PassageReader:
    """Reads the passages of a deck's slides."""

    def __init__(self, faults: DeckFaults, folder: Folder) -> None:
        self.faults = faults
        self.folder = folder
        self.markdown = parser()
        self.in_lab = 0

    def read(self, passages: Sequence[Passage]) -> list[tuple[Block, ...]]:
        """The blocks of each passage of one slide; they share their link definitions."""
        env: dict[str, Any] = {}
        begun = [self._begin(passage, env) for passage in passages]
        return [blocks.all() for blocks in begun]

    def _begin(self, passage: Passage, env: dict[str, Any]) -> RemarkBlocks:
        texts = tuple(line.text for line in passage.lines)
        page = Page(texts, tuple(line.origin for line in passage.lines), self.faults)
        reading = DeckReading(page, self.faults, self.markdown, env, None)
        reading.folder, reading.groups = self.folder, passage.groups
        tokens: list[Token] = []
        if sum(map(len, texts)) > LARGEST:
            message = f"this slide has more than {LARGEST} characters"
            self.faults.add("too-large", message, page.position(0))
        else:
            tokens = self.markdown.parse(page.text, env)
        deep = next((t for t in tokens if t.level >= inline.DEEPEST), None)
        if deep is not None:
            message = "lists and quotes nest too deep here"
            place = page.position(deep.map[0] if deep.map else 0)
            self.faults.add("too-deep", message, place)
        return RemarkBlocks(reading, tokens, self, env)

    def group(self, group: groups.Group, env: dict[str, Any]) -> Block:
        """A group as a block: an exercise where it is a lab."""
        place = self.faults.at(group.origin, group.column)
        is_lab = group.is_lab and not self.in_lab
        self.in_lab += is_lab
        inside = self._begin(group.passage, env).all()
        self.in_lab -= is_lab
        if is_lab:
            return Exercise(inside, actions_of(group.source, self.faults), place)
        return Group(group.classes, inside, place)


def parser() -> MarkdownIt:
    """The chapters' parser, but HTML stands in paragraphs only, where single tags are read."""
    markdown = inline.parser()
    markdown.disable("html_block")
    return markdown


class RemarkBlocks(Blocks):
    """A cursor over the tokens of a passage."""

    walk = RemarkWalk

    def __init__(
        self, reading: DeckReading, tokens: Sequence[Token], reader: PassageReader,
        env: dict[str, Any],
    ) -> None:  # fmt: skip
        super().__init__(reading, tokens)
        self.deck = reading
        self.reader = reader
        self.env = env

    def all(self) -> tuple[Block, ...]:
        """Every block of the passage; groups whose place was lost come last."""
        found: list[Block] = []
        while self.token is not None:
            attach(found, self.read("slide"), self.reading)
        lost = set(range(len(self.deck.groups))) - self.deck.held
        return (*found, *map(self._held, sorted(lost)))

    def read(self, place: Place) -> Block | Expectation | RawList | None:
        """The block at the cursor, which is moved past it; None when nothing is left of it."""
        if self._is("fence"):
            return self._code(self._take())
        return super().read(place)

    def _held(self, number: int) -> Block:
        self.deck.held.add(number)
        return self.reader.group(self.deck.groups[number], self.env)

    def _spans(self, start: int = 0) -> Spans:
        return self._inline(start)[0]

    def _inline(self, start: int = 0) -> tuple[Spans, Said]:
        """The inline text at the cursor; comments say nothing here."""
        token = self._take()
        read = inline.read_inline(self.reading, token.content, self._line(token), start, self.walk)
        return read.spans, Said()

    def _heading(self, opening: Token) -> Heading | Paragraph:
        position = self.reading.page.position(self._line(opening))
        spans = self._spans()
        self._take()
        return Heading(int(opening.tag[1]), spans, position)

    def _paragraph(self, opening: Token) -> Paragraph | None:
        held = _HELD.fullmatch(self.tokens[self.at].content)
        if held is None or int(held[1]) in self.deck.held:
            return super()._paragraph(opening)
        self.at += 2
        # A held group stands where a paragraph may stand; callers take any block.
        return self._held(int(held[1]))  # type: ignore[return-value]

    def _indented(self, token: Token) -> Code:
        return Code("", token.content, self.reading.page.position(self._line(token)))

    def _code(self, token: Token) -> Code:
        named = _LANGUAGE.match(token.info)
        language = named[1].lower() if named else ""
        line = self._line(token)
        source = self.reading.page.lines[line] if self.reading.page.lines else ""
        position = self.reading.page.position(line, max(source.find(token.markup), 0))
        return Code(language, without_highlights(token.content, language), position)

    def _rule(self, token: Token) -> None:
        """A line across the slide, which has no block."""

    def _item(self, opening: Token) -> lists.Item:
        position = self.reading.page.position(self._line(opening))
        inside: list[Block] = []
        while not self._is("list_item_close"):
            attach(inside, self.read("list"), self.reading)
        self._take()
        return lists.Item(None, (), tuple(inside), Said(), position)

    def _quote(self, opening: Token) -> Block:
        position = self.reading.page.position(self._line(opening))
        kind = None
        inside: list[Any] = []
        if self._is("paragraph_open"):
            mark = callout.MARK.match(self.tokens[self.at + 1].content)
            if mark is not None and mark["word"].lower() in words.CALLOUTS:
                kind = mark["word"].lower()
                inside.extend(self._lead(mark.end()))
        while not self._is("blockquote_close"):
            attach(inside, self.read("quote"), self.reading)
        self._take()
        if kind is not None and not inside:
            kind = None
        return quote_block(kind, inside, position, self.reading)


def text_of(blocks: Sequence[Block]) -> str:
    """The text of the first paragraph among blocks and the groups in them."""
    for block in blocks:
        if isinstance(block, Paragraph | Heading):
            return " ".join(plain(block.spans).split())
        if isinstance(block, Group) and (text := text_of(block.blocks)):
            return text
    return ""
