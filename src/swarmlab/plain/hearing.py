"""What a session tells, as news between prompts."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from swarmlab.checks.verdict import State
from swarmlab.plain.classroom import ClassTold, message_lines
from swarmlab.plain.line import WIDEST, Styled, state_sign
from swarmlab.plain.tasks import head_lines
from swarmlab.runs.events import (
    BootProgress,
    ClassChanged,
    CommandFinished,
    EngineChanged,
    MessageCame,
    NodeChanged,
    ProgressTrouble,
    Rebooted,
    ReplayProgress,
    ResetProved,
    StepDone,
    UnitChanged,
    VerdictsChanged,
)
from swarmlab.tui import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from swarmlab.plain.lesson import Lesson
    from swarmlab.plain.line import Line
    from swarmlab.plain.talk import Talk
    from swarmlab.runs.events import Event
    from swarmlab.runs.model import Step
    from swarmlab.swarm.command import FinishedCommand

_KEPT = 1000
_BAD, _GOOD = state_sign(State.FAILED), state_sign(State.PASSED)


class Hearing:
    """Listens to a session from the conversation's beginning to its end.

    Args:
        lesson: is kept up to date.
        talk: where news go.
    """

    def __init__(self, lesson: Lesson, talk: Talk) -> None:
        self._lesson, self._talk = lesson, talk
        self.commands: deque[FinishedCommand] = deque(maxlen=_KEPT)
        """What ended in any shell of the run, the newest last."""
        self.on_unit: Callable[[UnitChanged], None] | None = None
        """Told of units as they move on, while somebody waits for several of them."""
        self._class = ClassTold()
        self.stop = lesson.session.listen(self._hear)
        self._hear_class()

    def _hear_class(self) -> None:
        """What the class was told before anybody listened."""
        session = self._lesson.session
        for message in session.messages():
            self._hear(MessageCame(message))
        self._hear(ClassChanged(session.class_word))

    def _hear(self, event: Event) -> None:
        match event:
            case CommandFinished():
                self.commands.append(event.command)
            case UnitChanged():
                self._lesson.units[event.unit] = event
                if self.on_unit is not None:
                    self.on_unit(event)
            case VerdictsChanged():
                changed_step = event.step
                self._talk.tell_late(lambda: self._changed(changed_step))
            case StepDone():
                self._talk.tell((_done_words(self._lesson, event.step),))
            case BootProgress() | ReplayProgress():
                self._tell_boot(event)
            case Rebooted():
                self._lesson.forget()
                self._talk.say(f"The nodes are fresh ones: {words.line(event.reason)}")
            case ResetProved():
                for line in event.proof.lines:
                    self._talk.say(words.line(line))
            case MessageCame():
                self._talk.tell(*message_lines(event.message))
                self._lesson.session.dismiss(event.message.number)
            case ClassChanged():
                self._talk.tell(*self._class.changes(event.word))
            case _:
                self._talk.tell(*_outside(event))

    def _changed(self, step_id: str) -> Iterator[Line]:
        """The tasks of a step that are otherwise than they were told last."""
        lesson = self._lesson
        step = next((step for step in lesson.chapter.steps if step.id == step_id), None)
        if step is None:
            return
        changed = lesson.untold(lesson.step_lines(step).tasks)
        lesson.note_told(changed)
        width = min(self._talk.paper.width, WIDEST)
        here = lesson.step is not None and lesson.step.id == step_id
        for task in changed:
            sign = state_sign(State(task.state))
            *lines, last = head_lines(task, sign, width=width, numbered=True)
            yield from lines
            yield last if here else (*last, _elsewhere(step))

    def _tell_boot(self, event: BootProgress | ReplayProgress) -> None:
        match event:
            case BootProgress(phase="app loaded"):
                self._talk.say(f"{event.node} is up, {words.seconds(event.seconds)}")
            case BootProgress(phase="in swarm"):
                self._talk.say(f"{event.node} is in the swarm, {words.seconds(event.seconds)}")
            case ReplayProgress():
                self._talk.say(f"brought to where you are, unit {event.done} of {event.total}: "
                               f"{words.line(event.step)}")  # fmt: skip


def _elsewhere(step: Step) -> str:
    return f"  (slide {step.slide.index + 1}, {words.line(step.slide.title)})"


def _done_words(lesson: Lesson, step_id: str) -> str:
    step = next((step for step in lesson.chapter.steps if step.id == step_id), None)
    if step is None:
        return f"{step_id} done."
    goes_on = "next goes on" if lesson.neighbour(1) else "The lab is done"
    last = all(lesson.session.step_is_done(s.id) for s in lesson.chapter.steps)
    summary = ", summary tells what this chapter came to" if last else ""
    return f"Step {step.number} done. {goes_on}{summary}"


def _outside(event: Event) -> Iterator[Line]:
    match event:
        case NodeChanged():
            yield (f"{event.node}: {event.word}",)
        case ProgressTrouble():
            yield Styled("[!]"), f" {words.line(event.reason)}"
            if event.next_step:
                yield (f"next step: {words.line(event.next_step)}",)
        case EngineChanged(answers=True):
            yield _GOOD, " the engine answers again"
        case EngineChanged():
            yield _BAD, f" the engine stopped answering: {words.line(event.reason)}"
            yield ("next step: start it again; progress is stored",)
        case _:
            return
