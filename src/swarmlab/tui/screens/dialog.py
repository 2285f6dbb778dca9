"""A question with a few answers, each a key and a click."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from swarmlab.tui import words
from swarmlab.tui.draw.row import clickable, pad, row
from swarmlab.tui.widgets.flow import Flow

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.events import Key


@dataclass(frozen=True, slots=True)
class Answer:
    """One way to answer."""

    key: str
    label: str
    """What it does, in one line."""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked; escape is always an answer and changes nothing."""

    title: str
    lines: tuple[str, ...]
    answers: tuple[Answer, ...]
    stay: str = "stay here"


class _Words(Flow):
    def __init__(self, question: Question) -> None:
        super().__init__()
        self._question = question

    def lines(self, width: int) -> list[Content]:
        asked = self._question
        found = Content.styled(words.line(asked.title), "bold").wrap(width)
        for text in asked.lines:
            found += Content.styled(words.line(text), "$muted").wrap(width)
        found.append(Content())
        for answer in (*asked.answers, Answer("escape", asked.stay)):
            found += _answer_lines(answer, width)
        return found


def _answer_lines(answer: Answer, width: int) -> list[Content]:
    key = "esc" if answer.key == "escape" else answer.key
    prefix = row((f" {key} ".ljust(6), "bold $accent"))
    label = clickable(row(prefix, (answer.label, "bold")), f"answer('{answer.key}')")
    found = [label.truncate(width, ellipsis=True)]
    if answer.detail:
        detail = Content.styled(answer.detail, "$muted").wrap(width - 6)
        found += [row(pad(Content(), 6), line) for line in detail]
    return found


class Dialog(ModalScreen[str]):
    """Ends with the key of the answer, or an empty string for escape."""

    BINDINGS: ClassVar[list[BindingType]] = []
    CSS_PATH = "dialog.tcss"

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """The words in a box."""
        with Vertical(id="dialog"):
            yield _Words(self._question)

    def on_key(self, event: Key) -> None:
        """A key that answers; all others do nothing."""
        event.stop()
        self.action_answer(event.key)

    def action_answer(self, key: str) -> None:
        """Answer, once: a key that came before this dialog went is not the next screen's."""
        if self.app.screen is not self:
            return
        if key == "escape":
            self.dismiss("")
        elif any(answer.key == key for answer in self._question.answers):
            self.dismiss(key)
