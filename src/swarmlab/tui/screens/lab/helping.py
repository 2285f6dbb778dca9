"""Hints, background and solutions, on request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.tui.screens.dialog import Answer, Question
from swarmlab.tui.screens.lab.hearing import LabHearing

if TYPE_CHECKING:
    from swarmlab.deck.model import Details
    from swarmlab.runs.model import Step


class LabHelping(LabHearing):
    """Helps."""

    def action_hint(self) -> None:
        """The next hint, under the slide."""
        step = self.lesson.step
        if step is None or not step.slide.details("hint"):
            self.say("This slide has no hints")
            return
        self.ask(lambda: self.session.scores.next_hint(step), group="help", done=self._hinted)

    async def _hinted(self, hint: Details | None) -> None:
        if hint is None:
            self.say("All hints of this step are shown")
        await self._show_end()

    async def action_why(self) -> None:
        """Show or hide the background."""
        if self.lesson.toggle_why():
            await self._show_end()
        else:
            self.say("This slide has no background to show")

    def action_solution(self) -> None:
        """The solution, under the slide; asks first."""
        step = self.lesson.step
        if step is None or not step.slide.details("solution"):
            self.say("The slide shows all of it: send its units" if step
                     else "This slide has no tasks")  # fmt: skip
        elif not self.lesson.solution_is_shown(step):
            question = Question("Show the solution of this step",
                                ("It is noted with your progress, nothing else happens.",),
                                (Answer("enter", "show it"),))  # fmt: skip
            self.ask_first(question, lambda _: self._solution(step))

    def _solution(self, step: Step) -> None:
        async def shown(_: None) -> None:
            self.lesson.show_solution(step)
            await self._show_end()

        self.ask(lambda: self.session.scores.record_solution(step), group="help", done=shown)

    async def _show_end(self) -> None:
        self.go_to("slide")
        await self.draw_slide()
        self.call_after_refresh(self.slide_view.scroll_end, animate=False)
