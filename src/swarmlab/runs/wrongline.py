"""The wrong work through a chapter: each sabotage turns its task red, each reset undoes it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from swarmlab.checks.verdict import State
from swarmlab.deck.model import plain, units_of
from swarmlab.errors import SwarmlabError
from swarmlab.patience import patient
from swarmlab.runs.prooflog import fault_at, fault_of, skip_at
from swarmlab.runs.report import Fault
from swarmlab.runs.rightline import not_red

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator

    from swarmlab.checks.verdict import Verdict
    from swarmlab.deck.model import Details, Slide
    from swarmlab.runs.model import BoundChapter, BoundTask, Step
    from swarmlab.runs.prooflog import ProofLog
    from swarmlab.runs.session import Session

RED_SECONDS = patient(30.0)
"""How long a task may take to show what was done wrong."""
STEADY_SECONDS = patient(2.2)
"""And it must still say so after a poll: a red that passes by itself proves nothing."""
_LOOK_SECONDS = patient(0.2)


class WrongLine:
    """One pass through a chapter on one run's nodes.

    Each step is entered at its start, spoilt, reset, and then solved to reach the next: so
    every reset is made from the disorder it exists for.
    """

    def __init__(
        self, session: Session, chapter: BoundChapter, log: ProofLog, stopped: threading.Event
    ) -> None:
        self._session = session
        self._judge = session.judge
        self._chapter = chapter
        self._log = log
        self._stopped = stopped

    def walk(self) -> None:
        """Prove each step; a reset after which the work cannot be done again ends the walk."""
        last = self._chapter.steps[-1].slide.index if self._chapter.steps else -1
        for slide in self._chapter.chapter.slides[: last + 1]:
            step = self._chapter.step_of(slide.index)
            if step is not None:
                self._spoil(step)
            if slide.index == last or not self._go_on(slide, step):
                return

    def _go_on(self, slide: Slide, step: Step | None) -> bool:
        """Do a slide's work, to reach the next; whether it could be done."""
        try:
            for unit in slide.solution:
                self._session.player.pass_by(unit, self._stopped)
            if step is not None:
                self._session.player.hold(step, self._stopped)
                self._session.player.begin_after(step)
        except SwarmlabError as error:
            name = step.id if step else self._chapter.name
            with self._log.proof(self._chapter.name, name, "reset") as faults:
                fault = fault_of(error, slide.position)
                faults.append(Fault(fault.place, f"the work after the reset: {fault.message}"))
            return False
        return True

    def _spoil(self, step: Step) -> None:
        sabotages = step.slide.details("sabotage")
        for sabotage in sabotages:
            with self._log.proof(self._chapter.name, step.id, "sabotage") as faults:
                faults.extend(self._sabotaged(step, sabotage))
            self._reset(step)
        if not sabotages:
            self._work_instead(step)
            self._reset(step)

    def _work_instead(self, step: Step) -> None:
        try:
            self._session.player.play(step.slide.solution, self._stopped)
        except SwarmlabError:
            return  # the right line tells; a reset must work from here as well

    def _sabotaged(self, step: Step, sabotage: Details) -> Iterator[Fault]:
        task = next((t for t in step.tasks if t.task.id == sabotage.target), None)
        if task is None:
            words = f"the step has no task #{sabotage.target}"
            yield Fault(str(sabotage.position), words)
            return
        try:
            self._session.player.play(tuple(units_of(sabotage.blocks)), self._stopped)
        except SwarmlabError as error:
            yield fault_of(error, sabotage.position)
            return
        verdict = self._settled(step, task, sabotage.promise)
        if verdict.state is State.SKIPPED:
            yield skip_at(task, verdict)
        elif not _says(verdict, sabotage.promise):
            words = fault_at(task, _why_not(verdict, sabotage.promise)).message
            yield Fault(str(sabotage.position), f"{plain(sabotage.summary)}: {words}")

    def _settled(self, step: Step, task: BoundTask, promise: str) -> Verdict:
        """The verdict some time after it said what was promised, or when it is too late."""
        deadline = time.monotonic() + RED_SECONDS
        while True:
            verdict = self._verdict(step, task)
            if verdict.state is State.SKIPPED:
                return verdict
            if _says(verdict, promise):
                self._stopped.wait(STEADY_SECONDS)
                return self._verdict(step, task)
            if time.monotonic() >= deadline or self._stopped.wait(_LOOK_SECONDS):
                return verdict

    def _verdict(self, step: Step, task: BoundTask) -> Verdict:
        return self._judge.try_out(step)[task.key]

    def _reset(self, step: Step) -> None:
        with self._log.proof(self._chapter.name, step.id, "reset") as faults:
            proof = self._session.reset_step(step)
            faults += [Fault(str(step.slide.position), words) for words in proof.wrong]
            faults.extend(not_red(step, self._judge.try_out(step), "after the reset"))
            faults.extend(self._left_over(step))

    def _left_over(self, step: Step) -> Iterator[Fault]:
        """Every labelled object of the run belongs to the attempt that the reset made."""
        for thing in self._session.foreign_objects():
            yield Fault(str(step.slide.position), f"left over after the reset: {thing}")


def _says(verdict: Verdict, promise: str) -> bool:
    return verdict.state.is_red and promise in verdict.words


def _why_not(verdict: Verdict, promise: str) -> str:
    if not verdict.state.is_red:
        return f"is {verdict.state}, not red, after the wrong work: {verdict.words}"
    return f"is red, but does not say {promise!r}: {verdict.words}"
