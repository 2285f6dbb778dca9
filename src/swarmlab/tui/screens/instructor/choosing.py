"""Which learner, and which chapter."""

from __future__ import annotations

from swarmlab.tui import words
from swarmlab.tui.roster import Facts, Roster
from swarmlab.tui.screens.instructor.frame import ClassFrame
from swarmlab.tui.widgets.class_grid import ClassGrid


class ClassChoosing(ClassFrame):
    """Moves through the class, and opens learners."""

    def action_learner_up(self) -> None:
        """The learner above."""
        self._move(-1)

    def action_learner_down(self) -> None:
        """The learner below."""
        self._move(1)

    def action_page_learners_up(self) -> None:
        """A page up."""
        self._move(-self.query_one(ClassGrid).page)

    def action_page_learners_down(self) -> None:
        """A page down."""
        self._move(self.query_one(ClassGrid).page)

    def action_first_learner(self) -> None:
        """Who needs help first."""
        self._move(-len(self.roster.runs))

    def action_last_learner(self) -> None:
        """The last one."""
        self._move(len(self.roster.runs))

    def _move(self, rows: int) -> None:
        before = self.roster.selected
        if self.roster.move(rows):
            self._another(before)

    def on_class_grid_chosen(self, message: ClassGrid.Chosen) -> None:
        """A click selects, a click on the selected one opens."""
        before = self.roster.selected
        if message.run == before:
            self.open_learner()
        elif message.run in self.roster.runs:
            self.roster.selected = message.run
            self._another(before)

    def _another(self, before: str) -> None:
        if self.opened:
            self.leave_learner(before)
            self.enter_learner()
        self.draw()

    # Opening

    def open_learner(self) -> None:
        """Beside the grid, or over it."""
        if self.learner is not None and not self.opened:
            self.enter_learner()
            self.draw()

    def enter_learner(self) -> None:
        """The selected one is the open one from now on."""
        self.opened, self.facts = self.roster.selected, Facts()
        self.pane.scroll_home_again()
        self.look_now()

    def leave_learner(self, run: str) -> None:
        """The one who was open is so no longer."""

    def close_learner(self) -> None:
        """The class alone."""
        if self.opened:
            self.leave_learner(self.opened)
            self.opened = ""
            self.draw()

    def class_changed(self) -> None:
        """Where the open learner has gone, the one selected instead is open."""
        if self.opened and self.opened != self.roster.selected:
            self.leave_learner(self.opened)
            self.enter_learner()

    # Chapters and labs

    def action_chapter_before(self) -> None:
        """The chapter before."""
        self._turn(-1, "This is the first chapter of the lab")

    def action_chapter_after(self) -> None:
        """The chapter after."""
        self._turn(1, "This is the last chapter of the lab")

    def _turn(self, direction: int, otherwise: str) -> None:
        if self.roster.turn(direction):
            self.draw()
        else:
            self.say(otherwise)

    def more_actions(self) -> list[tuple[str, str]]:
        """Other labs that have runs."""
        return [
            (f"The class of {words.line(lab)}", f"show_lab({number})")
            for number, lab in enumerate(self.labs) if lab != self.lab
        ]  # fmt: skip

    def action_show_lab(self, number: int) -> None:
        """Another lab's class."""
        if not 0 <= number < len(self.labs) or self.labs[number] == self.lab:
            return
        self.close_learner()
        self.lab, self.roster = self.labs[number], Roster()
        self.look_now()
        self.draw()
