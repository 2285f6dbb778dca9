"""Sentences about autolock and keys at rest, on a real manager that locks itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.live.swarmed import new_nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.live.swarmed import Swarmed

pytestmark = pytest.mark.live

ON, OFF = "autolock is on", "autolock is off"
ROTATED = "the unlock key was rotated"


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


def test_a_restarted_manager_is_locked_until_the_key_comes(swarm: Swarmed) -> None:
    key = autolocked(swarm)
    restart(swarm)
    swarm.waits(ROTATED, "manager1 is locked")
    swarm.waits(OFF, "manager1 is locked")
    swarm.passes(ON)
    swarm.worked("manager1", f"echo {key} | docker swarm unlock")
    swarm.waits(ROTATED, "is the same as when this step began")
