"""A disposable engine: a node that hosts nodes of its own.

Leak and fault tests stop it, fill it, and compare its full lists of containers, networks and
volumes; nothing else runs there.
"""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from swarmlab.nodes import image
from swarmlab.nodes.engine import Engine
from swarmlab.nodes.forward import Forward
from swarmlab.nodes.spec import new_attempt
from swarmlab.nodes.topology import NodeSpec, TopologySpec, up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from swarmlab.nodes.topology import Topology

OWNER = "tests"
HOUR = 3600
NODE = "nest"
VOLUMES = "/var/lib/docker/volumes"


@dataclass(frozen=True)
class Nest:
    """A node's engine, ready to host nodes."""

    engine: Engine
    url: str
    """For DOCKER_HOST of programs under test."""
    topology: Topology

    def run(self, *argv: str) -> None:
        """Run a program on the machine the engine is on; it has to work."""
        done = self.topology.nodes[NODE].link.run(argv, timeout=30)
        assert done.status == 0, done.stderr

    def keep_volumes_on(self, size: str) -> None:
        """Volumes made from now on lie on a disk of their own, in memory; as ``mount`` sizes it."""
        self.run("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", VOLUMES)

    def holds(self) -> tuple[set[str], set[str], set[str]]:
        """The ids of all containers, networks and volumes, whoever made them."""
        api = self.engine.api
        return (
            {str(c["Id"]) for c in api.containers(all=True)},
            {str(n["Id"]) for n in api.networks()},
            {str(v["Name"]) for v in api.volumes().get("Volumes") or ()},
        )


@contextlib.contextmanager
def new_nest() -> Iterator[Nest]:
    """A fresh nest with the node image in it, gone afterwards."""
    with Engine.connect() as host:
        reference = image.ensure(host)
        limits = NodeSpec(NODE, memory=4 << 30, pids=8192, cpus=float(host.facts().cpus))
        topology = up(host, spec_of(limits, run=f"nest{new_attempt()}"))
        try:
            container = topology.nodes[NODE].container_id
            dial = ("docker", "exec", "-i", container, "docker", "system", "dial-stdio")
            with Forward(dial) as forward, Engine.connect(forward.url) as engine:
                engine.api.load_image(host.api.get_image(reference))  # type: ignore[no-untyped-call]
                yield Nest(engine, forward.url, topology)
        finally:
            topology.down()


@pytest.fixture(scope="module")
def nest() -> Iterator[Nest]:
    """One nest for the tests of a module."""
    with new_nest() as made:
        yield made


def spec_of(*nodes: NodeSpec, run: str | None = None, hours: float = 1) -> TopologySpec:
    """A specification of a run of its own."""
    return TopologySpec(
        run=run or f"test{new_attempt()}",
        attempt=new_attempt(),
        owner=OWNER,
        lab="none",
        nodes=nodes,
        expires=time.time() + hours * HOUR,
    )


def wait_until(so: Callable[[], bool], what: str, seconds: float = 30) -> None:
    """Return when the thing is so; the test fails when that takes too long."""
    deadline = time.monotonic() + seconds
    while not so():
        if time.monotonic() > deadline:
            pytest.fail(f"not within {seconds:.0f} s: {what}")
        time.sleep(0.05)
