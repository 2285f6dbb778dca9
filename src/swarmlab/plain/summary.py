"""What a chapter came to, in lines: points, time and help; what was proved and what remains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.checks.verdict import State
from swarmlab.deck.model import plain
from swarmlab.plain.line import state_sign, wrapped
from swarmlab.plain.slide import bold_lines
from swarmlab.tui import words
from swarmlab.tui.summing import headline, help_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swarmlab.plain.line import Line
    from swarmlab.tui.summing import Fact, StepSum, SummaryLook

_INDENT = "    "


def summary_lines(look: SummaryLook, width: int) -> Iterator[Line]:
    """The headline, what it came to in all, each step with its tasks, and what is next."""
    yield from bold_lines(headline(look), width)
    score = look.total
    yield (f"steps: {look.done} of {len(look.steps)} done",)
    yield (f"points: {score.points} of {score.of}",)
    yield (f"time: {words.spent(score.seconds)}, written for about {look.about} min",)
    yield (f"help: {help_words(score)}",)
    yield (f"attempts that left a task red: {score.attempts or 'none'}",)
    for step in look.steps:
        yield ("",)
        yield from _step_lines(step, width)
    if look.following:
        nodes = "on fresh nodes" if look.fresh else "on the nodes as they are"
        following = f"Next: {words.line(look.following)}, about {look.minutes} min, {nodes}"
        yield ("",)
        yield from ((line,) for line in wrapped(following, width))


def _step_lines(step: StepSum, width: int) -> Iterator[Line]:
    score = step.score
    came_to = "played for you" if score.played else f"{score.points} of {score.of} points"
    done = "" if step.done else ", not done yet"
    said = f"Step {step.number}, {words.line(step.title)}: {came_to}{done}"
    yield from ((line,) for line in wrapped(said, width))
    for state, facts in (
        (State.PASSED, step.proved), (State.SKIPPED, step.skipped), (State.WAITING, step.open)
    ):  # fmt: skip
        for fact in facts:
            yield from _fact_lines(fact, state, width)


def _fact_lines(fact: Fact, state: State, width: int) -> Iterator[Line]:
    note = f", {fact.note}" if fact.note else ""
    first, *more = wrapped(words.line(plain(fact.spans) + note), width - len(_INDENT)) or [""]
    yield state_sign(state), " ", first
    yield from ((_INDENT, line) for line in more)
