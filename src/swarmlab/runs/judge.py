"""Looks at the swarm and judges the tasks whose sentences read what has changed.

The judge is asked by one thread at a time (the watch, or the runner after a unit); a lock
sees to it. It stores verdicts, notes a step as done for good, and takes the baseline of
the step that begins then: once, and never again by looking.
"""

from __future__ import annotations

import math
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from swarmlab.checks.baseline import Baseline
from swarmlab.checks.scene import Scene
from swarmlab.checks.source import ASKED, Source
from swarmlab.checks.verdict import State, error
from swarmlab.patience import patient
from swarmlab.runs.events import SnapshotTaken, StepDone, TaskVerdict, VerdictsChanged
from swarmlab.swarm.collect import certificates, collect
from swarmlab.swarm.shelf import CertificateShelf
from swarmlab.swarm.together import together

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from swarmlab.checks.verdict import Verdict
    from swarmlab.runs.events import Event
    from swarmlab.runs.model import BoundChapter, BoundTask, Lab, Step
    from swarmlab.runs.progress import Progress
    from swarmlab.swarm.command import FinishedCommand, Journal
    from swarmlab.swarm.link import Link
    from swarmlab.swarm.snapshot import Snapshot

_EVALUATION_SECONDS = patient(6.0)
"""A check bounds itself to 5 s; this is for the case that one does not."""


class Judge:
    """The judge of one run's tasks."""

    def __init__(
        self,
        lab: Lab,
        progress: Progress,
        tell: Callable[[Event], None],
        lacks: frozenset[str] = frozenset(),
    ) -> None:
        self._lab = lab
        self._progress = progress
        self._tell = tell
        self._lacks = lacks
        self._lock = threading.RLock()
        self._links: Mapping[str, Link] = {}
        self._journal: list[FinishedCommand] = list(progress.journal())
        self._verdicts: dict[str, Mapping[str, TaskVerdict]] = {}
        self._done: dict[str, float] = dict(progress.done_steps())
        self._versions: dict[Source, int] = dict.fromkeys(Source, 0)
        self._judged: dict[str, tuple[int, ...]] = {}
        self._snapshot: Snapshot | None = None
        self._shelf = CertificateShelf()

    @property
    def snapshot(self) -> Snapshot | None:
        """The last look."""
        return self._snapshot

    def attach(self, links: Mapping[str, Link]) -> None:
        """Judge these nodes from now on; fresh ones make every earlier look worthless."""
        with self._lock:
            self._links = dict(links)
            self._snapshot = None
            self._shelf = CertificateShelf()
            self._judged.clear()

    def forget(self, steps: Iterable[str], undo: Iterable[str] = ()) -> None:
        """The nodes are fresh: drop what was seen of steps; those in ``undo`` are open again."""
        with self._lock:
            names, undone = list(steps), list(undo)
            self._progress.fresh_nodes(names)
            self._progress.undo(undone)
            self._journal.clear()
            for name in names:
                self._verdicts.pop(name, None)
            for name in undone:
                self._done.pop(name, None)
            self._judged.clear()

    def verdicts(self, step: str) -> Mapping[str, TaskVerdict]:
        """The last verdicts of a step by task key, stored ones at first."""
        known = self._verdicts.get(step)
        if known is None:
            # A look in another thread may have stored newer ones by now: they stay.
            known = self._verdicts.setdefault(step, dict(self._progress.verdicts(step)))
        return known

    def is_done(self, step: str) -> bool:
        """Whether the step was done once."""
        return step in self._done

    def add_command(self, command: FinishedCommand) -> None:
        """A command ended; its texts are masked. Never waits for a look that goes on."""
        self._journal.append(command)
        self._progress.add_command(command)

    def begin(self, step: Step) -> None:
        """Take the baseline of a step now: its nodes are at its start."""
        with self._lock:
            snapshot = self._look(())
            self._begin(step, snapshot)

    def has_begun(self, step: Step) -> bool:
        """Whether the step has a baseline."""
        return self._progress.baseline(step.id) is not None

    def look(self, steps: Sequence[Step], changed: Iterable[Source] = tuple(Source)) -> None:
        """Take a snapshot, judge what is stale in these steps, store and tell."""
        with self._lock:
            if not self._links:
                return
            snapshot = self._look(changed)
            for step in steps:
                self._judge(step, snapshot)

    def try_out(self, *steps: Step, as_if_begun: bool = False) -> Mapping[str, Verdict]:
        """Judge steps now, in one look, without storing anything; verdicts by task key.

        Args:
            steps: whose tasks.
            as_if_begun: with a baseline of this moment and an empty journal, as each step
                would see the swarm if it began now.
        """
        with self._lock:
            snapshot = self._look(())
            found: dict[str, Verdict] = {}
            for step in steps:
                if as_if_begun:
                    scene = self._scene(snapshot, self._baseline(step, snapshot), ())
                else:
                    scene = self._scene_of(step, snapshot)
                found |= self._evaluate(step.tasks, scene)
            return found

    def _look(self, changed: Iterable[Source]) -> Snapshot:
        before, now = self._snapshot, collect(self._links, self._shelf)
        for source in (*changed, *_differing(before, now)):
            self._versions[source] += 1
        self._snapshot = now
        if before is None or replace(before, taken_at=now.taken_at) != now:
            self._tell(SnapshotTaken(now))
        return now

    def _judge(self, step: Step, snapshot: Snapshot) -> None:
        before = self.verdicts(step.id)
        stale = [task for task in step.tasks if self._is_stale(task, before)]
        if not stale and self.is_done(step.id):
            return
        # What the snapshot tells already need not wait for what a node must be asked.
        known = [task for task in stale if not task.check.reads & ASKED]
        asked = [task for task in stale if task.check.reads & ASKED]
        scene = self._scene_of(step, snapshot)
        for tasks in filter(None, (known, asked)):
            self._update(step, tasks, scene)
        # Again without anything stale: the last time it may not have been stored.
        if all_hold(step, self.verdicts(step.id)):
            self._finish(step, scene)

    def _update(self, step: Step, tasks: Sequence[BoundTask], scene: Scene) -> None:
        before = self.verdicts(step.id)
        found = self._evaluate(tasks, scene)
        after = {**before, **_since(found, before)}
        if after != before:
            self._progress.set_verdicts(step.id, after)
            self._verdicts[step.id] = after
            self._tell(VerdictsChanged(step.id, after))
        for task in tasks:
            self._judged[task.key] = self._read_versions(task)

    def _finish(self, step: Step, scene: Scene) -> None:
        """All tasks hold: the next step begins, and this one is done if it was not yet.

        What was typed for this step stays this step's. The last command may have ended while
        the swarm was looked at; then its effect is in none but a new look.
        """
        following = self._following(step)
        if following is not None and self.has_begun(step) and not self.has_begun(following):
            last, snapshot = max((c.ended for c in scene.journal), default=0.0), scene.snapshot
            if last >= snapshot.taken_at:
                snapshot = self._look(())
            self._begin(following, snapshot, after=last)
        if not self.is_done(step.id):
            self._progress.set_done(step.id)
            self._done[step.id] = time.time()
            self._tell(StepDone(step.id))

    def _begin(self, step: Step, snapshot: Snapshot, after: float = 0.0) -> None:
        began = max(snapshot.taken_at, math.nextafter(after, math.inf))
        self._progress.begin_step(step.id, self._baseline(step, snapshot), began)
        for task in step.tasks:
            self._judged.pop(task.key, None)

    def _baseline(self, step: Step, snapshot: Snapshot) -> Baseline:
        if not any(Source.CERTIFICATES in task.check.reads for task in step.tasks):
            return Baseline.take(snapshot)
        members = [name for name, view in snapshot.views.items() if view.node_id]
        return Baseline.take(snapshot, certificates(self._links, members))

    def _following(self, step: Step) -> Step | None:
        return next(iter(self._lab.chapter(step.chapter).steps[step.number :]), None)

    def _is_stale(self, task: BoundTask, before: Mapping[str, TaskVerdict]) -> bool:
        known = before.get(task.key)
        return (
            known is None
            or known.verdict.state is State.ERROR
            or self._judged.get(task.key) != self._read_versions(task)
        )

    def _read_versions(self, task: BoundTask) -> tuple[int, ...]:
        return tuple(self._versions[source] for source in sorted(task.check.reads))

    def _evaluate(self, tasks: Sequence[BoundTask], scene: Scene) -> dict[str, Verdict]:
        return {task.key: verdict for task, verdict in _side_by_side(tasks, scene)}

    def _scene_of(self, step: Step, snapshot: Snapshot) -> Scene:
        """A step sees the commands from its beginning to the beginning of the next."""
        baseline, began, ended = None, 0.0, float("inf")
        for other in self._lab.chapter(step.chapter).steps:
            stored = self._progress.baseline(other.id)
            if stored and other.number <= step.number:
                # Who skips ahead is compared with the last step that did begin.
                baseline, began = stored
            elif stored:
                ended = stored[1]
                break
        journal = tuple(c for c in tuple(self._journal) if began <= c.ended < ended)
        return self._scene(snapshot, baseline, journal)

    def _scene(self, snapshot: Snapshot, baseline: Baseline | None, journal: Journal) -> Scene:
        return Scene(
            snapshot=snapshot,
            baseline=baseline,
            journal=journal,
            links=self._links,
            nodes=tuple(self._links),
            lacks=self._lacks,
        )


def all_hold(step: Step, verdicts: Mapping[str, TaskVerdict]) -> bool:
    """Whether every task of the step has passed, or is skipped beside one that has."""
    states = [verdicts[task.key].verdict.state for task in step.tasks if task.key in verdicts]
    return (
        len(states) == len(step.tasks)
        and State.PASSED in states
        and all(state in {State.PASSED, State.SKIPPED} for state in states)
    )


def judged_steps(
    chapter: BoundChapter, current: Step | None, is_done: Callable[[str], bool]
) -> list[Step]:
    """The step shown, and the first one open before it: paging on must not lose a step."""
    first_open = next((step for step in chapter.steps if not is_done(step.id)), None)
    chosen = {step.number: step for step in (first_open, current) if step is not None}
    last = current.number if current else len(chapter.steps)
    return [chosen[number] for number in sorted(chosen) if number <= last]


def _side_by_side(tasks: Sequence[BoundTask], scene: Scene) -> Iterable[tuple[BoundTask, Verdict]]:
    asking = [task for task in tasks if task.check.reads & ASKED]
    calls = {task.key: lambda task=task: task.check.evaluate(scene) for task in asking}
    asked = together(calls, _EVALUATION_SECONDS)
    for task in tasks:
        answer = asked.get(task.key)
        if answer is None:
            yield task, task.check.evaluate(scene)
        elif isinstance(answer, Exception):
            yield (
                task,
                error("looking took too long; the task is neither passed nor failed"),
            )
        else:
            yield task, answer


def _differing(before: Snapshot | None, now: Snapshot) -> Iterable[Source]:
    if before is None:
        return tuple(Source)
    parts = {
        Source.NODES: ("views", "members", "seen_from"),
        Source.SWARM: ("swarm", "seen_from"),
        Source.SERVICES: ("services", "tasks", "networks", "configs", "seen_from"),
        Source.SECRETS: ("secrets", "configs", "services", "seen_from"),
    }
    return [
        source
        for source, names in parts.items()
        if any(getattr(before, name) != getattr(now, name) for name in names)
    ]


def _since(
    found: Mapping[str, Verdict], before: Mapping[str, TaskVerdict]
) -> dict[str, TaskVerdict]:
    now = time.time()
    result: dict[str, TaskVerdict] = {}
    for key, verdict in found.items():
        known = before.get(key)
        same = known is not None and known.verdict.state is verdict.state
        result[key] = TaskVerdict(verdict, known.since if known and same else now)
    return result
