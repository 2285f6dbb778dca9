"""Sentences about published ports and encrypted networks, on real nodes."""

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

    from swarmlab.runs.engine_ground import EngineGround
    from tests.live.swarmed import Swarmed

pytestmark = pytest.mark.live

CREATE = "docker service create -d -q --no-resolve-image"
ON = "port 8080 of worker2 answers"
OFF = "port 8080 of worker1 does not answer"
NO_DOOR = "port 8080 of manager1 does not answer"
SEALED = "service web and service db meet only in encrypted networks"


@pytest.fixture(scope="module")
def nodes() -> Iterator[Swarmed]:
    with new_nodes(manager="manager1") as swarmed:
        yield swarmed


@pytest.fixture
def swarm(nodes: Swarmed) -> Swarmed:
    """The swarm with two workers, without services or networks of ours."""
    nodes.worked("manager1", "docker service ls -q | xargs -r docker service rm")
    nodes.passes("the swarm has 1 manager and 2 workers")
    for network in ("front", "vault"):
        nodes.type("manager1", f"until ! docker network inspect {network} >/dev/null 2>&1 || "
                   f"docker network rm {network}; do sleep 0.2; done")  # fmt: skip
    nodes.begin()
    return nodes


def publish(swarm: Swarmed, port: str, node: str = "worker2") -> None:
    """A service with one task on that node, published so."""
    swarm.worked("manager1", f"{CREATE} --name kiosk --publish {port},target=80 "
                 f"--constraint node.hostname=={node} localhost/app:1")  # fmt: skip
    swarm.passes(f"service kiosk runs only on {node}")


def test_in_host_mode_a_port_is_open_where_the_task_is(swarm: Swarmed) -> None:
    swarm.waits(ON, "no service publishes port 8080 yet")
    swarm.waits(OFF, "no service publishes port 8080 yet")
    publish(swarm, "mode=host,published=8080")
    swarm.passes(ON, OFF, NO_DOOR)
    swarm.fails("port 8080 of worker1 answers", "in host mode, and runs on worker2")
    swarm.fails("port 8080 of worker2 does not answer", "in host mode, and runs on worker2")
    swarm.waits("port 8081 of worker1 does not answer", "kiosk publishes 8080")


def test_a_door_moves_with_its_task(swarm: Swarmed) -> None:
    publish(swarm, "mode=host,published=8080")
    swarm.passes(ON, OFF)
    swarm.worked("manager1", "docker service update -d -q --constraint-rm node.hostname==worker2 "
                 "--constraint-add node.hostname==worker1 kiosk")  # fmt: skip
    swarm.fails(OFF, "in host mode, and runs on worker1")
    swarm.passes("port 8080 of worker1 answers", "port 8080 of worker2 does not answer")


def test_in_ingress_mode_every_node_is_a_door(swarm: Swarmed, ground: EngineGround) -> None:
    publish(swarm, "published=8080")
    swarm.fails(OFF, "in ingress mode, on every node")
    swarm.fails(NO_DOOR, "in ingress mode, on every node")
    if "ip_vs" not in ground.lacks:
        swarm.passes(ON, "port 8080 of manager1 answers")
        return
    now = Scene(swarm.look(), swarm.baseline, (), swarm.links, swarm.names)
    check = bind("port 8080 of manager1 answers", swarm.names)
    verdict = check.evaluate(replace(now, lacks=ground.lacks))
    assert verdict.state is State.SKIPPED, verdict
    assert "this kernel has no IPVS" in verdict.reason


def test_whoever_else_lets_callers_in_is_found(swarm: Swarmed) -> None:
    """A container of the worker's own, beside the service."""
    publish(swarm, "mode=host,published=8080")
    swarm.passes(OFF)
    own = swarm.worked("worker1", "docker run -d -p 8080:80 localhost/app:1")
    swarm.fails(OFF, "it let manager1 in")
    swarm.worked("worker1", f"docker rm -f {own}")
    swarm.passes(OFF)


def test_a_wall_that_drops_is_no_door_and_a_node_behind_one_is_not_judged(swarm: Swarmed) -> None:
    publish(swarm, "mode=host,published=8080")
    for rule, state in (("--dport 8080", State.PASSED), ("", State.ERROR)):
        wall = f"INPUT -i eth0 -p tcp --syn {rule} -j DROP"
        swarm.worked("worker1", f"iptables -I {wall}")
        try:
            swarm.becomes(OFF, state)
        finally:
            swarm.worked("worker1", f"iptables -D {wall}")
    swarm.passes(OFF)


def test_an_encrypted_network_is_known_by_its_option(swarm: Swarmed) -> None:
    swarm.waits("the network vault is encrypted", "the swarm has no network vault yet")
    swarm.worked("manager1", "docker network create -d overlay --opt encrypted vault")
    swarm.worked("manager1", "docker network create -d overlay front")
    swarm.passes("the network vault is encrypted")
    swarm.fails("the network front is encrypted", "front was made without that option")
    for name, node in (("web", "worker1"), ("db", "worker2")):
        swarm.worked("manager1", f"{CREATE} --name {name} --network vault --endpoint-mode dnsrr "
                     f"--constraint node.hostname=={node} localhost/app:1")  # fmt: skip
    swarm.passes(SEALED)
    for name in ("web", "db"):
        swarm.worked("manager1", f"docker service update -d -q --network-add front {name}")
    swarm.fails(SEALED, "they meet in front")
