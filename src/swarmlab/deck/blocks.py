"""The Markdown parser's flat tokens to blocks of the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from swarmlab.deck import callout, lists
from swarmlab.deck.attach import attach
from swarmlab.deck.comments import Said, misplaced, read_comments
from swarmlab.deck.html import events
from swarmlab.deck.inline import Walk, read_inline
from swarmlab.deck.lists import Item, RawList
from swarmlab.deck.model import Code, Heading, Paragraph, Table
from swarmlab.deck.unit import read_fence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

    from swarmlab.deck.model import Block, Expectation, Spans
    from swarmlab.deck.reading import Reading

Place = Literal["slide", "details", "list", "quote", "quiz"]
"""What a block stands in."""

Align = Literal["left", "center", "right"]


class Blocks:
    """A cursor over the tokens of a chapter.

    Another dialect overrides how single kinds of tokens become blocks.
    """

    walk: type[Walk] = Walk
    """How inline tokens become spans."""

    def __init__(self, reading: Reading, tokens: Sequence[Token]) -> None:
        self.reading = reading
        self.tokens = tokens
        self.at = 0

    @property
    def token(self) -> Token | None:
        """The token at the cursor; None at the end."""
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def _take(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def read(self, place: Place) -> Block | Expectation | RawList | None:
        """The block at the cursor, which is moved past it; None when nothing is left of it.

        A checklist in a quiz is given as it is written; elsewhere it becomes tasks.
        """
        token = self._take()
        match token.type:
            case "heading_open":
                return self._heading(token)
            case "paragraph_open":
                return self._paragraph(token)
            case "fence":
                return read_fence(self.reading, token)
            case "code_block":
                return self._indented(token)
            case "table_open":
                return self._table(token)
            case "bullet_list_open" | "ordered_list_open":
                return self._list(token, place)
            case "blockquote_open":
                return self._quote(token)
            case "hr":
                self._rule(token)
            case _:
                pass
        return None

    def _line(self, token: Token) -> int:
        return token.map[0] if token.map else 0

    def _inline(self, start: int = 0) -> tuple[Spans, Said]:
        """The inline text at the cursor, and what the comments in it say."""
        token = self._take()
        line = self._line(token)
        read = read_inline(self.reading, token.content, line, start, self.walk)
        locator = self.reading.page.locator
        comments = [(c.text, locator(line, token.content, c.offset)) for c in read.comments]
        return read.spans, read_comments(comments, self.reading)

    def _spans(self, start: int = 0) -> Spans:
        """The inline text at the cursor, where no directive may stand."""
        spans, said = self._inline(start)
        misplaced(said, self.reading)
        return spans

    def _heading(self, opening: Token) -> Heading | Paragraph:
        position = self.reading.page.position(self._line(opening))
        spans = self._spans()
        self._take()
        if opening.markup != "-":
            return Heading(int(opening.tag[1]), spans, position)
        message = "dashes right under text make that text a heading"
        self.reading.faults.add("heading-by-dashes", message, position,
                                "write `## Title`, or a blank line before the dashes")  # fmt: skip
        return Paragraph(spans, position)

    def _paragraph(self, opening: Token) -> Paragraph | None:
        spans = self._spans()
        self._take()
        position = self.reading.page.position(self._line(opening))
        return Paragraph(spans, position) if spans else None

    def _indented(self, token: Token) -> Code:
        position = self.reading.page.position(self._line(token))
        message = "text indented by four blanks is code to Markdown"
        self.reading.faults.hides_tasks = True
        self.reading.faults.add("indented-code", message, position,
                                "indent it less, or write a fence")  # fmt: skip
        return Code("", token.content, position)

    def _rule(self, token: Token) -> None:
        position = self.reading.page.position(self._line(token))
        message = "a slide's end cannot stand inside a list or quote"
        self.reading.faults.add("misplaced-separator", message, position)

    def _html(self) -> Said:
        """The HTML block at the cursor, inside a list or quote, where only comments may stand."""
        token, reading = self._take(), self.reading
        comments = []
        for event in events(token.content):
            locate = reading.page.locator(self._line(token), token.content, event.offset)
            if event.kind == "comment":
                comments.append((event.text, locate))
            elif event.kind in {"details", "end"}:
                message = "details stand on the slide itself, not inside a list or quote"
                reading.faults.add("misplaced-details", message, locate(0))
            elif event.kind == "text":
                reading.reject_tag(event.text, locate(0))
        return read_comments(comments, reading)

    def _table(self, opening: Token) -> Table:
        rows: list[tuple[Spans, ...]] = []
        cells: list[Spans] = []
        align: list[Align] = []
        while (token := self._take()).type != "table_close":
            if token.type in {"th_open", "td_open"}:
                if not rows:
                    style = str(token.attrs.get("style", "")).removeprefix("text-align:")
                    align.append(cast("Align", style or "left"))
                cells.append(self._spans())
            elif token.type == "tr_close":
                rows.append(tuple(cells))
                cells.clear()
        position = self.reading.page.position(self._line(opening))
        return Table(rows[0], tuple(rows[1:]), tuple(align), position)

    def _list(self, opening: Token, place: Place) -> Block | RawList | None:
        items: list[Item] = []
        while self._take().type == "list_item_open":
            items.append(self._item(self.tokens[self.at - 1]))
        ordered = opening.type == "ordered_list_open"
        start = int(opening.attrs.get("start", 1)) if ordered else 1
        position = self.reading.page.position(self._line(opening))
        raw = RawList(tuple(items), ordered, start, position)
        if place == "quiz":
            return raw
        if raw.is_checklist:
            return lists.task_list(raw, self.reading, on_slide=place == "slide")
        return lists.plain_list(raw)

    def _item(self, opening: Token) -> Item:
        position = self.reading.page.position(self._line(opening))
        spans: Spans = ()
        said, box = Said(), None
        rest: list[Block] = []
        if self._is("paragraph_open"):
            self._take()
            mark = lists.BOX.match(self.tokens[self.at].content)
            box = mark["mark"] if mark else None
            spans, said = self._inline(mark.end() if mark else 0)
            self._take()
        while not self._is("list_item_close"):
            if self._is("html_block"):
                said += self._html()
            else:
                attach(rest, self.read("list"), self.reading)
        self._take()
        sentences = tuple(d for d in said.directives if d.word in {"check", "guard"})
        others = tuple(d for d in said.directives if d not in sentences)
        misplaced(Said(others), self.reading)
        return Item(box, spans, tuple(rest), Said(sentences, said.spoilt), position)

    def _is(self, kind: str) -> bool:
        """Whether a token of that type is at the cursor."""
        return self.at < len(self.tokens) and self.tokens[self.at].type == kind

    def _quote(self, opening: Token) -> Block:
        position = self.reading.page.position(self._line(opening))
        kind = mark = None
        inside: list[Block | RawList] = []
        if self._is("paragraph_open"):
            mark = callout.MARK.match(self.tokens[self.at + 1].content)
            if mark is not None:
                kind = callout.callout_kind(mark, position, self.reading)
                inside.extend(self._lead(mark.end()))
        # Under an unknown word a checklist may be anything, so it is not judged as tasks.
        place: Place = "quiz" if kind == "quiz" or (mark and kind is None) else "quote"
        while not self._is("blockquote_close"):
            if self._is("html_block"):
                misplaced(self._html(), self.reading)
            else:
                attach(inside, self.read(place), self.reading)
        self._take()
        return callout.quote_block(kind, inside, position, self.reading)

    def _lead(self, start: int) -> list[Paragraph]:
        """The first paragraph of a callout without its mark."""
        opening = self._take()
        spans = self._spans(start)
        self._take()
        position = self.reading.page.position(self._line(opening) + 1)
        return [Paragraph(spans, position)] if spans else []
