"""Every call to the engine that ``up``, ``reset``, ``goto`` and ``down`` make, and a kill at it.

A command is run once, and what it asks of the engine is noted. Then it dies at each of these
calls, alone or with its sweeper: before the engine hears of it, and after it did it. Of calls of
a kind that change something, at the first and at the last; of a kind that only looks, before the
first. Nothing but progress is left, at the next start where the sweeper died too, and decoys stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.live.gate import Census, Gate
from tests.live.mortal import DOWN, GOTO, RESET, UP, kill, kill_sweepers, mortal
from tests.live.nest import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.live.gate import Call
    from tests.live.mortal import Mortal

__all__ = ["mortal"]

pytestmark = pytest.mark.soak


@pytest.mark.parametrize("words", [UP, RESET, GOTO, DOWN], ids=["up", "reset", "goto", "down"])
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("both", [False, True], ids=["alone", "with its sweeper"])
def test_a_kill_at_every_call_leaves_nothing(
    when: str, words: tuple[str, ...], mortal: Mortal, *, both: bool
) -> None:
    calls = list(_moments(_census(words, mortal), when))
    died = 0
    for call in calls:
        _bring_up_for(words, mortal)
        with Gate(mortal.nest.url, call) as gate:  # the sweeper goes through it too
            died += _dies_at(gate, words, when, mortal, both=both)
            if both or words == DOWN:  # nobody watches a removal: the next start ends it
                mortal.start_another()
            mortal.call(*DOWN)
            mortal.assert_swept()
    print(f"{words} died {when} {died} of {len(calls)} calls")  # noqa: T201  pytest -rP shows it
    assert died > len(calls) / 2, "it makes other calls each time"


def _census(words: tuple[str, ...], mortal: Mortal) -> list[Call]:
    _bring_up_for(words, mortal)
    with Census(mortal.nest.url) as census:
        code, _, errors = mortal.call(*words, engine=census.url)
        assert code == 0, errors
        mortal.call(*DOWN)
        mortal.assert_swept()
        return census.calls


def _bring_up_for(words: tuple[str, ...], mortal: Mortal) -> None:
    if words != UP:
        mortal.run(*UP)


def _moments(calls: Sequence[Call], when: str) -> Iterator[Call]:
    """The calls that a program dies at: the first of each kind, and the last that changes."""
    last = {call.kind: call for call in calls}
    for call in calls:
        is_first, is_last = not call.before, call is last[call.kind]
        if (is_first or is_last) if call.changes else (is_first and when == "before"):
            yield call


def _dies_at(gate: Gate, words: tuple[str, ...], when: str, mortal: Mortal, *, both: bool) -> bool:
    """Whether it made the call this time, and was killed at it."""
    program = mortal.start(*words, engine=gate.url)
    wait_until(lambda: gate.has_come or program.poll() is not None, "a call or the end", 60)
    if not gate.has_come:
        program.communicate()
        return False
    if both:
        kill_sweepers(mortal.folder)
    kill(program)
    print(words, when, gate.wanted)  # noqa: T201  pytest shows it of a failure
    if when == "after":
        gate.let_pass(refused_too=True)
    else:
        gate.turn_away()
    return True
