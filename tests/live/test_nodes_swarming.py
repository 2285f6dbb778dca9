"""Nodes joined in a swarm while they come up, for chapters that begin in one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from swarmlab.errors import StartFailed
from swarmlab.nodes import swarming
from swarmlab.nodes.topology import NodeSpec, up
from tests.live.nest import nest, spec_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swarmlab.nodes.topology import Topology, TopologySpec
    from tests.live.nest import Nest

__all__ = ["nest"]

pytestmark = pytest.mark.live

NAMES = ("manager1", "worker1", "worker2")


def in_swarm() -> TopologySpec:
    return replace(spec_of(*map(NodeSpec, NAMES)), manager="manager1")


@pytest.fixture(scope="module")
def formed(nest: Nest) -> Iterator[tuple[Topology, list[tuple[str, str]]]]:
    """Three nodes in a swarm, and what was told of them in order."""
    told: list[tuple[str, str]] = []
    topology = up(nest.engine, in_swarm(), lambda node, phase, _: told.append((node, phase)))
    yield topology, told
    topology.down()


def test_all_nodes_get_into_one_swarm_with_a_short_heartbeat(
    formed: tuple[Topology, list[tuple[str, str]]],
) -> None:
    topology, _ = formed
    link = topology.nodes["manager1"].link
    members = link.get("/nodes")
    assert {m["Description"]["Hostname"]: m["Spec"]["Role"] for m in members} == {
        "manager1": "manager",
        "worker1": "worker",
        "worker2": "worker",
    }
    assert {m["Status"]["State"] for m in members} == {"ready"}
    addresses = {topology.nodes[name].address for name in NAMES[1:]}
    assert {m["Status"]["Addr"] for m in members} >= addresses
    assert link.get("/swarm")["Spec"]["Dispatcher"]["HeartbeatPeriod"] == 1_000_000_000


def test_each_node_is_told_to_be_in_once_its_engine_answers_and_after_the_manager(
    formed: tuple[Topology, list[tuple[str, str]]],
) -> None:
    _, told = formed
    joined = [node for node, phase in told if phase == "in swarm"]
    assert joined[0] == "manager1"
    assert sorted(joined) == sorted(NAMES)
    for node in NAMES:
        assert told.index((node, "engine")) < told.index((node, "in swarm"))


def test_every_node_holds_the_workload_image_when_the_start_returns(
    formed: tuple[Topology, list[tuple[str, str]]],
) -> None:
    topology, _ = formed
    for node in topology.nodes.values():
        tags = [image["RepoTags"] for image in node.link.get("/images/json")]
        assert tags, f"{node.name} holds no image"


def test_a_swarm_that_cannot_be_made_fails_with_its_node_and_leaves_nothing(
    nest: Nest, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = nest.holds()
    monkeypatch.setattr(swarming, "HEARTBEAT_NANOSECONDS", -1)
    with pytest.raises(StartFailed, match="in swarm") as caught:
        up(nest.engine, in_swarm())
    assert caught.value.place == "manager1"
    assert "heartbeat" in caught.value.message
    assert nest.holds() == before


def test_a_worker_that_cannot_join_is_named_and_no_token_is_told(
    nest: Nest, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = nest.holds()
    monkeypatch.setattr(swarming.Forming, "_join", refuse_to_join)
    with pytest.raises(StartFailed, match="in swarm") as caught:
        up(nest.engine, in_swarm())
    assert caught.value.place in {"worker1", "worker2"}
    assert "SWMTKN-1-" not in caught.value.message.replace("SWMTKN-1-…", "")
    assert nest.holds() == before


def refuse_to_join(forming: swarming.Forming, node: object, _: object) -> None:
    """Join with the real token twice: the engine's second answer is a refusal."""
    REAL_JOIN(forming, node, forming._leader)  # type: ignore[arg-type]
    REAL_JOIN(forming, node, forming._leader)  # type: ignore[arg-type]


REAL_JOIN = swarming.Forming._join
