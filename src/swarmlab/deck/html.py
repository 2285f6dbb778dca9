"""An HTML block as a sequence of comments, details and summaries."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAG = re.compile(
    r"(?P<details><details\b[^<>]*>)|(?P<end></details\s*>)"
    r"|<summary>(?P<summary>.{0,400}?)</summary>"
    r"|(?P<text>\S[^<\n]*)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Event:
    """A piece of an HTML block."""

    kind: Literal["comment", "details", "end", "summary", "text"]
    text: str
    """For a summary what stands between its tags, else the piece itself."""
    offset: int
    """Where ``text`` begins in the block."""


def events(html: str) -> Iterator[Event]:
    """The pieces of an HTML block; ``text`` is what has no place in one."""
    at = 0
    while True:
        at += len(html[at:]) - len(html[at:].lstrip()) if html[at : at + 1].isspace() else 0
        if at >= len(html):
            return
        end = html.find("-->", at + 4) if html.startswith("<!--", at) else -1
        if end >= 0:
            yield Event("comment", html[at : end + 3], at)
            at = end + 3
        elif tag := _TAG.match(html, at):
            yield _event(tag)
            at = tag.end()


def _event(tag: re.Match[str]) -> Event:
    if tag["details"]:
        return Event("details", tag[0], tag.start())
    if tag["end"]:
        return Event("end", tag[0], tag.start())
    if tag["summary"] is not None:
        return Event("summary", tag["summary"], tag.start("summary"))
    return Event("text", tag[0], tag.start())
