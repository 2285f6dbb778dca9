"""Nodes brought up, found, changed and taken down, on an engine of their own."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from swarmlab.errors import NodeError, RunNotFound, StartFailed
from swarmlab.nodes import clean, labels, network
from swarmlab.nodes.topology import NodeSpec, find, up
from tests.live.nest import nest, spec_of, wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swarmlab.nodes.topology import Topology
    from tests.live.nest import Nest

__all__ = ["nest"]

pytestmark = pytest.mark.live

PHASES = ["made", "started", "engine", "app loaded"]


@pytest.fixture(scope="module")
def pair(nest: Nest) -> Iterator[Topology]:
    """Two nodes for tests that leave them as they were."""
    topology = up(nest.engine, spec_of(NodeSpec("manager1"), NodeSpec("worker1")))
    yield topology
    topology.down()


def test_each_node_passes_every_phase_in_order(nest: Nest) -> None:
    before = nest.holds()
    told: dict[str, list[str]] = {"manager1": [], "worker1": []}
    seconds: list[float] = []

    def on_phase(node: str, phase: str, after: float) -> None:
        told[node].append(phase)
        seconds.append(after)

    topology = up(nest.engine, spec_of(NodeSpec("manager1"), NodeSpec("worker1")), on_phase)
    assert list(topology.nodes) == ["manager1", "worker1"]
    topology.down()
    assert told == {"manager1": PHASES, "worker1": PHASES}
    assert all(after > 0 for after in seconds)
    assert nest.holds() == before


def test_a_node_has_its_limits_and_no_privileges(nest: Nest, pair: Topology) -> None:
    node = pair.nodes["worker1"]
    host = nest.engine.api.inspect_container(node.container_id)["HostConfig"]
    assert not host["Privileged"]
    assert host["Memory"] == host["MemorySwap"] == 512 << 20
    assert host["PidsLimit"] == 1024
    assert host["NanoCpus"] == 1_000_000_000
    assert not host["Binds"]
    assert not host["PortBindings"]
    assert len(host["CapAdd"]) == 17


def test_everything_made_carries_the_labels_of_the_run(nest: Nest, pair: Topology) -> None:
    run = pair.labels.run
    api = nest.engine.api
    filters = labels.of_run(run)
    volumes = api.volumes(filters=filters)["Volumes"]
    assert len(api.containers(filters=filters)) == len(volumes) == 2
    assert len(api.networks(filters=filters)) == 1
    assert {v["Labels"][labels.NODE] for v in volumes} == {"manager1", "worker1"}


def test_a_node_reaches_the_others_by_name_and_nothing_else(pair: Topology) -> None:
    link = pair.nodes["worker1"].link
    assert link.run(("ping", "-c1", "-W2", "manager1")).status == 0
    gateway = str(next(pair.subnet.hosts()))
    assert link.run(("ping", "-c1", "-W1", gateway)).status != 0
    outside = link.run(("nc", "-w", "2", "192.0.2.1", "80"))
    assert "unreachable" in outside.stderr


def test_the_workload_image_runs_and_answers(pair: Topology) -> None:
    link = pair.nodes["manager1"].link
    started = link.run(("docker", "run", "-d", "--rm", "--name", "app", "localhost/app:1"))
    assert started.status == 0, started.stderr
    fetch = ("docker", "exec", "app", "wget", "-qO-", "http://localhost/")
    wait_until(lambda: "hello" in link.run(fetch).stdout, "the workload serves its page")
    began = time.monotonic()
    assert link.run(("docker", "stop", "app"), timeout=20).status == 0
    assert time.monotonic() - began < 8, "its process 1 ignores TERM and had to be killed"


def test_a_run_is_found_again(nest: Nest, pair: Topology) -> None:
    found = find(nest.engine, pair.labels.run)
    assert found.labels == pair.labels
    assert {n: (x.container_id, x.address) for n, x in found.nodes.items()} == {
        n: (x.container_id, x.address) for n, x in pair.nodes.items()
    }
    found.close()


def test_a_run_that_is_not_there_is_not_found(nest: Nest) -> None:
    with pytest.raises(RunNotFound):
        find(nest.engine, "nosuchrun")


def test_power_stops_and_starts_a_node(pair: Topology) -> None:
    node = pair.nodes["worker1"]
    states = []
    for verb in ("pause", "unpause", "kill", "start", "restart"):
        node.power(verb)
        states.append(node.state())
    assert states == ["paused", "running", "stopped", "running", "running"]
    with pytest.raises(NodeError, match="cannot unpause"):
        node.power("unpause")


def test_a_node_keeps_its_address_and_its_swarm_over_a_kill(pair: Topology) -> None:
    node = pair.nodes["manager1"]
    init = {"ListenAddr": "0.0.0.0:2377", "AdvertiseAddr": node.address}
    node.link.post("/swarm/init", body=init, timeout=20)
    try:
        node.power("kill")
        node.power("start")
        found = node.link.get("/info", timeout=20)["Swarm"]
        assert found["NodeAddr"] == node.address
        assert found["LocalNodeState"] in {"active", "pending"}
    finally:
        node.link.post("/swarm/leave", query={"force": "1"}, timeout=20)


def test_a_rebuilt_node_is_fresh_and_the_same_to_the_others(pair: Topology) -> None:
    old = pair.nodes["worker1"]
    old.write("/root/left-over", b"x")
    fresh = pair.rebuild("worker1")
    assert fresh.container_id != old.container_id
    assert fresh.address == old.address
    assert fresh.link.run(("ls", "/root/left-over")).status != 0
    assert pair.nodes["manager1"].link.run(("ping", "-c1", "-W2", "worker1")).status == 0


def test_a_node_can_be_added_and_its_name_is_taken_then(nest: Nest, pair: Topology) -> None:
    pair.add([NodeSpec("worker2")])
    try:
        assert list(pair.nodes) == ["manager1", "worker1", "worker2"]
        with pytest.raises(NodeError, match="up already"):
            pair.add([NodeSpec("worker2")])
        assert pair.nodes["worker2"].state() == "running"
    finally:
        pair.remove("worker2")
    assert list(find(nest.engine, pair.labels.run).nodes) == ["manager1", "worker1"]


def test_files_are_written_with_their_mode(pair: Topology) -> None:
    node = pair.nodes["worker1"]
    node.write("/run/deep/er/secret", b"\x00binary\n", 0o600)
    assert node.link.read("/run/deep/er/secret") == b"\x00binary\n"
    assert node.link.run(("stat", "-c", "%a", "/run/deep/er/secret")).stdout.strip() == "600"


def test_a_node_ends_itself_when_its_time_is_over(nest: Nest) -> None:
    topology = up(nest.engine, spec_of(NodeSpec("manager1"), hours=1))
    try:
        node = topology.nodes["manager1"]
        node.extend(time.time() - 1)
        wait_until(lambda: node.state() == "stopped", "the expired node has ended")
    finally:
        topology.down()


def test_an_extended_time_survives_a_restart(nest: Nest) -> None:
    spec = spec_of(NodeSpec("manager1"), hours=1)
    topology = up(nest.engine, spec)
    try:
        node = topology.nodes["manager1"]
        node.extend(spec.expires + 7200)
        node.power("kill")
        node.power("start")
        assert int(node.link.read("/run/swarmlab/expires")) == int(spec.expires + 7200)
    finally:
        topology.down()


@pytest.mark.parametrize("phase", PHASES)
def test_a_start_called_off_leaves_nothing(phase: str, nest: Nest) -> None:
    before = nest.holds()
    off = threading.Event()

    def on_phase(_node: str, ended: str, _after: float) -> None:
        if ended == phase:
            off.set()

    specs = spec_of(NodeSpec("manager1"), NodeSpec("worker1"), NodeSpec("worker2"))
    if phase == PHASES[-1]:
        off.set()
    with pytest.raises(StartFailed, match="called off"):
        up(nest.engine, specs, on_phase, off)
    assert nest.holds() == before


def test_a_node_that_cannot_be_made_is_named_and_nothing_stays(nest: Nest) -> None:
    before = nest.holds()
    with pytest.raises(StartFailed, match="made") as caught:
        up(nest.engine, spec_of(NodeSpec("manager1"), NodeSpec("worker1", memory=1)))
    assert caught.value.place == "worker1"
    assert nest.holds() == before


def test_a_node_whose_engine_fails_shows_the_end_of_its_log(nest: Nest) -> None:
    before = nest.holds()
    with pytest.raises(StartFailed, match="at: engine") as caught:
        up(nest.engine, spec_of(NodeSpec("manager1", pids=8), NodeSpec("worker1")))
    assert caught.value.place == "manager1"
    assert "The last lines of its log" in caught.value.message
    assert nest.holds() == before


def test_two_runs_side_by_side_have_networks_of_their_own(nest: Nest, pair: Topology) -> None:
    other = up(nest.engine, spec_of(NodeSpec("manager1")))
    try:
        assert not other.subnet.overlaps(pair.subnet)
    finally:
        other.down()
    assert pair.nodes["manager1"].state() == "running"


def test_a_subnet_another_program_takes_meanwhile_is_passed_over(
    nest: Nest, pair: Topology, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = next(network.candidates(28, network.taken(nest.engine)))
    monkeypatch.setattr(network, "candidates", lambda *_: iter((pair.subnet, free)))
    other = up(nest.engine, spec_of(NodeSpec("manager1")))
    try:
        assert other.subnet == free
    finally:
        other.down()


def test_clean_spares_kept_runs_and_removes_the_others(nest: Nest, pair: Topology) -> None:
    gone, expired = f"gone{time.time_ns()}", f"expired{time.time_ns()}"
    for run, expires in ((gone, "99999999999"), (expired, "1")):
        made = {labels.MARK: "1", labels.RUN: run, labels.EXPIRES: expires}
        nest.engine.api.create_volume(run, labels=made)
    removed = clean.clean(nest.engine, is_kept=lambda run: run in {pair.labels.run, expired})
    assert {(x.found.run, x.reason) for x in removed} == {
        (gone, "its program is gone"),
        (expired, "expired"),
    }
    assert [found.run for found in clean.runs(nest.engine)] == [pair.labels.run]
