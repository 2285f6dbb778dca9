"""Where a learner is in a lab, and what has been told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.checks.verdict import State
from swarmlab.deck.model import units_of
from swarmlab.plain.blocks import unit_head
from swarmlab.runs.lines import step_lines
from swarmlab.runs.service import told_step
from swarmlab.tui import words
from swarmlab.tui.whereabouts import Whereabouts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from swarmlab.deck.model import Details, Position, Unit
    from swarmlab.runs.events import UnitChanged
    from swarmlab.runs.lines import StepLines, TaskLine
    from swarmlab.runs.model import Step
    from swarmlab.tui.ports import LabSession


class Lesson(Whereabouts):
    """The state behind the conversation about a lab."""

    def __init__(self, session: LabSession) -> None:
        super().__init__(session)
        self.units: dict[Position, UnitChanged] = {}
        """What became of units on the present nodes."""
        self._told: dict[str, State] = {}
        self._shown: dict[Position, list[Details]] = {}

    def step_lines(self, step: Step) -> StepLines:
        """A step with what is known of its tasks."""
        return step_lines(told_step(self.session, step))

    # Units, by number

    def show(self, details: Details) -> None:
        """Details were shown under the slide: their units can be run from now on."""
        shown = self._shown.setdefault(self.slide.position, [])
        if details not in shown:
            shown.append(details)

    def offered(self) -> tuple[Unit, ...]:
        """The slide's units, then those of details that were shown; their numbers count from 1."""
        shown = self._shown.get(self.slide.position, ())
        return (*self.slide.units, *units_of(tuple(b for d in shown for b in d.blocks)))

    def heads(self) -> Mapping[Position, str]:
        """``Unit 2, on worker1``, for every unit that is offered."""
        return {unit.position: self.head(unit) for unit in self.offered()}

    def head(self, unit: Unit) -> str:
        """A unit's number, where it runs, and what became of it."""
        number = self.offered().index(unit) + 1
        ended = self.units.get(unit.position)
        return f"Unit {number}, {unit_head(unit)}{f' ({_ended(ended)})' if ended else ''}"

    def next_unit(self) -> Unit | None:
        """The first one that has neither run nor been passed over."""
        over = {p for p, change in tuple(self.units.items()) if change.phase in {"ran", "skipped"}}
        return next((unit for unit in self.offered() if unit.position not in over), None)

    # What was told

    def note_told(self, tasks: Iterable[TaskLine]) -> None:
        """These tasks stand on the paper as they are now."""
        self._told.update((task.key, State(task.state)) for task in tasks)

    def untold(self, tasks: Iterable[TaskLine]) -> list[TaskLine]:
        """Those whose state is another than what was told last; nothing told is waiting."""
        return [task for task in tasks
                if self._told.get(task.key, State.WAITING) != task.state]  # fmt: skip

    def take_as_told(self) -> None:
        """What is known of the chapter's steps by now is no news."""
        for step in self.chapter.steps:
            self.note_told(self.step_lines(step).tasks)

    def forget(self) -> None:
        """Fresh nodes: nothing has run on them, and nothing is known of them."""
        self.units.clear()
        self._told.clear()


def _ended(change: UnitChanged) -> str:
    match change.phase:
        case "ran":
            return f"ran {words.clock(change.at)}, {words.seconds(change.seconds)}"
        case "failed":
            return f"failed {words.clock(change.at)}"
        case "skipped":
            return f"skipped: {change.reason}"
        case "pasted":
            return "pasted, not run yet"
        case "running":
            return "running"
