"""The tasks of the step that the slide is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.content import Content
from textual.reactive import reactive

from swarmlab.tui.draw.row import clickable, row
from swarmlab.tui.draw.tasks import TasksLook, tasks_lines, title_line
from swarmlab.tui.widgets.flow import Flow

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from swarmlab.tui.draw.row import Part


class _Title(Flow):
    look: reactive[TasksLook] = reactive(TasksLook(), layout=True)

    def lines(self, width: int) -> list[Content]:
        return [
            title_line(self.look.tasks, self.look.help, keys_here=self.look.keys_here, width=width)
        ]


class _Rows(Flow):
    look: reactive[TasksLook] = reactive(TasksLook(), layout=True)

    def lines(self, width: int) -> list[Content]:
        found = tasks_lines(self.look.tasks, width, one_open=self.look.one_open)
        if self.look.done:
            return [*found, Content(), Content.styled(self.look.done, "bold")]
        # Above them: what is red may fill the pane.
        return [_stuck_line(self.look), Content(), *found] if self.look.stuck else found


def _stuck_line(look: TasksLook) -> Content:
    parts: list[Part] = [(look.stuck, "$muted")]
    if look.rung:
        key, word, action = look.rung
        parts += ["  ", clickable(row((key, "bold $accent"), (f" {word}", "$muted")), action)]
    return row(*parts)


class TaskPane(VerticalScroll):
    """Title and tasks; scrolls where they are more than the pane holds."""

    can_focus = True
    look: reactive[TasksLook] = reactive(TasksLook())

    def compose(self) -> ComposeResult:
        """Title, then rows."""
        yield _Title(classes="tasks--title")
        yield _Rows(classes="tasks--rows")

    def watch_look(self, look: TasksLook) -> None:
        """Hand it on."""
        for part in self.query(_Title):
            part.look = look
        for rows in self.query(_Rows):
            rows.look = look
