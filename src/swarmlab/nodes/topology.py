"""The nodes of a run as one thing: brought up, found again, added to, taken down."""

from __future__ import annotations

import contextlib
from concurrent.futures import ThreadPoolExecutor
from ipaddress import IPv4Address, IPv4Network
from typing import TYPE_CHECKING, Any

from docker.errors import DockerException
from requests.exceptions import RequestException

from swarmlab.errors import NodeError, RunNotFound
from swarmlab.nodes import image, labels, network, removal
from swarmlab.nodes.engine import is_status
from swarmlab.nodes.node import Node
from swarmlab.nodes.spec import NodeSpec, Place, TopologySpec, container_name
from swarmlab.nodes.start import Start, Wanted, take_back

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Mapping, Sequence

    from swarmlab.nodes.engine import Engine
    from swarmlab.nodes.labels import RunLabels

    OnPhase = Callable[[str, str, float], None]

__all__ = ["NodeSpec", "Topology", "TopologySpec", "find", "up"]


def up(
    engine: Engine,
    spec: TopologySpec,
    on_phase: OnPhase | None = None,
    cancelled: threading.Event | None = None,
) -> Topology:
    """Bring nodes up, all side by side.

    Args:
        engine: where.
        spec: which, and whose.
        on_phase: told the node, the phase it ended (``made``, ``started``, ``engine``,
            ``app loaded``, ``in swarm``) and the seconds since the start; called from
            several threads.
        cancelled: calls it off when set, from another thread.

    Raises:
        StartFailed: with a diagnosis, after everything of this attempt was removed.
        EngineError: the image or the network could not be had.
    """
    try:
        with ThreadPoolExecutor(1, "image") as pool:
            found = pool.submit(image.ensure, engine, name=spec.image or None)
            subnet = network.create(engine, spec.network, spec.labels, len(spec.nodes))
            reference = found.result()
        topology = Topology(engine, spec.labels, spec.network, subnet, reference)
        topology.start(tuple(enumerate(spec.nodes)), on_phase, cancelled, manager=spec.manager)
    except BaseException:
        take_back(engine, spec.attempt)
        raise
    return topology


def find(engine: Engine, run: str) -> Topology:
    """The nodes of a run that are there already, stopped ones too.

    Raises:
        RunNotFound: the engine holds no node of that run.
        EngineGone: the engine does not answer.
    """
    found = removal.listing(engine, labels.of_run(run))
    newest = sorted(found.containers, key=lambda container: int(container["Created"]))
    if not newest or not found.networks:
        raise RunNotFound(f"no nodes of the run {run} are up", next_step="start it: `swarmlab up`")
    own = labels.read(newest[-1]["Labels"])
    net = next(
        (n for n in found.networks if labels.read(n["Labels"]).attempt == own.attempt),
        found.networks[0],
    )
    topology = Topology(engine, own, str(net["Name"]), _subnet(net), str(newest[-1]["Image"]))
    topology.adopt([c for c in newest if labels.read(c["Labels"]).attempt == own.attempt])
    topology.whole_run = True
    return topology


def limits(engine: Engine, known: dict[str, int]) -> tuple[int, ...]:
    """The bytes that each running node on an engine may take, of whatever run.

    Args:
        engine: where they are.
        known: those asked for before, by container; the new ones are added.

    Raises:
        EngineGone: the engine does not answer.
    """
    with engine.asking("for the limits of its nodes"):
        found = [str(c["Id"]) for c in engine.api.containers(filters=labels.of_any_run())]
        for container in found:
            if container not in known:
                with _unless_gone():
                    config = engine.api.inspect_container(container)["HostConfig"]
                    known[container] = int(config["Memory"])
    return tuple(known.get(container, 0) for container in found)


class Topology:
    """The nodes of one attempt, and the network between them."""

    def __init__(
        self, engine: Engine, own: RunLabels, net: str, subnet: IPv4Network, reference: str
    ) -> None:
        self.engine = engine
        self.labels = own
        self.subnet = subnet
        self.whole_run = False
        """Whether ``down`` removes what other attempts of the run left, too."""
        self._network = net
        self._image = reference
        self._nodes: dict[str, Node] = {}
        self._positions: dict[str, int] = {}

    @property
    def image(self) -> str:
        """What they are made of, as the engine calls it."""
        return self._image

    @property
    def nodes(self) -> Mapping[str, Node]:
        """By name, in the order of the lab."""
        # Copies, each made in one go: another thread may be rebuilding a node meanwhile.
        nodes, positions = dict(self._nodes), dict(self._positions)
        return {name: nodes[name] for name in sorted(nodes, key=lambda name: positions[name])}

    def start(
        self,
        specs: Sequence[tuple[int, NodeSpec]],
        on_phase: OnPhase | None = None,
        cancelled: threading.Event | None = None,
        *,
        manager: str = "",
    ) -> None:
        """Start nodes at their positions; on failure they are left for the caller to remove.

        With a ``manager`` all of them are in its swarm in the end.
        """
        v2 = self.engine.known.cgroup_version == "2"
        free = network.addresses(self.subnet)
        wanted = [
            Wanted(
                spec, self.labels, Place(self._image, self._network, free[position], position, v2)
            )
            for position, spec in specs
        ]
        start = Start(self.engine, on_phase or (lambda *_: None), cancelled, manager)
        for node, (position, _) in zip(start.run(wanted), specs, strict=True):
            self._positions[node.name] = position
            self._nodes[node.name] = node

    def adopt(self, containers: Sequence[dict[str, Any]]) -> None:
        """Take containers that are there already, as the engine's list describes them."""
        for container in containers:
            name = str(container["Labels"][labels.NODE])
            address = _address(container)
            self._positions[name] = int(container["Labels"].get(labels.POSITION, "0"))
            self._nodes[name] = Node(self.engine, name, str(container["Id"]), address)

    def add(
        self,
        specs: Sequence[NodeSpec],
        on_phase: OnPhase | None = None,
        cancelled: threading.Event | None = None,
    ) -> None:
        """Bring more nodes up beside the others.

        Raises:
            StartFailed: with a diagnosis, after the new ones were removed.
            NodeError: there is one of that name, or no address is left.
        """
        for spec in specs:
            if spec.name in self._nodes:
                raise NodeError("the node is up already", place=spec.name)
        first = max((self._positions[name] for name in self._nodes), default=-1) + 1
        if first + len(specs) > len(network.addresses(self.subnet)):
            raise NodeError("the network of the run has no address left for another node")
        try:
            self.start(tuple(enumerate(specs, first)), on_phase, cancelled)
        except BaseException:
            for spec in specs:
                self._remove(spec.name)
            raise

    def rebuild(self, name: str, on_phase: OnPhase | None = None) -> Node:
        """Replace a node by a fresh one with the same name, address and limits.

        Raises:
            StartFailed: with a diagnosis; the node is gone then.
            NodeError: no node has that name.
        """
        spec, position = self._spec_of(self._node(name)), self._positions[name]
        self.remove(name)
        try:
            self.start(((position, spec),), on_phase)
        except BaseException:
            self._remove(name)
            raise
        return self._nodes[name]

    def remove(self, name: str) -> None:
        """Take one node away, with its volume.

        Raises:
            NodeError: no node has that name.
            EngineError: it could not be removed.
        """
        self._node(name).close()
        self._remove(name)
        del self._nodes[name]

    def down(self) -> None:
        """Remove the nodes, their volumes and the network.

        Raises:
            EngineError: something could not be removed.
        """
        for node in self._nodes.values():
            node.close()
        self._nodes.clear()
        own = self.labels
        chosen = labels.of_run(own.run) if self.whole_run else labels.of_attempt(own.attempt)
        removal.remove(self.engine, chosen)

    def close(self) -> None:
        """End the links; the nodes stay."""
        for node in self._nodes.values():
            node.close()

    def _node(self, name: str) -> Node:
        if name not in self._nodes:
            known = ", ".join(self.nodes) or "none"
            raise NodeError(
                "no node has this name", place=name, next_step=f"the nodes are: {known}"
            )
        return self._nodes[name]

    def _spec_of(self, node: Node) -> NodeSpec:
        with self.engine.asking(f"for the limits of {node.name}"):
            config = self.engine.api.inspect_container(node.container_id)["HostConfig"]
        return NodeSpec(
            name=node.name,
            memory=int(config["Memory"]),
            pids=int(config["PidsLimit"] or 0),
            cpus=int(config["NanoCpus"]) / 1e9,
        )

    def _remove(self, name: str) -> None:
        """One node's container and volume; nothing happens when they are gone already."""
        both = container_name(self.labels, name)
        with self.engine.asking(f"to remove {name}"):
            for act in (self.engine.api.remove_container, self.engine.api.remove_volume):
                with _unless_gone():
                    act(both, force=True)


@contextlib.contextmanager
def _unless_gone() -> Any:
    try:
        yield
    except (DockerException, RequestException) as error:
        if not is_status(error, 404):
            raise


def _subnet(net: Mapping[str, Any]) -> IPv4Network:
    return IPv4Network(str(net["IPAM"]["Config"][0]["Subnet"]))


def _address(container: Mapping[str, Any]) -> str:
    """The fixed address, which a stopped container keeps in its configuration only."""
    endpoints = list(container["NetworkSettings"]["Networks"].values())
    configured = (endpoints[0].get("IPAMConfig") or {}).get("IPv4Address") if endpoints else None
    return str(IPv4Address(configured)) if configured else ""
