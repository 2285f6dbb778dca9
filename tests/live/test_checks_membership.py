"""Sentences about members, tokens and files, on real nodes, right and wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swarmlab.checks.verdict import State
from tests.live.swarmed import new_nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.live.swarmed import Swarmed

pytestmark = pytest.mark.live

COUNTS = "the swarm has 1 manager and 2 workers"


@pytest.fixture(scope="module")
def nodes() -> Iterator[Swarmed]:
    with new_nodes() as swarmed:
        yield swarmed


@pytest.fixture
def bare(nodes: Swarmed) -> Swarmed:
    nodes.apart()
    return nodes


@pytest.fixture
def swarm(bare: Swarmed) -> Swarmed:
    bare.init()
    for node in ("worker1", "worker2"):
        assert bare.join(node).status == 0
    bare.passes(COUNTS)
    bare.begin()
    return bare


def test_members_are_seen_as_they_come(bare: Swarmed) -> None:
    for sentence in (COUNTS, "manager1 is a manager", "worker1 is not in the swarm"):
        bare.waits(sentence, "there is no swarm yet")
    bare.init()
    bare.passes(
        "manager1 is a manager", "only manager1 is a manager", "worker1 is not in the swarm"
    )
    bare.waits("worker1 is a worker", "worker1 is in no swarm")
    bare.join("worker1")
    bare.passes("worker1 is a worker")
    bare.fails("worker1 is not in the swarm", "worker1 is a worker")
    bare.waits(COUNTS, "so far 1 manager and 1 worker")
    bare.join("worker2", "manager")
    bare.fails(COUNTS, "2 managers and 1 worker")
    bare.fails("worker2 is a worker", "worker2 is a manager")
    bare.fails("only manager1 is a manager", "worker2 is a manager too")
    bare.worked("manager1", "docker node demote worker2")
    bare.passes(COUNTS, "only manager1 is a manager", "worker2 is a worker")


def test_a_removed_node_goes_on_saying_that_it_is_active(swarm: Swarmed) -> None:
    swarm.passes("worker2 is still the same member")
    swarm.worked("manager1", "docker node rm --force worker2")
    swarm.fails("worker2 is still the same member", "the managers do not list it")
    assert swarm.look().views["worker2"].state == "active"
    assert swarm.judge("worker2 is a worker").state is not State.PASSED
    assert swarm.judge("worker2 is not in the swarm").state is not State.PASSED
    swarm.passes("worker1 is still the same member")


def test_a_node_that_leaves_is_listed_until_it_is_removed(swarm: Swarmed) -> None:
    swarm.worked("worker2", "docker swarm leave")
    swarm.waits("worker2 is not in the swarm", "the managers still list it: down")
    swarm.worked("manager1", "docker node rm worker2")
    swarm.passes("worker2 is not in the swarm")


def test_a_swarm_of_its_own_is_not_the_swarm(bare: Swarmed) -> None:
    bare.init()
    bare.init("worker1")
    bare.fails("worker1 is a worker", "a swarm of its own")
    bare.fails("worker1 is not in the swarm", "a swarm of its own")


def test_rotations_are_told_apart(swarm: Swarmed) -> None:
    worker, manager = "the worker join token was rotated", "the manager join token was rotated"
    same = "the manager join token is the same"
    swarm.passes(same)
    swarm.waits(worker, "is the same")
    swarm.worked("manager1", "docker swarm join-token --rotate -q worker")
    swarm.passes(worker, same, "worker1 is still the same member")
    swarm.fails(manager, "the manager token is the same, the worker token changed")
    swarm.begin()
    swarm.worked("manager1", "docker swarm join-token --rotate -q manager")
    swarm.fails(worker, "the worker token is the same, the manager token changed")
    swarm.fails(same, "the manager token changed")


def test_a_paused_node_cannot_be_looked_at(swarm: Swarmed) -> None:
    worker1 = swarm.topology.nodes["worker1"]
    worker1.power("pause")
    try:
        verdicts = [swarm.judge("worker1 is a worker"), swarm.judge(COUNTS)]
    finally:
        worker1.power("unpause")
    for verdict in verdicts:
        assert verdict.state is State.ERROR
        assert "Could not look at worker1" in verdict.reason
    swarm.passes("worker1 is a worker")


def test_token_files_are_judged_by_their_digest(swarm: Swarmed) -> None:
    sentence = "the token in /root/w.token on worker1 matches the root certificate of the swarm"
    holds = "the file /root/w.token on worker1 holds the worker join token"
    token = swarm.token("worker")
    swarm.waits(sentence, "/root/w.token is not on worker1 yet")
    swarm.worked("worker1", f"echo {token} > /root/w.token")
    swarm.passes(sentence, holds)
    swarm.worked("worker1", f"echo {swarm.token('manager')} > /root/w.token")
    swarm.passes(sentence)
    swarm.fails(holds, "the manager token")
    _, _, digest, secret = token.split("-")
    tampered = f"{digest[:-1]}{'0' if digest[-1] != '0' else '1'}"
    swarm.worked("worker1", f"echo SWMTKN-1-{tampered}-{secret} > /root/w.token")
    swarm.fails(sentence, "character 50 of 50 differs")
    swarm.worked("worker1", "echo SWMTKN-1-abc > /root/w.token")
    swarm.fails(sentence, "four parts")


def test_the_fingerprint_is_that_of_the_file_on_every_node(swarm: Swarmed) -> None:
    root = "/var/lib/docker/swarm/certificates/swarm-root-ca.crt"
    sentence = (
        "the file /root/root.sha256 on worker1 holds the fingerprint of the root certificate"
        " of the swarm"
    )
    swarm.waits(sentence, "is not on worker1 yet")
    swarm.worked("worker1", f"openssl x509 -in {root} -outform DER | sha256sum > /root/root.sha256")
    swarm.fails(sentence, "not ")
    swarm.worked("worker1", f"sha256sum {root} > /root/root.sha256")
    swarm.passes(sentence)


def test_a_leak_is_found_in_a_log(swarm: Swarmed) -> None:
    sentence = "the file /root/leak.txt on worker2 holds the join token leaked in /var/log/d.log"
    token = swarm.token("worker")
    swarm.waits(sentence, "is not on worker2 yet")
    swarm.worked(
        "worker2", f"printf 'begin\\n+ join --token {token} m:2377\\nend\\n' > /var/log/d.log"
    )
    swarm.worked("worker2", "cp /var/log/d.log /root/leak.txt")
    swarm.fails(sentence, "among 2 other lines")
    swarm.worked("worker2", "grep -r SWMTKN- /var/log/d.log > /root/leak.txt")
    swarm.passes(sentence)
