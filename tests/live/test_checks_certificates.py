"""Sentences about certificates, on real nodes, right and wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swarmlab.checks.verdict import State
from tests.live.swarmed import new_nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.live.swarmed import Swarmed

pytestmark = pytest.mark.live

NAMES = "the certificate of worker1 names the role {}".format
RENEWED = "the certificate of {} was renewed".format
ROTATED = "the root certificate of the swarm was rotated"


@pytest.fixture(scope="module")
def nodes() -> Iterator[Swarmed]:
    with new_nodes() as swarmed:
        yield swarmed


@pytest.fixture
def swarm(nodes: Swarmed) -> Swarmed:
    """manager1 has a swarm, worker1 and worker2 are its workers."""
    nodes.apart()
    nodes.init()
    for node in ("worker1", "worker2"):
        assert nodes.join(node).status == 0
    nodes.passes("the swarm has 1 manager and 2 workers")
    nodes.begin()
    return nodes


def test_a_role_is_given_and_taken_with_a_certificate(swarm: Swarmed) -> None:
    swarm.passes(NAMES("swarm-worker"))
    swarm.waits(NAMES("swarm-manager"), "so far the certificate names swarm-worker")
    swarm.waits(RENEWED("worker1"), "the one of the start of this step")
    swarm.worked("manager1", "docker node promote worker1")
    swarm.passes(NAMES("swarm-manager"), RENEWED("worker1"))
    swarm.fails(NAMES("swarm-worker"), "the certificate names swarm-manager")
    swarm.begin()
    swarm.worked("manager1", "docker node demote worker1")
    swarm.passes(NAMES("swarm-worker"), RENEWED("worker1"))
    swarm.waits(RENEWED("worker2"), "the one of the start of this step")


def test_outside_the_swarm_no_certificate_counts(swarm: Swarmed) -> None:
    swarm.worked("worker1", "docker swarm leave")
    swarm.waits(NAMES("swarm-worker"), "worker1 is in no swarm")
    swarm.init("worker1")
    swarm.fails(NAMES("swarm-manager"), "a swarm of its own")
    swarm.worked("worker1", "docker swarm leave --force")
    swarm.join("worker1")
    swarm.passes(NAMES("swarm-worker"))
    swarm.fails(RENEWED("worker1"), "a new member with another id")


def test_a_rotation_gives_everybody_a_new_certificate(swarm: Swarmed) -> None:
    swarm.waits(ROTATED, "the one of the start of this step")
    swarm.worked("manager1", "docker swarm ca --rotate -q")
    swarm.passes(ROTATED, *map(RENEWED, swarm.names))


def test_a_rotation_waits_for_a_node_that_gives_no_answer(swarm: Swarmed) -> None:
    worker2 = swarm.topology.nodes["worker2"]
    worker2.power("pause")
    try:
        swarm.worked("manager1", "docker swarm ca --rotate -d")
        swarm.waits(ROTATED, "it waits for worker2, whose state is down")
        swarm.becomes(RENEWED("worker2"), State.ERROR, "Could not look at worker2")
    finally:
        worker2.power("unpause")
    swarm.passes(ROTATED, RENEWED("worker2"))


def test_another_swarm_has_another_root_and_rotated_nothing(swarm: Swarmed) -> None:
    for node in swarm.names:
        swarm.worked(node, "docker swarm leave --force")
    swarm.waits(ROTATED, "there is no swarm yet")
    swarm.init()
    swarm.fails(ROTATED, "the swarm is another one")
