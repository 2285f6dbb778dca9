"""Nodes on a Docker Engine: joins ``runs.ground`` to the room ``nodes``."""

from __future__ import annotations

import contextlib
import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Self, cast

from swarmlab.errors import EngineError, RunNotFound
from swarmlab.nodes import (
    chosen,
    clean,
    examine_machine,
    image,
    labels,
    network,
    removal,
    sweeper,
    topology,
)
from swarmlab.nodes.engine import Engine
from swarmlab.nodes.examine_kernel import FEATURES, Kernel
from swarmlab.nodes.shell import captures_in, captures_script
from swarmlab.runs.entries import EngineWord
from swarmlab.runs.ground import Room, Thing
from swarmlab.swarm.link import FileMissing, LinkLost

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from concurrent.futures import Executor

    from swarmlab.deck.model import PowerVerb
    from swarmlab.nodes.link import EventStream, NodeLink
    from swarmlab.nodes.node import Node
    from swarmlab.nodes.shell import Onlooker, Shell
    from swarmlab.nodes.topology import Topology
    from swarmlab.runs.events import BootPhase
    from swarmlab.runs.ground import GroundNode, GroundNodes, Wanted

_CAPTURES = "/run/swarmlab/captures.sh"
_EVENT_TYPES = ("node", "service", "secret", "config", "network", "container")
_CONTAINER_EVENTS = frozenset({"start", "die", "destroy"})
"""Looking at a node makes exec, top and archive events; those are no news."""


class EngineFeed:
    """A node's event stream, as kinds from the allow-list."""

    def __init__(self, stream: EventStream) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[str]:
        for event in self._stream:
            kind = str(event.get("Type", ""))
            if kind != "container" or event.get("Action") in _CONTAINER_EVENTS:
                yield kind

    def close(self) -> None:
        """End it."""
        self._stream.close()


class EngineNode:
    """A node on an engine."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self.name = node.name
        self.address = node.address
        self.container_id = node.container_id

    @property
    def link(self) -> NodeLink:
        """The way to look at it."""
        return self._node.link

    def shell(self, name: str | None = None) -> Shell:
        """A terminal in it."""
        return self._node.shell(name)

    def watch(
        self, name: str | None = None, may_type: Callable[[], bool] | None = None
    ) -> Onlooker:
        """Look at a terminal in it, beside who uses it."""
        return self._node.watch(name, may_type)

    def extend(self, expires: float) -> None:
        """Move the time at which it ends itself."""
        self._node.extend(expires)

    def power(self, verb: PowerVerb) -> None:
        """Kill, start, restart, pause or unpause it."""
        self._node.power(verb)

    def state(self) -> str:
        """``running``, ``paused``, ``stopped`` or ``gone``."""
        return str(self._node.state())

    def log(self, tail: int = 50) -> str:
        """The last lines of its log."""
        return self._node.log(tail)

    def write(self, path: str, data: bytes, mode: int = 0o644) -> None:
        """Write a file in it."""
        self._node.write(path, data, mode)

    def events(self) -> EngineFeed:
        """The kinds of what happens in its engine, as long as it can be heard."""
        return EngineFeed(self.link.events({"type": _EVENT_TYPES}))


class EngineNodes:
    """The nodes of one run on an engine."""

    def __init__(self, found: Topology) -> None:
        self.topology = found

    @property
    def nodes(self) -> Mapping[str, EngineNode]:
        """By name, in the lab's order."""
        return {name: EngineNode(node) for name, node in self.topology.nodes.items()}

    def down(self) -> None:
        """Remove them."""
        self.topology.down()

    def rebuild(self, name: str, on_phase: Callable[[str, BootPhase, float], None]) -> None:
        """Replace one."""
        self.topology.rebuild(name, _phases(on_phase))

    def close(self) -> None:
        """Let go of them."""
        self.topology.close()


class EngineGround:
    """One engine as the place where nodes grow.

    Args:
        engine: the engine.
        node_image: what nodes are made of, when it shall not be swarmlab's own image.
    """

    def __init__(self, engine: Engine, node_image: str | None = None) -> None:
        self.engine = engine
        self._kernel_lacks: frozenset[str] | None = None
        self._asked_for = chosen.reference(node_image)
        self._images: dict[str, str] = {}
        self._limits: dict[str, int] = {}
        self._image = ""

    @classmethod
    def connect(cls, target: str | None = None, node_image: str | None = None) -> Self:
        """Reach an engine.

        Raises:
            EngineMissing: none answers.
        """
        return cls(Engine.connect(target), node_image)

    @property
    def elsewhere(self) -> str:
        """Which engine it is, in words; empty for this machine's own, on its usual socket."""
        return "" if self.engine.target.is_usual else self.engine.target.address

    @property
    def lacks(self) -> frozenset[str]:
        """What its kernel lacks, as far as this machine can tell."""
        if self._kernel_lacks is None:
            facts, kernel = self.engine.facts(), Kernel.running()
            here = self.engine.target.is_local and facts.kernel == os.uname().release
            missing = [name for name in FEATURES if kernel.feature(name).present is False]
            self._kernel_lacks = frozenset(missing if here else ())
        return self._kernel_lacks

    def up(
        self,
        wanted: Wanted,
        on_phase: Callable[[str, BootPhase, float], None],
        cancelled: threading.Event,
    ) -> EngineNodes:
        """Bring nodes up."""
        spec = topology.TopologySpec(
            wanted.run, wanted.attempt, wanted.owner, wanted.lab, wanted.nodes, wanted.expires,
            manager=wanted.manager,
            image=self._asked_for or self._images.get(wanted.run, ""),
        )  # fmt: skip
        return EngineNodes(topology.up(self.engine, spec, _phases(on_phase), cancelled))

    def find(self, run: str) -> EngineNodes | None:
        """The nodes of a run that are there already; fresh ones will be made of what they are."""
        try:
            found = topology.find(self.engine, run)
        except RunNotFound:
            return None
        if not chosen.is_own(found.image):
            self._images[run] = found.image
        return EngineNodes(found)

    def published(self, nodes: GroundNodes) -> Mapping[str, str]:
        """The captures that any node still has."""
        with ThreadPoolExecutor(max(1, len(nodes.nodes)), "published") as pool:
            return _known_on(_running(nodes, pool), pool)

    def publish(self, nodes: GroundNodes, captured: Mapping[str, str]) -> None:
        """Make captures shell variables in every node, with those that any node still has."""
        with ThreadPoolExecutor(max(1, len(nodes.nodes)), "publish") as pool:
            running = _running(nodes, pool)
            script = captures_script({**_known_on(running, pool), **captured}).encode()
            if script:
                tuple(pool.map(lambda node: node.write(_CAPTURES, script, 0o600), running))

    def sweeper(self, run: str, attempt: str) -> sweeper.Sweeper:
        """Start a sweeper."""
        return sweeper.start(self.engine.target, run, attempt)

    def remove(self, run: str, spare: str = "") -> None:
        """Remove everything of a run, but what one attempt made."""
        clean.remove_run(self.engine, run, spare)

    def listing(self, run: str) -> tuple[Thing, ...]:
        """Every labelled object of a run."""
        found = removal.listing(self.engine, labels.of_run(run))
        things = [
            *(Thing("container", _name(c["Names"][0]), _attempt(c)) for c in found.containers),
            *(Thing("network", str(n["Name"]), _attempt(n)) for n in found.networks),
            *(Thing("volume", str(v["Name"]), _attempt(v)) for v in found.volumes),
        ]
        return tuple(sorted(things))

    def leftovers(self, is_needed: Callable[[str], bool]) -> int:
        """How many objects belong to runs nobody needs."""
        found = clean.leftovers(self.engine, is_kept=is_needed)
        return sum(leftover.found.objects for leftover in found)

    def room(self) -> Room:
        """What the engine's machine has for nodes now."""
        facts = self.engine.known
        free = examine_machine.memory_available() if self.engine.target.is_local else None
        memory = facts.memory if free is None else free
        return Room(facts.cpus, memory, free is not None, facts.memory)

    def limits(self) -> tuple[int, ...]:
        """The bytes that each node on the engine may take."""
        return topology.limits(self.engine, self._limits)

    def subnets(self, nodes: int) -> int:
        """How many runs find a subnet."""
        used = network.taken(self.engine)
        return sum(1 for _ in network.candidates(network.prefix_for(nodes), used))

    def answers(self) -> bool:
        """Whether the engine answers within two seconds."""
        return self.engine.ping()

    def word(self) -> EngineWord:
        """The engine in words."""
        facts = self.engine.facts()
        return EngineWord(
            answers=True,
            version=facts.version,
            cgroup=f"v{facts.cgroup_version}",
            target=self.engine.target.words,
            where=self.engine.target.where,
            memory_free=self.room().memory,
            image=self._image_word(),
        )

    def _image_word(self) -> str:
        if not self._image:
            with contextlib.suppress(EngineError):
                self._image = image.find(self.engine, self._asked_for) or ""
        if self._asked_for:
            return f"node image {self._asked_for}" + ("" if self._image else " is not there")
        return "node image found" if self._image else "node image is made at the first start"


def _running(nodes: GroundNodes, pool: Executor) -> list[GroundNode]:
    every = tuple(nodes.nodes.values())
    states = pool.map(lambda node: node.state(), every)
    return [node for node, state in zip(every, states, strict=True) if state == "running"]


def _known_on(running: Iterable[GroundNode], pool: Executor) -> dict[str, str]:
    return next(filter(None, pool.map(_captured_on, running)), {})


def _captured_on(node: GroundNode) -> dict[str, str]:
    """The captures a node has; none on one that has just been started, or does not answer."""
    try:
        return captures_in(node.link.read(_CAPTURES).decode())
    except (FileMissing, LinkLost, UnicodeDecodeError):
        return {}


def _phases(
    on_phase: Callable[[str, BootPhase, float], None],
) -> Callable[[str, str, float], None]:
    """The room below tells phases as plain words; they are the same."""
    return cast("Callable[[str, str, float], None]", on_phase)


def _name(name: str) -> str:
    return name.removeprefix("/")


def _attempt(thing: Mapping[str, object]) -> str:
    return labels.read(cast("Mapping[str, str]", thing.get("Labels") or {})).attempt
