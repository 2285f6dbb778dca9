"""One learner, opened: what is known, the shells, and what an instructor can do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical, VerticalScroll
from textual.reactive import reactive

from swarmlab.tui import signs
from swarmlab.tui.draw.learner import LearnerLook, PartLook, learner_lines, part_lines
from swarmlab.tui.widgets.flow import Flow
from swarmlab.tui.widgets.tab_row import TabRow
from swarmlab.tui.widgets.watched_shell import SharedShell, WatchedShell

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.content import Content

    from swarmlab.tui.ports import ShellPort
    from swarmlab.tui.widgets.tab_row import TabsLook


class _Facts(Flow):
    look: reactive[LearnerLook] = reactive(LearnerLook(), layout=True)

    def lines(self, width: int) -> list[Content]:
        return learner_lines(self.look, width)


class _Part(Flow):
    look: reactive[PartLook] = reactive(PartLook(), layout=True)

    def lines(self, width: int) -> list[Content]:
        return part_lines(self.look, width)


class LearnerPane(Vertical):
    """Draws what the screen gives it; at most one shell is in view, read or shared."""

    def compose(self) -> ComposeResult:
        """Facts, tabs, the shell, what one can do."""
        with VerticalScroll(id="learner-facts", can_focus=False):
            yield _Facts()
        yield TabRow(id="learner-tabs")
        yield WatchedShell()
        yield SharedShell()
        yield _Part(id="learner-part")

    def on_mount(self) -> None:
        """No shell at first."""
        self.show_shell(None, 0, shared=False)

    @property
    def shared(self) -> SharedShell:
        """The shell that can be typed into."""
        return self.query_one(SharedShell)

    @property
    def shell(self) -> ShellPort | None:
        """What is in view."""
        for view in (self.query_one(WatchedShell), self.query_one(SharedShell)):
            if view.display and view.shell is not None:
                return view.shell
        return None

    @property
    def is_lost(self) -> bool:
        """The shell in view has ended."""
        views = (self.query_one(WatchedShell), self.query_one(SharedShell))
        return any(view.display and view.is_lost for view in views)

    def say(self, facts: LearnerLook, tabs: TabsLook, part: PartLook) -> None:
        """Bring the words up to date."""
        self.query_one(_Facts).look = facts
        row = self.query_one(TabRow)
        row.look, row.display = tabs, bool(tabs.tabs)
        self.query_one(_Part).look = part

    def show_shell(self, shell: ShellPort | None, colour: int, *, shared: bool) -> None:
        """Show a shell of the node with this number, or none."""
        read, typed = self.query_one(WatchedShell), self.query_one(SharedShell)
        for view, wanted in ((read, not shared), (typed, shared)):
            shown = shell if wanted else None
            if view.shell is not shown:
                view.attach(shown)
            view.display = shown is not None
            for n in range(1, 7):
                view.set_class(signs.node_class(colour) == f"node-{n}", f"node-{n}")
        self.set_class(shell is not None, "-shell")

    def scroll_home_again(self) -> None:
        """Another learner: from the top."""
        self.query_one("#learner-facts", VerticalScroll).scroll_home(animate=False)
