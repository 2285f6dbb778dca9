from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from swarmlab.checks.scene import could_not_look
from swarmlab.swarm.link import Completed
from tests.checks.scenes import (
    NOT_A_MANAGER,
    assert_error,
    assert_failed,
    assert_passed,
    assert_waiting,
    empty_scene,
    scene,
)
from tests.fakes.link import FakeLink
from tests.fakes.swarms import BARE, USUAL, inside, member, outside, seen, silent, snapshot

if TYPE_CHECKING:
    from swarmlab.checks.scene import Scene
    from swarmlab.swarm.snapshot import Snapshot

LS = ("docker", "node", "ls")
REFUSED = "on worker1, `docker node ls` is refused: not-a-manager"
PRINTS = 'on worker1, `docker node ls` prints "worker1"'
REFUSAL = Completed(1, "", NOT_A_MANAGER + "\n")
LISTING = Completed(0, "ID  HOSTNAME\na *  manager1\nb    worker1\n", "")
PROMOTED = snapshot(manager1="manager", worker1="manager", worker2="worker")


def answering(done: Completed, now: Snapshot = USUAL) -> Scene:
    """A scene in which ``docker node ls`` on worker1 ends like this."""
    return scene(now, links={"worker1": FakeLink("worker1", commands={LS: done})})


def test_a_worker_that_is_refused_passes() -> None:
    assert_passed(REFUSED, answering(REFUSAL))


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (snapshot(manager1="manager", worker1=None), "worker1 is in no swarm"),
        (BARE, "there is no swarm yet"),
        (seen(USUAL.views, member("manager1", "manager")), "the managers do not list it"),
        (seen(USUAL.views, member("worker1", "worker", "down")), "state is down"),
    ],
)
def test_outside_the_swarm_the_same_words_prove_nothing(now: Snapshot, words: str) -> None:
    assert_waiting(REFUSED, answering(REFUSAL, now), words)


def test_a_manager_that_is_answered_fails() -> None:
    verdict = assert_failed(
        REFUSED, answering(LISTING, PROMOTED), "it answered, status 0; worker1 is a manager"
    )
    assert verdict.look_at == "who promoted worker1"


def test_a_worker_in_charge_of_a_swarm_of_its_own_fails() -> None:
    own = replace(inside("worker1", "manager"), cluster_id="cluster9")
    now = seen({**USUAL.views, "worker1": own}, member("manager1", "manager"))
    assert_failed(REFUSED, answering(LISTING, now), "a swarm of its own")


def test_another_refusal_is_named() -> None:
    locked = Completed(1, "", "Swarm is encrypted and needs to be unlocked before it can be used.")
    assert_failed(REFUSED, answering(locked), "refused, locked")


def test_another_fault_is_quoted() -> None:
    assert_failed(REFUSED, answering(Completed(1, "", "unknown flag")), "status 1: unknown flag")


def test_other_reasons_need_no_worker() -> None:
    locked = Completed(1, "", "Swarm is encrypted and needs to be unlocked before it can be used.")
    outsider = snapshot(manager1="manager", worker1=None)
    assert_passed("on worker1, `docker node ls` is refused: locked", answering(locked, outsider))


@pytest.mark.parametrize("sentence", [REFUSED, PRINTS])
def test_a_node_that_gives_no_answer_is_an_error(sentence: str) -> None:
    unreachable = seen({**USUAL.views, "worker1": silent("worker1")}, member("manager1", "manager"))
    assert_error(sentence, answering(REFUSAL, unreachable), "Could not look at worker1")
    assert_error(sentence, scene(links={}), "Could not look at worker1")
    lost = {"worker1": FakeLink("worker1", lost=True)}
    assert_error(sentence, scene(links=lost), "Could not look at worker1: no answer")
    assert_error(sentence, empty_scene(), "Could not look at worker1")


@pytest.mark.parametrize("sentence", [REFUSED, PRINTS])
@pytest.mark.parametrize(
    "done",
    [
        Completed(127, "", "docker: not found"),
        Completed(124, "", NOT_A_MANAGER),
        Completed(137, "", ""),
        Completed(1, "", "Cannot connect to the Docker daemon at unix:///var/run/docker.sock."),
    ],
)
def test_a_command_that_did_not_run_is_an_error(sentence: str, done: Completed) -> None:
    assert_error(sentence, answering(done), "Could not look at worker1: status")


def test_what_is_printed_passes() -> None:
    assert_passed(PRINTS, answering(LISTING))


@pytest.mark.parametrize(
    "similar", ["worker10", "worker1.lan", "worker1-b", "myworker1", "Worker1"]
)
def test_a_similar_name_is_not_the_name(similar: str) -> None:
    assert_waiting(PRINTS, answering(Completed(0, f"b {similar} Ready", "")), "does not print")


@pytest.mark.parametrize("around", ['"worker1"', "(worker1)", "worker1.", "worker1", "a,worker1,b"])
def test_punctuation_around_it_does_not_matter(around: str) -> None:
    assert_passed(PRINTS, answering(Completed(0, around, "")))


def test_runs_of_blanks_are_equal() -> None:
    sentence = 'on worker1, `docker node ls` prints "worker1 Ready  Active"'
    assert_passed(sentence, answering(Completed(0, "b   worker1    Ready\tActive", "")))


def test_a_command_that_is_refused_prints_nothing_yet() -> None:
    outsider = replace(USUAL, views={**USUAL.views, "worker1": outside("worker1")})
    assert_waiting(PRINTS, answering(REFUSAL, outsider), "refused, not-a-manager")


def test_a_node_that_does_not_answer_is_named_once() -> None:
    words = "Could not look at worker1: the node is not running"
    assert could_not_look("worker1", "worker1: the node is not running").reason == words
