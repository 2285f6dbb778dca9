"""Where a learner is in a lab and what the screen says of it; knows no widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.checks.verdict import State
from swarmlab.runs.events import (
    NodeChanged,
    SnapshotTaken,
    StepDone,
    UnitChanged,
    VerdictsChanged,
)
from swarmlab.runs.scores import STUCK_SECONDS
from swarmlab.tui import clock, signs
from swarmlab.tui.draw.header import HeaderLook, Steps
from swarmlab.tui.draw.map_look import map_look
from swarmlab.tui.draw.slide import Shown
from swarmlab.tui.draw.swarm import SwarmLook, node_looks, title
from swarmlab.tui.draw.tasks import TaskLook, TasksLook
from swarmlab.tui.reader import Reader
from swarmlab.tui.remembered import FRESH, Remembered, blamed
from swarmlab.tui.whereabouts import Whereabouts

if TYPE_CHECKING:
    from swarmlab.deck.model import Details, Position
    from swarmlab.runs.events import Event, TaskVerdict
    from swarmlab.runs.model import BoundTask, Step
    from swarmlab.tui.draw.map_look import MapLook
    from swarmlab.tui.draw.swarm import NodeLook
    from swarmlab.tui.ports import LabSession

ALL_HINTS = "all hints shown"
_LEAD_HERE = ("r", "reset leads here", "reset")


class Lesson(Whereabouts):
    """The state behind the lab screen."""

    def __init__(self, session: LabSession) -> None:
        super().__init__(session)
        self.nodes = tuple(node.name for node in session.lab.nodes)
        self.reader = Reader(session)
        self.units: dict[Position, UnitChanged] = {}
        self.changed: TaskLook | None = None
        """The task whose verdict changed last, while it is fresh."""
        self._states: dict[str, State] = {}
        self._fresh: dict[str, float] = {}
        self._why: set[Position] = set()
        self._solutions: set[str] = set()
        self._came = clock.now()
        self._nudges: dict[str, tuple[str, str, str] | None] = {}
        """The rung that was offered at each step; None once that is over."""
        self.swarm = Remembered(self.nodes, session.snapshot)

    @property
    def is_last(self) -> bool:
        """The slide is the chapter's last."""
        return self.slide.index + 1 == len(self.chapter.chapter.slides)

    def hear(self, event: Event) -> None:
        """Take in what the session told."""
        match event:
            case UnitChanged():
                self.units[event.unit] = event
            case VerdictsChanged():
                self._compare_verdicts(event)
            case SnapshotTaken():
                self.swarm.compare(event.snapshot)
            case NodeChanged():
                self.swarm.power(event.node, event.word)
            case StepDone():
                self.swarm.step_done()
            case _:
                pass

    def forget_units(self) -> None:
        """Fresh nodes: nothing has run on them."""
        self.units.clear()
        self._states.clear()
        self.swarm = Remembered(self.nodes, self.session.snapshot)

    def _compare_verdicts(self, event: VerdictsChanged) -> None:
        step = self.step
        if step is None or step.id != event.step:
            return
        for task in step.tasks:
            known = event.verdicts.get(task.key)
            if known is None:
                continue
            before = self._states.get(task.key)
            self._states[task.key] = state = known.verdict.state
            if before is not None and before is not state:
                self._fresh[task.key] = clock.ticks() + FRESH
                self.changed = TaskLook(task.number, task.task.spans, known.verdict, known.since)

    def calm(self) -> None:
        """What was fresh some seconds ago is so no longer."""
        now = clock.ticks()
        self._fresh = {key: until for key, until in self._fresh.items() if until > now}
        if not self._fresh:
            self.changed = None

    def tasks(self) -> tuple[TaskLook, ...]:
        """The tasks of the slide with what is known of them."""
        step, now = self.step, clock.ticks()
        if step is None:
            return ()
        verdicts = self.session.verdicts(step)
        return tuple(
            self._task(task, verdicts.get(task.key), fresh=self._fresh.get(task.key, 0) > now)
            for task in step.tasks
        )

    @staticmethod
    def _task(task: BoundTask, known: TaskVerdict | None, *, fresh: bool) -> TaskLook:
        if known is None:
            return TaskLook(task.number, task.task.spans)
        fresh = fresh and known.verdict.state is State.PASSED
        return TaskLook(task.number, task.task.spans, known.verdict, known.since, fresh)

    def tasks_look(self, *, keys_here: bool, one_open: bool) -> TasksLook:
        """What the tasks' pane says."""
        tasks, missed = self.tasks(), self.missed
        said, offered = self._stuck_line(tasks), self.rung()
        if missed is not None:
            said, offered = f"Step {missed.number} is not done yet.", _LEAD_HERE
        return TasksLook(tasks, self.help(), self._done_line(), said, offered,
                         keys_here=keys_here, one_open=one_open)  # fmt: skip

    def help(self) -> tuple[tuple[str, str, str], ...]:
        """What helps on this slide: key, word, action."""
        found: list[tuple[str, str, str]] = []
        step, slide = self.step, self.slide
        hints = len(slide.details("hint")) if step else 0
        if step and hints:
            shown = self.session.scores.hints_shown(step.id)
            word = f"hint {shown + 1} of {hints}" if shown < hints else ALL_HINTS
            found.append(("h", word, "hint"))
        if slide.details("why"):
            found.append(("w", "why", "why"))
        if step and slide.solution:
            found.append(("x", "solution", "solution"))
        return tuple(found)

    def rung(self) -> tuple[str, str, str] | None:
        """The next rung of the ladder of help, hints first: key, word, action; None at its top."""
        rungs = [entry for entry in self.help() if entry[2] != "why" and entry[1] != ALL_HINTS]
        return rungs[0] if rungs else None

    def _done_line(self) -> str:
        step = self.step
        if step is None or not self.session.step_is_done(step.id):
            return ""
        on = "space sums the chapter up" if self.is_last else "space goes on"
        return f"Step {step.number} done. {on}"

    def _stuck_line(self, tasks: tuple[TaskLook, ...]) -> str:
        """Once a step: it goes for good when help was taken, or when nothing is red any more."""
        step, rung = self.step, self.rung()
        if step is None or rung is None or self.session.step_is_done(step.id):
            return ""
        red = [max(task.since, self._came) for task in tasks if task.state is State.FAILED]
        minutes = int(clock.now() - min(red)) // 60 if red else 0
        if minutes * 60 >= STUCK_SECONDS and self._nudges.setdefault(step.id, rung) == rung:
            return f"Red for {minutes} minutes. Help, if you like:"
        if step.id in self._nudges:
            self._nudges[step.id] = None
        return ""

    def header_look(self) -> HeaderLook:
        """What the header says."""
        steps, chapter = self.chapter.steps, self.chapter.chapter
        number = max((s.number for s in steps if s.slide.index <= self.slide.index), default=0)
        done = tuple(self.session.step_is_done(step.id) for step in steps)
        minutes = max(0, int(clock.now() - self.session.started_at) // 60)
        word = self.session.class_word
        return HeaderLook(self.session.lab.name, chapter.title, "", Steps(number, done), minutes,
                          chapter.minutes, self.session.engine, word.part,
                          hand=bool(word.hand),
                          ends_in=word.ends_soon(clock.now()))  # fmt: skip

    def swarm_look(self, *, cards: bool) -> SwarmLook:
        """What the swarm's pane says."""
        snapshot, nodes = self.session.snapshot, self.session.node_names
        return SwarmLook(title(snapshot, len(nodes)), self._node_looks(), self.swarm.changes(),
                         cards=cards)  # fmt: skip

    def map_look(self, selected: str) -> MapLook:
        """What the map says, with this node selected."""
        return map_look(self.session.snapshot, self._node_looks(), self.swarm, selected,
                        clock.now())  # fmt: skip

    def _node_looks(self) -> tuple[NodeLook, ...]:
        snapshot, nodes = self.session.snapshot, self.session.node_names
        verdicts = {t.number: t.verdict for t in self.tasks() if t.verdict is not None}
        red = blamed(verdicts, snapshot, nodes)
        return tuple(node_looks(snapshot, nodes, self.nodes, red, power=self.swarm.powers,
                                removed=self.swarm.removed))  # fmt: skip

    def shown(self) -> Shown:
        """The slide and what was asked for under it."""
        slide = self.slide
        return Shown(slide, self.nodes, tuple(self._details()), self.reader.parts(slide))

    def _details(self) -> list[tuple[str, Details]]:
        step, slide = self.step, self.slide
        found: list[tuple[str, Details]] = []
        hints = slide.details("hint")
        shown = hints[: self.session.scores.hints_shown(step.id)] if step else ()
        found += [(f"Hint {n} of {len(hints)}", hint) for n, hint in enumerate(shown, 1)]
        if slide.position in self._why:
            found += [("Why", why) for why in slide.details("why")]
        if step and step.id in self._solutions:
            found += [("Solution", solution) for solution in slide.details("solution")]
        return found

    def toggle_why(self) -> bool:
        """Show or hide the background; False where the slide has none."""
        self._why ^= {self.slide.position}
        return bool(self.slide.details("why"))

    def show_solution(self, step: Step) -> None:
        """From now on the step's solution stands under its slide."""
        self._solutions.add(step.id)

    def solution_is_shown(self, step: Step) -> bool:
        """It stands there already."""
        return step.id in self._solutions

    def colour(self, node: str) -> str:
        """The node's theme variable."""
        return signs.node_role(self.nodes.index(node))
