"""Inline Markdown of a remark deck to spans: pictures, classes, and the tags that are kept."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from html import unescape
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from swarmlab.deck.inline import LONGEST, Walk, tag_name
from swarmlab.deck.model import Span
from swarmlab.deck.reading import Reading
from swarmlab.deck.remark.line import SIGNS

if TYPE_CHECKING:
    from markdown_it.token import Token

    from swarmlab.deck.model import Spans
    from swarmlab.deck.remark.groups import Group
    from swarmlab.deck.remark.sources import Folder

_DEPTHS: Final = {
    "b": "strong", "strong": "strong", "th": "strong", "summary": "strong",
    "h1": "strong", "h2": "strong", "h3": "strong", "h4": "strong", "h5": "strong", "h6": "strong",
    "i": "em", "em": "em", "cite": "em", "var": "em",
    "s": "s", "del": "s", "strike": "s",
    "code": "code", "kbd": "code", "tt": "code", "samp": "code", "pre": "code",
}  # fmt: skip
"""What of the text style a tag raises while it is open."""
_CLASSED: Final = frozenset({"span", "small", "sub", "sup", "u", "mark", "big"})
_LINES: Final = frozenset({
    "p", "div", "li", "ul", "ol", "tr", "table", "thead", "tbody", "details", "summary", "pre",
    "blockquote", "center", "section", "figure", "figcaption", "dl", "dt", "dd",
    "h1", "h2", "h3", "h4", "h5", "h6",
})  # fmt: skip
"""Tags whose text stands in lines of its own."""
_ATTRIBUTE: Final = re.compile(
    r"(?P<name>[A-Za-z-]+)\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'>]+))"
)
_CLASS: Final = re.compile(r"[A-Za-z_-][\w-]*")
_URL: Final = re.compile(r"https?://[^\s<>()\[\]`\"']*[\w/#=&~-]")
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_LINKED: Final = frozenset({"http:", "https:", "mailto:"})
_PICTURED: Final = re.compile(r"https?://|data:image/(?:png|jpe?g|gif|webp);", re.IGNORECASE)
_QUERY: Final = re.compile(r"[?#].*", re.DOTALL)
_TAGS: Final = re.compile(r"<[^<>]*>")


@dataclass(slots=True)
class DeckReading(Reading):
    """A passage of a remark deck while it is read."""

    folder: Folder | None = None
    """Where the deck's pictures lie."""
    groups: tuple[Group, ...] = ()
    """Those whose numbers stand in the passage."""
    held: set[int] = field(default_factory=set)
    """The numbers that became blocks by now."""


class RemarkWalk(Walk):
    """Turns inline tokens of a remark deck into spans; what it does not know becomes text."""

    def __init__(self, reading: Reading, content: str, line: int, start: int) -> None:
        super().__init__(reading, content, line, start)
        self.classes: list[tuple[str, ...]] = []

    def unread(self) -> Spans:
        """The text as it stands, without tags."""
        return (Span(_shown(self.content[self.start :][: 4 * LONGEST])),)

    def take(self, token: Token) -> None:
        """The next token."""
        if token.type == "image":
            self._picture(str(token.attrs.get("src", "")), token.content, self.start)
        elif token.type == "softbreak" and self._at_line_start:
            return
        else:
            super().take(token)

    def style(self, text: str, *, code: bool = False) -> Span:
        """Text in the style that holds here."""
        plain = super().style(text, code=code)
        if not self.classes:
            return plain
        return replace(plain, classes=tuple(name for names in self.classes for name in names))

    def add(self, text: str, *, code: bool = False) -> None:
        """Append text in the style that holds here."""
        super().add(SIGNS.sub("", text), code=code)

    def text(self, text: str) -> None:
        """Text; addresses in it lead to where they say."""
        if self.href is not None or self.depth["code"] or "://" not in text:
            self.add(text)
            return
        at = 0
        for url in _URL.finditer(text):
            self.add(text[at : url.start()])
            self.href = url[0]
            self.add(url[0])
            self.href = None
            at = url.end()
        self.add(text[at:])

    def tag(self, html: str, offset: int) -> None:
        """A tag: a style, a class, a line's end, a link or a picture; any other is dropped."""
        name, ends = tag_name(html), html.startswith("</")
        if name in {"br", "hr"}:
            self.add("\n")
        elif name == "img":
            given = attributes(html)
            self._picture(given.get("src", ""), given.get("alt", ""), offset)
        elif name == "a":
            self.href = None if ends else link(attributes(html).get("href", ""))
        elif name in _CLASSED:
            self._class(name, html, ends=ends)
        elif name == "td" and not self._at_line_start and not ends:
            self.add("  ")
        if name in _LINES:
            self._own_line()
        if name == "li" and not ends:
            self.add("- ")
        if (style := _DEPTHS.get(name)) is not None:
            self.depth[style] = max(self.depth[style] + (-1 if ends else 1), 0)

    def _class(self, name: str, html: str, *, ends: bool) -> None:
        if ends:
            if self.classes:
                self.classes.pop()
            return
        given = _CLASS.findall(attributes(html).get("class", ""))[:10]
        self.classes.append(tuple(given) if name == "span" else (name, *given))

    def _own_line(self) -> None:
        if not self._at_line_start:
            self.add("\n")

    @property
    def _at_line_start(self) -> bool:
        return not self.spans or self.spans[-1].text.endswith("\n")

    def _picture(self, source: str, description: str, offset: int) -> None:
        text = _shown(description)
        address = self._address(source, offset)
        if address is None:
            self.add(text)
        else:
            self.spans.append(replace(self.style(text), image=address, code=False))

    def _address(self, source: str, offset: int) -> str | None:
        """A picture's address or its path in the folder; None where a slide may not show it."""
        if _PICTURED.match(source):
            return source
        folder = getattr(self.reading, "folder", None)
        name = unquote(_QUERY.sub("", source))
        if _SCHEME.match(source) or not name or folder is None:
            self._fault("bad-picture", "this picture's address is of no use", offset)
        elif not folder.reaches(name):
            message = f"`{name[:80]}` leads out of the deck's folder"
            self._fault("outside", message, offset)
        else:
            if not folder.has(name):
                self._fault("missing-file", f"the picture `{name[:80]}` is not there", offset)
            return str(name)
        return None


def attributes(tag: str) -> dict[str, str]:
    """The attributes of an HTML tag, names in lower case, values without entities."""
    return {
        found["name"].lower(): unescape(found["double"] or found["single"] or found["bare"] or "")
        for found in _ATTRIBUTE.finditer(tag)
    }


def link(address: str) -> str | None:
    """An address that a link may lead to; None for a script's and the like."""
    address = "".join(address.split())
    scheme = _SCHEME.match(address)
    if scheme is not None and scheme[0].lower() not in _LINKED:
        return None
    return address or None


def _shown(text: str) -> str:
    return SIGNS.sub("", _TAGS.sub("", text))
