"""Which learners of a class are looked at, and what the screen says of them; knows no widgets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from swarmlab.runs.classroom.model import minutes_until
from swarmlab.tui import clock, words
from swarmlab.tui.draw.class_bar import ClassHeaderLook, ClassLineLook
from swarmlab.tui.draw.grid_look import (
    GridLook,
    chapter_of_most,
    grid_look,
    standings,
    step_number,
)
from swarmlab.tui.draw.learner import LearnerLook
from swarmlab.tui.draw.tasks import TaskLook

if TYPE_CHECKING:
    from collections.abc import Mapping

    from swarmlab.runs.classroom.model import ClassView, Learner
    from swarmlab.runs.entries import EngineWord
    from swarmlab.runs.events import TaskVerdict
    from swarmlab.runs.model import BoundChapter, Step


@dataclass(frozen=True, slots=True)
class Facts:
    """What was asked about the learner that is open."""

    run: str = ""
    step: str = ""
    verdicts: Mapping[str, TaskVerdict] = field(default_factory=dict)
    hints: int = 0


class Roster:
    """The class as last seen, the chapter in the grid, and the selected learner by its run."""

    def __init__(self) -> None:
        self.view: ClassView | None = None
        self.chapter = ""
        self.selected = ""
        self.grid = GridLook()
        self.by_hand = False
        """The chapter was chosen; until then it is the one most are in."""

    # What is looked at

    def see(self, view: ClassView) -> None:
        """Another look at the class; who is selected stays so, wherever the order puts them."""
        names = [bound.name for bound in view.lab.chapters]
        if not self.by_hand or self.chapter not in names:
            self.chapter = chapter_of_most(view, self.chapter)
        before = [row.run for row in self.grid.rows]
        self.view, self.grid = view, grid_look(view, self.chapter)
        self._keep_selected(before)

    def _keep_selected(self, before: list[str]) -> None:
        runs = self.runs
        if self.selected in runs or not runs:
            return
        at = before.index(self.selected) if self.selected in before else 0
        self.selected = runs[min(at, len(runs) - 1)]

    @property
    def runs(self) -> tuple[str, ...]:
        """Every run, in the order in which they are drawn."""
        return tuple(row.run for row in self.grid.rows)

    @property
    def learner(self) -> Learner | None:
        """The selected one."""
        return self.of(self.selected)

    def of(self, run: str) -> Learner | None:
        """The learner of a run."""
        learners = self.view.learners if self.view is not None else ()
        return next((each for each in learners if each.run == run), None)

    def move(self, rows: int) -> bool:
        """Select another, so many rows below; False where there is none."""
        runs = self.runs
        if not runs:
            return False
        at = runs.index(self.selected) if self.selected in runs else 0
        chosen = runs[max(0, min(len(runs) - 1, at + rows))]
        changed = chosen != self.selected
        self.selected = chosen
        return changed

    def turn(self, direction: int) -> bool:
        """Another chapter in the grid; False at the ends of the lab."""
        if self.view is None:
            return False
        names = [bound.name for bound in self.view.lab.chapters]
        at = names.index(self.chapter) + direction
        if not 0 <= at < len(names):
            return False
        self.chapter, self.by_hand = names[at], True
        self.see(self.view)
        return True

    # What is said

    def header_look(self, lab: str, engine: EngineWord | None) -> ClassHeaderLook:
        """The first row."""
        view = self.view
        if view is None:
            return ClassHeaderLook(lab, engine=engine)
        ends = [each.expires for each in view.learners if each.expires]
        left = minutes_until(min(ends), clock.now()) if ends else None
        title = view.lab.chapter(self.chapter).chapter.title
        nodes = sum(self.nodes_of(each) for each in view.learners)
        return ClassHeaderLook(view.lab.name, title, self.chapter in view.locked,
                               len(view.learners), nodes, left, engine)  # fmt: skip

    def line_look(self, in_view: int, *, keys_here: bool) -> ClassLineLook:
        """The row under it."""
        view = self.view
        if view is None:
            return ClassLineLook(keys_here=keys_here)
        locked = tuple(
            bound.chapter.title for bound in view.lab.chapters if bound.name in view.locked
        )
        return ClassLineLook(standings(view.learners), in_view, len(view.learners), view.paused,
                             locked, keys_here)  # fmt: skip

    def nodes_of(self, learner: Learner) -> int:
        """How many nodes a learner's chapter has up."""
        bound = self.chapter_of(learner)
        return 0 if learner.state == "down" or bound is None else len(bound.chapter.nodes)

    def chapter_of(self, learner: Learner) -> BoundChapter | None:
        """The chapter a learner is in; None before the first, or where the lab has it no more."""
        if self.view is None or learner.place is None:
            return None
        name = learner.place.chapter
        return next((each for each in self.view.lab.chapters if each.name == name), None)

    def learner_look(self, learner: Learner, facts: Facts, *, compact: bool) -> LearnerLook:
        """What is said of a learner that is open."""
        assert self.view is not None
        name, about = words.line(learner.owner), _about(learner)
        bound, question = self.chapter_of(learner), words.line(learner.question)
        if bound is None or learner.place is None:
            return LearnerLook(name, about, question=question, title="Has not begun",
                               without_tasks="There is no slide to show yet.")  # fmt: skip
        slides = bound.chapter.slides
        slide = slides[min(learner.place.slide, len(slides) - 1)]
        step = step_shown(self.view, learner)
        known = facts.run == learner.run and step is not None and facts.step == step.id
        tasks = _tasks(step, facts.verdicts if known else {})
        said = [f"slide {slide.index + 1}"]
        if step is not None and (hints := len(step.slide.details("hint"))):
            said.append(f"{facts.hints if known else 0} of {words.counted(hints, 'hint')} read")
        if learner.attempts:
            said.append(f"tried {words.counted(learner.attempts, 'time')}")
        return LearnerLook(name, about, self._at(learner), question, words.line(slide.title),
                           ", ".join(said), tasks, "This slide has no tasks.", compact)  # fmt: skip

    def _at(self, learner: Learner) -> str:
        assert self.view is not None
        at, of = step_number(self.view, learner)
        if not at:
            return ""
        cell = learner.cells.get(learner.step)
        spent = f", {words.spent(cell.seconds)}" if cell is not None and cell.seconds >= 60 else ""
        return f"step {at} of {of}{spent}"


def step_shown(view: ClassView, learner: Learner) -> Step | None:
    """The step of a learner's slide; None where it has no tasks."""
    place = learner.place
    if place is None or place.chapter not in {bound.name for bound in view.lab.chapters}:
        return None
    bound = view.lab.chapter(place.chapter)
    return bound.step_of(min(place.slide, len(bound.chapter.slides) - 1))


def _tasks(step: Step | None, verdicts: Mapping[str, TaskVerdict]) -> tuple[TaskLook, ...]:
    if step is None:
        return ()
    found = []
    for task in step.tasks:
        known = verdicts.get(task.key)
        verdict, since = (known.verdict, known.since) if known is not None else (None, 0.0)
        found.append(TaskLook(task.number, task.task.spans, verdict, since))
    return tuple(found)


def _about(learner: Learner) -> str:
    if learner.hand:
        since = clock.now() - learner.hand
        return f"asks for {words.spent(since)}" if since >= 60 else "asks"
    if learner.standing == "away":
        return f"away, seen {words.clock(learner.seen)}" if learner.seen else "away"
    return learner.standing
