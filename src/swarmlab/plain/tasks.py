"""A step's tasks and their verdicts as lines."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from swarmlab.checks.verdict import State
from swarmlab.plain.line import Styled, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from swarmlab.plain.line import Line
    from swarmlab.runs.lines import TaskLine

WORD_WIDTH = len("skipped")
_INDENT = "    "


def task_lines(
    task: TaskLine, sign: Styled, *, width: int | None = None, numbered: bool = False
) -> Iterator[Line]:
    """A task's line; below it the reason, or what was expected and seen where it is red.

    A waiting or skipped task has one line of reason, a passed one none.

    Args:
        task: with its verdict.
        sign: of its state.
        width: columns to wrap at; not at all without it.
        numbered: whether its number stands before its text.
    """
    yield from head_lines(task, sign, width=width, numbered=numbered)
    for label, words in _details(task):
        first = f"{_INDENT}{label}: " if label else _INDENT
        text = " ".join(words.split())
        for line in wrapped(text, width, first, _INDENT * 2) if width else [first + text]:
            yield (line,)


def head_lines(
    task: TaskLine, sign: Styled, *, width: int | None = None, numbered: bool = False
) -> Iterator[Line]:
    """Sign, word and text of a task."""
    text = " ".join(task.text.split())
    number = f"{task.number} " if numbered else ""
    room = width - len(sign.text) - WORD_WIDTH - len("   ") - len(number) if width else None
    first, *more = (wrapped(text, room) if room else [text]) or [""]
    bold = task.state == State.FAILED
    yield sign, f" {task.state.ljust(WORD_WIDTH)}  {number}", Styled(first, bold=bold)
    for line in more:
        yield _INDENT, Styled(line, bold=bold)


def _details(task: TaskLine) -> Sequence[tuple[str, str]]:
    if task.state == State.PASSED:
        return ()
    if task.state not in {State.FAILED, State.ERROR}:
        return [("", task.reason)] if task.reason else []
    on = task.node
    if on and task.since:
        on += time.strftime(", since %H:%M:%S", time.localtime(task.since))
    known = (
        ("", task.reason),
        ("expected", task.expected),
        ("observed", task.observed),
        ("on", on),
        ("look at", task.look_at),
    )
    return [(label, words) for label, words in known if words]
