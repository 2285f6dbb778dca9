"""Sentences about who listens, and who called whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.checks.attempts import telling_line
from swarmlab.checks.registry import sentence
from swarmlab.checks.scene import Settled, could_not_look
from swarmlab.checks.source import Source
from swarmlab.checks.standing import standing
from swarmlab.checks.verdict import failed, passed, waiting
from swarmlab.swarm.rpc import PORT
from swarmlab.swarm.sockets import TABLES, sockets

if TYPE_CHECKING:
    from swarmlab.checks.scene import Scene
    from swarmlab.checks.verdict import Verdict
    from swarmlab.swarm.sockets import Socket

_LOOKED = (Source.COMMANDS, Source.NODES)


@sentence(
    "{node:node} listens on port {port:port}",
    example="manager1 listens on port 2377",
    reads=_LOOKED,
)
def listens(scene: Scene, *, node: str, port: int) -> Verdict:
    """Something on the node waits for other machines to call on that TCP port."""
    scene.view(node)
    if _listeners(scene, node, port):
        return passed(f"{node} listens on port {port}", node=node)
    return waiting(f"nothing listens on port {port} of {node}", node=node)


@sentence(
    "{node:node} listens on no port {port:port}",
    example="worker1 listens on no port 2377",
    reads=_LOOKED,
)
def listens_not(scene: Scene, *, node: str, port: int) -> Verdict:
    """The node is a ready member, and nothing on it waits for other machines on that TCP port.

    What waits on the node's own loopback address does not count: nobody else can call it.
    """
    now = standing(scene, node)
    if now.acts_as is None:
        return waiting(now.words, node=node)
    if not _listeners(scene, node, port):
        return passed(f"nothing listens on port {port} of {node}", node=node)
    return failed(
        expected=f"nothing on {node} listens on port {port}",
        observed=f"something listens there; {now.words}",
        node=node,
        look_at=f"the role of {node}, and `netstat -ltn` there",
    )


@sentence(
    "{node:node} holds a connection to {manager:node}",
    example="worker1 holds a connection to manager1",
    reads=_LOOKED,
)
def holds_connection(scene: Scene, *, node: str, manager: str) -> Verdict:
    """The node is a ready member and has a TCP connection open to that manager's port 2377.

    It is the one the node opened itself, and its managers push its tasks through it.
    """
    other, now = standing(scene, manager), standing(scene, node)
    if other.acts_as != "manager":
        return waiting(f"{manager} is not a manager: {other.words}", node=manager)
    if now.acts_as is None:
        return waiting(now.words, node=node)
    to_managers = [s for s in _sockets(scene, node) if s.is_connected and s.peer_port == PORT]
    if any(str(s.peer) == other.view.address for s in to_managers):
        return passed(f"{node} is connected to port {PORT} of {manager}", node=node)
    return failed(
        expected=f"{node} is connected to port {PORT} of {manager}",
        observed=_instead(scene, [str(s.peer) for s in to_managers]),
        node=node,
        look_at=f"`netstat -tn` on {node}, and what keeps it from calling {manager}",
    )


def _listeners(scene: Scene, node: str, port: int) -> list[Socket]:
    return [s for s in _sockets(scene, node) if s.is_open_to_others and s.port == port]


def _sockets(scene: Scene, node: str) -> tuple[Socket, ...]:
    """The node's TCP sockets; the second table is missing where there is no IPv6.

    Raises:
        Settled: the node could not be asked.
    """
    done = scene.run(node, ("cat", *TABLES))
    if "local_address" not in done.stdout:
        raise Settled(could_not_look(node, f"status {done.status}: {telling_line(done.stderr)}"))
    return sockets(done.stdout)


def _instead(scene: Scene, addresses: list[str]) -> str:
    """Which nodes these are, when it is connected to others."""
    names = sorted(v.node for v in scene.snapshot.views.values() if v.address in addresses)
    return f"it is connected to {', '.join(names)}" if names else "it is connected to no manager"
