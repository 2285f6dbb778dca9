"""A node's shell over the whole terminal: the same widget as on the lab screen, nothing else.

What a program in the node prints is drawn as cells, so it cannot drive this terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.content import Content
from textual.widgets import Static

from swarmlab.swarm.text import clean
from swarmlab.tui.themed import ThemedApp
from swarmlab.tui.widgets.shell_view import ShellView

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from swarmlab.tui.ports import ShellPort


class ShellApp(ThemedApp[int], inherit_bindings=False):
    """One shell; every key goes to it but the one that leaves."""

    CSS: ClassVar[str] = """
    #bar { height: 1; background: $panel; color: $foreground; padding: 0 1; }
    ShellView { height: 1fr; background: $term; color: $foreground; }
    ShellView .shell--cursor { background: $foreground; color: $term; }
    ShellView .shell--cursor-away { background: $faint; color: $term; }
    """

    def __init__(self, node: str, shell: ShellPort) -> None:
        super().__init__()
        self._node = node
        self._shell = shell

    def compose(self) -> ComposeResult:
        """A bar with the node's name and the way out, and the shell."""
        yield Static(self._words("ctrl+g leaves, the shell stays"), id="bar")
        yield ShellView()

    def on_mount(self) -> None:
        """Show the shell."""
        view = self.query_one(ShellView)
        view.attach(self._shell)
        view.focus()

    @on(ShellView.Left)
    def _leave(self) -> None:
        self.exit(0)

    @on(ShellView.Lost)
    def _say_lost(self) -> None:
        self.query_one("#bar", Static).update(self._words("the terminal ended; any key leaves"))

    @on(ShellView.Offered)
    def _leave_lost(self) -> None:
        self.exit(1)

    def _words(self, hint: str) -> Content:
        return Content(clean(f"{self._node}  ·  {hint}", keep_newlines=False))
