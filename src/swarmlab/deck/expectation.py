"""Whether what was printed is what a unit must print: exact, never by similarity.

Lines are compared one by one with runs of blanks equal. A line ``...`` stands for any
lines, also none; within a line ``...`` stands for any text. With ``.contains`` other lines
may stand before, between and after the expected ones, which keep their order.

Matching is leftmost and never goes back: lines between two ``...`` are taken where they
first fit, as is text between two ``...`` of a line. For patterns without captures that is
exact; a capture named twice is bound where it first fits, and must then be equal.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from swarmlab.deck.gap import SECRET, Gap, even, is_wild, read_line
from swarmlab.deck.line_match import match_line
from swarmlab.swarm.text import clean, mask

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from swarmlab.deck.gap import Part
    from swarmlab.deck.model import Expectation, GapType

MOST_LINES: Final = 10_000
"""Lines of output that are compared; more is no match."""

_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
_SHOWN: Final = 200
"""Characters of a line that a reason quotes."""


@dataclass(frozen=True, slots=True)
class Capture:
    """A named gap and what it matched."""

    name: str
    type: GapType
    value: str = field(repr=False)
    """As printed; never show it where ``secret``."""

    @property
    def secret(self) -> bool:
        """Whether the value is masked in everything swarmlab shows or stores."""
        return self.type in SECRET


@dataclass(frozen=True, slots=True)
class Match:
    """Whether output is as expected."""

    ok: bool
    captures: Mapping[str, Capture]
    """By name; empty when it does not match."""
    reason: str = ""
    """Which line was expected and what was printed, masked; empty when it matches."""


def match(expectation: Expectation, output: str, captured: Mapping[str, str] = _NOTHING) -> Match:
    """Compare output with an expectation.

    Args:
        expectation: as the slide says.
        output: what was printed, control sequences removed.
        captured: values that captures of these names must have again.
    """
    lines = _printed(output)
    if len(lines) > MOST_LINES:
        return Match(ok=False, captures={}, reason=f"more than {MOST_LINES} lines were printed")
    search = _Search(lines, captured)
    reason = search.run(_segments(expectation))
    return Match(not reason, {} if reason else search.captures, reason)


@dataclass(frozen=True, slots=True)
class _Line:
    """An expected line."""

    number: int
    """From 1 within the expectation."""
    text: str
    parts: tuple[Part, ...]

    @property
    def captures(self) -> bool:
        """Whether it names a gap."""
        return any(isinstance(part, Gap) and part.name is not None for part in self.parts)


def _printed(output: str) -> list[str]:
    """Its lines, even, without empty ones at both ends."""
    lines = [even(line) for line in output.replace("\r", "").split("\n", MOST_LINES + 2)]
    return _trim(lines)


def _trim(lines: list[str]) -> list[str]:
    full = [at for at, line in enumerate(lines) if line]
    return lines[full[0] : full[-1] + 1] if full else []


def _segments(expectation: Expectation) -> list[list[_Line]]:
    """Runs of lines that stand together; between two runs any lines may stand."""
    runs: list[list[_Line]] = [[]]
    numbered = list(enumerate(expectation.lines, 1))
    while numbered and not numbered[-1][1].strip():
        numbered.pop()
    while numbered and not numbered[0][1].strip():
        numbered.pop(0)
    for number, line in numbered:
        if is_wild(line):
            runs.append([])
            continue
        text = even(line)
        if expectation.contains:
            runs.append([])
        runs[-1].append(_Line(number, text, read_line(text)[0]))
    if expectation.contains:
        runs.append([])
    return runs


class _Search:
    """Finds the runs of expected lines in what was printed, from the first to the last."""

    def __init__(self, printed: Sequence[str], captured: Mapping[str, str]) -> None:
        self.printed = printed
        self.bound = dict(captured)
        self.captures: dict[str, Capture] = {}
        self.known: dict[tuple[int, str], bool] = {}
        """Whether a line without captures fits a text; output repeats itself."""

    def run(self, runs: Sequence[Sequence[_Line]]) -> str:
        """Match all; returns why not, or the empty string."""
        first, last = runs[0], runs[-1]
        if (fitting := self._fitting(0, first)) < len(first):
            return self._why(0, first, fitting)
        at = len(first)
        if len(runs) == 1:
            return self._nothing_more(at)
        for lines in runs[1:-1]:
            found = self._after(at, lines)
            if isinstance(found, str):
                return found
            at = found
        end = len(self.printed) - len(last)
        if end < at:
            return _missing(last[0])
        fitting = self._fitting(end, last)
        return self._why(end, last, fitting) if fitting < len(last) else ""

    def _nothing_more(self, at: int) -> str:
        if at >= len(self.printed):
            return ""
        return f"nothing more was expected, but it printed {_quote(self.printed[at])}"

    def _fitting(self, start: int, lines: Sequence[_Line]) -> int:
        """How many of the lines fit right there, one after another; all bind their captures."""
        bound: dict[str, str] = {}
        captures: dict[str, Capture] = {}
        for offset, line in enumerate(lines):
            if start + offset >= len(self.printed):
                return offset
            found = self._fit(line, self.printed[start + offset], bound)
            if found is None:
                return offset
            for name, (kind, value) in found.items():
                bound[name] = value
                captures[name] = Capture(name, kind, value)
        self.bound.update(bound)
        self.captures.update(captures)
        return len(lines)

    def _fit(
        self, line: _Line, text: str, bound: Mapping[str, str]
    ) -> Mapping[str, tuple[GapType, str]] | None:
        if line.captures:
            return match_line(line.parts, text, {**self.bound, **bound})
        key = (line.number, text)
        if key not in self.known:
            self.known[key] = match_line(line.parts, text, _NOTHING) is not None
        return {} if self.known[key] else None

    def _after(self, start: int, lines: Sequence[_Line]) -> int | str:
        """The index after the first place where the lines fit, or why there is none."""
        most, nearest = 0, start
        for at in range(start, len(self.printed) - len(lines) + 1):
            fitting = self._fitting(at, lines)
            if fitting == len(lines):
                return at + fitting
            if fitting > most:
                most, nearest = fitting, at
        return self._why(nearest, lines, most) if most else _missing(lines[0])

    def _why(self, start: int, lines: Sequence[_Line], fitting: int) -> str:
        """Why no more than the first lines fit at a place."""
        line = lines[fitting]
        if start + fitting >= len(self.printed):
            return _missing(line)
        printed = _quote(self.printed[start + fitting])
        return f"line {line.number}: expected {_quote(line.text)}, printed {printed}"


def _missing(line: _Line) -> str:
    return f"line {line.number}: expected {_quote(line.text)}, which was not printed"


def _quote(line: str) -> str:
    safe = mask(clean(line[: 4 * _SHOWN], keep_newlines=False))
    return f"`{safe[:_SHOWN]}…`" if len(safe) > _SHOWN else f"`{safe}`"
