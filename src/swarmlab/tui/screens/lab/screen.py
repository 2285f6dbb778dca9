"""What a learner does on the lab screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from swarmlab.tui.actions import Where, bindings
from swarmlab.tui.screens.dialog import Answer, Question
from swarmlab.tui.screens.lab.arranging import LabArranging
from swarmlab.tui.screens.lab.finding import LabFinding
from swarmlab.tui.screens.lab.helping import LabHelping
from swarmlab.tui.screens.lab.quizzes import LabQuizzes
from swarmlab.tui.screens.lab.summing import LabSumming
from swarmlab.tui.screens.leaving import LeavingScreen
from swarmlab.tui.widgets.task_pane import TaskPane

if TYPE_CHECKING:
    from textual.binding import BindingType

    from swarmlab.errors import SwarmlabError
    from swarmlab.tui.screens.lab.frame import Pane

_PANES: tuple[Pane, ...] = ("slide", "shell", "tasks", "map")


class LabScreen(LabSumming, LabFinding, LabQuizzes, LabHelping, LabArranging):
    """Read, send, see tasks turn green."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Where.SLIDE, Where.QUIZ, Where.TASKS, Where.MAP)
    ]

    def action_slide(self) -> None:
        """To the slide, and out of a quiz."""
        self.slide_view.leave_quiz()
        self.go_to("slide")

    def action_tasks(self) -> None:
        """To the tasks."""
        self.go_to("tasks")

    def action_tab_on(self) -> None:
        """The next pane; of two shells the one that was not left last."""
        if self.pane == "slide":
            self.other_half()
        self._pane_beside(1)

    def action_tab_back(self) -> None:
        """The pane before."""
        self._pane_beside(-1)

    def _pane_beside(self, direction: int) -> None:
        # Where there is room, the map stands beside the slide already, as the swarm's pane.
        panes = _PANES if self.layout_name == "-narrow" or self.pane == "map" else _PANES[:-1]
        pane = panes[(panes.index(self.pane) + direction) % len(panes)]
        if pane == "map":
            self.action_map()
        else:
            self.go_to(pane)

    def action_scroll_up(self) -> None:
        """A line up in the tasks."""
        self.query_one(TaskPane).scroll_relative(y=-1, animate=False)

    def action_scroll_down(self) -> None:
        """A line down in the tasks."""
        self.query_one(TaskPane).scroll_relative(y=1, animate=False)

    def action_leave(self) -> None:
        """Keep the nodes, or remove them."""
        if not self.session.booted:
            self.app.exit()
            return
        question = Question(
            "Leave the lab",
            ("Your progress stays either way.",),
            (Answer("r", "remove the nodes", f"{self.all_nodes()} thrown away"),
             Answer("k", "keep them", "swarmlab goes on where you are")),
        )  # fmt: skip
        self.ask_first(question, lambda key: self._leave(keep=key == "k"))

    def _leave(self, *, keep: bool) -> None:
        def ended(error: SwarmlabError | None) -> None:
            if error is None:
                self.app.exit()
            else:
                self.complain(error)

        self.app.push_screen(LeavingScreen(self.session, keep=keep), ended)
