"""What a session knows of a chapter, as its summary shows it, on screens and in lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from swarmlab.runs.scores import Score
from swarmlab.tui import words

if TYPE_CHECKING:
    from swarmlab.deck.model import Spans
    from swarmlab.runs.model import BoundChapter, Step
    from swarmlab.tui.ports import LabSession


@dataclass(frozen=True, slots=True)
class Fact:
    """A task as a statement, and what is to be said of it."""

    spans: Spans
    note: str = ""
    """``with the solution``, or why it was skipped."""


@dataclass(frozen=True, slots=True)
class StepSum:
    """What one step came to."""

    number: int
    title: str
    done: bool
    score: Score = field(default_factory=Score)
    proved: tuple[Fact, ...] = ()
    skipped: tuple[Fact, ...] = ()
    open: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class SummaryLook:
    """What the screen says."""

    title: str = ""
    about: int = 0
    """Minutes that the chapter is written for."""
    steps: tuple[StepSum, ...] = ()
    total: Score = field(default_factory=Score)
    following: str = ""
    """The next chapter's title; empty at the end of the lab."""
    minutes: int = 0
    """That it is written for."""
    fresh: bool = False
    """It begins on fresh nodes."""
    lab_done: bool = False

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(step.done for step in self.steps)


def summed(session: LabSession) -> SummaryLook:
    """The chapter that the learner is in."""
    here = session.lab.chapter(session.place.chapter)
    following = chapter_after(session, here)
    return SummaryLook(
        here.chapter.title,
        here.chapter.minutes,
        tuple(_step_sum(session, step) for step in here.steps),
        session.scores.of_chapter(here.name, here.steps),
        following.chapter.title if following else "",
        following.chapter.minutes if following else 0,
        fresh=following is not None and session.needs_fresh_nodes(following.name),
        lab_done=all(session.step_is_done(step.id) for step in session.lab.steps),
    )


def chapter_after(session: LabSession, chapter: BoundChapter) -> BoundChapter | None:
    """The next one of the lab."""
    chapters = session.lab.chapters
    number = chapters.index(chapter) + 1
    return chapters[number] if number < len(chapters) else None


def _step_sum(session: LabSession, step: Step) -> StepSum:
    score, done = session.scores.score(step), session.step_is_done(step.id)
    proved: list[Fact] = []
    skipped: list[Fact] = []
    still: list[Fact] = []
    for task in step.tasks:
        outcome, spans = session.scores.outcome(task.key), task.task.spans
        if outcome is not None and outcome.state == "passed":
            proved.append(Fact(spans, "" if outcome.point else "with the solution"))
        elif outcome is not None:
            skipped.append(Fact(spans, outcome.reason))
        elif not done:
            still.append(Fact(spans))
        elif not score.played:  # done before outcomes were kept
            proved.append(Fact(spans, "with the solution" if score.solutions else ""))
    return StepSum(step.number, step.slide.title, done, score,
                   tuple(proved), tuple(skipped), tuple(still))  # fmt: skip


def headline(look: SummaryLook) -> str:
    """Whether the chapter is done, or the lab."""
    title = words.line(look.title)
    if look.lab_done:
        return f"{title} is done, and with it the lab"
    if look.done == len(look.steps):
        return f"{title} is done"
    return f"{title} so far"


def help_words(score: Score) -> str:
    """``none``, or how many hints and solutions were shown."""
    if not (score.hints or score.solutions):
        return "none"
    parts = [words.counted(score.hints, "hint")] if score.hints else []
    if score.solutions:
        parts.append(words.counted(score.solutions, "solution"))
    return ", ".join(parts)
