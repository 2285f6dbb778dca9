"""An engine that does not exist, with nodes that act out one small swarm.

Shells understand the few commands the tests' chapters are written with; what they do shows
in the nodes' links as a real engine would show it, so that judging is real.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from swarmlab.errors import EngineError, NodeError, StartFailed
from swarmlab.runs.entries import EngineWord
from swarmlab.runs.ground import Room, Thing
from tests.fakes.link import FakeLink
from tests.fakes.node_shell import FakeNodeShell, FakeOnlooker
from tests.fakes.swarms import MANAGER_TOKEN, OTHER_TOKEN, ROOT, WORKER_TOKEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from swarmlab.deck.model import PowerVerb
    from swarmlab.runs.events import BootPhase
    from swarmlab.runs.ground import GroundNodes, Wanted

NOT_A_MANAGER = "Error response from daemon: This node is not a swarm manager."
BAD_TOKEN = "A valid join token is necessary to join this cluster"


@dataclass
class FakeSwarm:
    """What the nodes of one run are to each other."""

    links: dict[str, FakeLink]
    roles: dict[str, str | None]
    worker_token: str = WORKER_TOKEN.reveal()

    def changed(self) -> None:
        """Let every link answer what is so now."""
        members = [_member(n, role) for n, role in self.roles.items() if role]
        for name, link in self.links.items():
            role = self.roles[name]
            link.answers = {"/info": {"Swarm": _own(name, role)}}
            if role == "manager":
                link.answers |= {"/swarm": self._swarm(), "/nodes": members}
                empty = ("/services", "/tasks", "/secrets", "/configs", "/networks")
                link.answers |= {path: [] for path in empty}

    def do(self, node: str, words: list[str]) -> tuple[int, str]:
        """A command line: its status and what it prints."""
        match words:
            case ["docker", "swarm", "init", *_]:
                self._become(node, "manager")
                return 0, "Swarm initialized"
            case ["docker", "swarm", "join", "--token", token, *_]:
                return self._join(node, token)
            case ["docker", "swarm", "leave", *_]:
                self._become(node, None)
                return 0, "Node left the swarm."
            case ["docker", *_] if self.roles[node] != "manager":
                return 1, NOT_A_MANAGER
            case ["docker", "swarm", "join-token", "--rotate", *_]:
                self.worker_token = OTHER_TOKEN.reveal()
                self.changed()
                return 0, "Successfully rotated worker join token."
            case ["docker", "swarm", "join-token", "-q", _]:
                return 0, self.worker_token
            case ["docker", "node", "ls"]:
                return 0, "\n".join(name for name, role in self.roles.items() if role)
            case _:
                return 127, f"bash: {words[0]}: command not found"

    def _join(self, node: str, token: str) -> tuple[int, str]:
        if token == MANAGER_TOKEN.reveal():
            self._become(node, "manager")
        elif token == self.worker_token:
            self._become(node, "worker")
        else:
            return 1, f"Error response from daemon: {BAD_TOKEN}"
        return 0, "This node joined a swarm."

    def _become(self, node: str, role: str | None) -> None:
        self.roles[node] = role
        self.changed()

    def _swarm(self) -> dict[str, Any]:
        tokens = {"Worker": self.worker_token, "Manager": MANAGER_TOKEN.reveal()}
        return {
            "ID": "cluster1", "Spec": {}, "JoinTokens": tokens,
            "TLSInfo": {"TrustRoot": ROOT.decode()},
        }  # fmt: skip


def _own(name: str, role: str | None) -> dict[str, Any]:
    if role is None:
        return {"LocalNodeState": "inactive"}
    return {
        "LocalNodeState": "active",
        "NodeID": f"id-{name}",
        "ControlAvailable": role == "manager",
        "Cluster": {"ID": "cluster1"} if role == "manager" else None,
    }


def _member(name: str, role: str) -> dict[str, Any]:
    return {
        "ID": f"id-{name}",
        "Spec": {"Role": role, "Availability": "active"},
        "Description": {"Hostname": name},
        "Status": {"State": "ready", "Addr": "10.0.0.2"},
        "ManagerStatus": {"Reachability": "reachable"} if role == "manager" else None,
    }


class FakeFeed:
    """Nothing ever happens, until it ends."""

    def __init__(self, gone: threading.Event) -> None:
        self._gone = gone
        self._closed = threading.Event()

    def __iter__(self) -> Iterator[str]:
        while not self._closed.wait(0.05) and not self._gone.is_set():
            pass
        yield from ()

    def close(self) -> None:
        self._closed.set()


class FakeNode:
    """A node of a run."""

    def __init__(self, name: str, swarm: FakeSwarm) -> None:
        self.name = name
        self.address = "10.0.0.2"
        self.container_id = f"container-{name}"
        self.swarm = swarm
        self.link = swarm.links[name]
        self.files = self.link.files
        self.variables: dict[str, str] = {}
        self.power_state = "running"
        self.expires = 0.0
        self.gone = threading.Event()
        self._shells: dict[str | None, FakeNodeShell] = {}

    def shell(self, name: str | None = None) -> FakeNodeShell:
        known = self._shells.get(name)
        if known is None or known.lost:
            known = self._shells[name] = FakeNodeShell(self)
        return known

    def watch(
        self, name: str | None = None, may_type: Callable[[], bool] | None = None
    ) -> FakeOnlooker:
        if self.power_state != "running":
            raise NodeError("the node is not running", place=self.name)
        return FakeOnlooker(self.shell(name), may_type)

    def extend(self, expires: float) -> None:
        if self.power_state == "paused":
            raise NodeError("the node did not answer", place=self.name)
        self.expires = expires

    def power(self, verb: PowerVerb) -> None:
        if verb == "start" and self.power_state == "running":
            raise NodeError("the node cannot start: it runs", place=self.name)
        states = {"kill": "stopped", "pause": "paused"}
        self.power_state = states.get(verb, "running")
        self.link.lost = self.power_state != "running"

    def state(self) -> str:
        return self.power_state

    def log(self, tail: int = 50) -> str:
        return f"dockerd of {self.name} says {WORKER_TOKEN.reveal()}"

    def write(self, path: str, data: bytes, mode: int = 0o644) -> None:
        self.files[path] = data

    def events(self) -> FakeFeed:
        return FakeFeed(self.gone)


class FakeNodes:
    """The nodes of one run."""

    def __init__(self, ground: FakeGround, wanted: Wanted) -> None:
        self._ground = ground
        self.wanted = wanted
        names = [node.name for node in wanted.nodes]
        self.swarm = FakeSwarm({n: FakeLink(n) for n in names}, dict.fromkeys(names))
        self.swarm.changed()
        self._nodes = {name: FakeNode(name, self.swarm) for name in names}
        self.rebuild_fails = ""
        """The next rebuild fails with these words, the node gone."""

    @property
    def nodes(self) -> Mapping[str, FakeNode]:
        return self._nodes

    def down(self) -> None:
        if self._ground.stuck:
            raise EngineError(self._ground.stuck)
        self.close()
        self._ground.nodes_of.pop(self.wanted.run, None)

    def rebuild(self, name: str, on_phase: Callable[[str, BootPhase, float], None]) -> None:
        self._nodes[name].gone.set()
        if self.rebuild_fails:
            del self._nodes[name]
            raise StartFailed(self.rebuild_fails, place=name)
        self.swarm.links[name] = FakeLink(name)
        self.swarm.roles[name] = None
        self.swarm.changed()
        self._nodes[name] = FakeNode(name, self.swarm)
        self._nodes[name].container_id += "-again"

    def close(self) -> None:
        for node in self._nodes.values():
            node.gone.set()


@dataclass
class FakeSweeper:
    """Counts whether it was told to stand down."""

    run: str
    attempts: list[str] = field(default_factory=list)
    watching: bool = True

    def watch(self, attempt: str) -> None:
        self.attempts.append(attempt)

    def stand_down(self) -> None:
        self.watching = False


@dataclass
class FakeGround:
    """Implements ``runs.ground.Ground``."""

    nodes_of: dict[str, FakeNodes] = field(default_factory=dict)
    sweepers: list[FakeSweeper] = field(default_factory=list)
    extra: list[Thing] = field(default_factory=list)
    """Objects that removal forgets."""
    fails: str = ""
    """The next start fails with these words."""
    stuck: str = ""
    """Nodes cannot be removed, in these words."""
    alive: bool = True
    machine: Room = field(default_factory=lambda: Room(2, 8 << 30, in_all=8 << 30))
    most_runs: int = 20
    """As many find a subnet."""
    elsewhere: str = ""
    lacks: frozenset[str] = frozenset()
    before_up: Callable[[Wanted], None] = lambda _: None
    before_remove: Callable[[], None] = lambda: None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def up(
        self,
        wanted: Wanted,
        on_phase: Callable[[str, BootPhase, float], None],
        cancelled: threading.Event,
    ) -> FakeNodes:
        self.before_up(wanted)
        if self.fails or cancelled.is_set():
            raise StartFailed(self.fails or "the start was called off")
        found = FakeNodes(self, wanted)
        with self._lock:
            if old := self.nodes_of.get(wanted.run):
                old.close()  # whoever removes it finds it gone
            self.nodes_of[wanted.run] = found
        for name in found.nodes:
            on_phase(name, "app loaded", 0.1)
            if wanted.in_swarm:
                found.swarm.roles[name] = "manager" if name == wanted.manager else "worker"
                on_phase(name, "in swarm", 0.2)
        found.swarm.changed()
        return found

    def find(self, run: str) -> FakeNodes | None:
        return self.nodes_of.get(run)

    def published(self, nodes: GroundNodes) -> Mapping[str, str]:
        assert isinstance(nodes, FakeNodes)
        return next((n.variables for n in nodes.nodes.values() if n.variables), {})

    def publish(self, nodes: GroundNodes, captured: Mapping[str, str]) -> None:
        assert isinstance(nodes, FakeNodes)
        known = self.published(nodes)
        for node in nodes.nodes.values():
            node.variables = {**known, **captured}

    def sweeper(self, run: str, attempt: str) -> FakeSweeper:
        self.sweepers.append(FakeSweeper(run, [attempt]))
        return self.sweepers[-1]

    def remove(self, run: str, spare: str = "") -> None:
        self.before_remove()
        if self.stuck and spare:
            raise EngineError(self.stuck)
        with self._lock:
            found = self.nodes_of.get(run)
            if found and found.wanted.attempt != spare:
                self.nodes_of.pop(run)
                found.close()

    def listing(self, run: str) -> tuple[Thing, ...]:
        found = self.nodes_of.get(run)
        attempt = found.wanted.attempt if found else ""
        names = found.nodes if found else ()
        return (*(Thing("container", name, attempt) for name in names), *self.extra)

    def leftovers(self, is_needed: Callable[[str], bool]) -> int:
        return sum(len(found.nodes) for run, found in self.nodes_of.items() if not is_needed(run))

    def room(self) -> Room:
        return self.machine

    def limits(self) -> list[int]:
        nodes = [node for found in self.nodes_of.values() for node in found.wanted.nodes]
        return [node.memory for node in nodes]

    def subnets(self, nodes: int) -> int:
        return max(0, self.most_runs - len(self.nodes_of))

    def answers(self) -> bool:
        return self.alive

    def word(self) -> EngineWord:
        return EngineWord(self.alive, version="20.10")
