"""Answering the quizzes of a slide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.tui.screens.lab.units import LabUnits

if TYPE_CHECKING:
    from swarmlab.deck.model import Quiz
    from swarmlab.runs.quizzes import QuizAnswer


class LabQuizzes(LabUnits):
    """Answers."""

    def action_choose_answer(self, index: int, number: int) -> None:
        """A click on an answer."""
        self.action_select(index)
        self.action_answer(number)

    def action_answer(self, number: int) -> None:
        """Choose an answer of the current quiz; where one is right, that answers it."""
        view = self.slide_view.quiz
        if view is None or view.look.answer is not None:
            return
        chosen = self.lesson.reader.mark(view.quiz, number)
        if chosen and not view.look.several:
            self._answer(view.quiz, chosen)
        self.draw_units()

    def action_run(self) -> None:
        """Answer with what is marked; a quiz that was answered is asked again."""
        view = self.slide_view.quiz
        if view is None:
            super().action_run()
        elif view.look.answer is not None:
            self.lesson.reader.ask_again(view.quiz)
            self.draw_units()
        elif view.look.marked:
            self._answer(view.quiz, view.look.marked)
        else:
            self.say("Mark an answer first: its number")

    def _answer(self, quiz: Quiz, chosen: frozenset[int]) -> None:
        def stored(answer: QuizAnswer) -> None:
            self.lesson.reader.answered(quiz, answer)
            self.draw_units()
            self.call_after_refresh(self._show_explanation, quiz)

        self.ask(lambda: self.lesson.reader.answer(quiz, chosen), group="quiz", done=stored)

    def _show_explanation(self, quiz: Quiz) -> None:
        view = self.slide_view.quiz
        if view is not None and view.quiz is quiz:
            self.slide_view.show_selected()
        self.draw_bar()
