"""A quiz on the slide; it is answered by keys while it is the current one, or by clicks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.containers import Horizontal

from swarmlab.tui.draw.quiz import QuizLook, quiz_lines
from swarmlab.tui.widgets.flow import Flow
from swarmlab.tui.widgets.unit_view import Marker

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.content import Content

    from swarmlab.deck.model import Quiz


class _Rows(Flow):
    def __init__(self, view: QuizView) -> None:
        super().__init__(classes="quiz--rows")
        self._view = view

    def lines(self, width: int) -> list[Content]:
        return quiz_lines(self._view.look, width)


class QuizView(Horizontal):
    """One quiz beside the marker of what is current."""

    def __init__(self, quiz: Quiz, *, index: int) -> None:
        super().__init__(classes="quiz")
        self.look = QuizLook(quiz, index=index)

    @property
    def quiz(self) -> Quiz:
        """The quiz of the deck."""
        return self.look.quiz

    def compose(self) -> ComposeResult:
        """The marker, then the rows beside their bar."""
        yield Marker(classes="unit--marker")
        yield _Rows(self)

    def show(self, state: QuizLook, *, current: bool, keys_here: bool) -> None:
        """Draw it anew where something differs."""
        look = replace(state, index=self.look.index, current=current, keys_here=keys_here)
        if look != self.look:
            self.look = look
            self.set_class(current, "-current")
            for rows in self.query(_Rows):
                rows.refresh(layout=True)
