"""A session that behaves: units run when entered, verdicts follow, events are told."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from swarmlab.checks.verdict import State, passed, waiting
from swarmlab.checks.vocabulary import bind
from swarmlab.deck.model import PowerUnit, ShellUnit
from swarmlab.deck.parse import parse_chapter
from swarmlab.errors import EngineGone, RunNotFound, StartFailed, UnitFailed
from swarmlab.nodes.spec import NodeSpec
from swarmlab.runs.events import (
    BootProgress,
    CommandFinished,
    NodeChanged,
    Rebooted,
    ReplayProgress,
    SnapshotTaken,
    StepDone,
    TaskVerdict,
    UnitChanged,
    VerdictsChanged,
)
from swarmlab.runs.model import BoundChapter, BoundTask, Lab, Place, Step
from swarmlab.runs.quizzes import QuizAnswer
from swarmlab.runs.typist import TypingStopped
from swarmlab.swarm.command import FinishedCommand
from swarmlab.tui.draw.boot import PHASES
from swarmlab.tui.ports import EngineWord
from tests.fakes.attending import FakeAttending
from tests.fakes.scores import FakeScores
from tests.fakes.shell import FakeShell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from swarmlab.checks.verdict import Verdict
    from swarmlab.deck.expectation import Capture
    from swarmlab.deck.model import Position, Unit
    from swarmlab.errors import SwarmlabError
    from swarmlab.runs.events import (
        Event,
    )
    from swarmlab.swarm.snapshot import Snapshot

AT = 1_795_271_400.0
"""A Saturday of November 2026, 14:30 UTC: the fixed clock of what the fakes tell."""

ENGINE = EngineWord(
    answers=True,
    version="26.1.5",
    cgroup="v2",
    target='unix socket of this machine, by the context "default"',
    memory_free=31_000_000_000,
    image="node image found",
)


def lab_from(*texts: str, nodes: tuple[str, ...] = ("manager1", "worker1", "worker2")) -> Lab:
    """A lab of chapters written as Markdown, parsed and bound by the real rooms."""
    chapters = tuple(_chapter(text, number, nodes) for number, text in enumerate(texts, 1))
    return Lab("least-privilege", "Least privilege on Docker Swarm",
               "Who may do what in a swarm, tried from both sides.", Path("least-privilege.toml"),
               tuple(NodeSpec(name) for name in nodes), chapters)  # fmt: skip


def _chapter(text: str, number: int, nodes: tuple[str, ...]) -> BoundChapter:
    parsed = parse_chapter(text, Path(f"chapter{number}.md"))
    assert parsed.chapter is not None, parsed.diagnostics
    steps = [slide for slide in parsed.chapter.slides if slide.is_step]
    return BoundChapter(parsed.chapter, tuple(
        Step(parsed.chapter.name, n, slide, tuple(
            BoundTask(f"{parsed.chapter.name}#{slide.anchor}/{i}", i, task,
                      bind(task.sentence, nodes))
            for i, task in enumerate(slide.tasks, 1)))
        for n, slide in enumerate(steps, 1)))  # fmt: skip


class FakeSession(FakeAttending):
    """Everything the screens need; ``after`` says which verdicts follow a unit's text."""

    def __init__(self, lab: Lab, *, booted: bool = True, started_at: float = AT) -> None:
        self._lab, self._booted = lab, booted
        self._place = Place(lab.chapters[0].name)
        self._listeners: list[Callable[[Event], None]] = []
        self._shells: dict[tuple[str, str | None], FakeShell] = {}
        self._verdicts: dict[str, dict[str, TaskVerdict]] = {}
        self._done: set[str] = set()
        self._pasted: dict[str, ShellUnit] = {}
        self.started = started_at
        self.scores = FakeScores(self._record)
        self.usual: dict[Place, float] = {}
        self.engine_word = ENGINE
        self.last_snapshot: Snapshot | None = None
        self.after: dict[str, list[tuple[int, Verdict]]] = {}
        self.boot_error: SwarmlabError | None = None
        self.boot_gate: threading.Event | None = None
        """A boot waits for it after its first phases."""
        self.cancelled = threading.Event()
        self.kernel_lacks: frozenset[str] = frozenset()
        self.answers: dict[str, tuple[int, str]] = {}
        """By a unit's text: with what status it ends, and what it prints."""
        self.unit_gate: threading.Event | None = None
        """A unit that is run waits for it before it ends."""
        self.shell_gate: threading.Event | None = None
        """A shell that is opened waits for it."""
        self.calls: list[str] = []
        self.quiz_given: dict[str, QuizAnswer] = {}
        self.captured: list[Capture] = []
        self.fresh_nodes = True
        self.gate_at: Position | None = None
        """The unit at which a solution that is typed waits, or fails."""
        self.type_error: UnitFailed | None = None
        self.stopped = threading.Event()
        super().__init__()
        self.refuse: SwarmlabError | None = None
        """Raised by every call that changes something."""

    # What is instant

    @property
    def lab(self) -> Lab:
        return self._lab

    @property
    def place(self) -> Place:
        return self._place

    @property
    def engine(self) -> EngineWord:
        return self.engine_word

    @property
    def booted(self) -> bool:
        return self._booted

    @property
    def usual_boot_seconds(self) -> float | None:
        return 1.6

    def usual_seconds(self, place: Place) -> float | None:
        return self.usual.get(place)

    @property
    def started_at(self) -> float:
        return self.started

    @property
    def snapshot(self) -> Snapshot | None:
        return self.last_snapshot

    @property
    def node_names(self) -> tuple[str, ...]:
        chapter = self._lab.chapter(self._place.chapter).chapter
        return tuple(n.name for n in self._lab.nodes if n.name in chapter.nodes)

    def listen(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def tell(self, *events: Event) -> None:
        for event in events:
            for listener in list(self._listeners):
                listener(event)

    def move(self, place: Place) -> None:
        self._place = place

    def needs_fresh_nodes(self, chapter: str) -> bool:
        return self.fresh_nodes

    def verdicts(self, step: Step) -> Mapping[str, TaskVerdict]:
        return dict(self._verdicts.get(step.id, {}))

    def step_is_done(self, step_id: str) -> bool:
        return step_id in self._done

    # Nodes

    def boot(self) -> None:
        self._record("boot")
        self._bring_up()

    def _bring_up(self) -> None:
        names = self.node_names
        for phase in PHASES:
            for number, node in enumerate(names):
                if self.boot_error and phase == "engine" and node == names[-1]:
                    raise self.boot_error
                if self.boot_gate and phase == PHASES[2 + (number == 0)]:
                    self._wait_at_gate()
                self.tell(BootProgress(node, phase, 1.1))
        self.tell(ReplayProgress(1, 1, "step"))
        self._booted = True

    def _wait_at_gate(self) -> None:
        assert self.boot_gate is not None
        for _ in range(1500):
            if self.boot_gate.wait(0.01):
                return
            if self.cancelled.is_set():
                raise StartFailed("the start was stopped")
        raise StartFailed("the test never opened the gate")

    def cancel_boot(self) -> None:
        self.calls.append("cancel_boot")
        self.cancelled.set()

    def enter(self, place: Place) -> None:
        self._record(f"enter {place.chapter}")
        self._place = place
        if self.fresh_nodes:
            self._bring_up()
        self.tell(Rebooted("another chapter"))

    def reset_step(self, step: Step) -> None:
        self._record(f"reset {step.id}")
        self._fresh()

    def reset_lab(self) -> None:
        self._record("reset lab")
        self._fresh()

    def _fresh(self) -> None:
        self._shells.clear()
        self._verdicts.clear()
        self._bring_up()
        self.tell(Rebooted("reset"))

    def rebuild(self, node: str) -> None:
        self._record(f"rebuild {node}")
        self._shells.pop((node, None), None)
        self.tell(NodeChanged(node, alive=True, word="fresh shell"))

    def log(self, node: str) -> str:
        return f"{node} started"

    def leave(self, *, keep: bool) -> None:
        self._record("leave keep" if keep else "leave remove")
        self._booted = keep

    # Units and verdicts

    def shell(self, node: str, name: str | None = None) -> FakeShell:
        if self.shell_gate is not None:
            self.shell_gate.wait(15)
        if node not in self.node_names:
            raise RunNotFound(f"{node} is not up")
        key = (node, name)
        if key not in self._shells:
            self._shells[key] = FakeShell(node, lambda line: self._entered(node, line), name)
        return self._shells[key]

    def paste_unit(self, unit: ShellUnit) -> bool:
        if unit.needs in self.kernel_lacks:
            self.tell(UnitChanged(unit.position, "skipped", AT, reason="this kernel has no IPVS"))
            return False
        self._record(f"paste {unit.node}")
        self.shell(unit.node, unit.shell).paste(unit.text)
        self._pasted[unit.node] = unit
        self.tell(UnitChanged(unit.position, "pasted", AT))
        return True

    def _entered(self, node: str, line: str) -> str:
        unit = self._pasted.pop(node, None)
        if unit is not None and line == unit.text.rstrip("\n"):
            self.tell(UnitChanged(unit.position, "running", AT),
                      UnitChanged(unit.position, "ran", AT, seconds=0.9))  # fmt: skip
            self._judge(unit)
        return ""

    def run_unit(self, unit: Unit) -> None:
        if isinstance(unit, ShellUnit):
            self._run_in_shell(unit)
        elif isinstance(unit, PowerUnit):
            self._record(f"power {unit.node} {' '.join(unit.verbs)}")
            self._shells.pop((unit.node, None), None)
        else:
            self._record(f"run {unit.node}")
        self._judge(unit)

    def _run_in_shell(self, unit: ShellUnit) -> None:
        if unit.needs in self.kernel_lacks:
            self.tell(UnitChanged(unit.position, "skipped", AT, reason="this kernel has no IPVS"))
            return
        self._record(f"run {unit.node}")
        self.tell(UnitChanged(unit.position, "running", AT))
        status, output = self.answers.get(unit.text.strip(), (0, ""))
        self.tell(CommandFinished(FinishedCommand(
            unit.node, unit.text.strip(), status, output, AT, AT + 0.9, unit.shell)))  # fmt: skip
        if self.unit_gate is not None:
            self.unit_gate.wait(15)
        if status and not unit.refused:
            self.tell(UnitChanged(unit.position, "failed", AT, reason=f"exit {status}"))
            raise UnitFailed(f"exit {status}\n  {output}", place=str(unit.position))
        self.tell(UnitChanged(unit.position, "ran", AT, seconds=0.9))

    def _judge(self, unit: Unit) -> None:
        step = self._lab.chapter(self._place.chapter).step_of(self._place.slide)
        text = getattr(unit, "text", "").strip()
        if step is not None and text in self.after:
            self.set_verdicts(step, dict(self.after[text]))

    def set_verdicts(self, step: Step, verdicts: Mapping[int, Verdict]) -> None:
        """Some tasks of a step, by number, are so from now on."""
        known = self._verdicts.setdefault(step.id, {
            task.key: TaskVerdict(waiting("not tried yet"), AT) for task in step.tasks
        })  # fmt: skip
        known.update({task.key: TaskVerdict(verdicts[task.number], AT + 67)
                      for task in step.tasks if task.number in verdicts})  # fmt: skip
        self.tell(VerdictsChanged(step.id, dict(known)))
        if all(v.verdict.state in {State.PASSED, State.SKIPPED} for v in known.values()):
            self._done.add(step.id)
            self.tell(StepDone(step.id))

    def finish(self, step: Step) -> None:
        """Every task of the step has passed."""
        self.set_verdicts(step, {task.number: passed() for task in step.tasks})

    def see(self, snapshot: Snapshot) -> None:
        """The swarm looks like this now."""
        self.last_snapshot = snapshot
        self.tell(SnapshotTaken(snapshot))

    def look_again(self) -> None:
        self.calls.append("look_again")

    def look(self, step: Step) -> None:
        self.calls.append(f"look {step.id}")

    # Reading

    def quiz_answers(self) -> Mapping[str, QuizAnswer]:
        return dict(self.quiz_given)

    def answer_quiz(self, key: str, chosen: Iterable[int], *, right: bool) -> QuizAnswer:
        self._record(f"answer {key}")
        tries = self.quiz_given[key].tries + 1 if key in self.quiz_given else 1
        self.quiz_given[key] = QuizAnswer(frozenset(chosen), right, AT + 90, tries)
        return self.quiz_given[key]

    def captures(self) -> tuple[Capture, ...]:
        return tuple(self.captured)

    # Help

    def solve(self, step: Step) -> None:
        self._record(f"solve {step.id}")
        self.scores.solutions[step.id] = 1
        self.stopped.clear()
        for unit in step.slide.solution:
            self.tell(UnitChanged(unit.position, "running", AT))
            if unit.position == self.gate_at:
                self._wait_to_type(unit)
            self.tell(UnitChanged(unit.position, "ran", AT, seconds=0.9))
        self.finish(step)

    def _wait_to_type(self, unit: Unit) -> None:
        fault = self.type_error
        if fault is None:
            assert self.stopped.wait(15), "the test never stopped it"
            fault = TypingStopped("the solution was stopped before this unit was done",
                                  place=str(unit.position))  # fmt: skip
        self.tell(UnitChanged(unit.position, "failed", AT, reason=fault.message))
        raise fault

    def stop_solving(self) -> None:
        self.calls.append("stop_solving")
        self.stopped.set()

    def _record(self, call: str) -> None:
        self.calls.append(call)
        if self.refuse is not None:
            raise self.refuse


ENGINE_DIED = EngineGone("no answer for 6 s", next_step="make engine starts it")
