"""What a class puts over the lab: the pause, the question to take part, one's own hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input

from swarmlab.patience import patient
from swarmlab.swarm.text import mask
from swarmlab.tui import clock, words
from swarmlab.tui.draw.row import clickable, row
from swarmlab.tui.screens.dialog import Answer, Dialog, Question
from swarmlab.tui.widgets.flow import Flow

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.events import Key

READY_SECONDS = patient(1.0)
"""Who types into a shell goes on typing for as long when a question comes up."""


class _Pause(Flow):
    def __init__(self, screen: PausedScreen) -> None:
        super().__init__()
        self._paused = screen

    def lines(self, width: int) -> list[Content]:
        found = [*Content.styled("Paused for a discussion", "bold").wrap(width), Content()]
        for line in words.lines(mask(self._paused.words)) if self._paused.words else ():
            found += Content(line).wrap(width) or [Content()]
        key = row(("q", "bold $accent"), (" leave", "$muted"))
        return [*found, Content(), clickable(key, "leave")]


class PausedScreen(ModalScreen[None]):
    """Covers the lab until the instructor lets everybody go on; its shells go on meanwhile.

    Args:
        said: the instructor's words.
        leave: what q does.
    """

    CSS_PATH = "in_class.tcss"
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, said: str, leave: Callable[[], None]) -> None:
        super().__init__()
        self.words = said
        self._leave = leave

    def compose(self) -> ComposeResult:
        """One sentence, and the instructor's words."""
        with Vertical(id="paused"):
            yield _Pause(self)

    def change(self, said: str) -> None:
        """Other words."""
        self.words = said
        self.query_one(_Pause).refresh(layout=True)

    def on_key(self, event: Key) -> None:
        """No key does anything but q."""
        event.stop()
        if event.key == "q":
            self.action_leave()

    def action_leave(self) -> None:
        """Leave the lab."""
        if self.app.screen is self:
            self._leave()


_PART = Question(
    "The instructor asks to type in your shells",
    ("You see all that is typed. N lets them only look again, at any time.",),
    (Answer("y", "let them type"), Answer("n", "let them only look")),
    stay="let them only look",
)


class PartQuestion(Dialog):
    """Ends with ``y``, or with something else for no."""

    CSS_PATH = "dialog.tcss"

    def __init__(self) -> None:
        super().__init__(_PART)
        self._since = clock.ticks()

    def action_answer(self, key: str) -> None:
        """Answer; what was still typed for a shell is no answer."""
        if clock.ticks() - self._since >= READY_SECONDS:
            super().action_answer(key)


class _HandKeys(Flow):
    def lines(self, width: int) -> list[Content]:
        send = row(("enter", "bold $accent"), (" raise your hand   ", "$muted"))
        back = clickable(row(("esc", "bold $accent"), (" back", "$muted")), "close")
        return [row(send, back).truncate(width, ellipsis=True)]


class HandScreen(ModalScreen[str | None]):
    """Ends with the question, which may be empty, or None."""

    CSS_PATH = "in_class.tcss"
    BINDINGS: ClassVar[list[BindingType]] = []

    def compose(self) -> ComposeResult:
        """A line for the question."""
        with Vertical(id="hand"):
            yield Input(placeholder="What is your question? You may leave it out", id="hand-text",
                        compact=True, max_length=200)  # fmt: skip
            yield _HandKeys()

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Raise it."""
        self.dismiss(event.value)

    def on_key(self, event: Key) -> None:
        """Escape goes back."""
        if event.key == "escape":
            event.stop()
            self.action_close()

    def action_close(self) -> None:
        """Ask nothing."""
        self.dismiss(None)
