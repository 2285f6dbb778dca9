"""Sentences about published ports: on which nodes the swarm lets callers in to a service."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from swarmlab.checks.registry import sentence
from swarmlab.checks.running import coming, listed, node_of, nodes_of, running, stopping, tasks_of
from swarmlab.checks.scene import Settled, could_not_look
from swarmlab.checks.source import Source
from swarmlab.checks.standing import ready_member
from swarmlab.checks.verdict import failed, passed, skipped, waiting
from swarmlab.patience import patient

if TYPE_CHECKING:
    from swarmlab.checks.scene import Scene
    from swarmlab.checks.verdict import Verdict
    from swarmlab.swarm.snapshot import Service, ServiceTask

# The busybox of Debian 12 crashes on `wget -T`, so the time is kept from outside; what keeps it
# outlives the program by a second, and must not hold the output open. Whether the node is there
# at all is asked on the port for gossip, where every member listens.
_TRY = """exec 3>&1 >/dev/null 2>&1
open() { timeout "$3" bash -c "</dev/tcp/$1/$2" 3>&-; }
if open "$1" "$2" "$3"
then timeout "$3" wget -qO /dev/null "http://$1:$2/" 3>&- && echo page >&3 || echo open >&3
elif open "$1" 7946 "$4"
then echo shut >&3
else echo away >&3
fi"""
_SECONDS = (2, 1)
"""For a call to the port, and for one to see whether the node is there."""
_LOOKED = (Source.COMMANDS, Source.SERVICES, Source.NODES)


@dataclass(frozen=True, slots=True)
class _Door:
    """A port, the services that publish it, and their tasks that run."""

    port: int
    services: tuple[Service, ...]
    tasks: tuple[ServiceTask, ...]

    @property
    def names(self) -> str:
        return listed(sorted(service.name for service in self.services))

    @property
    def everywhere(self) -> str:
        """A service that publishes it on every node; empty when none does."""
        published = [(s.name, p) for s in self.services for p in s.ports if p.number == self.port]
        return next((name for name, port in published if port.mode == "ingress"), "")


@sentence(
    "port {port:port} of {node:node} answers",
    example="port 8080 of worker2 answers",
    reads=_LOOKED,
)
def answers(scene: Scene, *, port: int, node: str) -> Verdict:
    """A running service publishes that TCP port, and the node gives another node a page there.

    Published in ingress mode a port opens on every node, which takes IPVS in the kernel: where
    it is missing, and no page comes, the sentence is skipped.
    """
    here = ready_member(scene, node).view.node_id
    door = _door(scene, port)
    asker, found = _asked(scene, door, node)
    if found == "page":
        return passed(f"port {port} of {node} gives {asker} a page", node=node)
    if door.everywhere and "ip_vs" in scene.lacks:
        return skipped(
            f"this kernel has no IPVS, which {door.everywhere} needs, published in ingress mode"
        )
    on_its_way = coming(scene, _all_tasks(scene, door.services))
    if door.everywhere or any(task.node_id == here for task in (*door.tasks, *on_its_way)):
        return waiting(f"port {port} of {node} gives {asker} no page yet", node=node)
    return failed(
        expected=f"port {port} of {node} answers",
        observed=f"{door.names} publishes it in host mode, and runs on "
        f"{nodes_of(scene, door.tasks)}",
        node=node,
        look_at=f"the mode in which {door.names} publishes it, and where its tasks run",
    )


@sentence(
    "port {port:port} of {node:node} does not answer",
    example="port 8080 of worker1 does not answer",
    reads=_LOOKED,
)
def answers_not(scene: Scene, *, port: int, node: str) -> Verdict:
    """A running service publishes that TCP port, and neither by its mode nor by trial there.

    It answers another node where a task of the service runs, and the node in question, a ready
    member that can be reached, does not. In ingress mode a port is open on every node, whether
    this kernel can serve it or not.
    """
    here = ready_member(scene, node).view.node_id
    door = _door(scene, port)
    expected = f"port {port} of {node} does not answer"
    look_at = f"the mode in which {door.names} publishes it, and where its tasks run"
    if door.everywhere:
        observed = f"{door.everywhere} publishes it in ingress mode, on every node"
        return failed(expected=expected, observed=observed, node=node, look_at=look_at)
    if any(task.node_id == here for task in door.tasks):
        observed = f"{door.names} publishes it in host mode, and runs on {node}"
        return failed(expected=expected, observed=observed, node=node, look_at=look_at)
    ours = _all_tasks(scene, door.services)
    if any(task.node_id == here for task in coming(scene, ours)):
        return waiting(f"a task of {door.names} is about to run on {node}", node=node)
    asker, found = _asked(scene, door, node)
    old = stopping(scene, ours)
    if found != "shut" and old:
        return waiting(f"an old task of {door.names} is still stopping on {nodes_of(scene, old)}")
    if found != "shut":
        observed = f"it let {asker} in"
        return failed(expected=expected, observed=observed, node=node, look_at=look_at)
    elsewhere = node_of(scene, door.tasks[0])
    if _asked(scene, door, elsewhere, asker)[1] != "page":
        return waiting(f"port {port} does not answer where {door.names} runs either, on "
                       f"{elsewhere}", node=elsewhere)  # fmt: skip
    return passed(f"port {port} answers {asker} on {elsewhere}, and not on {node}", node=node)


def _door(scene: Scene, port: int) -> _Door:
    """Who publishes the port.

    Raises:
        Settled: nobody, or none of its tasks runs yet.
    """
    every = scene.snapshot.services
    found = tuple(s for s in every if any(p.number == port for p in s.ports))
    if not found:
        others = sorted(f"{s.name} publishes {p.number}" for s in every for p in s.ports)
        rest = f"; {listed(others)}" if others else ""
        raise Settled(waiting(f"no service publishes port {port} yet{rest}"))
    tasks = running(scene, _all_tasks(scene, found))
    door = _Door(port, found, tuple(sorted(tasks, key=lambda task: task.id)))
    if not tasks:
        raise Settled(waiting(f"no task of {door.names} runs yet"))
    return door


def _all_tasks(scene: Scene, services: tuple[Service, ...]) -> list[ServiceTask]:
    return [task for service in services for task in tasks_of(scene, service)]


def _asked(scene: Scene, door: _Door, node: str, asker: str = "") -> tuple[str, str]:
    """Who asked the node at the port, and found ``page``, ``open`` or ``shut``.

    Raises:
        Settled: nobody can ask, or the node cannot be reached.
    """
    asker = asker or _asker(scene, door, node)
    seconds = [str(round(patient(each))) for each in _SECONDS]
    done = scene.run(asker, ("bash", "-c", _TRY, "try", node, str(door.port), *seconds))
    found = done.stdout.strip()
    if found not in {"page", "open", "shut"}:
        raise Settled(could_not_look(node, f"{asker} does not reach it"))
    return asker, found


def _asker(scene: Scene, door: _Door, node: str) -> str:
    """Another node; one without a task of the service, if there is one."""
    up = [name for name, view in scene.snapshot.views.items() if view.reachable and name != node]
    if not up:
        raise Settled(could_not_look(node, "no other node is up to ask it"))
    busy = {node_of(scene, task) for task in door.tasks}
    return next((name for name in up if name not in busy), up[0])
