"""What a chapter came to: points, time and help; what was proved, skipped and remains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from swarmlab.tui import signs, words
from swarmlab.tui.draw.header import Steps, bar
from swarmlab.tui.draw.prose import WIDEST, styled
from swarmlab.tui.draw.row import hang, row, spread
from swarmlab.tui.summing import headline, help_words

if TYPE_CHECKING:
    from swarmlab.runs.scores import Score
    from swarmlab.tui.draw.row import Part
    from swarmlab.tui.summing import Fact, StepSum, SummaryLook

LABEL_WIDTH = 10
INDENT = "    "


def account_lines(look: SummaryLook, width: int) -> list[Content]:
    """The headline, what it came to in all, and each step."""
    found = [*Content.styled(headline(look), "bold").wrap(width), Content()]
    if look.steps:
        states = Steps(0, tuple(step.done for step in look.steps))
        steps = f"{look.done} of {words.counted(len(look.steps), 'step')} done"
        found.append(_labelled("steps", row(steps, "  ", bar(states, narrow=width < 50))))
    score = look.total
    found += [
        _labelled("points", Content(f"{score.points} of {score.of}")),
        _labelled("time", row(words.spent(score.seconds),
                              (f", written for about {look.about} min", "$muted"))),
        _labelled("help", Content(help_words(score))),
        _labelled("attempts", _attempts(score.attempts)),
        Content(),
    ]  # fmt: skip
    for step in look.steps:
        found += _step_lines(step, width)
    return [line.truncate(width, ellipsis=True) for line in [*found, Content()]] + _following(
        look, width
    )


def _attempts(number: int) -> Content:
    if not number:
        return row("none", (" that left a task red", "$muted"))
    return row(str(number), (", each a command with a red task after it", "$muted"))


def _labelled(label: str, value: Content) -> Content:
    return row((label.ljust(LABEL_WIDTH), "$muted"), value)


def _step_lines(step: StepSum, width: int) -> list[Content]:
    sign = (signs.PASSED, "$success") if step.done else (signs.WAITING, "$muted")
    score = step.score
    points = Content.styled(f"{score.points} of {score.of}", "" if step.done else "$muted")
    if score.played:
        sign, points = (signs.SKIPPED, "$muted"), Content.styled("played for you", "$muted")
    title = row(sign, f" {step.number} ", (words.line(step.title), "" if step.done else "$muted"))
    return [spread(title, points, width), *_spent_line(score, width)]


def _spent_line(score: Score, width: int) -> list[Content]:
    """Time and help of a step, where there was any."""
    parts = [words.spent(score.seconds)] if score.seconds >= 1 else []
    if score.hints or score.solutions:
        parts.append(help_words(score))
    if score.attempts:
        parts.append(words.counted(score.attempts, "attempt"))
    if not parts:
        return []
    return hang(Content(INDENT), Content.styled(", ".join(parts), "$muted"), width)


def _following(look: SummaryLook, width: int) -> list[Content]:
    if not look.following:
        return Content.styled("This is the last chapter of the lab.", "$muted").wrap(width)
    nodes = "on fresh nodes" if look.fresh else "on the nodes as they are"
    following = (words.line(look.following), "bold")
    about = f", about {look.minutes} min, {nodes}"
    return row(("Next: ", "$muted"), following, (about, "$muted")).wrap(width)


def facts_lines(look: SummaryLook, width: int) -> list[Content]:
    """What was proved, what was skipped and why, what remains; like prose, never too wide."""
    width = min(width, WIDEST)
    found = _section("You proved", look, width, "proved", (f"{signs.PASSED} ", "$success"))
    if not found:
        found = [Content.styled("Nothing is proved yet", "bold"),
                 Content.styled("Each task that turns green is a sentence here.", "$muted"),
                 Content()]  # fmt: skip
    found += _skipped_lines(look, width)
    found += _section("What remains", look, width, "open", (f"{signs.WAITING} ", "$muted"))
    return found[:-1]


def _section(
    title: str, look: SummaryLook, width: int, part: str, sign: tuple[str, str]
) -> list[Content]:
    found: list[Content] = []
    for step in look.steps:
        facts: tuple[Fact, ...] = getattr(step, part)
        if facts:
            heading = f"{step.number} {words.line(step.title)}"
            found += Content.styled(heading, "$muted").wrap(width)
        for fact in facts:
            found += _fact_lines(fact, width, sign)
    return [Content.styled(title, "bold"), *found, Content()] if found else []


def _fact_lines(fact: Fact, width: int, sign: tuple[str, str]) -> list[Content]:
    text: list[Part] = [styled(fact.spans)]
    if fact.note:
        text.append((f", {words.line(fact.note)}", "$muted"))
    return hang(row("  ", sign), row(*text), width)


def _skipped_lines(look: SummaryLook, width: int) -> list[Content]:
    found: list[Content] = []
    sign = (f"{signs.SKIPPED} ", "$muted")
    for step in look.steps:
        if step.score.played:
            said = row(f"Step {step.number}, {words.line(step.title)}",
                       (": played for you on the way to a later place", "$muted"))  # fmt: skip
            found += hang(row("  ", sign), said, width)
        for fact in step.skipped:
            found += _fact_lines(fact, width, sign)
    return [Content.styled("Skipped", "bold"), *found, Content()] if found else []
