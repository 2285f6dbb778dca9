from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from swarmlab.checks.baseline import Baseline
from swarmlab.checks.verdict import State
from swarmlab.swarm.certificate import KEY_PATH
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
from tests.fakes import raftlogs
from tests.fakes.link import FakeLink
from tests.fakes.swarms import BARE, NODES, SWARM, USUAL, inside, seen, silent

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


LOCK, OPEN = "manager1 is locked", "manager1 is not locked"


def test_a_locked_manager_is_told_from_one_that_is_not() -> None:
    assert_passed(LOCK, scene(LOCKED))
    assert_waiting(OPEN, scene(LOCKED), "manager1 is locked")
    assert_passed(OPEN, scene(AUTOLOCKED))
    assert_waiting(LOCK, scene(AUTOLOCKED), "manager1 is not locked")
    assert_waiting("worker1 is locked", scene(LOCKED), "worker1 is not locked")


def test_a_manager_that_is_not_there_yet_is_neither() -> None:
    for view, words in (
        (OwnView("manager1", reachable=True, state="pending"), "is not up yet"),
        (OwnView("manager1", reachable=True, state="inactive"), "is in no swarm"),
        (OwnView("manager1", reachable=True, state="error"), "is not up yet"),
    ):
        assert_waiting(LOCK, scene(seen({"manager1": view})), words)
        assert_waiting(OPEN, scene(seen({"manager1": view})), words)


def test_unlocked_is_only_who_can_be_asked_again() -> None:
    """The next step is compared with what was seen now, so there has to be something to see."""
    half = {"manager1": replace(inside("manager1", "manager"), control_available=False)}
    assert_waiting(OPEN, scene(seen(half)), "no manager answers yet")
    views = {"manager1": inside("manager1", "manager")}
    broken = replace(seen(views), swarm=None, problem="manager1: no answer within its time")
    assert_error(OPEN, scene(broken), "Could not look at the swarm")
    behind = {"manager1": LOCKED_VIEW, "worker1": inside("worker1", "worker")}
    assert_waiting("worker1 is not locked", scene(seen(behind)), "no manager answers yet")


ENCRYPTED, PLAIN = "the key file of manager1 is encrypted", "the key file of manager1 is plain"


def on_disk(text: str, node: str = "manager1") -> dict[str, FakeLink]:
    links = {name: FakeLink(name) for name in NODES}
    links[node].files[KEY_PATH] = text.encode()
    return links


def test_a_key_file_is_encrypted_or_plain() -> None:
    assert_passed(ENCRYPTED, scene(AUTOLOCKED, links=on_disk(raftlogs.ENCRYPTED)))
    assert_waiting(PLAIN, scene(AUTOLOCKED, links=on_disk(raftlogs.ENCRYPTED)), "are encrypted")
    assert_passed(PLAIN, scene(USUAL, links=on_disk(raftlogs.PLAIN)))
    assert_waiting(ENCRYPTED, scene(USUAL, links=on_disk(raftlogs.PLAIN)), "lie there plain")


def test_the_key_file_of_a_locked_manager_can_be_read() -> None:
    assert_passed(ENCRYPTED, scene(LOCKED, links=on_disk(raftlogs.ENCRYPTED)))


def test_who_encrypted_it_is_asked_where_it_was_plain() -> None:
    links = on_disk(raftlogs.ENCRYPTED)
    assert_failed(PLAIN, scene(AUTOLOCKED, links=links, baseline=SINCE_OFF), "are encrypted")
    assert_waiting(PLAIN, scene(AUTOLOCKED, links=links, baseline=SINCE_ON), "are encrypted")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (raftlogs.key_file([raftlogs.sealed(raftlogs.DEK, None)], label="ENCRYPTED PRIVATE KEY"),
         "only the TLS key"),
        (raftlogs.key_file([raftlogs.sealed(raftlogs.DEK, raftlogs.KEK)]), "only the raft key"),
        (raftlogs.key_file([raftlogs.sealed(raftlogs.DEK, raftlogs.KEK),
                            raftlogs.sealed(raftlogs.DEK, None)], label="ENCRYPTED PRIVATE KEY"),
         "only the TLS key"),
    ],
)  # fmt: skip
def test_half_a_key_file_is_neither(text: str, words: str) -> None:
    assert_waiting(ENCRYPTED, scene(links=on_disk(text)), words)
    assert_waiting(PLAIN, scene(links=on_disk(text)), "are encrypted")


def test_a_workers_key_file_is_plain_and_proves_nothing_for_a_manager() -> None:
    links = on_disk(raftlogs.WORKERS, "worker1")
    words = "worker1 is no manager: its key file is plain whatever is set"
    assert_waiting("the key file of worker1 is encrypted", scene(links=links), words)
    assert_passed("the key file of worker1 is plain", scene(links=links))
    assert_waiting(PLAIN, scene(links=links), "swarm-node.key is not on manager1 yet")


@pytest.mark.parametrize("sentence", [ENCRYPTED, PLAIN])
def test_a_key_file_that_is_none_is_said_to_be_none(sentence: str) -> None:
    verdict = assert_failed(sentence, scene(links=on_disk("secret-of-mine")), "no private key")
    assert "secret-of-mine" not in verdict.words


@pytest.mark.parametrize("sentence", [LOCK, OPEN, ENCRYPTED, PLAIN])
def test_a_silent_node_is_neither_locked_nor_open(sentence: str) -> None:
    links = on_disk(raftlogs.PLAIN)
    assert_error(sentence, scene(seen({"manager1": silent("manager1")}), links=links),
                 "Could not look at manager1")  # fmt: skip
    assert_error(sentence, empty_scene(), "Could not look at manager1")
    links["manager1"].lost = True
    if sentence in {ENCRYPTED, PLAIN}:
        assert_error(sentence, scene(links=links), "Could not look at manager1")


@pytest.mark.parametrize("sentence", [ENCRYPTED, PLAIN, LOCK, OPEN])
def test_outside_any_swarm_nothing_is_locked_or_encrypted(sentence: str) -> None:
    assert judged(sentence, scene(BARE)).state is State.WAITING
