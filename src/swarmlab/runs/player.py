"""Plays slides on nodes: their units in order, and their tasks waited for."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from swarmlab.checks.verdict import State
from swarmlab.errors import StartFailed, UnitFailed
from swarmlab.patience import patient
from swarmlab.runs.attack import foreseen
from swarmlab.runs.events import ReplayProgress, UnitChanged
from swarmlab.runs.judge import all_hold
from swarmlab.runs.skipping import changes_nothing, tried_in

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Sequence

    from swarmlab.deck.model import Unit
    from swarmlab.runs.events import Event
    from swarmlab.runs.judge import Judge
    from swarmlab.runs.model import Lab, Step
    from swarmlab.runs.replay import Leg
    from swarmlab.runs.units import UnitRunner

HOLD_SECONDS = patient(30.0)
"""How long the tasks of a step may take to hold after its last unit."""
_LOOK_SECONDS = patient(0.1)


@dataclass(frozen=True)
class Player:
    """What playing needs of a run."""

    lab: Lab
    judge: Judge
    runner: UnitRunner
    tell: Callable[[Event], None]

    def replay(self, legs: Sequence[Leg], cancelled: threading.Event) -> None:
        """Bring fresh nodes along a way; each unit is checked, and each step's tasks hold after it.

        Attacks that leave nothing behind are noted as made; units that only look are left out.

        Raises:
            UnitFailed: a unit or a task did not do what it must.
            StartFailed: it was cancelled.
        """
        total, done = sum(len(leg.units) for leg in legs), 0
        tried = tried_in(self.lab)
        entered = ""
        for leg in legs:
            if leg.chapter != entered:
                entered = leg.chapter
                self.begin_chapter(entered)
            for unit in leg.units:
                if not changes_nothing(unit, tried):
                    self.pass_by(unit, cancelled)
                done += 1
                self.tell(ReplayProgress(done, total, leg.step.id if leg.step else leg.chapter))
            if leg.step is not None:
                self.hold(leg.step, cancelled)
                self.begin_after(leg.step)

    def pass_by(self, unit: Unit, cancelled: threading.Event) -> None:
        """Have a unit behind: run it, or note an attack that leaves nothing else behind.

        Raises:
            UnitFailed: it did not end as it must.
            StartFailed: it was cancelled.
        """
        _go_on(cancelled)
        refused = foreseen(unit)
        if refused is None:
            self.runner.run(unit, cancelled)
        else:
            self.judge.add_command(refused)
            self.tell(UnitChanged(unit.position, "ran", refused.ended))

    def begin_chapter(self, chapter: str) -> None:
        """The nodes are at a chapter's start: its first step begins."""
        for step in self.lab.chapter(chapter).steps[:1]:
            if not self.judge.has_begun(step):
                self.judge.begin(step)

    def begin_after(self, step: Step) -> None:
        """A step was played: the next one begins, if it has not."""
        for following in self.lab.chapter(step.chapter).steps[step.number : step.number + 1]:
            if not self.judge.has_begun(following):
                self.judge.begin(following)

    def play(self, units: Sequence[Unit], cancelled: threading.Event | None = None) -> None:
        """Run units in order.

        Raises:
            UnitFailed: one did not end as it must.
        """
        for unit in units:
            if cancelled is not None:
                _go_on(cancelled)
            self.runner.run(unit, cancelled)

    def hold(self, step: Step, cancelled: threading.Event) -> None:
        """Wait until all tasks of a step hold.

        Raises:
            UnitFailed: they do not; the message says which and why.
        """
        deadline = time.monotonic() + HOLD_SECONDS
        while True:
            self.judge.look([step])
            if all_hold(step, self.judge.verdicts(step.id)):
                return
            if time.monotonic() >= deadline:
                raise UnitFailed(
                    f"the solution was run, and a task does not hold: {self.unmet(step)}",
                    place=str(step.slide.position),
                    next_step=f"swarmlab test {step.chapter} shows where",
                )
            cancelled.wait(_LOOK_SECONDS)
            _go_on(cancelled)

    def unmet(self, step: Step) -> str:
        """The first task of a step that does not hold, with its reason."""
        verdicts = self.judge.verdicts(step.id)
        for task in step.tasks:
            known = verdicts.get(task.key)
            if known is None or known.verdict.state not in {State.PASSED, State.SKIPPED}:
                words = known.verdict.words if known else "not judged yet"
                return f"{task.task.sentence}: {words}"
        return ""


def _go_on(cancelled: threading.Event) -> None:
    if cancelled.is_set():
        raise StartFailed("cancelled", next_step="begin again when you like")
