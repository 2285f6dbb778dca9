"""Sentences about labels, constraints and zones, on real nodes, right and wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swarmlab.checks.constraints import fitting
from swarmlab.checks.verdict import State
from tests.live.swarmed import new_nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.live.swarmed import Swarmed

pytestmark = pytest.mark.live

CREATE = "docker service create -d -q --no-resolve-image"
LABELLED = "worker1 is labelled zone=secure"
UNLABELLED = "worker2 is not labelled zone=secure"
CLAIMS = "worker2 claims the engine label zone=secure"
BOUND = "service api is bound to zone=secure"
INSIDE = "service api runs only on nodes labelled zone=secure"
WAITS = "service api waits for a node that fits its constraints"


@pytest.fixture(scope="module")
def nodes() -> Iterator[Swarmed]:
    with new_nodes(manager="manager1") as swarmed:
        yield swarmed


@pytest.fixture
def swarm(nodes: Swarmed) -> Swarmed:
    """The swarm without services and labels, at the beginning of a step."""
    nodes.worked("manager1", "docker service ls -q | xargs -r docker service rm")
    for node in nodes.names:
        nodes.worked(
            "manager1",
            f"for key in $(docker node inspect -f '{{{{range $k, $_ := .Spec.Labels}}}}{{{{$k}}}} "
            f"{{{{end}}}}' {node}); do docker node update --label-rm $key {node}; done",
        )
    nodes.begin()
    return nodes


def label(swarm: Swarmed, node: str, words: str) -> None:
    swarm.worked("manager1", f"docker node update --label-add {words} {node}")


def make(swarm: Swarmed, constraint: str, options: str = "") -> None:
    where = f"--constraint '{constraint}'" if constraint else ""
    swarm.worked("manager1", f"{CREATE} --name api {options} {where} localhost/app:1")


def test_labels_are_told_apart_by_their_key(swarm: Swarmed) -> None:
    swarm.passes(UNLABELLED)
    swarm.waits(LABELLED, "worker1 has no label zone")
    label(swarm, "worker1", "Zone=secure")
    swarm.fails(LABELLED, "Zone=secure, another key")
    label(swarm, "worker1", "zone=public")
    swarm.fails(LABELLED, "Zone=secure, another key")
    swarm.worked("manager1", "docker node update --label-rm Zone worker1")
    swarm.waits(LABELLED, "worker1 is labelled zone=public")
    label(swarm, "worker1", "zone=secure")
    swarm.passes(LABELLED, UNLABELLED)
    label(swarm, "worker2", "zone=SECURE")
    swarm.fails(UNLABELLED, "worker2 is labelled zone=SECURE")


def test_a_worker_labels_nobody(swarm: Swarmed) -> None:
    swarm.type("worker2", "docker node update --label-add zone=secure worker2")
    swarm.passes(UNLABELLED, "worker2 tried `docker node update` and was refused: not-a-manager")


def test_a_bound_service_stays_in_its_zone(swarm: Swarmed) -> None:
    label(swarm, "worker1", "zone=secure")
    swarm.waits(BOUND, "no service api")
    make(swarm, "node.labels.zone==secure", "--replicas 4")
    swarm.passes("service api runs 4 tasks", INSIDE, BOUND)
    swarm.fails(WAITS, "api runs on worker1")
    swarm.worked("manager1", "docker service update -d -q --constraint-rm "
                 "node.labels.zone==secure --force api")  # fmt: skip
    swarm.fails(INSIDE, "no label zone")
    swarm.fails(BOUND, "api has no constraint at all")


def test_a_deny_list_lets_in_who_has_no_label(swarm: Swarmed) -> None:
    label(swarm, "worker1", "zone=secure")
    label(swarm, "worker2", "zone=public")
    make(swarm, "node.labels.zone!=public", "--replicas 3")
    swarm.fails(INSIDE, "api runs on manager1, which has no label zone")
    swarm.fails(BOUND, "lets in every node without that label")


def test_a_service_no_node_fits_waits_until_one_does(swarm: Swarmed) -> None:
    make(swarm, "node.labels.zone==secure")
    swarm.passes(WAITS, BOUND)
    swarm.waits(INSIDE, "scheduling constraints not satisfied on 3 nodes")
    label(swarm, "worker1", "zone=secure")
    swarm.passes(INSIDE)


@pytest.mark.parametrize("key", ["nodelabels.zone", "node.labels.Zone"])
def test_a_mistyped_key_is_accepted_and_never_fits(swarm: Swarmed, key: str) -> None:
    label(swarm, "worker1", "zone=secure")
    make(swarm, f"{key}==secure")
    swarm.passes(WAITS)
    swarm.fails(BOUND, f"{key}==secure")


def test_a_service_is_kept_off_the_managers(swarm: Swarmed) -> None:
    bound = "service api is bound to workers"
    make(swarm, "", "--mode global")
    swarm.passes("service api runs 3 tasks")
    swarm.waits(bound, "no constraint, and may run on a manager")
    swarm.worked("manager1", "docker service update -d -q --constraint-add node.role==worker api")
    swarm.passes(bound, "no task runs on manager1")
    swarm.worked("manager1", "docker service update -d -q --constraint-rm node.role==worker "
                 "--constraint-add node.role==manager api")  # fmt: skip
    swarm.fails(bound, "runs on no worker")


def test_a_label_that_is_taken_away_takes_the_tasks_away(swarm: Swarmed) -> None:
    label(swarm, "worker1", "zone=secure")
    make(swarm, "node.labels.zone==secure", "--replicas 2")
    swarm.passes("service api runs 2 tasks", INSIDE)
    swarm.begin()
    swarm.waits(WAITS, "a task of api is on worker1")
    swarm.worked("manager1", "docker node update --label-rm zone worker1")
    swarm.passes(WAITS, "no task runs on worker1", "worker1 is not labelled zone=secure")
    swarm.fails("service api was not disturbed", "2 tasks of 2 ended")
    label(swarm, "worker2", "zone=secure")
    swarm.passes(INSIDE, "service api runs only on worker2", "service api runs 2 tasks")


def test_a_drained_zone_is_left_for_no_other(swarm: Swarmed) -> None:
    label(swarm, "worker1", "zone=secure")
    make(swarm, "node.labels.zone==secure")
    swarm.passes(INSIDE)
    swarm.begin()
    swarm.worked("manager1", "docker node update --availability drain worker1")
    try:
        swarm.passes(WAITS)
    finally:
        swarm.worked("manager1", "docker node update --availability active worker1")
    swarm.passes(INSIDE)


def test_the_scheduler_reads_constraints_as_we_do(swarm: Swarmed) -> None:
    """Global services: a task on every node that fits."""
    label(swarm, "worker1", "zone=secure")
    label(swarm, "worker2", "zone=public")
    constraints = (
        "node.labels.zone==SECURE", "NODE.LABELS.zone == secure", "node.labels.ZONE==secure",
        "node.labels.zone!=public", "node.labels.nosuch!=x", "nodelabels.zone!=secure",
        "Node.Role==Worker", "node.hostname!=worker1", "engine.labels.zone!=secure",
    )  # fmt: skip
    for number, constraint in enumerate(constraints):
        swarm.worked("manager1", f"{CREATE} --name s{number} --mode global "
                     f"--constraint '{constraint}' localhost/app:1")  # fmt: skip
    for number, constraint in enumerate(constraints):
        fit = fitting([constraint], swarm.look().members)
        count = f"{len(fit) or 'no'} task{'' if len(fit) == 1 else 's'}"
        swarm.passes(f"service s{number} runs {count}")
        look = swarm.look()
        ids = {s.name: s.id for s in look.services}
        on = {t.node_id for t in look.tasks if t.service_id == ids[f"s{number}"]}
        assert on == {member.id for member in fit}, constraint


def test_a_node_that_claims_a_zone_gets_what_trusts_its_claim(nodes: Swarmed) -> None:
    nodes.worked("manager1", "docker service ls -q | xargs -r docker service rm")
    nodes.worked("manager1", "docker node update --label-add zone=public worker2; "
                 "docker node update --label-add zone=secure worker1")  # fmt: skip
    nodes.begin()
    nodes.waits(CLAIMS, "the engine of worker2 claims nothing")
    nodes.worked("worker2", """echo '{"labels": ["zone=secure"]}' > /etc/docker/daemon.json""")
    nodes.shells.pop("worker2").close()
    nodes.topology.nodes["worker2"].power("restart")
    nodes.passes(CLAIMS, UNLABELLED)
    nodes.fails("worker2 is labelled zone=secure", "claims zone=secure as an engine label")
    make(nodes, "engine.labels.zone==secure")
    nodes.passes("service api runs only on worker2")
    nodes.fails(INSIDE, "claims zone=secure itself, and no manager gave it")
    nodes.fails(BOUND, "which a node may claim for itself")
    nodes.worked("manager1", "docker service update -d -q --constraint-rm "
                 "engine.labels.zone==secure --constraint-add node.labels.zone==secure "
                 "api")  # fmt: skip
    nodes.passes(BOUND, INSIDE)
    assert nodes.judge("service api runs only on worker2").state is not State.PASSED
