"""Joining nodes in a swarm while they come up, for chapters that begin in one."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from swarmlab.errors import StartFailed
from swarmlab.nodes.bootlog import Cancelled
from swarmlab.nodes.diagnosis import diagnose
from swarmlab.patience import patient
from swarmlab.swarm.link import ApiRefused, LinkLost

if TYPE_CHECKING:
    from collections.abc import Callable

    from swarmlab.nodes.node import Node

PHASE = "in swarm"
PORT = 2377
HEARTBEAT_NANOSECONDS = 1_000_000_000
"""A dead node shows after some three of these."""

CALL_SECONDS = patient(30.0)
"""A join with a bad token takes ten by itself."""
_READY_SECONDS = patient(30.0)
_PAUSE = 0.03


class Forming:
    """A swarm that grows as its nodes come up.

    Args:
        manager: the name of the node that makes it.
        tell: hears of a node and ``in swarm`` once it is in, from several threads.
        call_seconds: how long one init or join may take.
    """

    def __init__(
        self,
        manager: str,
        tell: Callable[[str, str], None],
        *,
        call_seconds: float = CALL_SECONDS,
    ) -> None:
        self._manager = manager
        self._tell = tell
        self._call_seconds = call_seconds
        self._made = threading.Event()
        self._leader: Node | None = None
        self._token = ""
        self._joined: list[str] = []

    def enter(self, node: Node, stop: threading.Event) -> None:
        """Take a node in whose engine answers: the manager makes the swarm, others join it.

        Blocks until the manager has made it; each node calls this from its own thread.

        Raises:
            ApiRefused: the node's engine refused.
            LinkLost: it did not answer in time.
            Cancelled: ``stop`` was set meanwhile.
        """
        if node.name == self._manager:
            self._make(node)
            self._tell(node.name, PHASE)
        else:
            node.link.get("/_ping")  # reached by the time there is something to join
            self._join(node, self._await_leader(stop))

    def await_ready(self) -> None:
        """Return once the manager lists all that have joined as ready.

        Raises:
            StartFailed: it does not, or does not answer.
        """
        leader, missing = self._leader, set(self._joined)
        if leader is None:
            raise StartFailed("nobody made the swarm", place=self._manager)
        deadline = time.monotonic() + _READY_SECONDS
        while missing:
            for name in _ready(leader) & missing:
                missing.discard(name)
                self._tell(name, PHASE)
            if missing and time.monotonic() > deadline:
                raise StartFailed(
                    f"the swarm does not list {', '.join(sorted(missing))} as ready",
                    place=leader.name,
                    next_step="`swarmlab logs` shows a node's log",
                )
            if missing:
                time.sleep(_PAUSE)

    def _make(self, node: Node) -> None:
        body = {
            "ListenAddr": f"0.0.0.0:{PORT}",
            "AdvertiseAddr": node.address,
            "Spec": {"Dispatcher": {"HeartbeatPeriod": HEARTBEAT_NANOSECONDS}},
        }
        node.link.post("/swarm/init", body=body, timeout=self._call_seconds)
        self._token = str(node.link.get("/swarm")["JoinTokens"]["Worker"])
        self._leader = node
        self._made.set()

    def _await_leader(self, stop: threading.Event) -> Node:
        while not self._made.wait(_PAUSE):
            if stop.is_set():
                raise Cancelled
        assert self._leader is not None
        return self._leader

    def _join(self, node: Node, leader: Node) -> None:
        body = {
            "ListenAddr": f"0.0.0.0:{PORT}",
            "AdvertiseAddr": node.address,
            "RemoteAddrs": [f"{leader.address}:{PORT}"],
            "JoinToken": self._token,
        }
        node.link.post("/swarm/join", body=body, timeout=self._call_seconds)
        self._joined.append(node.name)


def _ready(leader: Node) -> set[str]:
    """Names of the nodes that a manager lists as ready."""
    try:
        members = leader.link.get("/nodes")
    except (ApiRefused, LinkLost) as error:
        found = diagnose(leader.engine, leader.name, leader.container_id, PHASE, error)
        raise found.error() from error
    return {
        str(member["Description"].get("Hostname", ""))
        for member in members
        if member["Status"]["State"] == "ready"
    }
