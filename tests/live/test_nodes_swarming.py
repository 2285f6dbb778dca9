"""Nodes joined in a swarm for chapters that begin in one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swarmlab.errors import StartFailed
from swarmlab.nodes.swarming import form_swarm
from swarmlab.nodes.topology import NodeSpec, up
from tests.live.nest import nest, spec_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swarmlab.nodes.topology import Topology
    from tests.live.nest import Nest

__all__ = ["nest"]

pytestmark = pytest.mark.live

WORKERS = ("worker1", "worker2")


@pytest.fixture
def three(nest: Nest) -> Iterator[Topology]:
    topology = up(nest.engine, spec_of(*(NodeSpec(n) for n in ("manager1", *WORKERS))))
    yield topology
    topology.down()


def test_all_nodes_get_into_one_swarm_with_a_short_heartbeat(three: Topology) -> None:
    told: list[tuple[str, str]] = []
    form_swarm(three, "manager1", WORKERS, lambda node, phase, _: told.append((node, phase)))
    link = three.nodes["manager1"].link
    members = link.get("/nodes")
    assert {m["Description"]["Hostname"]: m["Spec"]["Role"] for m in members} == {
        "manager1": "manager",
        "worker1": "worker",
        "worker2": "worker",
    }
    assert {m["Status"]["State"] for m in members} == {"ready"}
    assert {m["Status"]["Addr"] for m in members} >= {three.nodes[w].address for w in WORKERS}
    assert link.get("/swarm")["Spec"]["Dispatcher"]["HeartbeatPeriod"] == 1_000_000_000
    assert told[0] == ("manager1", "in swarm")
    assert sorted(told) == [(n, "in swarm") for n in ("manager1", *WORKERS)]


def test_a_worker_that_cannot_join_is_named(three: Topology) -> None:
    three.nodes["worker2"].power("pause")
    with pytest.raises(StartFailed, match="in swarm") as caught:
        form_swarm(three, "manager1", WORKERS, call_seconds=3)
    assert caught.value.place == "worker2"
    assert "SWMTKN-1-" not in caught.value.message.replace("SWMTKN-1-…", "")
    three.nodes["worker2"].power("unpause")
