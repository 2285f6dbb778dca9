"""``.class[…]``: which brackets belong together, and what stands in them.

Brackets are matched over a whole slide and never in code, in linear time. A group on one
line becomes a ``<span>``, which inline Markdown may hold; one over several lines is taken
out, read by itself, and leaves its number in its place.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from swarmlab.deck.inline import DEEPEST
from swarmlab.deck.remark.line import HELD_CLOSE, HELD_OPEN, Line, dedented
from swarmlab.deck.remark.tokens import SlideText
from swarmlab.deck.traps import PREFIX

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swarmlab.deck.remark.sources import DeckFaults
    from swarmlab.deck.remark.tokens import Token

LABS: Final = frozenset({"lab", "exercise"})
_MOST_CLASSES: Final = 10
_LEAD: Final = re.compile(PREFIX)


@dataclass(frozen=True, slots=True)
class Passage:
    """Markdown between pauses, or in a group."""

    lines: tuple[Line, ...]
    groups: tuple[Group, ...]
    """Those whose numbers stand in the lines."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group over several lines, or a lab."""

    classes: tuple[str, ...]
    passage: Passage
    source: tuple[Line, ...]
    """Its lines as written, comments included."""
    origin: int
    column: int

    @property
    def is_lab(self) -> bool:
        """It holds commands to be run."""
        return not LABS.isdisjoint(self.classes)


@dataclass(frozen=True, slots=True)
class Grouped:
    """A slide's passages; a pause stands before each but the first."""

    passages: tuple[Passage, ...]
    pauses: tuple[int, ...]
    """The lines in which the pauses stand."""
    comments: tuple[tuple[Line, ...], ...]
    """The comments outside of labs."""


@dataclass(slots=True)
class _Cut:
    """A piece of the text that is not taken over as it is."""

    kind: str
    start: int
    end: int
    inner: tuple[int, int] = (0, 0)
    classes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Opened:
    token: Token
    ends_line: bool
    depth: int
    """Of groups, itself included."""


def read_groups(lines: Sequence[Line], faults: DeckFaults) -> Grouped:
    """A slide's passages, with the groups in them."""
    text = SlideText(lines)
    return _Builder(text, _Matching(text, faults).read()).read()


class _Matching:
    """Finds for each opening bracket the one that closes it."""

    def __init__(self, text: SlideText, faults: DeckFaults) -> None:
        self.text = text
        self.faults = faults
        self.open: list[_Opened] = []
        self.cuts: list[_Cut] = []
        self.pauses: list[Token] = []

    def read(self) -> list[_Cut]:
        """Every cut, in the order in which they begin; those that hold others come first."""
        for token in self.text.tokens():
            match token.kind:
                case "open":
                    self._open(token)
                case "close":
                    self._close(token)
                case "pause":
                    self.pauses.append(token)
                case _:
                    self._leave_out(token)
        self._end_open()
        self._place_pauses()
        self.cuts.sort(key=lambda cut: (cut.start, -cut.end))
        return self.cuts

    def _open(self, token: Token) -> None:
        rest = self.text.text[token.end : self.text.end_of_line(token.end)]
        depth = (self.open[-1].depth if self.open else 0) + bool(token.classes)
        self.open.append(_Opened(token, not rest.strip(), depth))

    def _close(self, token: Token) -> None:
        if self._is_alone(token):
            # Such a bracket closes what a line's end opened, whatever was forgotten in between.
            while self.open and not self.open[-1].ends_line and self._has_line_end():
                self._forgotten(self.open.pop())
        if self.open:
            self._pair(self.open.pop(), token.start, token.end)
        elif self._is_alone(token):
            self._fault("this bracket closes nothing", token.start, "remove it")
            self.cuts.append(_Cut("drop", token.start, token.end))

    def _has_line_end(self) -> bool:
        return any(opened.ends_line for opened in reversed(self.open[-64:]))

    def _is_alone(self, token: Token) -> bool:
        index = self.text.index(token.start)
        return self.text.lines[index].text.strip() == "]"

    def _pair(self, opened: _Opened, start: int, end: int) -> None:
        token = opened.token
        if not token.classes:
            return
        if opened.depth > DEEPEST:
            line, column = self.text.place(token.start)
            self.faults.add("too-deep", "groups nest too deep here", self.faults.at(line, column))
            self.cuts.append(_Cut("drop", token.start, token.end))
            self.cuts.append(_Cut("drop", start, end))
            return
        classes = token.classes[:_MOST_CLASSES]
        inside = self.text.text.find("\n", token.end, start) >= 0
        kind = "block" if inside or not LABS.isdisjoint(classes) else "inline"
        self.cuts.append(_Cut(kind, token.start, end, (token.end, start), classes))

    def _forgotten(self, opened: _Opened) -> None:
        if opened.token.classes:
            name = ".".join(opened.token.classes)[:60]
            self._fault(f"`.{name}[` is never closed", opened.token.start, "close it with ]")

    def _leave_out(self, token: Token) -> None:
        if not token.closed:
            message = "this HTML element is never closed"
            line, column = self.text.place(token.start)
            self.faults.add("unclosed-html", message, self.faults.at(line, column))
        self.cuts.append(_Cut(token.kind, token.start, token.end))

    def _end_open(self) -> None:
        """Close what is still open: a block at the next pause, the rest where its line ends."""
        within = self._in_cuts()
        stops = [pause.start for pause in self.pauses if pause not in within]
        for opened in self.open:
            token = opened.token
            if not token.classes:
                continue
            self._forgotten(opened)
            if opened.ends_line:
                stop = bisect_right(stops, token.start)
                end = stops[stop] if stop < len(stops) else len(self.text.text)
                self._pair(opened, end, end)

    def _place_pauses(self) -> None:
        """Pauses inside a group are none: report and drop them."""
        within = self._in_cuts()
        for pause in self.pauses:
            if pause in within:
                self._report_pause(pause)
            kind = "drop" if pause in within else "pause"
            self.cuts.append(_Cut(kind, pause.start, pause.end))

    def _in_cuts(self) -> set[Token]:
        """The pauses that lie inside what was cut."""
        cuts = sorted((cut.start, cut.end) for cut in self.cuts)
        within: set[Token] = set()
        reach, index = -1, 0
        for pause in self.pauses:
            while index < len(cuts) and cuts[index][0] <= pause.start:
                reach = max(reach, cuts[index][1])
                index += 1
            if pause.start < reach:
                within.add(pause)
        return within

    def _report_pause(self, pause: Token) -> None:
        line, _ = self.text.place(pause.start)
        self.faults.add("misplaced-step", "`--` inside brackets begins no step",
                        self.faults.at(line), "close the brackets before it")  # fmt: skip

    def _fault(self, message: str, offset: int, suggestion: str) -> None:
        line, column = self.text.place(offset)
        place = self.faults.at(line, column)
        self.faults.add("unbalanced-bracket", message, place, suggestion)


class _Builder:
    """Puts the passages together from the text and its cuts."""

    def __init__(self, text: SlideText, cuts: Sequence[_Cut]) -> None:
        self.text = text
        self.cuts = cuts
        self.at = 0
        self.pauses: list[int] = []
        self.comments: list[tuple[Line, ...]] = []
        self.labs = 0

    def read(self) -> Grouped:
        end = len(self.text.text)
        passages = [self._passage(0, end)]
        while self.at < len(self.cuts):
            pause = self.cuts[self.at]
            self.at += 1
            self.pauses.append(self.text.place(pause.start)[0])
            passages.append(self._passage(pause.end, end))
        return Grouped(tuple(passages), tuple(self.pauses), tuple(self.comments))

    def _passage(self, start: int, end: int) -> Passage:
        """The text from one offset to another, or to a pause."""
        writer = _Writer(self.text)
        groups: list[Group] = []
        self._write(writer, groups, start, end)
        inside = start > 0 and self.text.text[start - 1] != "\n"
        return Passage(tuple(dedented(writer.done(), keep_first=inside)), tuple(groups))

    def _write(self, writer: _Writer, groups: list[Group], start: int, end: int) -> None:
        while self.at < len(self.cuts) and self.cuts[self.at].start < end:
            cut = self.cuts[self.at]
            writer.copy(start, min(cut.start, end))
            if cut.kind == "pause":
                return
            self.at += 1
            if cut.kind == "inline":
                writer.put(f'<span class="{" ".join(cut.classes)}">', cut.start)
                self._write(writer, groups, *cut.inner)
                writer.put("</span>", cut.inner[1])
            elif cut.kind == "block":
                writer.hold(len(groups), cut.start)
                groups.append(self._group(cut))
            elif cut.kind == "comment" and not self.labs:
                self.comments.append(self._source(cut.start, cut.end))
            start = max(cut.end, start)
        writer.copy(start, end)

    def _group(self, cut: _Cut) -> Group:
        origin, column = self.text.place(cut.start)
        is_lab = not LABS.isdisjoint(cut.classes)
        self.labs += is_lab
        passage = self._passage(*cut.inner)
        self.labs -= is_lab
        source = self._source(*cut.inner) if is_lab else ()
        return Group(cut.classes, passage, source, origin, column)

    def _source(self, start: int, end: int) -> tuple[Line, ...]:
        """The lines between two offsets as written."""
        first = self.text.index(start)
        texts = self.text.text[start:end].split("\n")
        lines = self.text.lines[first : first + len(texts)]
        return tuple(line._replace(text=text) for line, text in zip(lines, texts, strict=True))


class _Writer:
    """Lines that are put together from pieces of a text."""

    def __init__(self, text: SlideText) -> None:
        self.text = text
        self.lines: list[Line] = []
        self.current: list[str] = []
        self.line: Line | None = None
        self.indent: str | None = None
        """Blanks before what follows a group; None when the last piece was no group."""

    def copy(self, start: int, end: int) -> None:
        """Append the text between two offsets."""
        if start >= end:
            return
        index = self.text.index(start)
        pieces = self.text.text[start:end].split("\n")
        for number, piece in enumerate(pieces):
            if number:
                self._break()
            self._append(piece, self.text.lines[index + number])

    def put(self, words: str, offset: int) -> None:
        """Append words in the line of an offset."""
        self._append(words, self.text.lines[self.text.index(offset)])

    def hold(self, number: int, offset: int) -> None:
        """Append a group's number, as a paragraph of its own."""
        line = self.text.lines[self.text.index(offset)]
        if self.indent is not None:
            self._apart(line)
        written = "".join(self.current)
        lead = _LEAD.match(written)
        prefix = lead[0] if lead else ""
        indent = re.sub(r"[^ \t>]", " ", prefix)
        if not prefix.strip() and written == prefix and self.lines and self.lines[-1].text.strip():
            self.lines.append(Line("", line.origin))
        elif written != prefix:
            self._break()
            self._append("", line)
            self._break()
            self._append(indent, line)
        self._append(f"{HELD_OPEN}{number}{HELD_CLOSE}", line)
        self.indent = indent

    def done(self) -> list[Line]:
        """All lines."""
        if self.line is not None:
            self._break()
        return self.lines

    def _append(self, piece: str, line: Line) -> None:
        if self.indent is not None and piece.strip():
            self._apart(line)
            piece = piece.lstrip()
        if self.indent is not None:
            piece = ""
        self.current.append(piece)
        self.line = self.line or line

    def _apart(self, line: Line) -> None:
        """A blank line after a group, and the blanks of the line that goes on."""
        indent, self.indent = self.indent or "", None
        self._break()
        self.lines.append(Line("", line.origin))
        self.current, self.line = [indent], line

    def _break(self) -> None:
        if self.line is not None:
            self.lines.append(self.line._replace(text="".join(self.current)))
        if self.indent is not None:
            self.lines.append(Line("", self.lines[-1].origin))
            self.indent = None
        self.current, self.line = [], None
