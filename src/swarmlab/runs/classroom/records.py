"""What the progress file has of every run of a lab, in a few queries over all of them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from swarmlab.runs import registry
from swarmlab.runs.orphans import TEST_OWNER
from swarmlab.runs.scorebook import Outcome, Work
from swarmlab.runs.scores import Score, score_of, total

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from swarmlab.runs.model import Lab, Step
    from swarmlab.runs.store import Store

_OF_LAB = "JOIN runs ON runs.id = {table}.run AND runs.lab = ?"


@dataclass(frozen=True, slots=True)
class StepRecord:
    """What is stored of one step."""

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
    since: float


@dataclass(slots=True)
class Record:
    """One run."""

    run: registry.Run
    steps: dict[str, StepRecord] = field(default_factory=dict)
    work: dict[str, Work] = field(default_factory=dict)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    tasks: list[OpenTask] = field(default_factory=list)
    hand: float = 0.0
    question: str = ""
    seen: float = 0.0

    def step(self, name: str) -> StepRecord:
        """What is stored of a step; nothing yet is no error."""
        return self.steps.get(name, _NOTHING)

    def is_done(self, step: Step) -> bool:
        """Whether the step was done once."""
        return self.step(step.id).done > 0

    def score(self, step: Step) -> Score:
        """What a step came to."""
        known = self.step(step.id)
        return score_of(
            step,
            Score(hints=known.hints, solutions=known.solutions),
            self.work.get(step.id, Work()),
            self.outcomes.get,
            done=known.done > 0,
        )

    def total(self, lab: Lab) -> Score:
        """What all of a lab came to, the time outside of steps included."""
        here = {step.id for step in lab.steps}
        outside = sum(work.seconds for place, work in self.work.items() if place not in here)
        return total(map(self.score, lab.steps), outside)


_NOTHING = StepRecord()


def labs(store: Store) -> tuple[str, ...]:
    """The names of labs that have runs, the one with most learners first."""
    rows = store.rows(
        "SELECT lab FROM runs WHERE substr(owner, 1, ?) <> ?"
        " GROUP BY lab ORDER BY count(*) DESC, lab",
        (len(TEST_OWNER), TEST_OWNER),
    )
    return tuple(row["lab"] for row in rows)


def read(store: Store, lab: str, runs: Sequence[registry.Run] | None = None) -> list[Record]:
    """Every run of a lab with its progress, the oldest first; runs of proofs left out.

    Args:
        store: the progress file.
        lab: the lab's name.
        runs: every run there is, where they are known already.
    """
    known = registry.all_runs(store) if runs is None else runs
    found = {
        run.id: Record(run)
        for run in known
        if run.lab == lab and not run.owner.startswith(TEST_OWNER)
    }
    _read_steps(store, lab, found)
    _read_scores(store, lab, found)
    _read_tasks(store, lab, found)
    for record, row in _rows(store, lab, "hands", "since, question", found):
        record.hand, record.question = row["since"], row["question"]
    for record, row in _rows(store, lab, "presence", "at", found):
        record.seen = row["at"]
    return list(found.values())


def _read_steps(store: Store, lab: str, found: dict[str, Record]) -> None:
    columns = "step, began, done, hints, solutions"
    for record, row in _rows(store, lab, "steps", columns, found):
        record.steps[row["step"]] = StepRecord(
            row["began"] is not None, row["done"] or 0.0, row["hints"], row["solutions"]
        )


def _read_scores(store: Store, lab: str, found: dict[str, Record]) -> None:
    columns = "place, seconds, work.attempts, played"
    for record, row in _rows(store, lab, "work", columns, found):
        record.work[row["place"]] = Work(row["seconds"], row["attempts"], bool(row["played"]))
    for record, row in _rows(store, lab, "outcomes", "task, outcomes.state, point, reason", found):
        record.outcomes[row["task"]] = Outcome(row["state"], row["point"], row["reason"])


def _read_tasks(store: Store, lab: str, found: dict[str, Record]) -> None:
    """Of steps that are done nobody asks; those are most of them, and JSON takes its time."""
    rows = store.rows(
        "SELECT verdicts.run, verdicts.step, verdict, since FROM verdicts"
        " JOIN runs ON runs.id = verdicts.run AND runs.lab = ?"
        " LEFT JOIN steps ON steps.run = verdicts.run AND steps.step = verdicts.step"
        " WHERE steps.done IS NULL ORDER BY since",
        (lab,),
    )
    for row in rows:
        if record := found.get(row["run"]):
            state, reason = _verdict(row["verdict"])
            record.tasks.append(OpenTask(row["step"], state, reason, row["since"]))


def _rows(
    store: Store, lab: str, table: str, columns: str, found: dict[str, Record]
) -> Iterator[tuple[Record, sqlite3.Row]]:
    joined = _OF_LAB.format(table=table)
    rows = store.rows(
        f"SELECT run, {columns} FROM {table} {joined}",  # noqa: S608 - our own words
        (lab,),
    )
    for row in rows:
        if record := found.get(row["run"]):
            yield record, row


def _verdict(stored: str) -> tuple[str, str]:
    """State and reason; a verdict that cannot be read is one that could not be looked at."""
    try:
        fields = json.loads(stored)
        return str(fields["state"]), str(fields["reason"])
    except (ValueError, KeyError, TypeError):
        return "error", ""
