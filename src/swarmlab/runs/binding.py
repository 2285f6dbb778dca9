"""Deck × lab × vocabulary: sentences become checks, node names become nodes.

``lint`` is parsing plus this. A chapter that has a fault is not bound at all, so that
nothing later meets half a chapter; all its faults are told at once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from swarmlab.checks.vocabulary import UnknownNode, UnknownSentence, bind
from swarmlab.deck.diagnostic import Diagnostic, did_you_mean
from swarmlab.deck.model import ReadUnit, ShellUnit, units_of
from swarmlab.runs.model import BoundChapter, BoundTask, Step
from swarmlab.runs.repeatable import is_repeatable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from swarmlab.deck.model import Chapter, Position, Slide, Task, Unit

_CAPTURE = re.compile(r"\{\{\s*([A-Za-z_]\w*)\s*:\s*\w+\s*\}\}")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a chapter is bound against."""

    nodes: tuple[str, ...] | None = None
    """The lab's nodes; None for a chapter alone."""
    earlier: Mapping[str, Chapter] = field(default_factory=dict)
    """The chapters that may be this one's start, by name."""
    later: tuple[str, ...] = ()
    """Chapters of the lab that come afterwards, for a clear word."""


def bind_chapter(
    chapter: Chapter, surroundings: Surroundings, lines: Sequence[str] = ()
) -> tuple[BoundChapter | None, tuple[Diagnostic, ...]]:
    """Give a chapter meaning; None when it has a fault."""
    binding = _Binding(chapter, surroundings, lines)
    binding.front_matter()
    for slide in chapter.slides:
        binding.units(slide)
    binding.captures()
    steps = binding.steps()
    faults = tuple(sorted(binding.faults, key=lambda fault: fault.position))
    return (None if faults else BoundChapter(chapter, steps)), faults


class _Binding:
    """One chapter on its way."""

    def __init__(self, chapter: Chapter, surroundings: Surroundings, lines: Sequence[str]) -> None:
        self.chapter = chapter
        self.around = surroundings
        self.lines = lines
        self.faults: list[Diagnostic] = []

    def fault(self, code: str, message: str, at: Position, suggestion: str = "") -> None:
        line = self.lines[at.line - 1] if at.line <= len(self.lines) else ""
        self.faults.append(Diagnostic(code, message, at, line, suggestion))

    def front_matter(self) -> None:
        at = self._front("nodes")
        for name in self.chapter.nodes:
            if self.around.nodes is not None and name not in self.around.nodes:
                suggestion = did_you_mean(name, self.around.nodes)
                place = self._at_word(at, name)
                self.fault("unknown-node", f"the lab has no node {name}", place, suggestion)
        self._start(self._front("start"))

    def _front(self, key: str) -> Position:
        return self.chapter.positions.get(key, self.chapter.position)

    def _start(self, at: Position) -> None:
        start = self.chapter.start
        if start == "bare":
            return
        if start == "swarm":
            if "manager1" not in self.chapter.nodes:
                self.fault("start-nodes", "start: swarm needs a node manager1", at)
            return
        named = self.around.earlier.get(start)
        if named is None:
            self.fault(*self._unknown_start(start, at))
            return
        missing = [name for name in named.nodes if name not in self.chapter.nodes]
        if missing:
            words = f"chapter {start} has {', '.join(missing)}, which this chapter does not"
            self.fault("start-nodes", words, at, "name all its nodes in nodes:")

    def _unknown_start(self, start: str, at: Position) -> tuple[str, str, Position, str]:
        if start in self.around.later:
            word = f"chapter {start} comes later in the lab, so nothing can start at its end"
            return "start-order", word, at, ""
        known = ("bare", "swarm", *self.around.earlier)
        suggestion = did_you_mean(start, known) or "bare, swarm, or an earlier chapter's name"
        return "unknown-start", f"unknown start {start}", at, suggestion

    def units(self, slide: Slide) -> None:
        for unit in units_of(slide.blocks, inside=("hint", "solution", "why", "sabotage")):
            self._looks_only(unit)

    def _looks_only(self, unit: Unit) -> None:
        if not isinstance(unit, ShellUnit) or not unit.expectation or not unit.expectation.within:
            return
        if unit.refused or not is_repeatable(unit.text):
            message = "within= repeats the unit, which may only look"
            self.fault("within-changes", message, unit.expectation.position)

    def captures(self) -> None:
        first: dict[str, Position] = {}
        for unit in self._told_units():
            if not isinstance(unit, ShellUnit | ReadUnit) or unit.expectation is None:
                continue
            for line in unit.expectation.lines:
                for name in _CAPTURE.findall(line):
                    at = unit.expectation.position
                    if name in first:
                        words = f"{name} was captured before, in line {first[name].line}"
                        self.fault("duplicate-capture", words, at)
                    first.setdefault(name, at)

    def _told_units(self) -> Iterator[Unit]:
        for slide in self.chapter.slides:
            yield from slide.solution

    def steps(self) -> tuple[Step, ...]:
        found: list[Step] = []
        for slide in self.chapter.steps:
            keys = f"{self.chapter.name}#{slide.anchor}"
            tasks = [self._task(task, keys, n) for n, task in enumerate(slide.tasks, start=1)]
            bound = tuple(task for task in tasks if task is not None)
            found.append(Step(self.chapter.name, len(found) + 1, slide, bound))
        return tuple(found)

    def _task(self, task: Task, step: str, number: int) -> BoundTask | None:
        try:
            check = bind(task.sentence, self.chapter.nodes)
        except (UnknownSentence, UnknownNode) as fault:
            code = "unknown-node" if isinstance(fault, UnknownNode) else "unknown-sentence"
            at = replace(
                task.sentence_position, column=task.sentence_position.column + fault.offset
            )
            self.fault(code, fault.message, at, fault.suggestion)
            return None
        return BoundTask(f"{step}/{number}", number, task, check)

    def _at_word(self, at: Position, word: str) -> Position:
        if at.line <= len(self.lines):
            found = re.search(rf"\b{re.escape(word)}\b", self.lines[at.line - 1])
            if found:
                return replace(at, column=found.start() + 1)
        return at
