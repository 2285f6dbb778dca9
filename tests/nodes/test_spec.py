from __future__ import annotations

from ipaddress import IPv4Address
from typing import Any

import pytest

from swarmlab.nodes.labels import RunLabels
from swarmlab.nodes.spec import CAPABILITIES, NodeSpec, Place, container, container_name

OWN = RunLabels("r1", "a1", "root", "lab", 1_800_000_000.0)


def _container(*, cgroup_v2: bool = False) -> dict[str, Any]:
    place = Place("swarmlab/node:x", "net", IPv4Address("10.89.0.2"), 0, cgroup_v2)
    return container(NodeSpec("worker1", memory=64 << 20, pids=99, cpus=0.5), OWN, place)


def test_a_node_asks_for_seventeen_capabilities_and_no_privilege() -> None:
    host = _container()["HostConfig"]
    assert len(set(CAPABILITIES)) == 17
    assert host["CapDrop"] == ["ALL"]
    assert "Privileged" not in host
    assert host["MaskedPaths"] == host["ReadonlyPaths"] == []


def test_a_node_mounts_nothing_of_its_host() -> None:
    host = _container()["HostConfig"]
    assert [mount["Type"] for mount in host["Mounts"]] == ["volume"]
    assert host["Tmpfs"] == {"/run": f"mode=755,size={(64 << 20) // 8}"}
    assert not {"Binds", "PortBindings", "PublishAllPorts"} & set(host)


def test_a_node_has_no_swap_beyond_its_memory() -> None:
    host = _container()["HostConfig"]
    assert host["Memory"] == host["MemorySwap"] == 64 << 20
    assert (host["PidsLimit"], host["NanoCpus"]) == (99, 500_000_000)


@pytest.mark.parametrize("v2", [True, False])
def test_only_on_cgroup_v2_a_node_has_a_cgroup_namespace_of_its_own(*, v2: bool) -> None:
    assert _container(cgroup_v2=v2)["HostConfig"].get("CgroupnsMode") == ("private" if v2 else None)


def test_a_node_is_known_by_its_name_and_has_a_fixed_address() -> None:
    body = _container()
    endpoint = body["NetworkingConfig"]["EndpointsConfig"]["net"]
    assert body["Hostname"] == "worker1"
    assert endpoint["Aliases"] == ["worker1"]
    assert endpoint["IPAMConfig"] == {"IPv4Address": "10.89.0.2"}


def test_the_volume_carries_the_labels_of_its_node() -> None:
    body = _container()
    volume = body["HostConfig"]["Mounts"][0]
    assert volume["VolumeOptions"]["Labels"] == body["Labels"]
    assert volume["Source"] == container_name(OWN, "worker1")
