from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from swarmlab.checks.baseline import Baseline
from swarmlab.swarm.snapshot import OwnView
from tests.checks.scenes import (
    assert_error,
    assert_failed,
    assert_passed,
    assert_waiting,
    empty_scene,
    judged,
    scene,
)
from tests.fakes.swarms import BARE, SWARM, USUAL, inside, seen, silent

if TYPE_CHECKING:
    from swarmlab.swarm.snapshot import Snapshot

ON, OFF = "autolock is on", "autolock is off"
ROTATED = "the unlock key was rotated"
KEY, OTHER_KEY = f"SWMKEY-1-{'a' * 43}", f"SWMKEY-1-{'b' * 43}"
AUTOLOCKED = replace(USUAL, swarm=replace(SWARM, autolock=True, unlock_key=KEY))
REKEYED = replace(USUAL, swarm=replace(SWARM, autolock=True, unlock_key=OTHER_KEY))
LOCKED_VIEW = OwnView("manager1", reachable=True, state="locked")
LOCKED = seen({"manager1": LOCKED_VIEW, "worker1": inside("worker1", "worker")})
SINCE_OFF, SINCE_ON = Baseline.take(USUAL), Baseline.take(AUTOLOCKED)


def test_autolock_is_what_the_managers_say() -> None:
    assert_passed(ON, scene(AUTOLOCKED))
    assert_waiting(OFF, scene(AUTOLOCKED), "autolock is on")
    assert_passed(OFF, scene(USUAL))
    assert_waiting(ON, scene(USUAL), "autolock is off")


def test_what_the_step_began_with_is_not_the_learners_fault() -> None:
    assert_waiting(ON, scene(USUAL, baseline=SINCE_OFF), "autolock is off")
    assert_waiting(OFF, scene(AUTOLOCKED, baseline=SINCE_ON), "autolock is on")
    assert_failed(ON, scene(USUAL, baseline=SINCE_ON), "the managers' keys are plain again")
    assert_failed(OFF, scene(AUTOLOCKED, baseline=SINCE_OFF), "autolock is on")


def test_a_locked_manager_says_that_autolock_is_on() -> None:
    assert_passed(ON, scene(LOCKED, baseline=SINCE_OFF))
    assert_waiting(OFF, scene(LOCKED, baseline=SINCE_ON), "manager1 is locked")
    assert_failed(OFF, scene(LOCKED, baseline=SINCE_OFF), "manager1 is locked")
    assert_waiting(ROTATED, scene(LOCKED, baseline=SINCE_ON), "manager1 is locked")


def test_a_manager_that_can_be_asked_knows_better_than_a_locked_one() -> None:
    """Autolock was turned off while manager2 was down: it still needs the key once."""
    views = {"manager1": inside("manager1", "manager"), "manager2": LOCKED_VIEW}
    assert_waiting(ON, scene(seen(views)), "autolock is off")
    assert_passed(OFF, scene(seen(views)))


def test_beside_a_silent_node_a_locked_one_proves_nothing() -> None:
    views = {"manager1": LOCKED_VIEW, "worker1": silent("worker1")}
    for sentence in (ON, OFF, ROTATED):
        assert_error(sentence, scene(seen(views), baseline=SINCE_ON), "manager1 is locked")


def test_a_rotation_is_another_key() -> None:
    assert_passed(ROTATED, scene(REKEYED, baseline=SINCE_ON))
    assert_waiting(ROTATED, scene(AUTOLOCKED, baseline=SINCE_ON), "is the same as when this step")


def test_turning_autolock_on_or_off_is_no_rotation() -> None:
    assert_waiting(ROTATED, scene(REKEYED, baseline=SINCE_OFF), "autolock was off when this step")
    assert_failed(ROTATED, scene(USUAL, baseline=SINCE_ON), "there is no unlock key")


def test_the_key_of_another_swarm_is_no_rotation() -> None:
    other = replace(REKEYED, swarm=replace(SWARM, id="x", autolock=True, unlock_key=OTHER_KEY))
    assert_failed(ROTATED, scene(other, baseline=SINCE_ON), "another one than when this step began")


@pytest.mark.parametrize("sentence", [ON, OFF, ROTATED])
@pytest.mark.parametrize("snapshot", [AUTOLOCKED, REKEYED])
def test_no_verdict_tells_a_key(sentence: str, snapshot: Snapshot) -> None:
    assert "SWMKEY" not in judged(sentence, scene(snapshot, baseline=SINCE_ON)).words


@pytest.mark.parametrize("sentence", [ON, OFF, ROTATED])
def test_what_is_not_there_or_cannot_be_seen_never_passes(sentence: str) -> None:
    gone = seen({"manager1": silent("manager1")})
    assert_waiting(sentence, scene(BARE, baseline=SINCE_ON), "there is no swarm yet")
    assert_error(sentence, scene(gone, baseline=SINCE_ON), "Could not look at manager1")
    assert_error(sentence, empty_scene(), "no node of this run is up")
