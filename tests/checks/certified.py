"""Scenes of a swarm whose root certificate is real, and whose nodes have certificates."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from swarmlab.checks.baseline import Baseline
from swarmlab.swarm.certificate import CERTIFICATE_PATH, Certificate
from tests.checks.scenes import scene
from tests.fakes.authority import Authority
from tests.fakes.link import FakeLink
from tests.fakes.swarms import NODES, SWARM, USUAL, inside, member, seen

if TYPE_CHECKING:
    from swarmlab.checks.scene import Scene
    from swarmlab.swarm.snapshot import OwnView, Snapshot, Swarm

OURS, NEXT = Authority(), Authority()
"""The authority of the swarm, and the one it may rotate to."""
SIGNED = replace(SWARM, root_ca=OURS.root)
WORKER = OURS.issue("id-worker1")
MANAGER = OURS.issue("id-worker1", "swarm-manager")


def in_swarm(now: Snapshot = USUAL, swarm: Swarm = SIGNED) -> Snapshot:
    """The snapshot of a swarm with a real root certificate."""
    return replace(now, swarm=swarm)


def with_worker1(view: OwnView) -> Snapshot:
    """The usual swarm, in which worker1 says this of itself."""
    return in_swarm(replace(USUAL, views={**USUAL.views, "worker1": view}))


PROMOTED = in_swarm(
    seen(
        {**USUAL.views, "worker1": inside("worker1", "manager")},
        member("manager1", "manager"),
        member("worker1", "manager"),
        member("worker2", "worker"),
    )
)


def disks(**certificates: bytes) -> dict[str, FakeLink]:
    """The nodes' links, with these certificates on their disks."""
    links = {name: FakeLink(name) for name in NODES}
    for name, certificate in certificates.items():
        links[name].files[CERTIFICATE_PATH] = certificate
    return links


def began(now: Snapshot | None = None, **certificates: bytes) -> Baseline:
    """A step that began with these certificates."""
    parsed = {name: Certificate.parse(pem) for name, pem in certificates.items()}
    return Baseline.take(now or in_swarm(), parsed)


def holding(
    certificate: bytes, now: Snapshot | None = None, baseline: Baseline | None = None
) -> Scene:
    """A scene in which worker1 has this certificate."""
    return scene(now or in_swarm(), baseline=baseline, links=disks(worker1=certificate))
