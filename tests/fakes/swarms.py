"""Hand-made snapshots of swarms, with real tokens over a root certificate's bytes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from swarmlab.swarm.snapshot import Member, OwnView, Service, ServiceTask, Snapshot, Swarm
from swarmlab.swarm.token import JoinToken, base36, digest_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from swarmlab.swarm.snapshot import Role

ROOT = b"-----BEGIN CERTIFICATE-----\nMIIBajCCARCgAwIBAgIU\n-----END CERTIFICATE-----\n"
NODES = ("manager1", "worker1", "worker2")


def token(secret: int, root: bytes = ROOT) -> JoinToken:
    """The token of a swarm with that root; the number makes its secret."""
    return JoinToken.parse(f"SWMTKN-1-{digest_of(root)}-{base36(secret, 25)}")


WORKER_TOKEN = token(36**20 + 1)
MANAGER_TOKEN = token(36**21 + 2)
OTHER_TOKEN = token(36**22 + 3)

SWARM = Swarm(
    id="cluster1",
    worker_token=WORKER_TOKEN,
    manager_token=MANAGER_TOKEN,
    root_ca=ROOT,
    autolock=False,
    heartbeat=1.0,
    cert_expiry=7776000.0,
    root_rotation_in_progress=False,
)


def outside(node: str) -> OwnView:
    """A node that says it is in no swarm."""
    return OwnView(node=node, reachable=True, state="inactive")


def silent(node: str) -> OwnView:
    """A node that gave no answer."""
    return OwnView(node=node, reachable=False, problem="no answer within its time")


def inside(node: str, role: Role) -> OwnView:
    """A node that says it is active; its id is ``id-`` and its name."""
    manager = role == "manager"
    return OwnView(
        node=node,
        reachable=True,
        state="active",
        node_id=f"id-{node}",
        control_available=manager,
        cluster_id="cluster1" if manager else "",
    )


def member(node: str, role: Role, status: str = "ready") -> Member:
    """A node as the managers list it."""
    return Member(
        id=f"id-{node}",
        hostname=node,
        role=role,
        availability="active",
        status=status,
        address="10.0.0.2",
        leader=False,
        reachability="reachable" if role == "manager" else "",
    )


def snapshot(**roles: Role | None) -> Snapshot:
    """Nodes by name with their roles, None for one outside; ready, and in one swarm."""
    views = {n: inside(n, role) if role else outside(n) for n, role in roles.items()}
    return seen(views, *(member(n, role) for n, role in roles.items() if role))


def seen(views: Mapping[str, OwnView], *members: Member) -> Snapshot:
    """A snapshot of these views, from the first manager among them."""
    source = next((v.node for v in views.values() if v.control_available), None)
    return Snapshot(
        taken_at=1_800_000_000.0,
        views=views,
        seen_from=source,
        swarm=SWARM if source else None,
        members=members if source else (),
    )


def with_tokens(
    before: Snapshot, *, worker: JoinToken = WORKER_TOKEN, manager: JoinToken = MANAGER_TOKEN
) -> Snapshot:
    """The same swarm with other tokens."""
    assert before.swarm is not None
    return replace(before, swarm=replace(before.swarm, worker_token=worker, manager_token=manager))


def service(name: str, *constraints: str, replicas: int | None = 1) -> Service:
    """A service as the managers list it; its id is ``id-`` and its name."""
    return Service(
        id=f"id-{name}",
        name=name,
        image="localhost/app:1",
        constraints=constraints,
        replicas=replicas,
        secrets=(),
        configs=(),
        env=(),
    )


def task(
    of: str, node: str, state: str = "running", desired: str = "", error: str = "", slot: int = 1
) -> ServiceTask:
    """A task of the service of that name, on a node or on none, as it shall be by itself.

    Two tasks of one service, slot and node have one id.
    """
    return ServiceTask(
        id=f"{of}.{slot}.{node}",
        service_id=f"id-{of}",
        node_id=f"id-{node}" if node else "",
        slot=slot,
        state=state,
        desired_state=desired or ("shutdown" if state in {"rejected", "failed"} else "running"),
        message="",
        error=error,
        container_id=f"container-{of}-{slot}" if state == "running" else "",
    )


def serving(
    before: Snapshot, services: tuple[Service, ...] | Service, *tasks: ServiceTask
) -> Snapshot:
    """The same swarm with these services and tasks, and no other."""
    listed = services if isinstance(services, tuple) else (services,)
    return replace(before, services=listed, tasks=tasks)


USUAL = snapshot(manager1="manager", worker1="worker", worker2="worker")
"""One manager and two workers, all well."""
BARE = snapshot(manager1=None, worker1=None, worker2=None)
"""Three nodes and no swarm."""
EMPTY = Snapshot(taken_at=1_800_000_000.0, views={}, seen_from=None)
"""No node at all."""
