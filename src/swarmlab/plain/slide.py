"""A slide as lines, in the order of the screen: place, slide, units, verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.checks.verdict import State
from swarmlab.deck.model import Details, Heading, TaskList, plain
from swarmlab.plain.blocks import Page, lines, quizzes
from swarmlab.plain.line import Styled, state_sign, wrapped
from swarmlab.plain.tasks import task_lines
from swarmlab.tui import clock, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swarmlab.deck.model import Slide
    from swarmlab.plain.lesson import Lesson
    from swarmlab.plain.line import Line


def slide_lines(lesson: Lesson, width: int) -> Iterator[Line]:
    """Everything about the slide, without the tasks."""
    slide = lesson.slide
    yield ("",)
    yield from ((line,) for line in wrapped(_place_words(lesson), width))
    yield ("",)
    title, *blocks = slide.blocks or (None,)
    if isinstance(title, Heading):
        yield from bold_lines(plain(title.spans), width)
    else:
        yield from bold_lines(f"{slide.title}, continued", width)
        blocks = list(slide.blocks)
    yield ("",)
    shown = [block for block in blocks if not isinstance(block, Details | TaskList)]
    yield from ((line,) for line in lines(shown, Page(width, lesson.heads())))


def bold_lines(text: str, width: int) -> Iterator[Line]:
    """A title."""
    yield from ((Styled(line, bold=True),) for line in wrapped(text, width))


def _place_words(lesson: Lesson) -> str:
    session, chapter, slide = lesson.session, lesson.chapter.chapter, lesson.slide
    said = [
        f"{session.lab.name} > {chapter.title}",
        f"slide {slide.index + 1} of {len(chapter.slides)}",
    ]
    if lesson.step is not None:
        said.append(f"step {lesson.step.number} of {len(lesson.chapter.steps)}")
    minutes = max(0, int(clock.now() - session.started_at) // 60)
    said.append(f"{minutes} of about {chapter.minutes} min")
    return ", ".join(said)


def verdict_lines(lesson: Lesson, width: int) -> Iterator[Line]:
    """The tasks of the slide with their verdicts, and what helps; notes that they are told."""
    step = lesson.step
    if step is None:
        return
    tasks = lesson.step_lines(step).tasks
    lesson.note_told(tasks)
    passed = sum(task.state == State.PASSED for task in tasks)
    yield Styled("Tasks", bold=True), f"  {words.passed_of(passed, len(tasks))}"
    for task in tasks:
        sign = state_sign(State(task.state))
        yield from task_lines(task, sign, width=width, numbered=True)


def help_line(lesson: Lesson) -> str:
    """``Help here: hint 1 of 2, why, solution.``, and how a question is answered; or nothing."""
    step, slide = lesson.step, lesson.slide
    found = []
    if step is not None and (hints := len(slide.details("hint"))):
        shown = lesson.session.scores.hints_shown(step.id)
        found.append(f"hint {shown + 1} of {hints}" if shown < hints else "all hints shown")
    if slide.details("why"):
        found.append("why")
    if step is not None and slide.details("solution"):
        found.append("solution")
    said = [f"Help here: {', '.join(found)}."] if found else []
    if lesson.missed is not None:
        said.insert(0, f"Step {lesson.missed.number} is not done yet; reset step brings the nodes "
                       "to where this one begins.")  # fmt: skip
    if quizzes(slide.blocks):
        said.append("answer and letters, as in answer a c, answers the question.")
    return " ".join(said)


def page_words(slide: Slide) -> str:
    """All words that a learner finds on a slide, small, in one line."""
    shown = [b for b in slide.blocks if not isinstance(b, Details) or b.kind != "sabotage"]
    return " ".join(" ".join(lines(shown)).lower().split())


def details_lines(lesson: Lesson, title: str, details: Details, width: int) -> Iterator[Line]:
    """A hint, a why or a solution."""
    yield from bold_lines(f"{title}: {plain(details.summary)}", width)
    yield from ((line,) for line in lines(details.blocks, Page(width, lesson.heads())))
