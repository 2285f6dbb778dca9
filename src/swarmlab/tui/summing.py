"""What a session knows of a chapter, as its summary shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.tui.draw.summary import Fact, StepSum, SummaryLook

if TYPE_CHECKING:
    from swarmlab.runs.model import BoundChapter, Step
    from swarmlab.tui.ports import LabSession


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
