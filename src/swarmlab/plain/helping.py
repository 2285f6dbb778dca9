"""Help: hints, background, the solution shown or typed; what counts is recorded."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from swarmlab.checks.verdict import State
from swarmlab.deck.model import ShellUnit
from swarmlab.patience import patient
from swarmlab.plain.doing import Doing
from swarmlab.plain.line import state_sign
from swarmlab.plain.slide import details_lines
from swarmlab.plain.summary import summary_lines
from swarmlab.plain.work import work
from swarmlab.runs.scores import STUCK_SECONDS
from swarmlab.tui import clock, words
from swarmlab.tui.summing import summed

if TYPE_CHECKING:
    from swarmlab.deck.model import Details
    from swarmlab.plain.talk import Talk
    from swarmlab.runs.events import UnitChanged
    from swarmlab.runs.model import Step
    from swarmlab.tui.ports import LabSession

SETTLE_SECONDS = patient(15.0)
"""How long the tasks may take to turn green after the solution was typed."""
_LOOK_SECONDS = 0.2


class Helping(Doing):
    """Helps."""

    def __init__(self, session: LabSession, talk: Talk) -> None:
        super().__init__(session, talk)
        self._offered: set[str] = set()

    def offer_help(self) -> None:
        """A word about the next hint, where a task has been red for some minutes."""
        step = self.lesson.step
        if step is None or step.id in self._offered:
            return
        tasks = self.lesson.step_lines(step).tasks
        red = [task.since for task in tasks if task.state == State.FAILED]
        left = len(step.slide.details("hint")) > self.session.scores.hints_shown(step.id)
        if red and left and (seconds := clock.now() - min(red)) >= STUCK_SECONDS:
            self._offered.add(step.id)
            minutes = int(seconds) // 60
            self.talk.tell((f"A red task for {minutes} minutes: a hint may help.",))

    def do_hint(self, _: str) -> None:
        """The next hint; counted."""
        step = self.lesson.step
        hints = step.slide.details("hint") if step else ()
        if step is None or not hints:
            self.say("This slide has no hints")
            return
        hint = self.session.scores.next_hint(step)
        if hint is None:
            self.say("All hints of this step are shown:")
            for number, shown in enumerate(hints, 1):
                self._show_details(f"Hint {number} of {len(hints)}", shown)
            return
        self._show_details(f"Hint {self.session.scores.hints_shown(step.id)} of {len(hints)}", hint)

    def do_why(self, _: str) -> None:
        """The background of the slide."""
        background = self.lesson.slide.details("why")
        if not background:
            self.say("This slide has no background to show")
        for why in background:
            self._show_details("Why", why)

    def do_solution(self, _: str) -> None:
        """Show the solution; asks first, counted."""
        step = self.lesson.step
        solutions = step.slide.details("solution") if step else ()
        if step is None:
            self.say("This slide has no tasks")
        elif not solutions:
            self.say("The slide shows all of it: run its units")
        elif self.talk.agrees("Show the solution of this step? It is noted with your progress."):
            self.session.scores.record_solution(step)
            for solution in solutions:
                self._show_details("Solution", solution)

    def _show_details(self, title: str, details: Details) -> None:
        self.lesson.show(details)
        self.talk.say_all(details_lines(self.lesson, title, details, self.width))

    def do_summary(self, _: str) -> None:
        """What this chapter came to: points, time, help, what is proved."""
        self.talk.say_all(summary_lines(summed(self.session), self.width))

    def do_solve(self, _: str) -> None:
        """Type the solution into the shells; asks first, counted."""
        step = self.lesson.step
        if step is None:
            self.say("This slide has no tasks")
            return
        if not self.talk.agrees(
            "Type the solution into the shells? It is noted with your progress."
        ):
            return
        running: list[UnitChanged] = []

        def moved(change: UnitChanged) -> None:
            running[:] = [change] if change.phase == "running" else []
            self._tell_unit(step, change)

        def stop() -> None:
            self.session.cancel_boot()
            for change in running:
                for unit in step.slide.solution:
                    if unit.position == change.unit and isinstance(unit, ShellUnit):
                        self.stop(unit)

        self.hearing.on_unit = moved
        try:
            work(lambda: self.session.solve(step), stop)
            work(lambda: self._settle(step))
        finally:
            self.hearing.on_unit = None

    def _tell_unit(self, step: Step, change: UnitChanged) -> None:
        states = {"ran": State.PASSED, "failed": State.FAILED, "skipped": State.SKIPPED}
        unit = next((u for u in step.slide.solution if u.position == change.unit), None)
        if unit is None or change.phase not in states:
            return
        first, *more = words.lines(getattr(unit, "text", "").strip())
        what = f"{first}{' ...' if more else ''}" if first else type(unit).__name__
        reason = f": {words.line(change.reason)}" if change.reason else ""
        sign = state_sign(states[change.phase])
        self.talk.say(sign, f" {change.phase}{reason}  {words.line(unit.node)}# {what}")

    def _settle(self, step: Step) -> None:
        deadline = time.monotonic() + SETTLE_SECONDS
        pause = threading.Event()
        self.session.look(step)
        while not self.lesson.step_lines(step).holds and time.monotonic() < deadline:
            pause.wait(_LOOK_SECONDS)
            self.session.look(step)
