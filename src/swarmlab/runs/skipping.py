"""Units that the way to a place may leave out: they only look, and nobody asks what they saw.

What a learner reads is no part of the way. A unit is left out when every program of it is
known to change nothing, neither on the node nor in the shell; when nothing it prints is
captured or waited for; and when no task of the lab asks whether it was tried. All else runs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from swarmlab.checks.source import Source
from swarmlab.deck.gap import Gap, read_line
from swarmlab.deck.model import ShellUnit
from swarmlab.runs.repeatable import is_repeatable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from swarmlab.deck.model import Expectation, Unit
    from swarmlab.runs.model import Lab

_QUOTED = re.compile(r"'[^']*'|\"(?:[^\"\\$`]|\\.)*\"")
_MAY_CHANGE = re.compile(
    r"(^|[\s;&|(`])(mount|hostname|date|ip|wget|awk|find|xxd|\$\S*)(\s|$)"
    r"|printf\s+-v|uniq\s+[^\s|-]|(^|\s)(-o|-O\S*|--output\S*|-out|-keyout|-writerand)(\s|$)",
    re.MULTILINE,
)
"""What repeating does no harm and leaving out may: a file written, a clock set, a mount."""
_SETS_VARIABLE = re.compile(r"(^|[;&|(`])\s*[A-Za-z_]\w*\+?=", re.MULTILINE)
_TRIED = re.compile(r"`([^`]*)`")


def tried_in(lab: Lab) -> frozenset[tuple[str, ...]]:
    """The commands that tasks of a lab want to be tried, as words."""
    return frozenset(
        tuple(command.split())
        for step in lab.steps
        for task in step.tasks
        if Source.JOURNAL in task.check.reads
        for command in _TRIED.findall(task.task.sentence)
    )


def changes_nothing(unit: Unit, tried: Iterable[tuple[str, ...]]) -> bool:
    """Whether the nodes are the same without a unit, as far as anyone may tell.

    Args:
        unit: it.
        tried: commands that must be in the journal, as words.
    """
    if not isinstance(unit, ShellUnit) or unit.refused is not None or _is_asked(unit.expectation):
        return False
    text = unit.text.replace("\\\n", " ")
    plain = _QUOTED.sub("Q", text)
    if _MAY_CHANGE.search(plain) or _SETS_VARIABLE.search(plain) or not is_repeatable(unit.text):
        return False
    words = " ".join(text.split())
    return not any(" ".join(command) in words for command in tried)


def _is_asked(expectation: Expectation | None) -> bool:
    """Whether what is printed is waited for, or kept."""
    if expectation is None:
        return False
    if expectation.within is not None:
        return True
    parts = (part for line in expectation.lines for part in read_line(line)[0])
    return any(isinstance(part, Gap) and part.name for part in parts)
