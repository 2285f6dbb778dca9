"""Scenes with a secret in a service: db_password in api's task on worker1."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from swarmlab.swarm.disk import DATA_ROOT, MountedSecret
from swarmlab.swarm.snapshot import Named, SecretUse
from tests.checks.scenes import scene
from tests.fakes.disk import DiskLink
from tests.fakes.swarms import NODES, USUAL, service, serving, task

if TYPE_CHECKING:
    from swarmlab.checks.baseline import Baseline
    from swarmlab.checks.scene import Scene
    from swarmlab.swarm.command import FinishedCommand
    from swarmlab.swarm.snapshot import Service, ServiceTask, Snapshot

VALUE = b"correct-horse-battery\n"
SECRET = Named("s3cr3t1", "db_password")
OTHER = Named("s3cr3t2", "db_password_2")
CONFIG_FILE = f"{DATA_ROOT}/containers/{'ab' * 32}/config.v2.json"


def container(name: str) -> str:
    """64 hexadecimal digits of that name."""
    return name.encode().hex().ljust(64, "0")[:64]


def given(name: str, *secrets: Named, env: tuple[str, ...] = ()) -> Service:
    """A service that is given these secrets."""
    uses = tuple(SecretUse(s.id, s.name, s.name) for s in secrets)
    return replace(service(name), secrets=uses, env=env)


def runs(of: str, node: str, state: str = "running", desired: str = "") -> ServiceTask:
    """A task with a container whose id is its own."""
    made = task(of, node, state, desired)
    return replace(made, container_id=container(made.id))


def has(of: str, node: str, secret: Named = SECRET, mode: str = "400") -> MountedSecret:
    """The secret in the container of a service's task on a node."""
    return MountedSecret(container(f"{of}.1.{node}"), secret.id, "tmpfs", mode, 1000, 1000)


def links() -> dict[str, DiskLink]:
    """Three nodes with something on their disks, and no secret."""
    files = {f"{DATA_ROOT}/engine-id": b"QWER:TYUI\n"}
    return {name: DiskLink(name, files=dict(files)) for name in NODES}


def swarm(*services: Service, tasks: tuple[ServiceTask, ...] = ()) -> Snapshot:
    """The usual swarm with both secrets."""
    return replace(serving(USUAL, services, *tasks), secrets=(SECRET, OTHER))


API = given("api", SECRET)
RUNNING = swarm(API, tasks=(runs("api", "worker1"),))


def world(
    now: Snapshot = RUNNING,
    *,
    baseline: Baseline | None = None,
    journal: tuple[FinishedCommand, ...] = (),
    value: bytes = VALUE,
    file: MountedSecret | None = None,
    **files: bytes,
) -> Scene:
    """The secret in api's task on worker1; ``files`` are a node's name and what its disk holds."""
    nodes = links()
    nodes["worker1"].holds(file or has("api", "worker1"), value)
    for node, content in files.items():
        nodes[node].files[CONFIG_FILE] = content
    return scene(now, baseline=baseline, journal=journal, links=nodes)


def link_of(now: Scene, node: str) -> DiskLink:
    """The fake behind a node of the scene."""
    link = now.links[node]
    assert isinstance(link, DiskLink)
    return link
