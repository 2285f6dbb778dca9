"""Sentences about autolock and keys at rest, on a real manager that locks itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swarmlab.checks.verdict import State
from tests.live.swarmed import new_nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.live.swarmed import Swarmed

pytestmark = pytest.mark.live

ON, OFF = "autolock is on", "autolock is off"
ROTATED = "the unlock key was rotated"
LOCK, OPEN = "manager1 is locked", "manager1 is not locked"
ENCRYPTED, PLAIN = "the key file of manager1 is encrypted", "the key file of manager1 is plain"


@pytest.fixture(scope="module")
def nodes() -> Iterator[Swarmed]:
    with new_nodes(("manager1", "worker1"), manager="manager1") as swarmed:
        yield swarmed


@pytest.fixture
def swarm(nodes: Swarmed) -> Swarmed:
    nodes.worked("manager1", "docker swarm update --autolock=false")
    nodes.passes(OFF)
    nodes.begin()
    return nodes


def autolocked(swarm: Swarmed) -> str:
    """Turn autolock on, and begin a step; the unlock key."""
    swarm.worked("manager1", "docker swarm update --autolock=true")
    swarm.begin()
    return unlock_key(swarm)


def unlock_key(swarm: Swarmed) -> str:
    return swarm.worked("manager1", "docker swarm unlock-key -q")


def restart(swarm: Swarmed, node: str = "manager1") -> None:
    """Power off and on; its shells end with it."""
    if node in swarm.shells:
        swarm.shells.pop(node).close()
    swarm.topology.nodes[node].power("restart")


def test_autolock_is_seen_on_and_off(swarm: Swarmed) -> None:
    swarm.waits(ON, "autolock is off")
    swarm.worked("manager1", "docker swarm update --autolock=true")
    swarm.passes(ON)
    swarm.fails(OFF, "autolock is on")
    swarm.begin()
    swarm.waits(OFF, "autolock is on")
    swarm.worked("manager1", "docker swarm update --autolock=false")
    swarm.passes(OFF)
    swarm.fails(ON, "the managers' keys are plain again")


def test_a_rotated_unlock_key_is_told_from_a_new_one(swarm: Swarmed) -> None:
    swarm.waits(ROTATED, "there was no unlock key to rotate")
    autolocked(swarm)
    swarm.waits(ROTATED, "is the same as when this step began")
    swarm.worked("manager1", "docker swarm unlock-key --rotate -q")
    swarm.passes(ROTATED)
    swarm.worked("manager1", "docker swarm update --autolock=false")
    swarm.fails(ROTATED, "there is no unlock key")


def test_a_key_file_is_plain_until_autolock_encrypts_it(swarm: Swarmed) -> None:
    swarm.passes(PLAIN, "the key file of worker1 is plain")
    swarm.waits(ENCRYPTED, "lie there plain")
    swarm.worked("manager1", "docker swarm update --autolock=true")
    swarm.passes(ENCRYPTED, "the key file of worker1 is plain")
    swarm.fails(PLAIN, "the keys of manager1 are encrypted")


def test_a_restarted_manager_is_locked_until_the_key_comes(swarm: Swarmed) -> None:
    key = autolocked(swarm)
    swarm.passes(OPEN, "worker1 is not locked")
    swarm.waits(LOCK, "manager1 is not locked")
    restart(swarm)
    swarm.passes(LOCK, ENCRYPTED)
    swarm.waits(OPEN, "manager1 is locked")
    swarm.waits("worker1 is locked", "worker1 is not locked")
    swarm.waits(ROTATED, "manager1 is locked")
    swarm.waits(OFF, "manager1 is locked")
    swarm.passes(ON)
    swarm.worked("manager1", f"echo {key} | docker swarm unlock")
    swarm.waits(ROTATED, "is the same as when this step began")
    swarm.passes(OPEN, ENCRYPTED)
    swarm.waits(LOCK, "manager1 is not locked")


def test_a_stopped_manager_is_neither_locked_nor_open(swarm: Swarmed) -> None:
    swarm.shells.pop("manager1").close()
    manager1 = swarm.topology.nodes["manager1"]
    manager1.power("kill")
    try:
        verdicts = [swarm.judge(sentence) for sentence in (LOCK, OPEN, ENCRYPTED, PLAIN, ON)]
    finally:
        manager1.power("start")
    for verdict in verdicts:
        assert verdict.state is State.ERROR
        assert "Could not look at manager1" in verdict.reason
    swarm.passes(OPEN)
