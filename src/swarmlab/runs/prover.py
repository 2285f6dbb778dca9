"""Looks, once fresh nodes are there, whether they are what a reset promises."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from swarmlab.checks.verdict import State
from swarmlab.deck.model import PowerUnit
from swarmlab.errors import SwarmlabError
from swarmlab.patience import patient
from swarmlab.runs.replay import starts_in_swarm
from swarmlab.runs.resetting import Part, ResetProof
from swarmlab.swarm.collect import collect

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from swarmlab.checks.verdict import Verdict
    from swarmlab.runs.ground import Thing
    from swarmlab.runs.judge import Judge
    from swarmlab.runs.model import BoundTask, Lab, Step
    from swarmlab.runs.replay import Leg
    from swarmlab.runs.stage import Stage
    from swarmlab.swarm.snapshot import OwnView, Snapshot

SETTLE_SECONDS = patient(10.0)
"""How long what was made may take to be seen everywhere; each task held once already."""
_LOOK_SECONDS = patient(0.1)
_STATES = {"kill": "stopped", "start": "running", "restart": "running",
           "pause": "paused", "unpause": "running"}  # fmt: skip


@dataclass(frozen=True)
class Prover:
    """What proving needs of a run."""

    lab: Lab
    judge: Judge
    stage: Stage
    foreign: Callable[[], tuple[Thing, ...]]
    """What the engine holds of the run that the present attempt did not make."""
    cancelled: threading.Event

    def arrived(
        self, what: str, begun: float, chapter: str, way: Sequence[Leg], step: Step | None
    ) -> ResetProof:
        """Prove that the nodes are at the end of a way, where a step begins.

        Args:
            what: what was done, in words.
            begun: when, of ``time.monotonic()``.
            chapter: whose nodes they are.
            way: what brought them there.
            step: the step that begins there; None past the last.
        """
        made = _made(way)
        checks = [task for task in step.tasks if not task.is_guard] if step else []
        verdicts = self._settled(made, step, checks)
        nodes, running = self._nodes(chapter, way)
        before = self._before(chapter, way, made, verdicts)
        wrong = (*nodes, *before.wrong)
        preconditions = Part(f"{running}, {before.found}", wrong, before.skipped)
        red = _red(checks, verdicts)
        clean = self._clean()
        return ResetProof(what, time.monotonic() - begun, preconditions, red, clean)

    def rebuilt(self, name: str, begun: float, was: str) -> ResetProof:
        """Prove that one node is a fresh one outside the swarm.

        Args:
            name: the node.
            begun: when it was to be replaced, of ``time.monotonic()``.
            was: the container it was before.
        """
        wrong = [*_unlike(name, self._state(name), "running")]
        if self.stage.node(name).container_id == was:
            wrong.append(f"{name} is the container it was")
        view = collect({name: self.stage.node(name).link}).views[name]
        if not view.reachable:
            wrong.append(f"{name} does not answer: {view.problem}")
        outside = () if view.state == "inactive" else (f"{name} is in a swarm: {view.state}",)
        red = Part(f"{name} is in no swarm", outside if view.reachable else ())
        preconditions = Part(f"{name} runs and answers", tuple(wrong))
        clean = self._clean()
        words = f"fresh {name}"
        return ResetProof(words, time.monotonic() - begun, preconditions, red, clean)

    # --- the three ---------------------------------------------------------------------

    def _before(
        self, chapter: str, way: Sequence[Leg], made: Sequence[BoundTask],
        verdicts: Mapping[str, Verdict],
    ) -> Part:  # fmt: skip
        if not any(leg.units for leg in way):
            return self._start(chapter)
        skipped = [_said(t, verdicts) for t in made if _state(t, verdicts) is State.SKIPPED]
        wrong = [
            f"{_said(task, verdicts)}, and was to hold" for task in made if _breaks(task, verdicts)
        ]
        held = len(made) - len(skipped)
        return Part(f"{_counted(held, 'task')} before {_do(held, 'hold')}",
                    tuple(wrong), tuple(skipped))  # fmt: skip

    def _start(self, chapter: str) -> Part:
        """The nodes as they came up: in one swarm, or in none."""
        snapshot = self.judge.snapshot
        assert snapshot is not None  # it was looked just now
        if starts_in_swarm(self.lab, chapter):
            return Part("all in one swarm", tuple(_not_in_swarm(snapshot)))
        outside = (
            f"{view.node} is to be in no swarm, and is {_membership(view)}"
            for view in snapshot.views.values()
            if view.state != "inactive"
        )
        return Part("in no swarm", tuple(outside))

    def _clean(self) -> Part:
        found = "nothing is left over"
        try:
            self.stage.await_gone()
            left = self.foreign()
        except SwarmlabError as fault:
            return Part(found, (f"what is left over cannot be told: {fault}",))
        return Part(found, tuple(f"left over: {thing}" for thing in left))

    def _nodes(self, chapter: str, way: Sequence[Leg]) -> tuple[list[str], str]:
        """What is wrong with the nodes, and the words for what should be."""
        wanted = dict.fromkeys(self.lab.chapter(chapter).chapter.nodes, "running")
        for leg in way:
            for unit in leg.units:
                if isinstance(unit, PowerUnit):
                    wanted[unit.node] = _STATES[unit.verbs[-1]]
        wrong = [
            w for name, state in wanted.items() for w in _unlike(name, self._state(name), state)
        ]
        running = sum(state == "running" for state in wanted.values())
        others = [f"{name} {state}" for name, state in wanted.items() if state != "running"]
        return wrong, ", ".join((f"{_counted(running, 'node')} {_do(running, 'run')}", *others))

    def _state(self, name: str) -> str:
        try:
            return self.stage.node(name).state()
        except SwarmlabError as fault:
            return f"not to be seen: {fault}"

    # --- looking -----------------------------------------------------------------------

    def _settled(
        self, made: Sequence[BoundTask], step: Step | None, checks: Sequence[BoundTask]
    ) -> Mapping[str, Verdict]:
        """Verdicts once all are as they must be, or when it took too long."""
        keys = {task.key for task in made}
        steps = [s for s in self.lab.steps if any(task.key in keys for task in s.tasks)]
        steps += [step] if step is not None and step not in steps else []
        deadline = time.monotonic() + SETTLE_SECONDS
        while True:
            verdicts = self.judge.try_out(*steps)
            is_so = not any(_breaks(t, verdicts) for t in made) and all(
                _state(t, verdicts).is_red or _state(t, verdicts) is State.SKIPPED for t in checks
            )
            if is_so or time.monotonic() >= deadline or self.cancelled.wait(_LOOK_SECONDS):
                return verdicts


def _red(checks: Sequence[BoundTask], verdicts: Mapping[str, Verdict]) -> Part:
    skipped = [_said(t, verdicts) for t in checks if _state(t, verdicts) is State.SKIPPED]
    wrong = [
        f"{_said(task, verdicts)}, and was to be red"
        for task in checks
        if not _state(task, verdicts).is_red and _state(task, verdicts) is not State.SKIPPED
    ]
    red = len(checks) - len(skipped)
    found = f"{_counted(red, 'check')} {'is' if red == 1 else 'are'} red"
    return Part(found if checks else "no check to be red", tuple(wrong), tuple(skipped))


def _made(way: Sequence[Leg]) -> list[BoundTask]:
    """The tasks that hold at the end of a way: of its last chapter, but what a step breaks."""
    if not way:
        return []
    steps = [leg.step for leg in way if leg.step is not None and leg.chapter == way[-1].chapter]
    broken = {task for step in steps for task in step.slide.breaks}
    return [task for step in steps for task in step.tasks if task.task.id not in broken]


def _not_in_swarm(snapshot: Snapshot) -> Iterator[str]:
    for view in snapshot.views.values():
        if view.state != "active":
            yield f"{view.node} is to be in the swarm, and is {_membership(view)}"
    ready = {member.hostname for member in snapshot.members if member.status == "ready"}
    for name in snapshot.views:
        if name not in ready:
            yield f"the managers do not list {name} as ready"


def _membership(view: OwnView) -> str:
    return view.state if view.reachable else f"not to be reached: {view.problem}"


def _unlike(name: str, state: str, wanted: str) -> tuple[str, ...]:
    return () if state == wanted else (f"{name} is {state}, and was to be {wanted}",)


def _state(task: BoundTask, verdicts: Mapping[str, Verdict]) -> State:
    return verdicts[task.key].state


def _breaks(task: BoundTask, verdicts: Mapping[str, Verdict]) -> bool:
    return _state(task, verdicts) not in {State.PASSED, State.SKIPPED}


def _said(task: BoundTask, verdicts: Mapping[str, Verdict]) -> str:
    verdict = verdicts[task.key]
    reason = f" ({verdict.words})" if verdict.words else ""
    return f"{task.task.sentence}: is {verdict.state}{reason}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _do(number: int, verb: str) -> str:
    return f"{verb}s" if number == 1 else verb
