"""The engine stops, is killed or comes back in mid-lab, and commands say what is and what to do.

Each test begins and ends with the engine up; nothing of the run is left, and no decoy is lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.live.gate import Gate
from tests.live.mortal import DOWN, LAST_STEP, RESET, UP, mortal, up
from tests.live.nest import NODE

if TYPE_CHECKING:
    from tests.live.mortal import Mortal

__all__ = ["mortal", "up"]

GONE = ("no Docker Engine answers", "next step: start it")


def numbers(mortal: Mortal) -> tuple[int, ...]:
    """How much the engine holds of each kind; its own networks get new ids at a start."""
    return tuple(map(len, mortal.nest.holds()))


def bare(mortal: Mortal) -> tuple[int, ...]:
    """The same before any test: what must be there when the run is gone."""
    return tuple(map(len, mortal.before))


def power(mortal: Mortal, verb: str) -> None:
    mortal.nest.topology.nodes[NODE].power(verb)


def steps_done(mortal: Mortal) -> int:
    (run,) = mortal.status()
    return int(run["steps_done"])


@pytest.mark.live
def test_commands_without_the_engine_say_so_and_the_lab_comes_back(up: Mortal) -> None:
    power(up, "kill")
    try:
        for words in (("check",), ("reset",), ("goto", "only"), ("down",), UP):
            code, _, errors = up.call(*words)
            assert code == 2, (words, errors)
            assert all(told in errors for told in GONE), (words, errors)
        code, output, errors = up.call("status")
        assert code == 0
        assert " of 2 steps done" in output
        assert "its nodes are not to be seen; swarmlab doctor says" in errors
    finally:
        power(up, "start")
    (run,) = up.status()
    assert run["nodes"] == {"manager1": "stopped", "worker1": "stopped"}
    code, output, errors = up.call("check", LAST_STEP)
    assert code == 2, (output, errors)
    assert "the node is not running" in output
    assert up.call("reset", LAST_STEP)[0] == 0
    assert up.call("check", LAST_STEP)[0] == 1
    assert steps_done(up) == 1, "earlier steps stay done"
    up.run(*DOWN)
    assert numbers(up) == bare(up)


@pytest.mark.soak
def test_stopped_nodes_can_be_started_one_by_one(up: Mortal) -> None:
    power(up, "restart")
    for node in ("manager1", "worker1"):
        up.run("node", "start", node)
    code, output, errors = up.call("check", LAST_STEP)
    assert code == 1, (output, errors)
    assert up.call("solve", LAST_STEP)[0] == 0


@pytest.mark.soak
def test_what_a_dead_engine_left_of_a_run_is_removed_by_down(up: Mortal) -> None:
    done = steps_done(up)
    power(up, "restart")
    up.run(*DOWN)
    assert numbers(up) == bare(up)
    assert steps_done(up) == done


@pytest.mark.parametrize(
    "request_line",
    [
        pytest.param("/containers/create", marks=pytest.mark.live),
        pytest.param("/start HTTP", marks=pytest.mark.soak),
    ],
)
def test_an_engine_that_dies_in_a_start_leaves_nothing(request_line: str, mortal: Mortal) -> None:
    with Gate(mortal.nest.url, request_line) as gate:
        program = mortal.start(*UP, engine=gate.url)
        gate.await_request()
        power(mortal, "kill")
        gate.turn_away()
        _, errors = program.communicate(timeout=120)
        power(mortal, "start")
        # The sweeper goes through the same door, and waits for the engine behind it.
        mortal.await_sweepers(60)
    assert program.returncode == 2, errors
    assert "Traceback" not in errors
    assert mortal.call("clean", "--yes")[0] == 0
    assert numbers(mortal) == bare(mortal)
    mortal.run(*UP)
    mortal.run(*DOWN)


@pytest.mark.parametrize(
    "verbs",
    [
        pytest.param(("kill", "start"), marks=pytest.mark.live),
        pytest.param(("restart",), marks=pytest.mark.soak),
    ],
    ids=" and ".join,
)
def test_an_engine_that_ends_in_a_reset_costs_no_progress(
    verbs: tuple[str, ...], up: Mortal
) -> None:
    done = steps_done(up)
    assert done
    with Gate(up.nest.url, "/containers/create") as gate:
        program = up.start(*RESET, engine=gate.url)
        gate.await_request()
        first, *rest = verbs
        power(up, first)
        gate.turn_away()
        _, errors = program.communicate(timeout=120)
        for verb in rest:
            power(up, verb)
        up.await_sweepers(60)
    assert program.returncode == 2, errors
    assert "Traceback" not in errors
    assert steps_done(up) == done
    up.run(*UP)
    assert steps_done(up) == done
