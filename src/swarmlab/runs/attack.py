"""Attacks that leave nothing behind: the way to a step takes them as made.

An attack of a slide is refused; ``swarmlab test`` proves that it is, and for which reason.
So what it leaves is known without making it: an entry in the journal. Many are slow: a
refused join takes ten seconds, since the engine tries five times.
"""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from swarmlab.checks import shellwords
from swarmlab.checks.refusal import refusal
from swarmlab.deck.gap import named_gaps
from swarmlab.deck.model import ShellUnit
from swarmlab.runs.repeatable import is_repeatable
from swarmlab.swarm.command import FinishedCommand

if TYPE_CHECKING:
    from swarmlab.deck.model import Expectation, Unit

_ALL_OR_NOTHING = frozenset({
    "config", "create", "network", "node", "run", "secret", "service", "swarm",
})  # fmt: skip
"""What docker asks of its engine in one call. Not ``exec``, ``cp`` or ``stack``: those may do
something before they are refused."""
_SUBSTITUTION = re.compile(r"\$\(([^()`]*)\)")


def foreseen(unit: Unit) -> FinishedCommand | None:
    """What the journal would hold of an attack that leaves nothing else; None for other units.

    Such an attack is one plain docker command that must be refused: no second command, no
    pipe, no redirection, no capture, and what it substitutes only looks. One that may be
    run again until it prints something is waited for by what follows, and is none.
    """
    if not isinstance(unit, ShellUnit) or unit.refused is None:
        return None
    expected = unit.expectation
    if expected and (expected.within is not None or _captures(expected)):
        return None
    if not _is_one_call(unit.text):
        return None
    now, words = time.time(), refusal(unit.refused).texts[0]
    return FinishedCommand(unit.node, unit.text.rstrip("\n"), 1, words, now, now, unit.shell)


def _captures(expectation: Expectation) -> bool:
    return any(True for _ in named_gaps(expectation.lines))


def _is_one_call(text: str) -> bool:
    plain = _SUBSTITUTION.sub("_", text).strip()
    if "`" in plain or "$(" in plain or not all(map(is_repeatable, _SUBSTITUTION.findall(text))):
        return False
    try:
        words = shellwords.split(plain)
    except shellwords.Unreadable:
        return False
    if any(map(shellwords.is_operator, words)):
        return False
    return words[:1] == ("docker",) and len(words) > 1 and words[1] in _ALL_OR_NOTHING
