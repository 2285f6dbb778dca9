"""What every part of the conversation about a lab has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.checks.verdict import State
from swarmlab.plain.hearing import Hearing
from swarmlab.plain.lesson import Lesson
from swarmlab.plain.line import WIDEST, state_sign, wrapped
from swarmlab.plain.work import work
from swarmlab.tui import words

if TYPE_CHECKING:
    from swarmlab.errors import SwarmlabError
    from swarmlab.plain.talk import Talk
    from swarmlab.tui.ports import LabSession


class PlainBase:
    """A lab, and the conversation about it."""

    def __init__(self, session: LabSession, talk: Talk) -> None:
        self.session, self.talk = session, talk
        self.lesson = Lesson(session)
        self.hearing = Hearing(self.lesson, talk)
        self.left = False
        """The lab was left: no command is asked for any more."""

    @property
    def width(self) -> int:
        """Columns of prose."""
        return min(self.talk.paper.width, WIDEST)

    def say(self, text: str = "") -> None:
        """Write prose, wrapped."""
        self.talk.say_all(wrapped(words.line(text), self.width) or [""])

    def complain(self, fault: SwarmlabError) -> None:
        """What went wrong, and what to do next."""
        complain(self.talk, fault)

    def look(self) -> None:
        """Judge the slide's tasks now; what changed is told before the next prompt."""
        step = self.lesson.step
        if step is not None and self.session.booted:
            work(lambda: self.session.look(step))
        else:
            self.session.look_again()


def complain(talk: Talk, fault: SwarmlabError) -> None:
    """What went wrong, and what to do next."""
    first, *more = str(fault).splitlines() or [""]
    talk.say(state_sign(State.ERROR), f" {words.line(first)}")
    talk.say_all(f"    {words.line(line)}" for line in more)
    if fault.next_step:
        talk.say(f"next step: {words.line(fault.next_step)}")
