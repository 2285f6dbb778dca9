"""The instructor's screen, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from swarmlab.tui.actions import Where, bindings
from swarmlab.tui.screens.instructor.resetting import ClassResetting

if TYPE_CHECKING:
    from textual.binding import BindingType


class ClassScreen(ClassResetting):
    """A class: who needs help, and help."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Where.CLASS)]
    _leaving = False

    def action_leave(self) -> None:
        """Leave; a learner who is watched is so no longer. A second time it waits for nothing."""
        run, watched = self.opened, bool(self.node)
        if self._leaving or not run or not watched:
            self.app.exit()
            return
        self._leaving = True
        self.say("Leaving: the shell is put away first")
        self.ask(lambda: self.desk.unwatch(run), group="leave",
                 done=lambda _: self.app.exit(), failed=lambda _: self.app.exit())  # fmt: skip
