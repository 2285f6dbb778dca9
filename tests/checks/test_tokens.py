from __future__ import annotations

from dataclasses import replace

import pytest

from swarmlab.checks.baseline import Baseline
from tests.checks.scenes import (
    assert_error,
    assert_failed,
    assert_passed,
    assert_waiting,
    empty_scene,
    scene,
)
from tests.fakes.swarms import BARE, OTHER_TOKEN, SWARM, USUAL, seen, silent, token, with_tokens

ROTATED = "the worker join token was rotated"
SAME = "the manager join token is the same"
THEN = Baseline.take(USUAL)
WORKER_ROTATED = with_tokens(USUAL, worker=OTHER_TOKEN)
MANAGER_ROTATED = with_tokens(USUAL, manager=OTHER_TOKEN)
BOTH_ROTATED = with_tokens(USUAL, worker=OTHER_TOKEN, manager=token(7))


def test_a_rotation_is_seen_and_the_other_token_is_the_same() -> None:
    now = scene(WORKER_ROTATED, baseline=THEN)
    assert_passed(ROTATED, now)
    assert_passed(SAME, now)
    assert_waiting("the manager join token was rotated", scene(baseline=THEN), "is the same")
    assert_failed("the manager join token was rotated", now, "the worker token changed")


def test_before_a_rotation_the_token_is_the_same() -> None:
    assert_waiting(ROTATED, scene(baseline=THEN), "the worker token is the same")
    assert_passed(SAME, scene(baseline=THEN))


def test_the_wrong_token_rotated_is_named() -> None:
    now = scene(MANAGER_ROTATED, baseline=THEN)
    verdict = assert_failed(ROTATED, now, "the worker token is the same, the manager token changed")
    assert verdict.look_at == "the role named in `join-token --rotate`"
    assert_failed(SAME, now, "the manager token changed")


def test_both_rotated_is_a_rotation_that_the_guard_still_catches() -> None:
    now = scene(BOTH_ROTATED, baseline=THEN)
    assert_passed(ROTATED, now)
    assert_failed(SAME, now, "the manager token changed")


@pytest.mark.parametrize("sentence", [ROTATED, SAME])
def test_nothing_to_compare_with_is_waited_for(sentence: str) -> None:
    assert_waiting(sentence, scene(), "has not been noted yet")
    assert_waiting(sentence, scene(baseline=Baseline.take(BARE)), "no swarm yet")
    assert_waiting(sentence, scene(BARE, baseline=THEN), "there is no swarm yet")


@pytest.mark.parametrize("sentence", [ROTATED, SAME])
def test_another_swarm_is_no_rotation(sentence: str) -> None:
    other = replace(BOTH_ROTATED, swarm=replace(SWARM, id="cluster2", worker_token=OTHER_TOKEN))
    assert_failed(sentence, scene(other, baseline=THEN), "another one than when this step began")


@pytest.mark.parametrize("sentence", [ROTATED, SAME])
def test_what_cannot_be_seen_is_an_error(sentence: str) -> None:
    now = seen({"manager1": silent("manager1")})
    assert_error(sentence, scene(now, baseline=THEN), "Could not look at manager1")
    assert_error(sentence, empty_scene(), "no node of this run is up")
