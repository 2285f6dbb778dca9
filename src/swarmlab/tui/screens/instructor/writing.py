"""One line to write: a message, or what a pause says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input

from swarmlab.tui import words
from swarmlab.tui.draw.row import clickable, row
from swarmlab.tui.widgets.flow import Flow

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.events import Key

LONGEST = 300
"""Characters of a message."""


@dataclass(frozen=True, slots=True)
class Writing:
    """What is written, and what for."""

    title: str
    about: str
    hint: str
    """In the empty field."""
    does: str
    """What enter does."""
    default: str = ""
    """What is said where nothing was written; without one nothing is done then."""


class _Head(Flow):
    def __init__(self, writing: Writing) -> None:
        super().__init__()
        self._writing = writing

    def lines(self, width: int) -> list[Content]:
        asked = self._writing
        found = Content.styled(words.line(asked.title), "bold").wrap(width)
        return found + Content.styled(words.line(asked.about), "$muted").wrap(width)


class _Keys(Flow):
    def __init__(self, writing: Writing) -> None:
        super().__init__(id="write-keys")
        self._writing = writing

    def lines(self, width: int) -> list[Content]:
        send = row(("enter", "bold $accent"), (f" {self._writing.does}", "$muted"))
        back = row(("esc", "bold $accent"), (" stay here", "$muted"))
        line = row(clickable(send, "send"), "   ", clickable(back, "close"))
        return [line.truncate(width, ellipsis=True)]


class WriteScreen(ModalScreen[str]):
    """Ends with what was written, or an empty string."""

    CSS_PATH = "writing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, writing: Writing) -> None:
        super().__init__()
        self._writing = writing

    def compose(self) -> ComposeResult:
        """What for, the field, the keys."""
        with Vertical(id="write"):
            yield _Head(self._writing)
            yield Input(placeholder=self._writing.hint, id="write-text", compact=True,
                        max_length=LONGEST)  # fmt: skip
            yield _Keys(self._writing)

    def on_mount(self) -> None:
        """Write at once."""
        self.query_one(Input).focus()

    def on_input_submitted(self) -> None:
        """It is written."""
        self.action_send()

    def on_key(self, event: Key) -> None:
        """Escape writes nothing."""
        if event.key == "escape":
            event.stop()
            self.action_close()

    def action_send(self) -> None:
        """Send, once, if there is something to send."""
        text = self.query_one(Input).value.strip() or self._writing.default
        if text and self.app.screen is self:
            self.dismiss(text)

    def action_close(self) -> None:
        """Write nothing."""
        if self.app.screen is self:
            self.dismiss("")
