"""A manager's port asked by strangers, workers and managers, with their own certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swarmlab.swarm.certificate import CERTIFICATE_PATH, KEY_PATH
from swarmlab.swarm.link import LinkLost
from swarmlab.swarm.rpc import OWN, Identity, call
from tests.live.swarmed import new_nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swarmlab.swarm.rpc import Answer
    from tests.live.swarmed import Swarmed

pytestmark = pytest.mark.live

LIST, SECRETS, KEY = "Control/ListNodes", "Control/ListSecrets", "CA/GetUnlockKey"
BEAT, ROOT = "Dispatcher/Heartbeat", "CA/GetRootCACertificate"
NO_CERTIFICATE = "no client certificates in request"
NOT_A_MANAGER = "remote certificate not part of OUs: [swarm-manager]"
OLD = ("-tls1_1", "-cipher", "DEFAULT:@SECLEVEL=0")
BOTH = ("manager1", "worker1")


@pytest.fixture(scope="module")
def nodes() -> Iterator[Swarmed]:
    with new_nodes(BOTH, manager="manager1") as swarmed:
        yield swarmed


def asked(nodes: Swarmed, node: str, method: str, identity: Identity | None = OWN) -> Answer:
    return call(nodes.links[node], "manager1", method, identity)


@pytest.mark.parametrize("method", [LIST, SECRETS, KEY])
def test_only_a_manager_may_ask_for_the_swarms_state(nodes: Swarmed, method: str) -> None:
    stranger = asked(nodes, "worker1", method, None)
    assert (stranger.status, stranger.is_allowed) == (7, False)
    assert NO_CERTIFICATE in stranger.message
    worker = asked(nodes, "worker1", method)
    assert (worker.status, worker.is_allowed) == (7, False)
    assert NOT_A_MANAGER in worker.message
    assert not worker.is_of_removed
    manager = asked(nodes, "manager1", method)
    assert (manager.status, manager.message) == (0, "")


def test_a_worker_may_report_and_a_stranger_may_not(nodes: Swarmed) -> None:
    for node in BOTH:
        answer = asked(nodes, node, BEAT)
        assert (answer.status, answer.is_allowed) == (3, True)
        assert "session invalid" in answer.message
    assert NO_CERTIFICATE in asked(nodes, "worker1", BEAT, None).message


def test_anyone_is_told_the_root_certificate(nodes: Swarmed) -> None:
    for identity in (None, OWN):
        assert asked(nodes, "worker1", ROOT, identity).status == 0


def test_a_call_that_does_not_exist_is_no_refusal(nodes: Swarmed) -> None:
    assert asked(nodes, "manager1", "Control/Nothing").status == 12


def test_an_old_tls_is_refused_by_an_alert(nodes: Swarmed) -> None:
    for identity in (None, OWN):
        answer = call(nodes.links["worker1"], "manager1", ROOT, identity, options=OLD)
        assert answer.status is None
        assert answer.is_refused_by_tls
        assert "alert protocol version" in answer.message


def test_a_port_without_a_listener_is_no_refusal(nodes: Swarmed) -> None:
    answer = call(nodes.links["manager1"], "worker1", BEAT)
    assert answer.status is None
    assert not answer.is_refused_by_tls
    assert "Connection refused" in answer.message


def test_a_manager_that_hangs_is_lost(nodes: Swarmed) -> None:
    nodes.topology.nodes["manager1"].power("pause")
    try:
        with pytest.raises(LinkLost):
            call(nodes.links["worker1"], "manager1", ROOT, timeout=1.0)
    finally:
        nodes.topology.nodes["manager1"].power("unpause")
    assert asked(nodes, "worker1", ROOT).status == 0


def test_a_missing_certificate_is_no_refusal_of_the_managers(nodes: Swarmed) -> None:
    answer = asked(nodes, "worker1", BEAT, Identity("/root/none.crt", "/root/none.key"))
    assert answer.status is None
    assert not answer.is_refused_by_tls


def test_no_copy_of_the_key_is_left_on_the_node(nodes: Swarmed) -> None:
    link = nodes.links["worker1"]
    # Of the three lines of a key the last holds the public half, which is no secret.
    key = link.read(KEY_PATH).decode().splitlines()[-4]
    assert len(key) == 64
    assert asked(nodes, "worker1", BEAT).is_allowed
    places = ("/run", "/tmp", "/root", "/var/lib/docker/swarm")
    grep = ("-type", "f", "-exec", "grep", "-lF", "--", key, "{}", ";")
    assert link.run(("find", *places, *grep)).stdout.split() == [KEY_PATH]


def test_a_copy_is_worth_what_the_swarm_thinks_of_its_owner(nodes: Swarmed) -> None:
    """Last, since it takes worker1 out of the swarm: first trusted, then removed, then unknown."""
    nodes.worked("worker1", f"cp {CERTIFICATE_PATH} /root/old.crt; cp {KEY_PATH} /root/old.key")
    copy = Identity("/root/old.crt", "/root/old.key")
    assert asked(nodes, "worker1", BEAT, copy).is_allowed
    nodes.worked("manager1", "docker node rm --force worker1")
    for identity in (copy, OWN):
        removed = asked(nodes, "worker1", BEAT, identity)
        assert removed.is_of_removed
        assert not removed.is_allowed
    nodes.worked("manager1", "docker swarm ca --rotate -q")
    unknown = asked(nodes, "worker1", BEAT, copy)
    assert unknown.status is None
    assert unknown.is_refused_by_tls
