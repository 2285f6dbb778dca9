"""The part of a fake session that belongs to a class."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from swarmlab.runs.classroom.model import ClassWord, Message
from swarmlab.runs.events import ClassChanged, MessageCame

if TYPE_CHECKING:
    from swarmlab.runs.classroom.model import MessageKind
    from swarmlab.runs.events import Event

AT = 1_795_271_490.0
"""When the instructor says anything."""


class FakeAttending:
    """Hears what a test has the instructor say."""

    def __init__(self) -> None:
        self.class_word = ClassWord()
        self.sent: list[Message] = []

    def tell(self, *events: Event) -> None:
        raise NotImplementedError

    def _record(self, call: str) -> None:
        raise NotImplementedError

    def messages(self) -> tuple[Message, ...]:
        return tuple(self.sent)

    def send(self, text: str, kind: MessageKind = "message") -> None:
        """The instructor sends this."""
        self.sent.append(Message(len(self.sent) + 1, AT, kind, text))
        self.tell(MessageCame(self.sent[-1]))

    def say_of_class(self, **changed: Any) -> None:
        """The class is told something else from now on."""
        self.class_word = replace(self.class_word, **changed)
        self.tell(ClassChanged(self.class_word))

    def dismiss(self, number: int) -> None:
        self._record(f"dismiss {number}")
        self.sent = [message for message in self.sent if message.number > number]

    def raise_hand(self, question: str = "") -> None:
        self._record(f"hand {question}".rstrip())
        self.say_of_class(hand=AT)

    def lower_hand(self) -> None:
        self._record("hand down")
        self.say_of_class(hand=0.0)

    def answer_part(self, *, agreed: bool) -> None:
        self._record(f"part {agreed}")
        self.say_of_class(part="takes part" if agreed else "watches")
