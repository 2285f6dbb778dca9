"""What came of a deck's actions, as the cases of a JUnit file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from swarmlab.runs.report import Fault, Skip

if TYPE_CHECKING:
    from swarmlab.runs.exercises.outcome import DeckReport, Done

_NAMED = 80
"""Characters of a command in the name of its case."""


@dataclass(frozen=True, slots=True)
class ActionCase:
    """One action; implements ``junit.Case``."""

    chapter: str
    step: str
    name: str
    seconds: float
    faults: tuple[Fault, ...] = ()
    skips: tuple[Skip, ...] = ()


@dataclass(frozen=True, slots=True)
class DeckCases:
    """All of them; implements ``junit.Cases``."""

    lab: str
    proofs: tuple[ActionCase, ...]
    seconds: float


def cases(report: DeckReport) -> DeckCases:
    """A case for each action, and one for the end of the nodes."""
    left = tuple(Fault("", f"left over at the end: {thing}") for thing in report.left_over)
    end = ActionCase(report.deck, report.deck, "end", 0.0, left)
    return DeckCases(
        report.deck, (*(_case(report, done) for done in report.done), end), report.seconds
    )


def _case(report: DeckReport, done: Done) -> ActionCase:
    planned, outcome = done.planned, done.outcome
    position = planned.action.position
    first = planned.action.text.strip().split("\n")[0][:_NAMED]
    name = f"{position.path.name}:{position.line} {planned.action.verb} {first}".rstrip()
    words = outcome.says + (f"\n{outcome.output}" if outcome.output else "")
    faults = (Fault(done.place, words),) if report.is_fault(done) else ()
    skips = (Skip(done.place, words),) if outcome.kind == "skipped" and not faults else ()
    step = f"{planned.chapter}#{planned.slide}"
    return ActionCase(planned.chapter, step, name, outcome.seconds, faults, skips)
