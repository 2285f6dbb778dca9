"""The right work through a chapter: red before, the promised output, green after."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from swarmlab.checks.verdict import State
from swarmlab.errors import SwarmlabError
from swarmlab.patience import patient
from swarmlab.runs.prooflog import fault_at, fault_of, skip_at
from swarmlab.runs.report import Skip

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterator, Mapping

    from swarmlab.checks.verdict import Verdict
    from swarmlab.runs.model import BoundChapter, BoundTask, Step
    from swarmlab.runs.prooflog import ProofLog
    from swarmlab.runs.report import Fault
    from swarmlab.runs.session import Session

GREEN_SECONDS = patient(30.0)
"""How long a task may take to turn green after the last unit."""
SETTLE_SECONDS = patient(15.0)
"""How long earlier tasks may take to be as they were, or to break as the step says."""
_LOOK_SECONDS = patient(0.2)


class RightLine:
    """One pass through a chapter on one run's nodes."""

    def __init__(
        self, session: Session, chapter: BoundChapter, log: ProofLog, stopped: threading.Event
    ) -> None:
        self._session = session
        self._judge = session.judge
        self._chapter = chapter
        self._log = log
        self._broken: set[str] = set()
        self._stopped = stopped

    def walk(self) -> None:
        """Prove each step; a fault that leaves the nodes elsewhere ends the walk."""
        for slide in self._chapter.chapter.slides:
            step = self._chapter.step_of(slide.index)
            name = step.id if step else self._chapter.name
            if step is not None:
                with self._log.proof(self._chapter.name, name, "red") as faults:
                    faults.extend(self.not_red(step))
            if slide.units or slide.solution:
                with self._log.proof(self._chapter.name, name, "output") as faults:
                    try:
                        self._session.player.play(slide.solution, self._stopped)
                    except SwarmlabError as fault:
                        faults.append(fault_of(fault, slide.position))
                if faults:
                    return
            if step is not None:
                with self._log.proof(self._chapter.name, name, "green") as faults:
                    own = list(self._own_tasks(step))
                    undone = [fault for fault in own if not isinstance(fault, Skip)]
                    faults.extend(own)
                    if not undone:
                        faults.extend(self._other_tasks(step))
                if undone:
                    return
                self._session.player.begin_after(step)

    def not_red(self, step: Step) -> Iterator[Fault]:
        """What is not red, or red without a reason, before the step's work."""
        yield from not_red(step, self._judge.try_out(step), "before the step's units")

    def _other_tasks(self, step: Step) -> Iterator[Fault]:
        yield from self._earlier_tasks(step)
        yield from self._broken_tasks(step)
        yield from self._later_tasks(step)

    def _own_tasks(self, step: Step) -> Iterator[Fault]:
        verdicts: Mapping[str, Verdict] = {}
        deadline = time.monotonic() + GREEN_SECONDS
        while time.monotonic() < deadline and not self._stopped.is_set():
            self._judge.look([step])
            verdicts = {key: item.verdict for key, item in self._judge.verdicts(step.id).items()}
            if all(_holds(verdicts.get(task.key)) for task in step.tasks):
                break
            self._stopped.wait(_LOOK_SECONDS)
        for task in step.tasks:
            verdict = verdicts.get(task.key)
            if verdict is not None and verdict.state is State.SKIPPED:
                yield skip_at(task, verdict)
            elif not _holds(verdict):
                yield fault_at(task, f"not green after the step's units: {told(verdicts, task)}")

    def _earlier_tasks(self, step: Step) -> Iterator[Fault]:
        broken_now = self._broken | set(step.slide.breaks)
        wanted = [t for t in self._tasks_before(step) if t.task.id not in broken_now]
        verdicts = self._settle(step, wanted, _holds)
        for task in wanted:
            if not _holds(verdicts.get(task.key)):
                words = f"was green, and is not after {step.id}: {told(verdicts, task)}"
                yield fault_at(task, words)

    def _broken_tasks(self, step: Step) -> Iterator[Fault]:
        wanted = [t for t in self._tasks_before(step) if t.task.id in step.slide.breaks]
        verdicts = self._settle(step, wanted, _is_broken)
        for task in wanted:
            if not _is_broken(verdicts.get(task.key)):
                yield fault_at(task, f"{step.id} says it breaks this, and it is still green")
        self._broken |= set(step.slide.breaks)

    def _settle(
        self, step: Step, tasks: list[BoundTask], is_so: Callable[[Verdict | None], bool]
    ) -> Mapping[str, Verdict]:
        """Verdicts of earlier tasks once all are as they shall be, or after some time."""
        if not tasks:
            return {}
        deadline = time.monotonic() + SETTLE_SECONDS
        while True:
            verdicts = self._judge.try_out(*self._chapter.steps[: step.number - 1])
            settled = all(is_so(verdicts.get(task.key)) for task in tasks)
            if settled or time.monotonic() >= deadline or self._stopped.wait(_LOOK_SECONDS):
                return verdicts

    def _later_tasks(self, step: Step) -> Iterator[Fault]:
        following = self._chapter.steps[step.number :]
        verdicts = self._judge.try_out(*following, as_if_begun=True) if following else {}
        for later in following:
            yield from not_red(later, verdicts, f"already after {step.id}")

    def _tasks_before(self, step: Step) -> Iterator[BoundTask]:
        for earlier in self._chapter.steps[: step.number - 1]:
            yield from earlier.tasks


def not_red(step: Step, verdicts: Mapping[str, Verdict], when: str) -> Iterator[Fault]:
    """Checks that are not waiting or failed for a reason of their own, and guards in error.

    Those that cannot be judged here are skipped.
    """
    for task in step.tasks:
        verdict = verdicts[task.key]
        if task.is_guard:
            if verdict.state is State.ERROR:
                yield fault_at(task, f"could not be judged {when}: {verdict.words}")
        elif verdict.state is State.SKIPPED:
            yield skip_at(task, verdict)
        elif not verdict.state.is_red:
            yield fault_at(task, f"is {verdict.state}, not red, {when}: {verdict.words}")
        elif not verdict.words:
            yield fault_at(task, f"is red without a reason {when}")


def told(verdicts: Mapping[str, Verdict], task: BoundTask) -> str:
    """A task's verdict in words."""
    verdict = verdicts.get(task.key)
    return f"{verdict.state}: {verdict.words}" if verdict else "not judged"


def _holds(verdict: Verdict | None) -> bool:
    """Passed, or as good as this machine can tell."""
    return verdict is not None and verdict.state in {State.PASSED, State.SKIPPED}


def _is_broken(verdict: Verdict | None) -> bool:
    return verdict is None or verdict.state is not State.PASSED
