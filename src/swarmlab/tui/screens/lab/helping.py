"""Hints, background and solutions, on request: the ladder of help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.deck.model import ShellUnit
from swarmlab.tui import words
from swarmlab.tui.screens.dialog import Answer, Question
from swarmlab.tui.screens.lab.attending import LabAttending
from swarmlab.tui.screens.typing import TypingScreen

if TYPE_CHECKING:
    from swarmlab.deck.model import Details, Unit
    from swarmlab.runs.model import Step


class LabHelping(LabAttending):
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
            self.say("All hints of this step are shown; x shows or types its solution")
        await self._show_end()

    async def action_why(self) -> None:
        """Show or hide the background."""
        if self.lesson.toggle_why():
            await self._show_end()
        else:
            self.say("This slide has no background to show")

    def action_solution(self) -> None:
        """The solution, under the slide or typed into the shells; asks first."""
        step = self.lesson.step
        if step is None or not step.slide.solution:
            self.say("This slide has nothing to solve" if step else "This slide has no tasks")
            return
        question = self._solution_question(step)

        def answered(key: str) -> None:
            if key == "t":
                self._type(step)
            else:
                self._solution(step)

        self.ask_first(question, answered)

    def _solution_question(self, step: Step) -> Question:
        units, nodes = step.slide.solution, dict.fromkeys(u.node for u in step.slide.solution)
        into = words.listed(tuple(nodes))
        answers = [Answer("t", "type it for me",
                          f"{words.counted(len(units), 'unit')} on {into}, each checked; "
                          "esc stops it")]  # fmt: skip
        title = "Have the solution of this step typed"
        if step.slide.details("solution") and not self.lesson.solution_is_shown(step):
            title = "Show the solution of this step, or have it typed"
            answers.insert(0, Answer("enter", "show it", "under the slide; you do it yourself"))
        return Question(title, (self._price(step),), tuple(answers))

    def _price(self, step: Step) -> str:
        scores = self.session.scores
        known = [scores.outcome(task.key) for task in step.tasks]
        still = sum(found is None or found.state == "skipped" for found in known)
        if not still:
            return "It is noted. All points of this step are had already, and stay."
        one = still == 1
        tasks = f"{words.counted(still, 'task')} of it {'is' if one else 'are'} open"
        give = f"{tasks}, and {'gives' if one else 'give'} no point"
        if scores.solutions_shown(step.id):
            return f"It was shown or typed before. {give} any more."
        return f"It is noted. {give} from then on."

    def _solution(self, step: Step) -> None:
        async def shown(_: None) -> None:
            self.lesson.show_solution(step)
            await self._show_end()

        self.ask(lambda: self.session.scores.record_solution(step), group="help", done=shown)

    def _type(self, step: Step) -> None:
        def ended(result: str | None) -> None:
            self.go_to("slide")
            if result == "typed":
                number = words.counted(len(step.slide.solution), "unit")
                self.say(f"The solution was typed, {number}")
            elif result == "stopped":
                self.say("The solution was stopped. What was typed until then stays done")
            elif result == "reset":
                self.action_reset()

        self.app.push_screen(TypingScreen(self.session, step, self._follow), ended)

    def _follow(self, unit: Unit) -> None:
        if isinstance(unit, ShellUnit):
            self.show_shell((unit.node, unit.shell))

    async def _show_end(self) -> None:
        self.go_to("slide")
        await self.draw_slide()
        self.call_after_refresh(self.slide_view.scroll_end, animate=False)
