"""Every call to the engine that ``up``, ``reset``, ``goto`` and ``down`` make, and a kill at it.

Calls that change something: before they reach the engine, and after it did what they ask; calls
that only look: before. Nothing but progress is left, and decoys stay.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest

from tests.live.gate import Gate
from tests.live.mortal import LAST_STEP, kill, mortal
from tests.live.nest import wait_until

if TYPE_CHECKING:
    from tests.live.mortal import Mortal

__all__ = ["mortal"]

pytestmark = pytest.mark.soak

UP = ("up", "tiny")
RESET = ("--lab", "tiny", "reset", LAST_STEP)
GOTO = ("--lab", "tiny", "goto", "only")
DOWN = ("down", "tiny")
BEFORE, AFTER = (" HTTP/1.1",), ("POST /", "PUT /", "DELETE /")
"""What the first line of a call says at which the program dies: any, or one that changes."""


@pytest.mark.parametrize("words", [UP, RESET, GOTO, DOWN], ids=["up", "reset", "goto", "down"])
@pytest.mark.parametrize("calls", [BEFORE, AFTER], ids=["before", "after"])
def test_a_kill_at_every_call_leaves_nothing(
    calls: tuple[str, ...], words: tuple[str, ...], mortal: Mortal
) -> None:
    for number in count():
        if words != UP:
            mortal.run("up", "tiny")
        if not _dies_at(number, calls, words, mortal):
            break
        if words == DOWN:  # nobody watches a removal: the next start ends it
            mortal.run("up", "other")
            mortal.run("down", "other")
        mortal.call("down", "tiny")
        mortal.assert_swept()
    assert number, "it made no call"
    mortal.call("down", "tiny")
    mortal.assert_swept()


def _dies_at(number: int, calls: tuple[str, ...], words: tuple[str, ...], mortal: Mortal) -> bool:
    """Whether it made so many calls, and was killed at the one after them."""
    with Gate(mortal.nest.url, *calls, after=number) as gate:
        program = mortal.start(*words, engine=gate.url)
        wait_until(lambda: gate.has_come or program.poll() is not None, "a call or the end", 60)
        if not gate.has_come:
            program.communicate()
            return False
        kill(program)
        print(words, calls, number, gate.request)  # noqa: T201  pytest shows it of a failure
        if calls == AFTER:
            gate.let_pass(refused_too=True)
        else:
            gate.turn_away()
        return True
