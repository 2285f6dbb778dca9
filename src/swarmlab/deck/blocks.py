"""The Markdown parser's flat tokens to blocks of the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from swarmlab.deck import callout, lists
from swarmlab.deck.attach import attach
from swarmlab.deck.directive import read_directive
from swarmlab.deck.html import events
from swarmlab.deck.inline import read_inline
from swarmlab.deck.lists import Item, RawList
from swarmlab.deck.model import Code, Heading, Paragraph, Table
from swarmlab.deck.unit import read_fence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

    from swarmlab.deck.directive import Directive
    from swarmlab.deck.inline import Inline
    from swarmlab.deck.model import Block, Expectation, Position, Spans
    from swarmlab.deck.reading import Reading

Place = Literal["slide", "details", "list", "quote", "quiz"]
"""What a block stands in."""

Align = Literal["left", "center", "right"]


class Blocks:
    """A cursor over the tokens of a chapter."""

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
            case "html_block":
                self._html(token)
            case _:
                pass
        return None

    def _line(self, token: Token) -> int:
        return token.map[0] if token.map else 0

    def _inline(self, start: int = 0) -> tuple[Inline, tuple[Directive, ...]]:
        """The inline text at the cursor with its directives; remarks are dropped."""
        token = self._take()
        line = self._line(token)
        read = read_inline(self.reading, token.content, line, start)
        said: list[Directive] = []
        for comment in read.comments:
            directive = read_directive(
                comment.text,
                lambda at, offset=comment.offset: self.reading.page.locate(  # type: ignore[misc]
                    line, token.content, offset + at
                ),
                self.reading.faults,
            )
            if directive is not None and directive.word != "comment":
                said.append(directive)
        return read, tuple(said)

    def _spans(self) -> Spans:
        """The inline text at the cursor, where no directive may stand."""
        read, said = self._inline()
        for directive in said:
            misplaced(directive, self.reading)
        return read.spans

    def _heading(self, opening: Token) -> Heading:
        position = self.reading.page.position(self._line(opening))
        if opening.markup == "-":
            self.reading.faults.add(
                "heading-by-dashes",
                "dashes right under text make that text a heading",
                position,
                "write `## Title`, or put a blank line before the dashes",
            )
        spans = self._spans()
        self._take()
        return Heading(int(opening.tag[1]), spans, position)

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

    def _html(self, token: Token) -> tuple[Directive, ...]:
        """An HTML block inside a list or quote: remarks, and the sentence of a task."""
        line, said = self._line(token), []
        for event in events(token.content):

            def locate(at: int, offset: int = event.offset) -> Position:
                return self.reading.page.locate(line, token.content, offset + at)

            if event.kind == "comment":
                directive = read_directive(event.text, locate, self.reading.faults)
                if directive is not None and directive.word != "comment":
                    said.append(directive)
            elif event.kind in {"details", "end"}:
                message = "details stand on the slide itself, not inside a list or quote"
                self.reading.faults.add("misplaced-details", message, locate(0))
            elif event.kind == "text":
                message = f"the HTML `{event.text[:40]}` is not part of the format"
                self.reading.faults.add("unknown-html", message, locate(0))
        return tuple(said)

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
        box: str | None = None
        said: list[Directive] = []
        rest: list[Block] = []
        if (token := self.token) is not None and token.type == "paragraph_open":
            self._take()
            mark = lists.BOX.match(self.tokens[self.at].content)
            box = mark["mark"] if mark else None
            read, found = self._inline(mark.end() if mark else 0)
            spans = read.spans
            said.extend(found)
            self._take()
        while (token := self.token) is not None and token.type != "list_item_close":
            if token.type == "html_block":
                said.extend(self._html(self._take()))
            else:
                attach(rest, self.read("list"), self.reading)
        self._take()
        sentences = [d for d in said if d.word in {"check", "guard"}]
        for directive in said:
            if directive not in sentences:
                misplaced(directive, self.reading)
        return Item(box, spans, tuple(rest), tuple(sentences), position)

    def _quote(self, opening: Token) -> Block:
        position = self.reading.page.position(self._line(opening))
        kind = mark = None
        inside: list[Block | RawList] = []
        token = self.token
        if token is not None and token.type == "paragraph_open":
            content = self.tokens[self.at + 1].content
            mark = callout.MARK.match(content)
            if mark is not None:
                kind = callout.callout_kind(mark, position, self.reading)
                inside.extend(self._lead(mark.end(), len(content)))
        # Under an unknown word a checklist may be anything, so it is not judged as tasks.
        place: Place = "quiz" if kind == "quiz" or (mark and kind is None) else "quote"
        while (token := self.token) is not None and token.type != "blockquote_close":
            if token.type == "html_block":
                for directive in self._html(self._take()):
                    misplaced(directive, self.reading)
            else:
                attach(inside, self.read(place), self.reading)
        self._take()
        return callout.quote_block(kind, inside, position, self.reading)

    def _lead(self, start: int, length: int) -> list[Paragraph]:
        """The first paragraph of a callout without its mark."""
        opening = self._take()
        read, said = self._inline(min(start, length))
        self._take()
        for directive in said:
            misplaced(directive, self.reading)
        position = self.reading.page.position(self._line(opening) + 1)
        return [Paragraph(read.spans, position)] if read.spans else []


def misplaced(directive: Directive, reading: Reading) -> None:
    """Report a directive where it may not stand."""
    if directive.word in {"check", "guard"}:
        reading.faults.hides_tasks = True
        way = "end a task with it: `- [ ] text <!-- check: … -->`"
    elif directive.word == "sabotage":
        way = 'put it into `<details class="sabotage">`, on a line of its own'
    else:
        way = "give it a line of its own on the slide, between blank lines"
    message = f"`{directive.word}` cannot stand here"
    reading.faults.add("misplaced-directive", message, directive.position, way)
