"""What a class came to, by learner and step, as values, CSV and JSON."""

from __future__ import annotations

import csv
import io
import time
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from swarmlab.runs.classroom import records
from swarmlab.runs.scorebook import Work
from swarmlab.runs.scores import Score, score_of
from swarmlab.swarm.text import clean, mask

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from swarmlab.runs.classroom.records import Record
    from swarmlab.runs.model import Lab, Step
    from swarmlab.runs.scorebook import Outcome
    from swarmlab.runs.store import Store

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What makes a program for tables take a cell for a formula."""


@dataclass(frozen=True, slots=True)
class StepResult:
    """One step of one learner; the fields are the columns."""

    lab: str
    learner: str
    chapter: str
    step: str
    """The step's id."""
    title: str
    state: str
    """``done``, ``begun`` or ``open``."""
    done_at: str
    """Local time, as ISO 8601 writes it; empty while open."""
    seconds: float
    attempts: int
    hints: int
    solutions: int
    points: int
    of: int
    """Points that there are."""
    played: bool
    """Done by the program on the way to a later place, not by the learner."""


def read(store: Store, lab: Lab) -> tuple[StepResult, ...]:
    """Every step of every learner of a lab, learners by name, steps in the lab's order."""
    known = sorted(records.read(store, lab.name), key=lambda record: record.run.owner)
    became = records.outcomes(store, lab.name)
    return tuple(
        _result(lab, record, step, became.get(record.run.id, {}))
        for record in known
        for step in lab.steps
    )


def as_json(results: Iterable[StepResult]) -> list[dict[str, Any]]:
    """The results as values that JSON can hold, untrusted text still in them."""
    return [asdict(result) for result in results]


def as_csv(results: Iterable[StepResult]) -> str:
    """The results as CSV (RFC 4180) with a header, cleaned and masked.

    No cell is taken for a formula: one that would be begins with an apostrophe.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    columns = [field.name for field in fields(StepResult)]
    writer.writerow(columns)
    for result in results:
        writer.writerow([_cell(getattr(result, column)) for column in columns])
    return text.getvalue()


def _result(lab: Lab, record: Record, step: Step, outcomes: Mapping[str, Outcome]) -> StepResult:
    known, work = record.step(step.id), record.work.get(step.id, Work())
    help_had = Score(hints=known.hints, solutions=known.solutions)
    score = score_of(step, help_had, work, outcomes.get, done=known.done > 0)
    return StepResult(
        lab=lab.name,
        learner=record.run.owner,
        chapter=step.chapter,
        step=step.id,
        title=step.slide.title,
        state="done" if known.done else "begun" if known.began or work.seconds else "open",
        done_at=time.strftime("%Y-%m-%dT%H:%M:%S%z", time.localtime(known.done))
        if known.done
        else "",
        seconds=round(score.seconds, 1),
        attempts=score.attempts,
        hints=score.hints,
        solutions=score.solutions,
        points=score.points,
        of=score.of,
        played=score.played,
    )


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, str):
        return value
    text = mask(clean(value, keep_newlines=False))
    # Blanks before it do not keep every such program from calculating.
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text
