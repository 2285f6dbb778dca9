"""Inline Markdown to spans; comments inside a paragraph come out with their places."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt

from swarmlab.deck.model import Span

if TYPE_CHECKING:
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

    from swarmlab.deck.model import Spans
    from swarmlab.deck.reading import Reading

LONGEST: Final = 4096
"""Characters of one paragraph or cell: bounds the time that inline Markdown can take."""
MOST_BRACKETS: Final = 200
"""Brackets of one paragraph: each may make the parser look for its end."""
DEEPEST: Final = 20
"""Levels of nesting that are read."""

_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)(?:\s[^<>]*)?/?>")
_STYLES: Final = {"strong": "strong", "em": "emphasis", "s": "strike"}
_CODE_TAGS: Final = {"code", "kbd"}


@dataclass(frozen=True, slots=True)
class Comment:
    """An HTML comment, its marks included, and where it begins in its content."""

    text: str
    offset: int


@dataclass(frozen=True, slots=True)
class Inline:
    """A paragraph's text and the comments in it."""

    spans: Spans
    comments: tuple[Comment, ...]


def parser() -> MarkdownIt:
    """GitHub-flavoured Markdown; inline text is left for :func:`read_inline`."""
    markdown = MarkdownIt("commonmark", {"maxNesting": 2 * DEEPEST})
    markdown.enable(["table", "strikethrough"])
    markdown.disable("inline")
    markdown.inline.ruler.at("html_inline", _html)
    return markdown


def _html(state: StateInline, silent: bool) -> bool:
    """Comments and tags, with their offset; unlike CommonMark's, comments may hold ``--``."""
    if state.src.startswith("<!--", state.pos):
        end = state.src.find("-->", state.pos + 4)
        length = end + 3 - state.pos if end >= 0 else 0
    else:
        tag = _TAG.match(state.src, state.pos)
        length = len(tag[0]) if tag else 0
    if length and not silent:
        token = state.push("html_inline", "", 0)
        token.content = state.src[state.pos : state.pos + length]
        token.meta = {"offset": state.pos}
    state.pos += length
    return length > 0


def read_inline(
    reading: Reading, content: str, line: int, start: int = 0, kind: type[Walk] | None = None
) -> Inline:
    """The spans of ``content[start:]``, where content begins on a line of the page.

    Args:
        reading: the file.
        content: inline Markdown, as the parser cut it out of its lines.
        line: the first of those lines, from 0.
        start: how much of the content is passed over.
        kind: how tokens become spans; what the slide format allows where it is left out.
    """
    walk = (kind or Walk)(reading, content, line, start)
    if len(content) > LONGEST or content.count("[") > MOST_BRACKETS:
        message = f"this paragraph has more than {LONGEST} characters or {MOST_BRACKETS} brackets"
        reading.faults.add("too-long", message, reading.page.position(line))
        return Inline(walk.unread(), ())
    tokens: list[Token] = []
    reading.markdown.inline.parse(content[start:], reading.markdown, reading.env, tokens)
    for token in tokens:
        walk.take(token)
    return Inline(_tidy(walk.spans), tuple(walk.comments))


class Walk:
    """Turns a flat list of inline tokens into spans.

    Other dialects override what becomes of tokens, tags and text that is too long.
    """

    def __init__(self, reading: Reading, content: str, line: int, start: int) -> None:
        self.reading = reading
        self.content = content
        self.line = line
        self.start = start
        self.spans: list[Span] = []
        self.comments: list[Comment] = []
        self.depth = {"strong": 0, "em": 0, "s": 0, "code": 0}
        self.href: str | None = None

    def unread(self) -> Spans:
        """What is left of text that is too long to be read."""
        return ()

    def tag(self, html: str, offset: int) -> None:
        """An HTML tag, which begins at an offset of the content."""
        name = tag_name(html)
        if name == "br":
            self.add("\n")
        elif name in _CODE_TAGS:
            self.depth["code"] += -1 if html.startswith("</") else 1
        else:
            place = self.reading.page.locate(self.line, self.content, offset)
            self.reading.reject_tag(html, place)

    def text(self, text: str) -> None:
        """Text without any style of its own."""
        self.add(text)

    def take(self, token: Token) -> None:
        """The next token."""
        name, _, side = token.type.rpartition("_")
        if name in _STYLES:
            self.depth[name] += 1 if side == "open" else -1
        elif name == "link":
            self.href = str(token.attrs.get("href", "")) if side == "open" else None
        elif token.type in {"text", "text_special"}:
            self._text(token.content)
        elif token.type == "code_inline":
            self.add(token.content, code=True)
        elif token.type in {"softbreak", "hardbreak"}:
            self.add(" " if token.type == "softbreak" else "\n")
        elif token.type == "html_inline":
            self._html(token.content, int(token.meta["offset"]) + self.start)
        elif token.type == "image":
            self._fault("image", "images are not part of the format", self.start)

    def _text(self, text: str) -> None:
        if "<!--" in text:
            at = self.content.find("<!--", self.start)
            self.reading.faults.hides_tasks = True
            self._fault("unclosed-comment", "this comment is never closed", at)
        self.text(text)

    def _html(self, html: str, offset: int) -> None:
        if html.startswith("<!--"):
            self.comments.append(Comment(html, offset))
        else:
            self.tag(html, offset)

    def _fault(self, code: str, message: str, offset: int, suggestion: str = "") -> None:
        place = self.reading.page.locate(self.line, self.content, offset)
        self.reading.faults.add(code, message, place, suggestion)

    def style(self, text: str, *, code: bool = False) -> Span:
        """Text in the style that holds here."""
        return Span(
            text,
            strong=self.depth["strong"] > 0,
            emphasis=self.depth["em"] > 0,
            strike=self.depth["s"] > 0,
            code=code or self.depth["code"] > 0,
            href=self.href,
        )

    def add(self, text: str, *, code: bool = False) -> None:
        """Append text in the style that holds here."""
        span = self.style(text, code=code)
        last = self.spans[-1] if self.spans else None
        if last is not None and not code and _style(last) == _style(span):
            self.spans[-1] = replace(last, text=last.text + text)
        elif text:
            self.spans.append(span)


def _style(span: Span) -> tuple[object, ...]:
    return (span.strong, span.emphasis, span.strike, span.code, span.href, span.image,
            span.classes)  # fmt: skip


def tag_name(html: str) -> str:
    """The name of an HTML tag, in lower case."""
    return html.strip("</>").split()[0].rstrip("/").lower()


def _tidy(spans: list[Span]) -> Spans:
    """The spans without blanks at both ends, where a comment or mark was cut off."""
    while spans and _is_prose(spans[0]) and not spans[0].text.strip():
        spans.pop(0)
    while spans and _is_prose(spans[-1]) and not spans[-1].text.strip():
        spans.pop()
    if spans and _is_prose(spans[0]) and spans[0].text[0].isspace():
        spans[0] = replace(spans[0], text=spans[0].text.lstrip())
    if spans and _is_prose(spans[-1]) and spans[-1].text[-1].isspace():
        spans[-1] = replace(spans[-1], text=spans[-1].text.rstrip())
    return tuple(spans)


def _is_prose(span: Span) -> bool:
    return not span.code and span.image is None
