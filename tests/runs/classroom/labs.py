"""Runs of the small lab with progress written as programs would have left it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from swarmlab.checks.verdict import Verdict
from swarmlab.runs import registry
from swarmlab.runs.classroom import board
from swarmlab.runs.events import TaskVerdict
from swarmlab.runs.hold import Hold
from swarmlab.runs.model import Place
from swarmlab.runs.progress import Progress
from swarmlab.runs.scorebook import Outcome, Scorebook, Work

if TYPE_CHECKING:
    from swarmlab.checks.verdict import State
    from swarmlab.runs.model import Lab
    from swarmlab.runs.store import Store

FIRST, SECOND, THIRD, LAST = (
    "first#make-it", "first#join-it", "first#be-refused", "second#rotate",
)  # fmt: skip


class Pupil:
    """One run, written to directly."""

    def __init__(self, store: Store, lab: Lab, owner: str, slide: int = 1) -> None:
        self.store, self.lab = store, lab
        self.run = registry.make_run(store, lab.name, owner, str(lab.path)).id
        self.progress, self.book = Progress(store, self.run), Scorebook(store, self.run)
        registry.set_place(store, self.run, Place("first", slide))

    def did(self, step: str, seconds: float, attempts: int = 0) -> Pupil:
        self.progress.set_done(step)
        self.spent(step, seconds, attempts)
        for task in next(s.tasks for s in self.lab.steps if s.id == step):
            self.book.add_outcome(task.key, Outcome("passed", 1))
        return self

    def spent(self, step: str, seconds: float, attempts: int = 0) -> Pupil:
        self.book.set_work(step, Work(seconds, attempts))
        return self

    def judged(self, step: str, state: State, reason: str = "", since: float = 0.0) -> Pupil:
        found = TaskVerdict(Verdict(state, reason), since or time.time())
        self.progress.set_verdicts(step, {f"{step}/1": found})
        return self

    def opens(self) -> Hold:
        """A program has the run open."""
        board.note_open(self.store, self.run)
        return Hold.take(self.store, registry.get_run(self.store, self.run))
