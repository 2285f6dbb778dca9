"""Sentences about a manager's port, who listens, and who reaches whom, on real nodes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from swarmlab.checks.scene import Scene
from swarmlab.checks.verdict import State
from swarmlab.checks.vocabulary import bind
from tests.live.swarmed import new_nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swarmlab.checks.verdict import Verdict
    from swarmlab.runs.engine_ground import EngineGround
    from tests.live.swarmed import Swarmed

pytestmark = pytest.mark.live

MAY = "worker1 may call Dispatcher/Heartbeat on manager1"
MAY_NOT = "worker1 may not call Control/ListSecrets on manager1"
STRANGER_MAY = "a stranger on worker1 may call CA/GetRootCACertificate on manager1"
STRANGER_MAY_NOT = "a stranger on worker1 may not call Control/ListNodes on manager1"
LISTENS_NOT = "worker1 listens on no port 2377"
HOLDS = "worker1 holds a connection to manager1"
HELD = "the file /root/manager1.txt on worker1 holds the certificate of manager1"
CREATE = "docker service create -d -q --no-resolve-image"
CUT = "OUTPUT -p tcp --dport 2377 -j REJECT --reject-with tcp-reset"


@pytest.fixture(scope="module")
def nodes() -> Iterator[Swarmed]:
    with new_nodes(manager="manager1") as swarmed:
        yield swarmed


@pytest.fixture
def swarm(nodes: Swarmed) -> Swarmed:
    """The swarm with two workers, without services or networks of ours."""
    nodes.worked("manager1", "docker service ls -q | xargs -r docker service rm")
    nodes.passes("the swarm has 1 manager and 2 workers")
    for network in ("front", "back", "vault"):
        nodes.type("manager1", f"until ! docker network inspect {network} >/dev/null 2>&1 || "
                   f"docker network rm {network}; do sleep 0.2; done")  # fmt: skip
    nodes.begin()
    return nodes


@pytest.mark.parametrize("method", ["Control/ListSecrets", "CA/GetUnlockKey", "Health/Check"])
def test_what_is_for_managers_is_refused_to_all_others(swarm: Swarmed, method: str) -> None:
    swarm.passes(
        f"manager1 may call {method} on manager1",
        f"worker1 may not call {method} on manager1",
        f"a stranger on worker1 may not call {method} on manager1",
    )
    swarm.fails(f"manager1 may not call {method} on manager1", "manager1 lets manager1 ask")
    swarm.fails(f"worker1 may call {method} on manager1", "not part of OUs: [swarm-manager]")
    swarm.fails(f"a stranger on worker1 may call {method} on manager1", "no client certificates")


def test_what_is_for_workers_and_what_is_for_anyone(swarm: Swarmed) -> None:
    swarm.passes(MAY, STRANGER_MAY, "worker1 may call NodeCA/NodeCertificateStatus on manager1")
    swarm.passes("a stranger on worker1 may not call Dispatcher/Heartbeat on manager1")
    swarm.fails("worker1 may not call Dispatcher/Heartbeat on manager1", "lets worker1 ask")
    swarm.fails(STRANGER_MAY.replace("may", "may not"), "lets a stranger ask")
    swarm.waits(MAY.replace("on manager1", "on worker2"), "worker2 is not a manager")


def test_a_promotion_opens_what_was_shut_and_a_port(swarm: Swarmed) -> None:
    swarm.passes(MAY_NOT, LISTENS_NOT, "manager1 listens on port 2377", HOLDS)
    swarm.waits("worker1 listens on port 2377", "nothing listens on port 2377 of worker1")
    swarm.worked("manager1", "docker node promote worker1")
    swarm.fails(MAY_NOT, "manager1 lets worker1 ask")
    swarm.fails(LISTENS_NOT, "something listens there; worker1 is a manager")
    swarm.passes("worker1 listens on port 2377")
    swarm.fails("worker2 holds a connection to worker1", "it is connected to manager1")
    swarm.worked("manager1", "docker node demote worker1")
    swarm.passes(MAY_NOT, LISTENS_NOT, HOLDS)


def test_a_listener_on_loopback_is_none_and_another_is_one(swarm: Swarmed) -> None:
    swarm.worked("worker2", "{ nc -ll -p 2377 -s 127.0.0.1 -e true & } 2>/dev/null")
    swarm.passes("worker2 listens on no port 2377")
    swarm.worked("worker2", "kill $!; { nc -ll -p 2377 -e true & } 2>/dev/null")
    swarm.fails("worker2 listens on no port 2377", "something listens there; worker2 is a worker")
    swarm.worked("worker2", "kill $!")
    swarm.passes("worker2 listens on no port 2377")


def test_a_connection_that_is_cut_is_not_held(swarm: Swarmed) -> None:
    swarm.passes(HOLDS)
    swarm.worked("worker1", f"iptables -I {CUT}")
    try:
        swarm.waits(HOLDS, "whose state is down")
    finally:
        swarm.worked("worker1", f"iptables -D {CUT}")
    swarm.passes(HOLDS)


def test_the_certificate_a_stranger_is_shown_is_the_managers(swarm: Swarmed) -> None:
    shown = "openssl s_client -connect manager1:2377 </dev/null 2>/dev/null"
    swarm.waits(HELD, "is not on worker1 yet")
    swarm.worked("worker1", f"{shown} > /root/manager1.txt")
    swarm.passes(HELD)
    swarm.worked("worker1", f"{shown} | openssl x509 > /root/manager1.txt")
    swarm.passes(HELD)
    own = "/var/lib/docker/swarm/certificates"
    swarm.worked("worker1", f"cp {own}/swarm-node.crt /root/manager1.txt")
    swarm.fails(HELD, "the certificate of worker1")
    swarm.worked("worker1", f"cp {own}/swarm-root-ca.crt /root/manager1.txt")
    swarm.fails(HELD, "a root certificate")
    swarm.type("worker1", "openssl s_client -connect worker2:2377 </dev/null >/root/manager1.txt")
    swarm.waits(HELD, "is empty")


def serve(swarm: Swarmed, name: str, node: str, networks: str, mode: str = "dnsrr") -> None:
    """A service with one task on that node."""
    on = " ".join(f"--network {network}" for network in networks.split())
    swarm.worked("manager1", f"{CREATE} --name {name} --constraint node.hostname=={node} {on} "
                 f"--endpoint-mode {mode} localhost/app:1")  # fmt: skip
    swarm.passes(f"service {name} runs only on {node}")


def test_a_worker_knows_the_networks_of_its_tasks(swarm: Swarmed) -> None:
    swarm.waits("worker1 knows the network front", "the swarm has no network front yet")
    swarm.worked("manager1", "for n in front back; do docker network create -d overlay $n; done")
    swarm.waits("worker1 knows the network front", "runs no task on it")
    swarm.passes("worker1 does not know the network front", "manager1 knows the network front")
    swarm.fails("manager1 does not know the network front", "managers know every network")
    serve(swarm, "web", "worker1", "front")
    serve(swarm, "db", "worker2", "back")
    swarm.passes("worker1 knows the network front", "worker2 knows the network back")
    swarm.passes("worker1 does not know the network back")
    swarm.fails("worker1 does not know the network front", "it lists it and runs web on it")
    swarm.worked("worker1", "docker network create back")
    swarm.passes("worker1 does not know the network back")
    swarm.worked("worker1", "docker network rm back")


def test_a_worker_gets_into_an_attachable_network_and_no_other(swarm: Swarmed) -> None:
    """It may ask a manager to attach a container, and learns by that what there is."""
    attach = "docker run --rm -d --network {} localhost/app:1"
    swarm.worked("manager1", "docker network create -d overlay front")
    swarm.worked("manager1", "docker network create -d overlay --attachable vault")
    refused = swarm.type("worker1", attach.format("front"))
    assert (refused.status, "not manually attachable" in refused.output) == (125, True)
    swarm.passes("worker1 does not know the network front")
    swarm.passes("worker1 does not know the network vault")
    attached = swarm.worked("worker1", attach.format("vault"))
    swarm.fails("worker1 does not know the network vault", "runs no task on it")
    swarm.worked("worker1", f"docker rm -f {attached}")


def test_networks_keep_services_apart(swarm: Swarmed) -> None:
    swarm.worked("manager1", "for n in front back; do docker network create -d overlay $n; done")
    serve(swarm, "web", "worker1", "front")
    serve(swarm, "db", "worker1", "back")
    serve(swarm, "cache", "worker2", "back")
    swarm.passes("service db reaches service cache", "service cache reaches service db")
    swarm.passes(
        "service web does not reach service db", "service cache does not reach service web"
    )
    swarm.fails("service web reaches service db", "web on front, db on back")
    swarm.fails("service db does not reach service cache", "db on back, cache on back")
    swarm.worked("manager1", "docker service update -d -q --network-add back web")
    swarm.fails("service web does not reach service db", "web on back and front, db on back")
    swarm.passes("service web reaches service db")


def test_published_ports_are_no_network_together(swarm: Swarmed) -> None:
    """Both services get a leg in ingress, and by it answer and never ask."""
    swarm.worked("manager1", "for n in front back; do docker network create -d overlay $n; done")
    for name, network in (("web", "front"), ("db", "back")):
        swarm.worked("manager1", f"{CREATE} --name {name} --network {network} --publish 80 "
                     "--constraint node.hostname==worker1 localhost/app:1")  # fmt: skip
        swarm.passes(f"service {name} runs only on worker1")
    swarm.passes("service web does not reach service db")


def judged(swarm: Swarmed, sentence: str, lacks: frozenset[str]) -> Verdict:
    now = Scene(swarm.look(), swarm.baseline, (), swarm.links, swarm.names)
    return bind(sentence, swarm.names).evaluate(replace(now, lacks=lacks))


@pytest.mark.parametrize(
    ("feature", "option", "mode"), [("ip_vs", "", "vip"), ("esp", "--opt encrypted", "dnsrr")]
)
def test_what_this_kernel_lacks_is_said(
    swarm: Swarmed, ground: EngineGround, feature: str, option: str, mode: str
) -> None:
    swarm.worked("manager1", f"docker network create -d overlay {option} vault")
    serve(swarm, "web", "worker1", "vault", mode)
    serve(swarm, "db", "worker2", "vault", mode)
    if feature not in ground.lacks:
        swarm.passes("service web reaches service db")
        return
    verdict = judged(swarm, "service web reaches service db", ground.lacks)
    assert verdict.state is State.SKIPPED, verdict
    assert "this kernel has no" in verdict.reason


def test_a_manager_that_is_paused_is_an_error(swarm: Swarmed) -> None:
    swarm.topology.nodes["manager1"].power("pause")
    try:
        verdicts = [swarm.judge(sentence) for sentence in (MAY, MAY_NOT, STRANGER_MAY_NOT)]
    finally:
        swarm.topology.nodes["manager1"].power("unpause")
    assert {verdict.state for verdict in verdicts} == {State.ERROR}
    swarm.passes(MAY, MAY_NOT)


def test_a_removed_node_is_told_so_where_its_role_would_do(swarm: Swarmed) -> None:
    """Last, since it takes worker2 out of the swarm."""
    swarm.worked("manager1", "docker node rm --force worker2")
    swarm.fails(MAY.replace("worker1", "worker2"), "was removed from swarm")
    shut = MAY.replace("worker1 may", "worker2 may not")
    swarm.waits(shut, "because it was removed")
    swarm.passes(MAY_NOT.replace("worker1", "worker2"))
    swarm.passes(STRANGER_MAY_NOT.replace("worker1", "worker2"))
