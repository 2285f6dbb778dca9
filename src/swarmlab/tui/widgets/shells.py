"""The pane of shells: one, or two beside or below each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Container, Vertical

from swarmlab.tui import signs
from swarmlab.tui.widgets.notice import Words
from swarmlab.tui.widgets.shell_view import ShellView
from swarmlab.tui.widgets.tab_row import TabRow

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.events import Resize

    from swarmlab.tui.arrangement import ShellKey
    from swarmlab.tui.ports import ShellPort
    from swarmlab.tui.widgets.tab_row import TabsLook

BESIDE_COLUMNS = 156
"""From how many columns on two shells stand beside each other: 78 for each."""


class ShellHalf(Vertical):
    """A shell with its name above it, where there are two, and words where it was lost."""

    def compose(self) -> ComposeResult:
        """Name, words, shell."""
        yield TabRow(classes="shell--name")
        yield Words(classes="shell--words")
        yield ShellView()

    @property
    def view(self) -> ShellView:
        """The shell."""
        return self.query_one(ShellView)

    @property
    def words(self) -> Words:
        """What a lost one offers."""
        return self.query_one(Words)

    def name_it(self, look: TabsLook) -> None:
        """Say whose it is."""
        self.query_one(TabRow).look = look

    def show(self, shell: ShellPort | None, colour: int, awaited: ShellKey | None) -> None:
        """Show this shell, in the colour of the node with this number; or await it."""
        for n in range(6):
            self.view.set_class(signs.node_class(colour) == f"node-{n + 1}", f"node-{n + 1}")
        self.view.attach(shell, awaited)


class Shells(Container):
    """Both halves; the second is seen while the pane is split."""

    DEFAULT_CSS = """
    Shells { height: 1fr; layout: vertical; }
    Shells.-split.-beside { layout: horizontal; }
    ShellHalf { height: 1fr; width: 1fr; }
    .shell--name { height: 1; background: $surface; display: none; }
    .shell--words { background: $panel; padding: 0 1; display: none; }
    .second { display: none; }
    Shells.-split .shell--name { display: block; }
    Shells.-split .second { display: block; }
    """

    def compose(self) -> ComposeResult:
        """Two halves."""
        yield ShellHalf(classes="first")
        yield ShellHalf(classes="second")

    @property
    def halves(self) -> tuple[ShellHalf, ShellHalf]:
        """The first and the second."""
        first, second = self.query(ShellHalf)
        return first, second

    def split(self, *, on: bool) -> None:
        """Show both, or one."""
        self.set_class(on, "-split")

    def on_resize(self, event: Resize) -> None:
        """Beside each other, or below where that would be too narrow."""
        self.set_class(event.size.width >= BESIDE_COLUMNS, "-beside")
