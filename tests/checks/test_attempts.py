from __future__ import annotations

import pytest

from swarmlab.checks.attempts import telling_line
from tests.checks.scenes import (
    NOT_A_MANAGER,
    assert_error,
    assert_failed,
    assert_passed,
    assert_waiting,
    empty_scene,
    scene,
    typed,
)

REFUSED = "worker1 tried `docker node ls` and was refused: not-a-manager"
WORKED = "manager1 tried `docker node ls` and it worked"
ATTACK = typed("worker1", "docker node ls", 1, NOT_A_MANAGER)
LOOK = typed("manager1", "docker node ls -q", 0, "abc")


def test_the_attempt_passes() -> None:
    assert_passed(REFUSED, scene(journal=(ATTACK,)))
    assert_passed(WORKED, scene(journal=(LOOK,)))


def test_one_attempt_is_enough_whatever_came_after() -> None:
    later = typed("worker1", "docker node ls", 0, "abc")
    assert_passed(REFUSED, scene(journal=(ATTACK, later)))
    assert_passed(WORKED, scene(journal=(typed("manager1", "docker node ls", 1, "x"), LOOK)))


@pytest.mark.parametrize("sentence", [REFUSED, WORKED])
def test_nothing_tried_is_waited_for(sentence: str) -> None:
    assert_waiting(sentence, scene(), "not tried yet: `docker node ls`")


def test_an_attempt_on_another_node_does_not_count() -> None:
    journal = (typed("worker10", "docker node ls", 1, NOT_A_MANAGER), LOOK)
    words = "not tried yet on worker1, only on manager1: `docker node ls`"
    assert_waiting(REFUSED, scene(journal=journal), words)


def test_another_command_does_not_count() -> None:
    journal = (
        typed("worker1", "docker node lsx", 1, NOT_A_MANAGER),
        typed("worker1", "docker node inspect self", 1, NOT_A_MANAGER),
        typed("worker1", "echo docker node ls", 0),
    )
    assert_waiting(REFUSED, scene(journal=journal), "not tried yet")


def test_an_attempt_in_a_longer_line_is_told_apart() -> None:
    journal = (typed("worker1", "docker node ls || true", 0, NOT_A_MANAGER),)
    assert_waiting(
        REFUSED, scene(journal=journal), "type it on a line of its own: `docker node ls`"
    )


def test_a_command_that_worked_was_not_refused() -> None:
    verdict = assert_failed(
        REFUSED,
        scene(journal=(typed("worker1", "docker node ls", 0, "abc"),)),
        "it worked, status 0",
    )
    assert verdict.look_at == "the role of worker1"


def test_another_reason_is_named() -> None:
    refused = typed("worker1", "docker node ls", 1, "Swarm is encrypted and needs to be unlocked")
    assert_failed(REFUSED, scene(journal=(refused,)), "refused, locked")


def test_a_refusal_is_not_it_worked() -> None:
    refused = typed("manager1", "docker node ls", 1, NOT_A_MANAGER)
    assert_failed(WORKED, scene(journal=(refused,)), "refused, not-a-manager")


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("", "it printed nothing"),
        ("unknown flag: --qq\nSee 'docker node'", "1: unknown flag: --qq"),
    ],
)
def test_a_mistyped_option_is_no_refusal(output: str, words: str) -> None:
    wrong = typed("worker1", "docker node ls --qq", 1, output)
    assert_failed(
        REFUSED, scene(journal=(wrong,)), output.split("\n", maxsplit=1)[0] or "it printed nothing"
    )


@pytest.mark.parametrize("status", [124, 126, 127, 130, 137])
@pytest.mark.parametrize("sentence", [REFUSED, WORKED])
def test_no_answer_is_an_error(sentence: str, status: int) -> None:
    node = sentence.split(maxsplit=1)[0]
    broken = typed(node, "docker node ls", status, NOT_A_MANAGER)
    words = "did not run" if status in {126, 127} else "got no answer"
    assert_error(sentence, scene(journal=(broken,)), f"on {node} {words}: status {status}")


def test_a_plugins_no_counts_for_docker_run_too() -> None:
    denied = typed("worker1", "docker run --privileged x", 125, "authorization denied by plugin g")
    sentence = "worker1 tried `docker run --privileged` and was refused: denied"
    assert_passed(sentence, scene(journal=(denied,)))


def test_output_is_masked_cleaned_and_cut() -> None:
    token = "SWMTKN-1-" + "a" * 50 + "-" + "b" * 25
    loud = typed("manager1", "docker node ls", 1, f"\x1b[1mbad {token} {'x' * 300}")
    verdict = assert_failed(WORKED, scene(journal=(loud,)), "bad SWMTKN-1-aaaa…")
    assert "b" * 5 not in verdict.words
    assert len(verdict.observed) < 200


@pytest.mark.parametrize("sentence", [REFUSED, WORKED])
def test_an_empty_scene_does_not_pass(sentence: str) -> None:
    assert_error(sentence, empty_scene(), "no node of this run is up")


@pytest.mark.parametrize(
    ("output", "told"),
    [
        ("Connecting to 10.89.21.162\n40D7:error:0A0000BF:SSL routines:no protocols available\n",
         "40D7:error:0A0000BF:SSL routines:no protocols available"),
        ("\n  Error: no such secret: x\nmore\n", "Error: no such secret: x"),
        ("first\nsecond\n", "first"),
        ("\n \n", "it printed nothing"),
        ("x" * 121, "x" * 119 + "…"),
    ],
)  # fmt: skip
def test_of_an_output_the_line_that_speaks_of_an_error_is_told(output: str, told: str) -> None:
    assert telling_line(output) == told
