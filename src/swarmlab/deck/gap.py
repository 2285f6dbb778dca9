"""A line of an expectation: literal text, ``...``, and typed gaps such as ``{{id}}``.

Every typed gap but ``any`` has one extent at a given place (its patterns are possessive
or fixed in length), so that matching a line takes time linear in its length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, cast

from swarmlab.deck import words
from swarmlab.deck.diagnostic import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from swarmlab.deck.model import GapType

_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_VAGUE = r"(?:Less than a second|About an? (?:minute|hour))"
_SPAN = r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)"

PATTERNS: Final[Mapping[GapType, str]] = MappingProxyType({
    "id": r"(?<![0-9A-Za-z])(?:[0-9a-f]{64}|[a-z0-9]{25}|[0-9a-f]{12})(?![0-9A-Za-z])",
    "ip": rf"(?<![\d.])(?:{_OCTET}\.){{3}}{_OCTET}(?!\d|\.\d)",
    "int": r"(?<!\d)\d++",
    "age": rf"(?<!\w)(?:{_VAGUE}|\d{{1,6}} {_SPAN})\b(?: ago\b)?",
    "token": r"(?<!\w)SWMTKN-(?:1|2-[01])-[0-9a-z]{50}-[0-9a-z]{25}(?!\w)",
    "key": r"(?<!\w)SWMKEY-1-[A-Za-z0-9+/]{43}(?![A-Za-z0-9+/])",
})  # fmt: skip
"""What each gap type matches, as regular expressions; ``any`` is up to what stands around it."""

SECRET: Final[frozenset[GapType]] = frozenset({"token", "key"})
"""Types whose captures are masked wherever they are shown."""

_PART = re.compile(r"\{\{(?P<gap>[^{}]*)\}\}|(?P<open>\{\{)|(?P<dots>\.{3,})")
_BLANKS = re.compile(r"[ \t]+")


@dataclass(frozen=True, slots=True)
class Gap:
    """``{{type}}`` or the capture ``{{name:type}}``."""

    type: GapType
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Dots:
    """``...``: any text within a line, also none."""


Part = str | Gap | Dots


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at an offset of an expected line."""

    offset: int
    code: str
    message: str
    suggestion: str = ""


def even(line: str) -> str:
    """The line with runs of blanks made one blank, and none at its end."""
    return _BLANKS.sub(" ", line).rstrip()


def is_wild(line: str) -> bool:
    """Whether an expected line stands for any lines."""
    return line.strip() == "..."


def read_line(line: str) -> tuple[tuple[Part, ...], tuple[Problem, ...]]:
    """The parts of an expected line; what is no gap is kept as literal text and reported."""
    parts: list[Part] = []
    problems: list[Problem] = []
    end = 0
    for match in _PART.finditer(line):
        _literal(parts, line[end : match.start()])
        end = match.end()
        if match["dots"]:
            parts.append(Dots())
            continue
        gap = _gap(match["gap"]) if match["gap"] is not None else _UNCLOSED
        if isinstance(gap, Gap):
            parts.append(gap)
        else:
            _literal(parts, match[0])
            problems.append(Problem(match.start(), *gap))
    _literal(parts, line[end:])
    return tuple(parts), tuple(problems)


def named_gaps(lines: Iterable[str]) -> Iterator[tuple[str, GapType]]:
    """The names that expected lines capture or compare, each with its type, in their order."""
    for line in lines:
        for part in read_line(line)[0]:
            if isinstance(part, Gap) and part.name is not None:
                yield part.name, part.type


_UNCLOSED: Final = ("bad-gap", "`{{` begins a gap that `}}` does not end", "")


def _literal(parts: list[Part], text: str) -> None:
    if parts and isinstance(parts[-1], str):
        parts[-1] += text
    elif text:
        parts.append(text)


def _gap(text: str) -> Gap | tuple[str, str, str]:
    """The gap of the text in braces, or a code, message and suggestion."""
    name, colon, kind = text.rpartition(":")
    if kind not in words.GAPS:
        near = did_you_mean(kind, words.GAPS) or f"the types are {', '.join(words.GAPS)}"
        return "unknown-gap", f"`{kind[:40]}` is no type of gap", near
    if colon and not words.VARIABLE.fullmatch(name):
        problem = f"`{name[:40]}` cannot name a capture: lower-case letters, digits and `_`"
        return "bad-capture", problem, ""
    return Gap(cast("GapType", kind), name or None)
