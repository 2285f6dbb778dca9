"""Shells on the lab screen: which is in view, what a lost one offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.tui import signs
from swarmlab.tui.draw.row import row
from swarmlab.tui.screens.lab.frame import LabFrame
from swarmlab.tui.widgets.notice import Notice, Words
from swarmlab.tui.widgets.shell_view import GUIDE_KEY

if TYPE_CHECKING:
    from textual.events import Key

    from swarmlab.tui.ports import ShellPort
    from swarmlab.tui.screens.lab.frame import ShellKey


class LabShells(LabFrame):
    """Shows one shell of a run at a time."""

    _left_by_guide = False

    def show_shell(self, key: ShellKey) -> None:
        """Another shell comes into view; it is opened at its first time."""
        if key != self.shell_key:
            self.shell_view.armed = False
        self.shell_key = key
        index = self.lesson.nodes.index(key[0]) if key[0] in self.lesson.nodes else 0
        for n in range(6):
            self.shell_view.set_class(signs.node_class(index) == f"node-{n + 1}", f"node-{n + 1}")
        if key in self.shells:
            self._attach_shell(key, self.shells[key])
        elif key[0]:
            self.shell_view.attach(None)
            self.ask(lambda: self.session.shell(*key), group=f"shell {key}",
                     done=lambda shell: self._attach_shell(key, shell))  # fmt: skip
        self.draw_focus()

    def _attach_shell(self, key: ShellKey, shell: ShellPort) -> None:
        self.shells[key] = shell
        if key == self.shell_key:
            self.shell_view.attach(shell)
            self.draw_shell_words()
            self.draw_focus()

    def reopen_shells(self, node: str | None = None) -> None:
        """Fresh shells where the old ones ended."""
        for key in [key for key in self.shells if node in {None, key[0]}]:
            del self.shells[key]
        nodes = self.session.node_names
        if self.shell_key[0] not in nodes and nodes:
            self.shell_key = (nodes[0], None)
        if node in {None, self.shell_key[0]}:
            self.show_shell(self.shell_key)

    def draw_shell_words(self) -> None:
        """What a lost shell offers."""
        node = self.shell_key[0]
        view = self.query_one("#shell-words", Words)
        view.said = (
            row((f"{signs.FAILED} The shell of {node} ended: its node stopped, or it was closed",
                 "bold $error")),
            row(("enter", "bold $accent"), (" opens a fresh one  ", "$muted"),
                ("S", "bold $accent"), (f" starts {node}  ", "$muted"),
                ("B", "bold $accent"), (" rebuilds it  ", "$muted"),
                ("ctrl+g", "bold $accent"), (" back to the slide", "$muted")),
        ) if self.shell_view.is_lost else ()  # fmt: skip
        view.display = self.shell_view.is_lost

    def on_shell_view_left(self) -> None:
        """Back to the slide."""
        self.go_to("slide")
        self._left_by_guide = True

    def on_shell_view_unit_run(self) -> None:
        """The unit runs; back to the slide."""
        self.go_to("slide")

    def on_shell_view_edited(self) -> None:
        """The learner edits what was pasted, and stays."""
        self.hush()
        self.draw_focus()

    def on_shell_view_typed(self) -> None:
        """What stands above the footer goes once it could be read."""
        self.query_one(Notice).hush_once_read()

    def on_shell_view_lost(self) -> None:
        """Say so, and what to do."""
        self.draw_shell_words()
        self.draw_focus()

    def on_key(self, event: Key) -> None:
        """The guide key twice reaches the node; any other key ends that chance."""
        super().on_key(event)
        chance, self._left_by_guide = self._left_by_guide, False
        if event.key == GUIDE_KEY and chance:
            self.go_to("shell")
            if self.shell_view.shell is not None:
                self.shell_view.shell.keys(b"\x07")
