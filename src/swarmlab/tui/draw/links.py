"""Where the links of a slide lead, in full."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from textual.content import Content

from swarmlab.deck.model import Details, Heading, Paragraph, Quiz, Table, within
from swarmlab.tui import signs, words
from swarmlab.tui.draw.row import clickable, hang, row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from swarmlab.deck.model import Block, Spans
    from swarmlab.tui.draw.slide import Shown

_SCHEMES = frozenset({"http", "https"})


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a slide."""

    text: str
    url: str

    @property
    def host(self) -> str:
        """The name a browser would ask; empty for what is not opened."""
        try:
            parts = urlsplit(self.url)
        except ValueError:
            return ""
        return parts.hostname or "" if parts.scheme in _SCHEMES else ""


def links_of(shown: Shown) -> tuple[Link, ...]:
    """The links in view on a slide, each address once, in order."""
    blocks = (*shown.blocks, *(details for title, details in shown.details))
    found: dict[str, Link] = {}
    for spans in _spans(blocks, {id(details) for _, details in shown.details}):
        for span in spans:
            if span.href:
                found.setdefault(span.href, Link(span.text, span.href))
    return tuple(found.values())


def _spans(blocks: Iterable[Block], asked: set[int]) -> Iterator[Spans]:
    for block in blocks:
        match block:
            case Heading() | Paragraph():
                yield block.spans
            case Table():
                yield from block.header
                for cells in block.rows:
                    yield from cells
            case Details() if id(block) not in asked:
                pass
            case Quiz():
                yield from _spans(block.question, asked)
                yield from (spans for _, spans in block.answers)
            case _:
                yield from _spans(within(block), asked)


def link_lines(links: Sequence[Link], chosen: int, width: int) -> list[Content]:
    """Each link with its words, its whole address and the host it leads to."""
    found: list[Content] = []
    for number, link in enumerate(links):
        sign = (f"{signs.HERE} ", "$accent") if number == chosen else "  "
        lines = hang(row(sign), Content.styled(words.line(link.text), "bold"), width)
        lines += hang(Content("  "), Content(words.line(link.url)), width)
        leads = f"leads to {words.line(link.host)}" if link.host else _NOT_OPENED
        lines += hang(Content("  "), Content.styled(leads, "$muted"), width)
        found += [*(clickable(line, f"choose({number})") for line in lines), Content()]
    return found


_NOT_OPENED = "is not opened from here: only http and https are"
