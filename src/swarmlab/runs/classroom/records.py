"""What the progress file has of every run of a lab, in a few queries over all of them."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from swarmlab.runs import registry
from swarmlab.runs.owners import TEST_OWNER
from swarmlab.runs.scorebook import Outcome, Work

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from swarmlab.runs.store import Store


class StepRecord(NamedTuple):
    """What is stored of one step; thousands of them are read at once."""

    began: bool = False
    done: float = 0.0
    """When it was done first; 0 while it is open."""
    hints: int = 0
    solutions: int = 0


@dataclass(frozen=True, slots=True)
class OpenTask:
    """The last verdict on a task of a step that is not done."""

    step: str
    state: str
    reason: str


@dataclass(slots=True)
class Record:
    """One run."""

    run: registry.Run
    steps: dict[str, StepRecord] = field(default_factory=dict)
    work: dict[str, Work] = field(default_factory=dict)
    """By step, or by chapter for its slides after the last step."""
    tasks: list[OpenTask] = field(default_factory=list)
    """Of steps that are not done; the verdict that changed last comes last."""
    points: int = 0
    hand: float = 0.0
    question: str = ""
    seen: float = 0.0

    def step(self, step: str) -> StepRecord:
        """What is stored of a step; nothing yet is no error."""
        return self.steps.get(step, NOTHING)

    def is_done(self, step: str) -> bool:
        """Whether the step was done once."""
        return self.step(step).done > 0


NOTHING = StepRecord()
"""Of a step that was never come to."""


def labs(store: Store) -> tuple[str, ...]:
    """The names of labs that have runs, the one with most learners first."""
    rows = store.rows(
        "SELECT lab FROM runs WHERE substr(owner, 1, ?) <> ?"
        " GROUP BY lab ORDER BY count(*) DESC, lab",
        (len(TEST_OWNER), TEST_OWNER),
    )
    return tuple(row["lab"] for row in rows)


def read(store: Store, lab: str) -> list[Record]:
    """Every run of a lab with its progress, the oldest first; runs of proofs left out.

    Each table comes as one text a run: a row for each of thousands of steps would cost more
    than all the rest.
    """
    found = {run.id: Record(run) for run in registry.learners(store, lab)}
    rows = _Rows(store, lab, found)
    for record, fields in rows.of("steps", "step, began IS NOT NULL, done, hints, solutions"):
        for step, began, done, hints, solutions in fields:
            record.steps[step] = StepRecord(bool(began), done or 0.0, hints, solutions)
    for record, fields in rows.of("work", "place, seconds, attempts, played"):
        for place, seconds, attempts, played in fields:
            record.work[place] = Work(seconds, attempts, bool(played))
    for record, fields in rows.of("hands", "since, question"):
        ((record.hand, record.question),) = fields
    for record, fields in rows.of("presence", "at"):
        ((record.seen,),) = fields
    _read_points(store, found)
    _read_tasks(rows)
    return list(found.values())


def outcomes(store: Store, lab: str) -> Mapping[str, Mapping[str, Outcome]]:
    """What became of tasks, by run and task key."""
    rows = store.rows(
        "SELECT run, task, outcomes.state AS became, point, reason FROM outcomes"
        " JOIN runs ON runs.id = run AND lab = ?",
        (lab,),
    )
    found: dict[str, dict[str, Outcome]] = defaultdict(dict)
    for row in rows:
        found[row["run"]][row["task"]] = Outcome(row["became"], row["point"], row["reason"])
    return found


@dataclass(frozen=True)
class _Rows:
    store: Store
    lab: str
    found: Mapping[str, Record]

    def of(self, table: str, columns: str, where: str = "1") -> Iterator[tuple[Record, Any]]:
        """Each run that has rows in a table, with the columns of all of them."""
        rows = self.store.rows(
            f"SELECT run, json_group_array(json_array({columns})) AS fields"  # noqa: S608 - ours
            f" FROM {table} WHERE {where} AND run IN (SELECT id FROM runs WHERE lab = ?)"
            " GROUP BY run",
            (self.lab,),
        )
        for row in rows:
            if record := self.found.get(row["run"]):
                yield record, json.loads(row["fields"])


def _read_points(store: Store, found: Mapping[str, Record]) -> None:
    for row in store.rows("SELECT run, sum(point) AS points FROM outcomes GROUP BY run"):
        if record := found.get(row["run"]):
            record.points = row["points"]


def _read_tasks(rows: _Rows) -> None:
    is_open = (
        "NOT EXISTS (SELECT 1 FROM steps WHERE steps.run = verdicts.run"
        " AND steps.step = verdicts.step AND steps.done IS NOT NULL)"
    )
    for record, fields in rows.of("verdicts", "since, step, verdict", is_open):
        for _, step, verdict in sorted(fields, key=itemgetter(0)):
            record.tasks.append(OpenTask(step, *_verdict(verdict)))


def _verdict(stored: str) -> tuple[str, str]:
    """State and reason; a verdict that cannot be read is one that could not be looked at."""
    try:
        fields = json.loads(stored)
        return str(fields["state"]), str(fields["reason"])
    except (ValueError, KeyError, TypeError):
        return "error", ""
