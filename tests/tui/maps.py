"""Swarms for the map: three nodes as on the slides, and twelve."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from swarmlab.runs.model import Place
from swarmlab.swarm.certificate import Certificate
from swarmlab.swarm.snapshot import (
    Member,
    Mount,
    Named,
    OwnView,
    SecretUse,
    Service,
    ServiceTask,
    Snapshot,
)
from tests.fakes.authority import Authority
from tests.fakes.session import AT, FakeSession, lab_from
from tests.fakes.swarms import SWARM
from tests.tui import decks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from swarmlab.swarm.snapshot import Role

AUTHORITY = Authority()
ROOT = AUTHORITY.root
_ISSUED = datetime.fromtimestamp(AT, UTC) - timedelta(hours=1)
PASSWORD = SecretUse("x1", "db_password", "", 0o444, "0")
API = Service("s1", "api", "localhost/app:1", ("node.labels.zone==secure",), 2, (PASSWORD,), (), ())
WEB = Service("s2", "web", "localhost/app:1", (), 1, (PASSWORD,),
              (SecretUse("c1", "app.conf", "/etc/app.conf"),), (),
              mounts=(Mount("volume", "pages", "/srv", read_only=True),))  # fmt: skip


@cache
def certificate(node: str, role: Role, cluster: str = "cluster1") -> Certificate:
    """A certificate of a node, 90 days from an hour ago."""
    made = Certificate.parse(AUTHORITY.issue(f"id-{node}", f"swarm-{role}", cluster=cluster))
    return replace(made, not_before=_ISSUED, not_after=_ISSUED + timedelta(days=90))


def swarm(managers: int, workers: int, labels: Mapping[str, str] | None = None) -> Snapshot:
    """So many nodes, all well; a node's label ``zone`` where one is given."""
    names = [f"manager{n}" for n in range(1, managers + 1)]
    names += [f"worker{n}" for n in range(1, workers + 1)]
    roles: dict[str, Role] = {n: "manager" if n.startswith("m") else "worker" for n in names}
    views = {
        name: OwnView(name, reachable=True, state="active", node_id=f"id-{name}",
                      address=f"10.89.4.{number}", control_available=role == "manager",
                      cluster_id="cluster1" if role == "manager" else "")
        for number, (name, role) in enumerate(roles.items(), 2)
    }  # fmt: skip
    members = tuple(
        Member(f"id-{name}", name, role, "active", "ready", views[name].address,
               leader=name == "manager1", reachability="reachable" if role == "manager" else "",
               labels={"zone": labels[name]} if labels and name in labels else {},
               engine_version="26.1.5")
        for name, role in roles.items()
    )  # fmt: skip
    return Snapshot(
        AT, views, "manager1", replace(SWARM, autolock=True, root_ca=ROOT), members,
        certificates={name: certificate(name, role) for name, role in roles.items()},
    )  # fmt: skip


def three() -> Snapshot:
    """Two tasks of api on worker1, a secret made for each of two, a config."""
    return replace(
        swarm(1, 2, {"worker1": "secure"}),
        services=(API, WEB),
        tasks=(task("a1", API, "worker1", 1), task("a2", API, "worker1", 2)),
        secrets=(Named("x1", "db_password"), Named("x2", "api_key")),
        configs=(Named("c1", "app.conf"),),
    )


def with_web(before: Snapshot, node: str = "worker2") -> Snapshot:
    """The same, and a task of web on a node, 67 s later."""
    tasks = (*before.tasks, task("w1", WEB, node, 1))
    return replace(before, tasks=tasks, taken_at=AT + 67)


def twelve() -> Snapshot:
    """Three managers, nine workers, tasks on most of them."""
    workers = [f"worker{n}" for n in range(1, 10)]
    zones = dict(zip(workers, ("secure", "secure", "dmz") * 3, strict=True))
    tasks = [task(f"a{n}", API, name, n) for n, name in enumerate(workers[:6], 1)]
    tasks.append(task("w1", WEB, "worker8", 1))
    return replace(
        swarm(3, 9, zones), services=(API, WEB), tasks=tuple(tasks),
        secrets=(Named("x1", "db_password"), Named("x2", "api_key")),
        configs=(Named("c1", "app.conf"),),
    )  # fmt: skip


def task(task_id: str, service: Service, node: str, slot: int) -> ServiceTask:
    """A running task."""
    return ServiceTask(task_id, service.id, f"id-{node}", slot, "running", "running", "", "", "c")


def killed(before: Snapshot, node: str) -> Snapshot:
    """A node gives no answer, and the managers have noticed."""
    views = {**before.views, node: OwnView(node, reachable=False, problem="it is not running")}
    members = tuple(replace(m, status="down") if m.hostname == node else m for m in before.members)
    left = {name: each for name, each in before.certificates.items() if name != node}
    return replace(before, views=views, members=members, certificates=left, taken_at=AT + 80)


def without(before: Snapshot, node: str) -> Snapshot:
    """A node was removed by a manager, and does not know it."""
    members = tuple(member for member in before.members if member.hostname != node)
    tasks = tuple(task for task in before.tasks if task.node_id != f"id-{node}")
    return replace(before, members=members, tasks=tasks, taken_at=AT + 90)


def session(snapshot: Snapshot | None = None) -> FakeSession:
    """The lab of the other pictures, with a swarm of three."""
    found = decks.in_the_middle(decks.session())
    found.last_snapshot = snapshot or three()
    return found


def session_of_twelve() -> FakeSession:
    """A chapter with twelve nodes."""
    names = tuple(twelve().views)
    text = decks.SECRETS.replace("[manager1, worker1, worker2]", f"[{', '.join(names)}]")
    found = FakeSession(lab_from(text, nodes=names), started_at=AT - 600)
    found.move(Place("chapter1", 1))
    found.last_snapshot = twelve()
    return found
