"""The tasks of a step with their verdicts, as lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from swarmlab.checks.verdict import State
from swarmlab.tui import signs, words
from swarmlab.tui.draw.prose import styled
from swarmlab.tui.draw.row import clickable, hang, pad, row, spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swarmlab.checks.verdict import Verdict
    from swarmlab.deck.model import Spans
    from swarmlab.tui.draw.row import Part

WORD_WIDTH = 11
LABEL_WIDTH = 10
_ORDER = (State.PASSED, State.FAILED, State.ERROR, State.WAITING, State.SKIPPED)
NEITHER = "the task is neither passed nor failed"
"""Said where a check could not look."""
_OPEN = frozenset({State.FAILED, State.ERROR})


@dataclass(frozen=True, slots=True)
class TaskLook:
    """A task as it is drawn."""

    number: int
    spans: Spans
    verdict: Verdict | None = None
    """None before the first look."""
    since: float = 0.0
    fresh: bool = False
    """It passed within the last seconds: bold."""

    @property
    def state(self) -> State:
        """Its state; before the first look it is waiting."""
        return self.verdict.state if self.verdict else State.WAITING


@dataclass(frozen=True, slots=True)
class TasksLook:
    """What the pane says."""

    tasks: tuple[TaskLook, ...] = ()
    help: tuple[tuple[str, str, str], ...] = ()
    """Key, word and action of what helps: hint, why, solution."""
    done: str = ""
    """``Step 3 done. space goes on``."""
    stuck: str = ""
    """``Red for 3 minutes. Help, if you like:``, or ``Step 2 is not done yet.``."""
    rung: tuple[str, str, str] | None = None
    """Key, word and action of what is offered then."""
    keys_here: bool = False
    one_open: bool = False


def count_words(tasks: Sequence[TaskLook]) -> str:
    """How many passed, in words."""
    passed = sum(task.state is State.PASSED for task in tasks)
    return words.passed_of(passed, len(tasks)) if tasks else "none on this slide"


def title_line(
    tasks: Sequence[TaskLook], keys: Sequence[tuple[str, str, str]], *, keys_here: bool, width: int
) -> Content:
    """The heading, the count, and the keys (key, word, action) that help."""
    left = row(("Tasks", "bold"), "  ", (count_words(tasks), "$muted"))
    style = "bold $accent" if keys_here else "$muted"
    short = [(key, word.split(" ")[0], action) for key, word, action in keys]
    for offered in (keys, keys[:2], short[:2], short[:1]):
        right = _help(offered, style)
        if left.cell_length + right.cell_length + 2 <= width:
            return spread(left, right, width)
    return left.truncate(width, ellipsis=True)


def _help(keys: Sequence[tuple[str, str, str]], style: str) -> Content:
    entries = [
        clickable(row((key, style), (f" {word}", "$muted")), action) for key, word, action in keys
    ]
    return Content("  ").join(entries)


def tasks_lines(tasks: Sequence[TaskLook], width: int, *, one_open: bool) -> list[Content]:
    """Every task; with ``one_open`` only the first that needs it says why."""
    opened = _first_open(tasks) if one_open else None
    found: list[Content] = []
    for task in tasks:
        detail = [] if one_open and task is not opened else _detail_lines(task, width)
        head = _head_lines(task, width)
        if not one_open and found and (len(detail) and task.state not in _OPEN):
            found.append(Content())
        found += head + detail
        if detail and not one_open and task.state in _OPEN and task is not tasks[-1]:
            found.append(Content())
    return _single_gaps(found)


def _single_gaps(lines: list[Content]) -> list[Content]:
    return [
        line for index, line in enumerate(lines)
        if line.plain.strip() or (index and lines[index - 1].plain.strip())
    ]  # fmt: skip


def _first_open(tasks: Sequence[TaskLook]) -> TaskLook | None:
    for states in (_OPEN, {State.WAITING}):
        for task in tasks:
            if task.state in states:
                return task
    return None


def _head_lines(task: TaskLook, width: int) -> list[Content]:
    role, bold = signs.STATE_ROLE[task.state], ""
    if task.fresh or task.state in _OPEN:
        bold = "bold "
    word = row((f"{signs.STATE_SIGN[task.state]} {task.state.value}", f"{bold}{role}"))
    text = row(f"{task.number} ", styled(task.spans))
    if task.state in _OPEN:
        text = text.stylize("bold")
    elif task.state is State.SKIPPED:
        text = text.stylize_before("$muted")
    return hang(pad(word, WORD_WIDTH), text, width)


def _detail_lines(task: TaskLook, width: int) -> list[Content]:
    if task.verdict is None or task.state is State.PASSED:
        return []
    found: list[Content] = []
    blank = Content(" " * WORD_WIDTH)
    if reason := words.line(task.verdict.reason):
        found += hang(blank, Content.styled(reason, "$muted"), width)
    if task.state is State.ERROR and NEITHER not in reason:
        found += hang(blank, Content.styled(NEITHER.capitalize(), "$muted"), width)
    if task.state in _OPEN:
        for label, value in _labelled(task):
            prefix = row(blank, (label.ljust(LABEL_WIDTH), "$muted"))
            found += hang(prefix, Content(value), width)
    return found


def _labelled(task: TaskLook) -> list[tuple[str, str]]:
    assert task.verdict is not None
    verdict = task.verdict
    since = f", since {words.clock_seconds(task.since)}" if task.since else ""
    on = words.line(verdict.node) + since if verdict.node else ""
    pairs = (
        ("expected", words.line(verdict.expected)),
        ("observed", words.line(verdict.observed)),
        ("on", on),
        ("look at", words.line(verdict.look_at)),
    )
    return [(label, value) for label, value in pairs if value]


def summary(tasks: Sequence[TaskLook], *, short: bool) -> Content:
    """The verdicts counted: ``✓ 1 passed  ✗ 1 failed``, or signs and numbers only."""
    parts: list[Part] = []
    for state in _ORDER:
        number = sum(task.state is state for task in tasks)
        if not number:
            continue
        sign, role = signs.STATE_SIGN[state], signs.STATE_ROLE[state]
        bold = "bold " if state in _OPEN else ""
        text = f"{sign} {number}" if short else f"{sign} {number} {state.value}"
        parts += ["  " if parts else "", (text, bold + role)]
    return row(*parts)


def changed_line(task: TaskLook) -> Content:
    """The verdict that has just changed, in one line."""
    role = signs.STATE_ROLE[task.state]
    return row(
        (f"{signs.STATE_SIGN[task.state]} ", role), (task.state.value, f"bold {role}"),
        f" {task.number} ", styled(task.spans),
    )  # fmt: skip
