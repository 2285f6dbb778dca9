"""``swarmlab reset`` killed while old nodes go and fresh ones come: nothing of either stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.live.gate import Gate
from tests.live.mortal import LAST_STEP, kill, kill_sweepers, mortal, read_until

if TYPE_CHECKING:
    from tests.live.mortal import Mortal

__all__ = ["mortal"]

pytestmark = pytest.mark.soak  # test_kill_again.py has one a phase for every day

REQUESTS = ("/networks/create", "/containers/create", "DELETE /")
PHASES = (": made", ": engine", ": in swarm", "going there, unit 1")


@pytest.fixture
def up(mortal: Mortal) -> Mortal:
    """A lab that is up and kept, at its last step."""
    mortal.run("up", "tiny", "--at", LAST_STEP)
    return mortal


@pytest.mark.parametrize("request_line", REQUESTS)
def test_what_is_asked_for_in_the_moment_of_the_kill_is_removed(
    request_line: str, up: Mortal
) -> None:
    with Gate(up.nest.url, request_line) as gate:
        program = up.start("reset", engine=gate.url)
        gate.await_request()
        kill(program)
        if request_line.startswith("DELETE"):
            gate.turn_away()
        else:
            gate.let_pass()
        up.assert_swept()


@pytest.mark.parametrize("phase", PHASES)
def test_nothing_is_left_of_a_reset_killed_in(phase: str, up: Mortal) -> None:
    program = up.start("reset")
    read_until(program, phase)
    kill(program)
    up.assert_swept()


def test_the_next_start_clears_what_two_kills_left_of_a_reset(up: Mortal) -> None:
    program = up.start("reset")
    read_until(program, ": made")
    assert kill_sweepers(up.folder)
    kill(program)
    assert not up.is_clean()
    up.start_another()
    up.assert_swept()


def test_a_reset_that_ends_leaves_only_the_fresh_nodes(up: Mortal) -> None:
    containers, networks, volumes = up.holds()
    assert "nothing is left over" in up.run("reset")
    again = up.holds()
    before = (containers, networks, volumes)
    assert not any(old & new for old, new in zip(before, again, strict=True))
    assert [len(held) for held in again] == [len(held) for held in before]
    up.run("down", "tiny")
    up.assert_swept()
