"""Which chapters need what of the machine: read from their units, not from a list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from swarmlab.deck.model import FileUnit, ShellUnit, units_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from swarmlab.runs.model import BoundChapter, Lab

_MARKS = {
    "vxlan": re.compile(r"network\s+create\b.*(?:-d|--driver)[ =]overlay"),
    "ip_vs": re.compile(
        r"service\s+(?:create|update)\b(?=.*(?:-p|--publish(?:-add)?)[ =])(?!.*mode=host)"
        r"|service\s+create\b(?=.*--network)(?!.*dnsrr)"
    ),
    "esp": re.compile(r"(?:-o|--opt)[ =]encrypted"),
}
"""The commands that use a feature of the kernel."""

IDLE_BYTES = 64 * 1024 * 1024
"""What an idle node takes, rounded up from about 50 MB, measured."""


@dataclass(frozen=True, slots=True)
class ChapterNeeds:
    """What one chapter needs."""

    lab: str
    chapter: str
    nodes: int
    limit: int
    """Bytes that its nodes may take at most, all together."""
    features: frozenset[str]

    @property
    def name(self) -> str:
        """``lab/chapter``."""
        return f"{self.lab}/{self.chapter}"


def needs(labs: Iterable[Lab]) -> tuple[ChapterNeeds, ...]:
    """What each chapter of the labs needs."""
    return tuple(_of(lab, chapter) for lab in labs for chapter in lab.chapters)


def _of(lab: Lab, chapter: BoundChapter) -> ChapterNeeds:
    up = set(chapter.chapter.nodes)
    limits = [node.memory for node in lab.nodes if node.name in up]
    return ChapterNeeds(lab.name, chapter.name, len(up), sum(limits), frozenset(_features(chapter)))


def _features(chapter: BoundChapter) -> Iterator[str]:
    for slide in chapter.chapter.slides:
        for unit in units_of(slide.blocks, inside=("solution", "sabotage")):
            if isinstance(unit, ShellUnit | FileUnit):
                text = unit.text.replace("\\\n", " ")
                yield from (name for name, mark in _MARKS.items() if mark.search(text))
