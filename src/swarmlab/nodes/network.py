"""A run's network: an internal bridge with a small subnet of its own that overlaps no other."""

from __future__ import annotations

import ipaddress
import random
from ipaddress import IPv4Network
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docker.errors import APIError
from docker.types import IPAMConfig, IPAMPool

from swarmlab.errors import EngineError
from swarmlab.nodes.engine import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from swarmlab.nodes.engine import Engine
    from swarmlab.nodes.labels import RunLabels

POOL = IPv4Network("10.89.0.0/16")
"""Clear of the addresses that the engines inside the nodes give away (172.16/12, 10.0/16)."""
SPARE = 8
"""Addresses left for nodes that join later."""
ATTEMPTS = 20
"""Another program may take the subnet between the probe and the creation."""

OPTIONS = {"com.docker.network.bridge.inhibit_ipv4": "true"}
"""The bridge gets no address, so that a node cannot reach what its host listens on."""


def create(engine: Engine, name: str, labels: RunLabels, nodes: int) -> IPv4Network:
    """Make the network; returns its subnet.

    Raises:
        EngineError: no subnet is free, or the engine refused.
        EngineGone: the engine stopped answering.
    """
    refused = ""
    for subnet in candidates(prefix_for(nodes), taken(engine)):
        try:
            with engine.asking(f"to make the network {name}"):
                _create(engine, name, labels, subnet)
        except EngineError as error:
            if not _overlaps(error.__cause__):
                raise
            refused = words_of(error)
        else:
            return subnet
    raise EngineError(
        f"no free subnet for the nodes in {POOL}: {refused or 'all are taken'}",
        next_step="remove networks that nobody uses: `docker network prune`",
    )


def prefix_for(nodes: int) -> int:
    """The length of the prefix that holds so many nodes, a gateway and some spare addresses.

    Raises:
        EngineError: no subnet of the pool is large enough.
    """
    wanted = nodes + SPARE + 3  # the network's own address, the gateway, the broadcast
    prefix = 32 - max(4, (wanted - 1).bit_length())
    if prefix <= POOL.prefixlen:
        raise EngineError(f"{nodes} nodes are more than one network holds")
    return prefix


def candidates(prefix: int, used: Iterable[IPv4Network]) -> Iterator[IPv4Network]:
    """Free subnets in random order, so that two programs rarely want the same."""
    occupied = tuple(used)
    subnets = list(POOL.subnets(new_prefix=prefix))
    random.shuffle(subnets)
    free = (s for s in subnets if not any(s.overlaps(other) for other in occupied))
    for _, subnet in zip(range(ATTEMPTS), free, strict=False):
        yield subnet


def taken(engine: Engine) -> list[IPv4Network]:
    """The subnets of the engine's networks, and of this machine's routes where it runs here."""
    with engine.asking("for its networks"):
        networks: list[dict[str, Any]] = engine.api.networks()
    found = [
        subnet
        for network in networks
        for config in (network.get("IPAM") or {}).get("Config") or []
        if (subnet := _parse(config.get("Subnet", "")))
    ]
    return found + (_routes() if engine.target.is_local else [])


def addresses(subnet: IPv4Network) -> list[ipaddress.IPv4Address]:
    """The addresses for nodes: the gateway takes the first."""
    return list(subnet.hosts())[1:]


def _create(engine: Engine, name: str, labels: RunLabels, subnet: IPv4Network) -> None:
    pool = IPAMPool(subnet=str(subnet), gateway=str(next(subnet.hosts())))
    engine.api.create_network(
        name,
        driver="bridge",
        internal=True,
        check_duplicate=True,
        options=OPTIONS,
        ipam=IPAMConfig(pool_configs=[pool]),
        labels=labels.for_network(),
    )


def _overlaps(error: BaseException | None) -> bool:
    words = str(error).lower() if isinstance(error, APIError) else ""
    return "overlap" in words or "conflicts with network" in words


def _parse(subnet: str) -> IPv4Network | None:
    try:
        return IPv4Network(subnet, strict=False)
    except ValueError:
        return None  # IPv6, or none at all


def _routes() -> list[IPv4Network]:
    """This machine's IPv4 routes, the default route left out (proc(5), ``/proc/net/route``)."""
    try:
        lines = Path("/proc/net/route").read_text("ascii").splitlines()[1:]
    except OSError:
        return []
    routes = []
    for line in lines:
        fields = line.split()
        if len(fields) < 8 or fields[1] == "00000000":
            continue
        destination, mask = (
            ipaddress.IPv4Address(int(fields[i], 16).to_bytes(4, "little")) for i in (1, 7)
        )
        if route := _parse(f"{destination}/{mask}"):
            routes.append(route)
    return routes
