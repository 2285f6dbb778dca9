"""A learner's side of a class: the hand, and whether the instructor may type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.plain.base import PlainBase
from swarmlab.plain.talk import yes_or_no
from swarmlab.runs.classroom.model import SOON_MINUTES
from swarmlab.tui import clock, words

if TYPE_CHECKING:
    from swarmlab.plain.talk import Talk
    from swarmlab.tui.ports import LabSession

_WARNED_AT = (SOON_MINUTES, 10, 3)
"""Minutes before the nodes end."""


class Attending(PlainBase):
    """Attends."""

    def __init__(self, session: LabSession, talk: Talk) -> None:
        super().__init__(session, talk)
        self._warned = 0

    def do_hand(self, question: str) -> None:
        """Raise the hand; without a question, one that is up goes down."""
        if self.session.class_word.hand and not question:
            self.session.lower_hand()
        else:
            self.session.raise_hand(question)

    def do_let(self, answer: str) -> None:
        """Let the instructor type in the shells, or only look."""
        part = self.session.class_word.part
        match yes_or_no(answer), part:
            case None, _:
                self.say("let yes, or let no")
            case True, "takes part":
                self.say("The instructor may type already; let no ends that")
            case (bool(agreed), "asks") | (bool(agreed), "takes part"):
                self.session.answer_part(agreed=agreed)
            case _:
                self.say("The instructor does not ask to type in your shells")

    def warn_of_the_end(self) -> None:
        """A word before the next prompt when the nodes have few minutes left, then fewer."""
        left = self.session.class_word.ends_soon(clock.now())
        passed = 0 if left is None else sum(left < minutes for minutes in _WARNED_AT)
        if left is not None and passed > self._warned:
            self.talk.tell((f"The nodes end in {words.minutes(left)}.",))
        self._warned = passed
