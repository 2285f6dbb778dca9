"""A node's shell over the whole screen of a talk; one key leads back to the slide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from textual import on
from textual.content import Content
from textual.screen import Screen

from swarmlab.tui import signs, words
from swarmlab.tui.actions import Where
from swarmlab.tui.widgets.key_footer import FooterLook, KeyFooter
from swarmlab.tui.widgets.notice import Words
from swarmlab.tui.widgets.shell_view import ShellView

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from swarmlab.errors import SwarmlabError
    from swarmlab.tui.ports import ShellPort


class Visit(Protocol):
    """A node's shell for as long as it is shown."""

    @property
    def shell(self) -> ShellPort:
        """The shell. Instant."""

    def end(self) -> None:
        """Let go of it; the shell itself stays. May block."""


class NodeShells(Protocol):
    """The shells of the run that belongs to a deck."""

    def visit(self, node: str) -> Visit:
        """Open a node's shell, of the run's first node where the name is empty; may block.

        Raises:
            SwarmlabError: no run is up, or it has no such node.
        """


class NodeShellScreen(Screen["SwarmlabError | None"]):
    """Ends with what went wrong, or None.

    Args:
        node: its name; empty for the first.
        colour: its index in the lab.
        came: is told when this screen is there: a shell may be attached.
        left: is given the visit when the presenter wants no more of it.
    """

    def __init__(
        self,
        node: str,
        colour: int,
        came: Callable[[NodeShellScreen], object],
        left: Callable[[Visit], object],
    ) -> None:
        super().__init__()
        self._node, self._colour = node, colour
        self._came, self._left = came, left
        self._visit: Visit | None = None

    def compose(self) -> ComposeResult:
        """The shell, and whose it is."""
        yield KeyFooter()
        yield Words(id="shell-words")
        yield ShellView(classes=signs.node_class(self._colour))

    def on_mount(self) -> None:
        """Until the shell is there, say that it comes."""
        self._name_it(self._node or "node")
        self._say(f"Opening the shell of {self._node or 'the first node'} …")
        self.query_one(ShellView).focus()
        self._came(self)

    def attach(self, visit: Visit) -> bool:
        """Show the shell; False where this screen has gone."""
        if self not in self.app.screen_stack:
            return False
        self._visit = visit
        self._say("")
        self.query_one(ShellView).attach(visit.shell)
        self._name_it(visit.shell.node)
        return True

    def end(self, error: SwarmlabError | None = None) -> None:
        """Back to the slide."""
        if self not in self.app.screen_stack:
            return
        visit, self._visit = self._visit, None
        self.dismiss(error)
        if visit is not None:
            self._left(visit)

    def _name_it(self, node: str, *, lost: bool = False) -> None:
        look = FooterLook(Where.SHELL, words.line(node), lost=lost)
        self.query_one(KeyFooter).look = look

    def _say(self, text: str) -> None:
        said = self.query_one("#shell-words", Words)
        said.said = (Content.styled(words.line(text), "$muted"),) if text else ()
        said.display = bool(text)

    @on(ShellView.Left)
    def _leave(self) -> None:
        self.end()

    @on(ShellView.Lost)
    def _say_lost(self) -> None:
        self._name_it(self._node, lost=True)
        self._say(f"{signs.FAILED} The shell ended: it was closed, or its node stopped. "
                  "Any key leads back to the slide")  # fmt: skip

    @on(ShellView.Offered)
    def _leave_lost(self) -> None:
        if self._visit is not None:
            self.end()

    def action_slide(self) -> None:
        """A click on the key that leads back."""
        self.end()
