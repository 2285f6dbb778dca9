"""Sentences about services and their tasks, on real nodes, right and wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swarmlab.checks.verdict import State
from tests.live.swarmed import new_nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.live.swarmed import Swarmed

pytestmark = pytest.mark.live

CREATE = "docker service create -d -q --no-resolve-image"
ON_WORKER1 = f"{CREATE} --name api --constraint node.hostname==worker1 localhost/app:1"
ONE = "service api runs 1 task"
ONLY = "service api runs only on worker1"
SAME = "service api was not disturbed"
GONE = "service api is gone"


@pytest.fixture(scope="module")
def nodes() -> Iterator[Swarmed]:
    with new_nodes(manager="manager1") as swarmed:
        yield swarmed


@pytest.fixture
def swarm(nodes: Swarmed) -> Swarmed:
    """The swarm without services, all nodes active, at the beginning of a step."""
    nodes.worked("manager1", "docker service ls -q | xargs -r docker service rm")
    nodes.worked("manager1", "for n in worker1 worker2; do docker node update --availability "
                 "active $n; done")  # fmt: skip
    nodes.passes("worker1 is active", "worker2 is active")
    nodes.begin()
    return nodes


def test_tasks_are_counted_as_they_come_and_go(swarm: Swarmed) -> None:
    swarm.waits(ONE, "there is no service api yet")
    swarm.worked("manager1", f"{CREATE} --name api2 localhost/app:1")
    swarm.waits(ONE, "there is api2")
    swarm.worked("manager1", f"{CREATE} --name api localhost/app:1")
    swarm.passes(ONE, "service api2 runs 1 task")
    swarm.worked("manager1", "docker service scale -d api=3")
    swarm.fails(ONE, "api runs 3 tasks")
    swarm.passes("service api runs 3 tasks")
    swarm.worked("manager1", "docker service scale -d api=0")
    swarm.passes("service api runs no tasks")


def test_a_task_is_rejected_for_the_engines_reason(swarm: Swarmed) -> None:
    swarm.worked("manager1", f"{CREATE} --name api localhost/nosuch:1")
    swarm.fails(ONE, "No such image: localhost/nosuch:1")
    swarm.worked("manager1", "docker service update -d -q --no-resolve-image "
                 "--image localhost/app:1 api")  # fmt: skip
    swarm.passes(ONE)


def test_a_task_that_fits_no_node_is_waited_for(swarm: Swarmed) -> None:
    swarm.worked(
        "manager1",
        f"{CREATE} --name api --constraint node.hostname==worker9 localhost/app:1",
    )
    swarm.waits(ONE, "no suitable node (scheduling constraints not satisfied on 3 nodes)")


def test_a_service_stays_where_it_belongs(swarm: Swarmed) -> None:
    swarm.worked("manager1", ON_WORKER1)
    swarm.passes(ONLY)
    swarm.fails("service api runs only on worker2", "api runs on worker1")
    swarm.worked("manager1", "docker service update -d -q --constraint-rm node.hostname==worker1 "
                 "--replicas 3 api")  # fmt: skip
    swarm.fails(ONLY, "worker2")


def test_a_service_is_disturbed_by_whatever_replaces_a_task(swarm: Swarmed) -> None:
    swarm.waits(SAME, "no task of api ran")
    swarm.worked("manager1", ON_WORKER1)
    swarm.passes(ONE)
    swarm.begin()
    swarm.passes(SAME)
    swarm.worked("manager1", "docker service scale -d api=2")
    swarm.passes("service api runs 2 tasks", SAME)
    swarm.worked("manager1", "docker service update -d -q --force api")
    swarm.fails(SAME, "ended")
    swarm.passes("service api runs 2 tasks")
    assert swarm.judge(SAME).state is State.FAILED


def test_a_service_is_gone_with_its_last_task(swarm: Swarmed) -> None:
    swarm.waits(GONE, "there was no service api when this step began")
    swarm.worked("manager1", ON_WORKER1)
    swarm.passes(ONE)
    swarm.begin()
    swarm.waits(GONE, "still has the service api")
    swarm.worked("manager1", "docker service scale -d api=0")
    swarm.fails(GONE, "scaled to 0 and still listed")
    swarm.worked("manager1", "docker service rm api")
    swarm.passes(GONE)


def test_a_drained_node_gives_its_tasks_away(swarm: Swarmed) -> None:
    nothing = "no task runs on worker1"
    swarm.waits(nothing, "no service runs anywhere")
    swarm.worked("manager1", f"{CREATE} --name api --replicas 3 localhost/app:1")
    swarm.passes("service api runs 3 tasks")
    swarm.waits(nothing, "worker1 runs api")
    swarm.begin()
    swarm.waits(nothing, "worker1 runs api")
    swarm.waits("worker1 is drained", "is active")
    swarm.worked("manager1", "docker node update --availability pause worker1")
    swarm.fails("worker1 is drained", "keeps those it has")
    swarm.fails("worker1 is active", "keeps those it has")
    swarm.waits(nothing, "worker1 runs api")
    swarm.worked("manager1", "docker node update --availability drain worker1")
    swarm.passes("worker1 is drained", nothing, "service api runs 3 tasks")
    swarm.waits("worker1 is active", "is drain")
    swarm.worked("manager1", "docker node update --availability active worker1")
    swarm.passes("worker1 is active", nothing)
    swarm.begin()
    swarm.worked("manager1", "docker service update -d -q --force api")
    swarm.fails(nothing, "api came to worker1")


def test_a_killed_node_runs_nothing_that_counts(swarm: Swarmed) -> None:
    swarm.worked("manager1", ON_WORKER1)
    swarm.passes(ONE, ONLY)
    swarm.begin()
    worker1 = swarm.topology.nodes["worker1"]
    worker1.power("kill")
    try:
        verdicts = [swarm.judge(sentence) for sentence in (ONE, ONLY, SAME)]
        assert all(v.state is State.ERROR for v in verdicts), verdicts
        swarm.waits(ONE, "no tasks")
        swarm.fails(SAME, "1 task of 1 ended")
    finally:
        swarm.shells.pop("worker1", None)
        worker1.power("start")
    swarm.passes("worker1 is active", ONE)
