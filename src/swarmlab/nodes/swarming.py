"""Joining nodes in a swarm, for chapters that begin in one."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from swarmlab.errors import StartFailed
from swarmlab.nodes.diagnosis import diagnose
from swarmlab.swarm.link import ApiRefused, LinkLost

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from swarmlab.nodes.node import Node
    from swarmlab.nodes.topology import Topology

    OnPhase = Callable[[str, str, float], None]

T = TypeVar("T")

PHASE = "in swarm"
PORT = 2377
HEARTBEAT_NANOSECONDS = 1_000_000_000
"""A dead node shows after some three of these."""

CALL_SECONDS = 30.0
"""A join with a bad token takes ten by itself."""
_READY_SECONDS = 30.0
_PAUSE = 0.03
_PARALLEL = 32


def form_swarm(
    topology: Topology,
    manager: str,
    workers: Sequence[str],
    on_phase: OnPhase | None = None,
    *,
    began: float | None = None,
    call_seconds: float = CALL_SECONDS,
) -> None:
    """Make a swarm on ``manager`` and join the others as workers, side by side.

    Args:
        topology: nodes that are up, none of them in a swarm.
        manager: the first manager's name.
        workers: who joins.
        on_phase: told ``in swarm`` for each node that the manager lists as ready.
        began: of ``time.monotonic()``, what the seconds told count from.
        call_seconds: how long one init or join may take.

    Raises:
        StartFailed: a node did not get into the swarm; the nodes stay as they are.
    """
    tell = on_phase or (lambda *_: None)
    start = time.monotonic() if began is None else began
    leader = topology.nodes[manager]
    token = _asking(leader, lambda: _init(leader, call_seconds))
    tell(manager, PHASE, time.monotonic() - start)
    if not workers:
        return
    with ThreadPoolExecutor(min(_PARALLEL, len(workers)), "join") as pool:
        joining = [topology.nodes[name] for name in workers]
        list(pool.map(lambda node: _enter(node, leader, token, call_seconds), joining))
    _await_ready(leader, set(workers), lambda name: tell(name, PHASE, time.monotonic() - start))


def _init(node: Node, seconds: float) -> str:
    """Returns the worker join token."""
    node.link.post(
        "/swarm/init",
        body={
            "ListenAddr": f"0.0.0.0:{PORT}",
            "AdvertiseAddr": node.address,
            "Spec": {"Dispatcher": {"HeartbeatPeriod": HEARTBEAT_NANOSECONDS}},
        },
        timeout=seconds,
    )
    return str(node.link.get("/swarm")["JoinTokens"]["Worker"])


def _enter(node: Node, leader: Node, token: str, seconds: float) -> None:
    _asking(node, lambda: _join(node, leader, token, seconds))


def _join(node: Node, leader: Node, token: str, seconds: float) -> None:
    node.link.post(
        "/swarm/join",
        body={
            "ListenAddr": f"0.0.0.0:{PORT}",
            "AdvertiseAddr": node.address,
            "RemoteAddrs": [f"{leader.address}:{PORT}"],
            "JoinToken": token,
        },
        timeout=seconds,
    )


def _await_ready(leader: Node, missing: set[str], ready: Callable[[str], None]) -> None:
    deadline = time.monotonic() + _READY_SECONDS
    while missing:
        members = _asking(leader, lambda: leader.link.get("/nodes"))
        for member in members:
            name = str(member["Description"].get("Hostname", ""))
            if name in missing and member["Status"]["State"] == "ready":
                missing.discard(name)
                ready(name)
        if missing and time.monotonic() > deadline:
            raise StartFailed(
                f"the swarm does not list {', '.join(sorted(missing))} as ready",
                place=leader.name,
                next_step="`swarmlab logs` shows a node's log",
            )
        if missing:
            time.sleep(_PAUSE)


def _asking(node: Node, act: Callable[[], T]) -> T:
    try:
        return act()
    except (ApiRefused, LinkLost) as error:
        raise diagnose(node.engine, node.name, node.container_id, PHASE, error).error() from error
