"""Silent traps: what Markdown accepts and means otherwise than its author.

An unclosed fence or comment swallows the slides after it, ``---`` right under text makes
that text a heading, and Markdown beside an HTML tag is not Markdown. Each is reported
here, line by line and before the Markdown parser sees the text, and repaired, so that
one slip is one diagnostic and everything after it is still read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from swarmlab.deck.page import Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swarmlab.deck.faults import Faults

PREFIX = r"(?:[ \t>]|[-*+] |\d{1,9}[.)] )*"
"""What may stand before a block on its line: blanks, and the marks of quotes and lists."""
FENCE = re.compile(rf"(?P<prefix>{PREFIX})(?P<mark>`{{3,}}(?=[^`]*$)|~{{3,}})(?P<info>.*)")
"""A line that opens or closes a fence."""
_BLOCK_COMMENT = re.compile(rf"{PREFIX}<!--")
_LONG_COMMENT = re.compile(r"<!--\s*(?:notes|comment\b|$)")
_CODE_SPAN = re.compile(r"`[^`]*`")
_PROSE = re.compile(r"</?details|<summary|<!-- |- \[ \] |> \[!|## ")
"""Beginnings of lines after a blank one that are hardly meant as part of a fence."""
_DASHES = re.compile(r" {0,3}-{3,}[ \t]*")
_TAG_END = re.compile(r"</(summary|details)>[ \t]*$")


@dataclass(frozen=True, slots=True)
class _Open:
    """A fence or comment that has not ended yet."""

    index: int
    column: int
    mark: str
    """The fence's mark, or ``<!--``."""
    prefix: str = ""
    block: bool = True
    """A comment that begins its line, so that it may hold blank lines."""
    brief: bool = False
    """A comment of a kind that has one paragraph."""


def spring(lines: Sequence[str], first: int, faults: Faults) -> Page:
    """Report and repair the traps of a file's lines from index ``first`` on."""
    return _Scan(lines, first, faults).run()


class _Scan:
    def __init__(self, lines: Sequence[str], first: int, faults: Faults) -> None:
        self.lines = lines
        self.faults = faults
        self.at = first
        self.fed: list[str] = []
        self.origins: list[int] = []
        self.open: _Open | None = None
        self.end: tuple[int, int] | None = None
        """Where what is open may have ended: an index, and how much was fed by then."""

    def run(self) -> Page:
        while self.at < len(self.lines) or self.open is not None:
            if self.at >= len(self.lines):
                self._unclosed("is never closed")
            elif self.open is None:
                self._text(self.lines[self.at])
            else:
                self._inside(self.lines[self.at], self.open)
        return Page(tuple(self.fed), tuple(self.origins), self.faults)

    def _feed(self, line: str) -> None:
        self.fed.append(line)
        self.origins.append(min(self.at, len(self.lines) - 1) + 1)

    def _begin(self, opened: _Open) -> None:
        self.open = opened
        self.end = None

    def _text(self, line: str) -> None:
        if _DASHES.fullmatch(line):
            self._separate(line)
        elif fence := FENCE.fullmatch(line):
            self._begin(_Open(self.at, fence.start("mark"), fence["mark"], fence["prefix"]))
            self._feed(line)
        else:
            self._begin_comment(line)
            self._feed(line)
            self._end_tag(line)
        self.at += 1

    def _begin_comment(self, line: str) -> None:
        words = _CODE_SPAN.sub(lambda span: "x" * len(span[0]), line)
        column = words.rfind("<!--")
        if column >= 0 and "-->" not in words[column:]:
            block = _BLOCK_COMMENT.match(line) is not None
            brief = _LONG_COMMENT.match(words, column) is None
            self._begin(_Open(self.at, column, "<!--", block=block, brief=brief))

    def _separate(self, line: str) -> None:
        column = line.index("-") + 1
        if self.fed and self.fed[-1].strip():
            self.faults.add(
                "separator-under-text",
                "`---` right under text does not begin a slide: it makes that text a heading",
                self.faults.at(self.at + 1, column),
                "put a blank line before it",
            )
            self._feed("")
        self._feed(line)
        if not self._blank(self.at + 1):
            self.faults.add(
                "separator-over-text",
                "`---` begins a slide only between blank lines",
                self.faults.at(self.at + 1, column),
                "put a blank line after it",
            )
            self._feed("")

    def _end_tag(self, line: str) -> None:
        tag = _TAG_END.search(line)
        if self.open is None and tag and not self._blank(self.at + 1):
            self.faults.add(
                "tag-beside-text",
                f"without a blank line after `</{tag[1]}>` what follows is not Markdown",
                self.faults.at(self.at + 1, tag.start() + 1),
                "put a blank line after it",
            )
            self._feed("")

    def _blank(self, index: int) -> bool:
        return index >= len(self.lines) or not self.lines[index].strip()

    def _inside(self, line: str, opened: _Open) -> None:
        if opened.mark == "<!--":
            self._inside_comment(line, opened)
        else:
            self._inside_fence(line, opened)

    def _inside_fence(self, line: str, opened: _Open) -> None:
        fence = FENCE.fullmatch(line)
        listed = fence is not None and fence["prefix"].strip(" \t>")
        if fence and not listed and fence["mark"].startswith(opened.mark):
            if fence["info"].strip():
                self._unclosed("is not closed before the next one opens")
                return
            self.open = None
        self._go_on(line, opened)

    def _inside_comment(self, line: str, opened: _Open) -> None:
        end, again = line.find("-->"), line.find("<!--")
        if not line.strip() and not opened.block:
            self._unclosed("is not closed before the paragraph ends")
            return
        if again >= 0 and (end < 0 or again < end):
            self._unclosed("is not closed before the next one opens")
            return
        if end >= 0:
            self.open = None
        self._go_on(line, opened)

    def _go_on(self, line: str, opened: _Open) -> None:
        if self.end is None and self._may_end(line, opened):
            self.end = (self.at, len(self.fed))
        self._feed(line)
        self.at += 1

    def _may_end(self, line: str, opened: _Open) -> bool:
        """Whether what is open would have ended by this line, were it to turn out unclosed."""
        if opened.brief and not line.strip():
            return True
        if self.fed[-1].strip():
            return False
        if _DASHES.fullmatch(line):
            return self._blank(self.at + 1)
        return opened.mark != "<!--" and _PROSE.match(line) is not None

    def _unclosed(self, how: str) -> None:
        """Report what is open, close it where its slide ends, and read on from there."""
        opened = self.open
        if opened is None:
            return
        self.faults.hides_tasks = True
        comment = opened.mark == "<!--"
        kind, end = ("comment", "-->") if comment else ("fence", opened.mark)
        position = self.faults.at(opened.index + 1, opened.column + 1)
        words = f"this {kind} {how}"
        self.faults.add(f"unclosed-{kind}", words, position, f"close it with {end}")
        if self.end is not None:
            self.at, kept = self.end
            del self.fed[kept:], self.origins[kept:]
        self.open = None
        if comment:
            self._close_comment()
        else:
            self._feed(re.sub(r"[^ \t>]", " ", opened.prefix) + opened.mark)
            self._feed("")

    def _close_comment(self) -> None:
        index = len(self.fed) - 1
        while not self.fed[index].strip():
            index -= 1
        self.fed[index] += " -->"
