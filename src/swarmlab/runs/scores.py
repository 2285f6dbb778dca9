"""Points, time, attempts and help of a run: what its learner did alone, and with what help.

- A **point** is had for each task that passes while its step is open and before the step's
  solution was shown or typed. A solution shown later takes nothing; one shown before leaves
  0 for good. A guard holds from the beginning, mostly: its point is had when the step is done.
- An **attempt** is a unit or command of the learner's after whose end a task of the step was
  failed. Those that end before the same look at the swarm count as one; what the program
  types itself counts as none.
- **Time** is spent at a step while its nodes are watched and the learner is there: the slide
  of the step, or one before it. Away from the program, or half an hour without a command or
  another slide, it stands still.
"""

from __future__ import annotations

import contextlib
import threading
from collections import Counter
from dataclasses import dataclass, replace
from time import monotonic
from typing import TYPE_CHECKING

from swarmlab.checks.verdict import State
from swarmlab.errors import StoreError
from swarmlab.patience import patient
from swarmlab.runs.events import CommandFinished, StepDone, UnitChanged, VerdictsChanged
from swarmlab.runs.scorebook import Outcome, Scorebook, Work

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from swarmlab.deck.model import Details, Position
    from swarmlab.runs.events import Event, TaskVerdict
    from swarmlab.runs.model import Lab, Step
    from swarmlab.runs.progress import Progress
    from swarmlab.runs.store import Store

STUCK_SECONDS = 180.0
"""How long a task is red before help is offered; once a step."""
IDLE_SECONDS = 1800.0
"""Without a command or another slide for so long, nobody is at work."""
_LONGEST_TICK = patient(10.0)
"""Seconds; two looks further apart than this had no one between them: the machine slept."""
_STORE_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Score:
    """What one step, or several, came to."""

    points: int = 0
    of: int = 0
    """Points that there are: one a task, none for a skipped one."""
    seconds: float = 0.0
    hints: int = 0
    solutions: int = 0
    """How often a solution was shown or typed."""
    attempts: int = 0
    played: bool = False
    """Done by the program on the way to a later place, not by the learner."""


def total(scores: Iterable[Score], seconds: float = 0.0) -> Score:
    """The sum of scores, with seconds spent outside of steps."""
    found = Score(seconds=seconds)
    for score in scores:
        found = Score(
            found.points + score.points, found.of + score.of, found.seconds + score.seconds,
            found.hints + score.hints, found.solutions + score.solutions,
            found.attempts + score.attempts,
        )  # fmt: skip
    return found


def score_of(
    step: Step, help_had: Score, work: Work, outcome: Callable[[str], Outcome | None], *, done: bool
) -> Score:
    """What a step came to.

    Args:
        step: the step.
        help_had: hints and solutions.
        work: what was spent at it.
        outcome: what became of a task, by its key.
        done: whether it was done once.
    """
    outcomes = [outcome(task.key) for task in step.tasks]
    of = sum(found is None or found.state != "skipped" for found in outcomes)
    points = sum(found.point for found in outcomes if found)
    if done and not any(outcomes) and not work.played:
        points = 0 if help_had.solutions else of  # done before points were kept
    return replace(
        help_had, points=points, of=of, seconds=work.seconds, attempts=work.attempts,
        played=work.played,
    )  # fmt: skip


class Scores:
    """The scores of a run, kept as events come.

    Args:
        store: the progress file.
        progress: the run's progress, where hints and solutions are counted.
        where: the step the learner is at or before, or the chapter's name after the last one.
        is_done: whether a step was done once.
        lab: which tasks are guards; may be left out by who only reads.
    """

    def __init__(
        self,
        store: Store,
        progress: Progress,
        where: Callable[[], str] = str,
        is_done: Callable[[str], bool] | None = None,
        lab: Lab | None = None,
    ) -> None:
        self._progress = progress
        self._book = Scorebook(store, progress.run)
        self._where = where
        self._is_done = is_done or progress.is_done
        tasks = [task for step in (lab.steps if lab else ()) for task in step.tasks]
        self._guards = {task.key for task in tasks if task.is_guard}
        self._holding: dict[str, Mapping[str, TaskVerdict]] = {}
        self._lock = threading.RLock()
        self._hints = Counter(progress.hints())
        self._solutions = Counter(progress.solutions())
        self._outcomes = dict(self._book.outcomes())
        self._work = dict(self._book.work())
        self._new: dict[str, Outcome] = {}
        self._unstored: set[str] = set()
        self._running: set[Position] = set()
        self._tried = False
        self._played = 0
        self._replayed = 0
        self._at, self._ticked, self._alive, self._stored = "", 0.0, 0.0, 0.0

    # --- what is known -----------------------------------------------------------------

    def score(self, step: Step) -> Score:
        """What the step came to so far. Instant."""
        return score_of(
            step,
            Score(hints=self._hints[step.id], solutions=self._solutions[step.id]),
            self._work.get(step.id, Work()),
            self._outcomes.get,
            done=self._is_done(step.id),
        )

    def outcome(self, task: str) -> Outcome | None:
        """What became of a task, by its key; None while that is open. Instant."""
        return self._outcomes.get(task)

    def seconds(self, chapter: str) -> float:
        """The working time in a chapter. Instant: it never waits for what is being stored."""
        spent = tuple(self._work.items())
        return sum(work.seconds for place, work in spent if place.partition("#")[0] == chapter)

    def of_chapter(self, chapter: str, steps: Sequence[Step]) -> Score:
        """What a chapter came to, the time on its other slides included. Instant."""
        spent = self._work.get(chapter, Work()).seconds
        return total(map(self.score, steps), spent)

    # --- help --------------------------------------------------------------------------

    def next_hint(self, step: Step) -> Details | None:
        """Reveal and count the next hint of a step; None when there are no more."""
        hints = step.slide.details("hint")
        shown = self._hints[step.id]
        if shown >= len(hints):
            return None
        self._progress.add_hint(step.id)
        self._hints[step.id] += 1
        return hints[shown]

    def hints_shown(self, step_id: str) -> int:
        """How many hints were shown. Instant."""
        return self._hints[step_id]

    def record_solution(self, step: Step) -> None:
        """Count that the solution was shown or typed."""
        self._progress.add_solution(step.id)
        self._solutions[step.id] += 1

    def solutions_shown(self, step_id: str) -> int:
        """How often the solution was shown or typed. Instant."""
        return self._solutions[step_id]

    def forget(self) -> None:
        """The learner begins anew: nothing was had and nothing spent."""
        with self._lock:
            self._book.forget()
            for known in (self._hints, self._solutions, self._outcomes, self._work, self._new,
                          self._unstored, self._holding):  # fmt: skip
                known.clear()

    # --- what comes in -----------------------------------------------------------------

    @contextlib.contextmanager
    def playing(self, *, replay: bool = False) -> Iterator[None]:
        """The program works on the nodes itself: no attempts; in a replay, no points either."""
        with self._lock:
            self._played += 1
            self._replayed += replay
        try:
            yield
        finally:
            with self._lock:
                self._played -= 1
                self._replayed -= replay
                self._running.clear()
                self._tried = False

    def hear(self, event: Event) -> None:
        """Take in what the run told."""
        with self._lock:
            match event:
                case VerdictsChanged() if not self._replayed and not self._is_done(event.step):
                    self._holding[event.step] = event.verdicts
                    self._judged(event.step, event.verdicts, self._guards)
                case StepDone():
                    if not self._replayed:
                        self._judged(event.step, self._holding.pop(event.step, {}), set())
                    self._change(event.step, played=self._replayed > 0)
                    self.store()
                case UnitChanged(phase="running"):
                    self._running.add(event.unit)
                case UnitChanged(phase="ran" | "failed"):
                    self._running.discard(event.unit)
                    self._did()
                case CommandFinished() if not self._running:
                    self._did()
                case _:
                    pass

    def looking(self) -> bool:
        """A look at the swarm begins; whether the learner did something since the last one."""
        with self._lock:
            self._tick(monotonic(), self._where())
            tried, self._tried = self._tried, False
            return tried

    def looked(
        self, steps: Sequence[Step], verdicts: Callable[[str], Mapping[str, TaskVerdict]]
    ) -> None:
        """The look after something was done ended: an attempt, where a task is failed."""
        for step in reversed(steps):
            failed = any(v.verdict.state is State.FAILED for v in verdicts(step.id).values())
            if failed and not self._is_done(step.id):
                with self._lock:
                    known = self._work.get(step.id, Work())
                    self._change(step.id, attempts=known.attempts + 1)
                return

    def store(self) -> None:
        """Write down what is new; what cannot be written now is tried again later."""
        with self._lock, contextlib.suppress(StoreError):
            self._stored = monotonic()
            for task in list(self._new):
                self._book.add_outcome(task, self._new[task])
                del self._new[task]
            for place in list(self._unstored):
                self._book.set_work(place, self._work[place])
                self._unstored.discard(place)

    # --- inside ------------------------------------------------------------------------

    def _judged(
        self, step: str, verdicts: Mapping[str, TaskVerdict], later: Collection[str]
    ) -> None:
        point = 0 if self._solutions[step] else 1
        for task, known in verdicts.items():
            before = self._outcomes.get(task)
            is_new = (before is None or before.state != "passed") and task not in later
            if known.verdict.state is State.PASSED and is_new:
                self._outcomes[task] = self._new[task] = Outcome("passed", point)
            elif known.verdict.state is State.SKIPPED and before is None:
                self._outcomes[task] = self._new[task] = Outcome(
                    "skipped", reason=known.verdict.reason
                )
        if self._new:
            self.store()

    def _did(self) -> None:
        self._alive = monotonic()
        self._tried = not self._played

    def _tick(self, now: float, place: str) -> None:
        """Seconds since the last look were spent where the learner was then."""
        if place != self._at:
            self._alive = now
        elapsed = now - self._ticked
        if self._at and elapsed <= _LONGEST_TICK and now - self._alive <= IDLE_SECONDS:
            known = self._work.get(self._at, Work())
            self._change(self._at, seconds=known.seconds + elapsed)
        self._at, self._ticked = place, now
        if now - self._stored > _STORE_SECONDS:
            self.store()

    def _change(self, place: str, **values: float) -> None:
        known = self._work.get(place, Work())
        changed = replace(known, **values)  # type: ignore[arg-type]
        if changed != known:
            self._work[place] = changed
            self._unstored.add(place)
