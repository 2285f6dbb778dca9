"""Sentences about managers and their majority, on real nodes that die."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swarmlab.checks.refusal import reason_of
from swarmlab.checks.verdict import State
from tests.live.swarmed import new_nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.live.swarmed import Swarmed

pytestmark = pytest.mark.live

LEADER = "the swarm has a leader"
NO_LEADER = "the swarm has no leader"
FIRST = "manager1 is the leader"
ALL = "3 of 3 managers can be reached"
TWO = "2 of 3 managers can be reached"
LOST = "manager3 is unreachable as a manager"


@pytest.fixture
def three() -> Iterator[Swarmed]:
    """Three managers and a worker, as a step begins with them."""
    with new_nodes(("manager1", "manager2", "manager3", "worker1"), manager="manager1") as nodes:
        nodes.waits(ALL, "1 of 1 manager can be reached: manager1")
        change(nodes, "promote manager2 manager3")
        nodes.passes(ALL, "the swarm has 3 managers and 1 worker")
        nodes.begin()
        yield nodes


def change(nodes: Swarmed, act: str) -> None:
    """Again while a node's entry changes between docker's reading and its writing."""
    nodes.worked("manager1", f"until docker node {act}; do sleep 0.2; done")


def kill(nodes: Swarmed, *names: str) -> None:
    for name in names:
        nodes.topology.nodes[name].power("kill")


def test_one_of_three_managers_may_go(three: Swarmed) -> None:
    three.passes(LEADER, FIRST, ALL)
    three.waits("manager2 is the leader", "manager1 is the leader")
    three.waits(NO_LEADER, "manager1 is the leader; 3 of 3")
    three.waits(TWO, "3 of 3 managers can be reached")
    three.waits(LOST, "manager3 is a manager and can be reached")

    change(three, "promote worker1")
    three.fails(ALL, "4 of 4 managers can be reached")
    three.passes("worker1 is a manager")
    change(three, "demote worker1")
    three.passes(ALL, "the swarm has 3 managers and 1 worker")
    kill(three, "manager3")
    three.passes(LOST, TWO, LEADER, FIRST)
    three.waits(ALL, "2 of 3 managers can be reached")
    three.worked("manager1", "docker service create -d -q --name s localhost/app:1")
    dead = three.judge("manager3 is the leader")
    assert (dead.state, dead.node) == (State.ERROR, "manager3")


def test_a_demoted_manager_is_not_a_lost_one(three: Swarmed) -> None:
    change(three, "demote manager3")
    three.fails(TWO, "2 of 2 managers can be reached: manager1 and manager2")
    three.fails(LOST, "manager3 is a worker, and was a manager")
    three.passes(LEADER, FIRST, "the swarm has 2 managers and 2 workers")


def test_two_of_three_leave_nobody_to_decide(three: Swarmed) -> None:
    kill(three, "manager3", "manager2")
    three.waits(LEADER, "has no majority left: 1 of 3 managers can be reached: manager1")
    pending = three.type("manager1", "docker service create -d -q --name s localhost/app:1")
    assert reason_of(pending.status, pending.output) == "no-leader", pending
    three.passes(NO_LEADER)
    for sentence in (LEADER, FIRST, ALL, TWO, LOST):
        three.fails(sentence, "manager1 says that the swarm does not have a leader")
    refused = three.type("manager1", "docker node demote manager2")
    assert reason_of(refused.status, refused.output) == "no-leader", refused

    address = three.topology.nodes["manager1"].address
    three.worked("manager1", f"docker swarm init --force-new-cluster --advertise-addr {address}")
    three.passes(LEADER, FIRST, "1 of 1 manager can be reached")
    three.passes("the manager join token is the same", "the worker join token is the same")
    three.waits(LOST, "manager3 is listed as a manager, and takes no part in the Raft")
    three.waits(NO_LEADER, "manager1 is the leader; 1 of 1 manager")
    three.worked("manager1", "docker node rm manager2 manager3")
    three.passes("the swarm has 1 manager and 1 worker")
    three.waits(LOST, "do not list manager3")
