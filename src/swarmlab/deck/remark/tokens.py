"""A slide's text as the signs that matter outside of code: brackets, comments, raw elements."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from swarmlab.deck.remark.line import Line

_TOKEN: Final = re.compile(
    r"\\[^\n]|`+|<!--|<(?P<raw>script|style|iframe|textarea|title|xmp|noembed|noframes|noscript"
    r"|template|object|svg|math)\b|[\[\]]|\ufdd2",
    re.IGNORECASE,
)
_PARAGRAPH_ENDS: Final = re.compile(r"\n(?=[ \t>]*(?:\n|[-*+] |\d{1,9}[.)] |#|\ufdd2))")
_CLASS: Final = re.compile(r"[A-Za-z_-][A-Za-z0-9_-]*")
_WORD: Final = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-."


@dataclass(frozen=True, slots=True)
class Token:
    """A sign, and where it stands in the text."""

    kind: Literal["open", "close", "comment", "raw", "pause"]
    start: int
    end: int
    classes: tuple[str, ...] = ()
    """Of an opening bracket: the names before it; none where it is a bracket like any other."""
    closed: bool = True
    """Of a raw element: its end was found."""


class SlideText:
    """A slide's lines as one text, with the ways between offsets and lines."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.text = "\n".join(line.text for line in lines)
        self.starts: list[int] = []
        at = 0
        for line in lines:
            self.starts.append(at)
            at += len(line.text) + 1

    def index(self, offset: int) -> int:
        """The line that an offset lies in."""
        return bisect_right(self.starts, offset) - 1

    def place(self, offset: int) -> tuple[int, int]:
        """The number and column, from 1, of what stands at an offset."""
        index = self.index(offset)
        return self.lines[index].origin, offset - self.starts[index] + 1

    def end_of_line(self, offset: int) -> int:
        """Where the line of an offset ends."""
        index = self.index(offset)
        return self.starts[index] + len(self.lines[index].text)

    def tokens(self) -> Iterator[Token]:
        """The signs outside of code, in order."""
        at = 0
        while at < len(self.lines):
            end = at
            while end < len(self.lines) and self.lines[end].code == self.lines[at].code:
                end += 1
            if not self.lines[at].code:
                last = self.starts[end - 1] + len(self.lines[end - 1].text)
                yield from _Prose(self.text, self.starts[at], last).tokens()
            at = end


class _Prose:
    """Text without fences: from one offset to another."""

    def __init__(self, text: str, begin: int, end: int) -> None:
        self.text = text
        self.begin = begin
        self.end = end
        self.ticks: dict[int, list[int]] = {}
        """Where runs of back-ticks begin, by their length; filled once one is met."""
        self.breaks: list[int] = []
        self.missing: set[str] = set()
        """Ends that do not come any more."""

    def tokens(self) -> Iterator[Token]:
        at = self.begin
        while (found := _TOKEN.search(self.text, at, self.end)) is not None:
            sign = found[0]
            token = None
            before, at = at, found.end()
            if sign[0] == "`":
                at = self._after_code(found)
            elif sign == "<!--":
                token = self._comment(found)
            elif found["raw"]:
                token = self._raw(found)
            elif sign == "[":
                token = self._open(found, before)
            elif sign == "]":
                token = Token("close", found.start(), at)
            elif sign[0] != "\\":
                token = Token("pause", found.start(), at)
            if token is not None:
                at = token.end
                yield token

    def _after_code(self, found: re.Match[str]) -> int:
        """Where a code span ends that begins here; the end of the run where there is none."""
        if not self.ticks:
            for run in re.finditer("`+", self.text[self.begin : self.end]):
                self.ticks.setdefault(len(run[0]), []).append(self.begin + run.start())
            ends = _PARAGRAPH_ENDS.finditer(self.text, self.begin, self.end)
            self.breaks = [match.start() for match in ends]
        runs = self.ticks.get(len(found[0]), [])
        index = bisect_right(runs, found.start())
        limit = bisect_left(self.breaks, found.start())
        last = self.breaks[limit] if limit < len(self.breaks) else self.end
        if index < len(runs) and runs[index] < last:
            return runs[index] + len(found[0])
        return found.end()

    def _comment(self, found: re.Match[str]) -> Token | None:
        end = -1 if "-->" in self.missing else self.text.find("-->", found.end(), self.end)
        if end < 0:
            self.missing.add("-->")
            return None
        return Token("comment", found.start(), end + 3)

    def _raw(self, found: re.Match[str]) -> Token:
        """An element whose content is no text of the slide."""
        name = found["raw"].lower()
        if name not in self.missing:
            end = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(
                self.text, found.end(), self.end
            )
            if end is not None:
                return Token("raw", found.start(), end.end())
            self.missing.add(name)
        return Token("raw", found.start(), self.end, closed=False)

    def _open(self, found: re.Match[str], before: int) -> Token:
        """A bracket, with the classes that stand right before it."""
        lead = self.text[max(before, self.text.rfind("\n", before, found.start())) : found.start()]
        word = lead[len(lead.rstrip(_WORD)) :]
        names: list[str] = []
        for part in reversed(word.split(".")[1:]):
            if not _CLASS.fullmatch(part):
                break
            names.append(part)
        length = sum(len(name) + 1 for name in names)
        return Token("open", found.start() - length, found.end(), tuple(reversed(names)))
