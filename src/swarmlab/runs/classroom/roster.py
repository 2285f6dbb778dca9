"""A class as its instructor sees it: every run of a lab, who needs help first.

- **asks**: a hand is up, whether a program has the run open or not.
- **away**: no program has the run open.
- **done**: every step of the chapter it is in was done once. Further chapters may be open: who
  is done can be sent on, or wait for the others.
- **stuck**: longer at the step it is at than ``STUCK_TIMES`` the class's usual time, and at least
  ``STUCK_LEAST`` seconds; where nobody did it yet, ``STUCK_UNKNOWN`` seconds.
- **at work**: everybody else.

The usual time of a step is the median of those who did it themselves. A step's clock stands
still while its learner is away (``runs.scores``), and so does being stuck.
"""

from __future__ import annotations

import time
from collections import defaultdict
from statistics import median
from typing import TYPE_CHECKING

from swarmlab.patience import patient
from swarmlab.runs import lock
from swarmlab.runs.classroom import board, records
from swarmlab.runs.classroom.model import Cell, ClassView, Learner

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from swarmlab.runs.classroom.model import CellState, PartState, Standing
    from swarmlab.runs.classroom.records import Record, StepRecord
    from swarmlab.runs.model import Lab
    from swarmlab.runs.store import Store

OPEN_SECONDS = patient(60.0)
"""Who has a run open says so more often than this."""
STUCK_TIMES = 2.0
STUCK_LEAST = 300.0
STUCK_UNKNOWN = 600.0

_ORDER: tuple[Standing, ...] = ("asks", "stuck", "at work", "done", "away")
_NO_STATES: AbstractSet[str] = frozenset()
_RED = ("failed", "error")
_CELLS: Mapping[CellState, Cell] = {
    state: Cell(state) for state in ("done", "waiting", "failed", "error", "open")
}
"""Where no time was spent."""


def view(store: Store, lab: Lab) -> ClassView:
    """Every run of a lab at this moment."""
    known = records.read(store, lab.name)
    usual, parts, recently = usual_seconds(known), board.parts(store), time.time() - OPEN_SECONDS
    room = _Room(lab, usual)
    learners = [
        # A command holds a run for a moment too; nobody looks at the lab by that.
        room.learner(
            record,
            held=record.seen > recently and lock.is_held(store, record.run.id),
            part=parts.get(record.run.id),
        )
        for record in known
    ]
    return ClassView(
        lab,
        tuple(sorted(learners, key=_needs_help_first)),
        usual,
        board.paused(store, lab.name),
        board.locked_chapters(store, lab.name),
    )


def usual_seconds(known: Iterable[Record]) -> Mapping[str, float]:
    """By step id: the median of those who did it; steps that nobody did are left out."""
    spent: dict[str, list[float]] = defaultdict(list)
    for record in known:
        for place, work in record.work.items():
            if not work.played and record.is_done(place):
                spent[place].append(work.seconds)
    return {step: median(seconds) for step, seconds in spent.items()}


class _Room:
    """What one lab's learners are measured by; ids are asked for thousands of times."""

    def __init__(self, lab: Lab, usual: Mapping[str, float]) -> None:
        self._lab = lab
        self._usual = usual
        self._steps = [step.id for step in lab.steps]
        self._of_chapter = {
            chapter.name: [step.id for step in chapter.steps] for chapter in lab.chapters
        }

    def learner(self, record: Record, *, held: bool, part: PartState | None) -> Learner:
        run, step = record.run, self._lab.step_at(record.run.place)
        here = step.id if step else ""
        work = record.work.values()
        return Learner(
            run=run.id,
            owner=run.owner,
            lab=run.lab,
            standing=self._standing(record, here, held=held),
            state=run.state,
            held=held,
            place=run.place,
            step=here,
            cells=_cells(self._steps, record),
            hints=sum(known.hints for known in record.steps.values()),
            points=record.points,
            attempts=sum(known.attempts for known in work),
            seconds=sum(known.seconds for known in work),
            reason=_reason(record, here),
            hand=record.hand,
            question=record.question,
            part=part,
            seen=time.time() if held else record.seen,
            expires=run.expires if run.state != "down" else 0.0,
        )

    def _standing(self, record: Record, step: str, *, held: bool) -> Standing:
        if record.hand:
            return "asks"
        if not held:
            return "away"
        place = record.run.place
        chapter = self._of_chapter.get(place.chapter, ()) if place else ()
        if chapter and all(map(record.is_done, chapter)):
            return "done"
        if step and not record.is_done(step) and self._is_stuck(record, step):
            return "stuck"
        return "at work"

    def _is_stuck(self, record: Record, step: str) -> bool:
        work, usual = record.work.get(step), self._usual.get(step)
        limit = STUCK_UNKNOWN if usual is None else max(STUCK_LEAST, STUCK_TIMES * usual)
        return work is not None and work.seconds > limit


def _reason(record: Record, step: str) -> str:
    """Why a task of the step is red; the last reason, where several are."""
    red = (task for task in reversed(record.tasks) if task.step == step and task.state in _RED)
    return next((task.reason for task in red), "")


def _cells(steps: Sequence[str], record: Record) -> Mapping[str, Cell]:
    tasks: dict[str, set[str]] = defaultdict(set)
    for task in record.tasks:
        tasks[task.step].add(task.state)
    cells: dict[str, Cell] = {}
    for step in steps:
        known = record.steps.get(step, records.NOTHING)
        work = record.work.get(step)
        state = _state(known, tasks.get(step, _NO_STATES))
        cells[step] = Cell(state, work.seconds) if work else _CELLS[state]
    return cells


def _state(known: StepRecord, states: AbstractSet[str]) -> CellState:
    if known.done:
        return "done"
    if "error" in states:
        return "error"
    if "failed" in states:
        return "failed"
    return "waiting" if states or known.began else "open"


def _needs_help_first(learner: Learner) -> tuple[int, float, str]:
    """By standing; among those, whose hand is up longest, or who is longest at the step."""
    here = learner.cells.get(learner.step)
    waits = {"asks": learner.hand, "stuck": -(here.seconds if here else 0.0)}
    return _ORDER.index(learner.standing), waits.get(learner.standing, 0.0), learner.owner
