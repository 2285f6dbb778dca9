"""The port through which a run has nodes. ``runs.engine_ground`` joins it to ``nodes``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from swarmlab.runs.terminal import Terminal

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from swarmlab.deck.model import PowerVerb
    from swarmlab.nodes.shell.offer import OfferPhase
    from swarmlab.nodes.shell.result import UnitResult
    from swarmlab.nodes.spec import NodeSpec
    from swarmlab.runs.entries import EngineWord
    from swarmlab.runs.events import BootPhase
    from swarmlab.swarm.command import FinishedCommand
    from swarmlab.swarm.link import Link


class Ran(Protocol):
    """What became of a unit (``nodes.shell.UnitResult``)."""

    @property
    def commands(self) -> Sequence[FinishedCommand]:
        """Each line the shell read, in order."""

    @property
    def output(self) -> str:
        """What all of them printed."""

    @property
    def status(self) -> int:
        """Of the last one."""

    @property
    def timed_out(self) -> bool:
        """It had not ended in time."""

    @property
    def seconds(self) -> float:
        """How long it took."""

    @property
    def incomplete(self) -> bool:
        """The shell asked for more: an open quote or block."""


class NodeShell(Terminal, Protocol):
    """What the runner needs of a node's shell."""

    def run(self, text: str, timeout: float) -> Ran:
        """Run a unit as one piece and wait for its end."""

    def offer(
        self, text: str, on: Callable[[OfferPhase, UnitResult | None], None]
    ) -> Callable[[], None]:
        """Paste a unit for the learner's Enter and follow it; returns what stops that."""

    def running_output(self) -> str:
        """What the command that runs has printed so far."""

    def reload_captures(self) -> None:
        """Read the captures now, if it is at its prompt."""

    def listen_finished(self, heard: Callable[[FinishedCommand], None]) -> Callable[[], None]:
        """Hear of each command that ended; returns a stop."""

    def interrupt(self, timeout: float = ...) -> bool:
        """End what runs, as ctrl+c does; whether the prompt is back."""

    def close(self) -> None:
        """Let go of the terminal; it goes on in the node."""


class Feed(Protocol):
    """What happens in a node's engine, as it happens."""

    def __iter__(self) -> Iterator[str]:
        """The kind of each event; ends or raises when the node is lost."""

    def close(self) -> None:
        """End it, from any thread."""


class GroundNode(Protocol):
    """One node that is up."""

    @property
    def name(self) -> str:
        """Its name in the lab."""

    @property
    def address(self) -> str:
        """Its address on the run's network."""

    @property
    def container_id(self) -> str:
        """Its container on the engine."""

    @property
    def link(self) -> Link:
        """The way to look at it."""

    def shell(self, name: str | None = None) -> NodeShell:
        """A terminal in it."""

    def watch(
        self, name: str | None = None, may_type: Callable[[], bool] | None = None
    ) -> Terminal:
        """Look at a terminal in it, beside who uses it; its ``end`` ends the looking only.

        Keys and pastes reach it while ``may_type`` says so, and never without; sizes never do.

        Raises:
            NodeError: the node is not running.
        """

    def extend(self, expires: float) -> None:
        """Move the time at which it ends itself.

        Raises:
            NodeError: it did not answer.
        """

    def power(self, verb: PowerVerb) -> None:
        """Kill, start, restart, pause or unpause it."""

    def state(self) -> str:
        """``running``, ``paused``, ``stopped`` or ``gone``."""

    def log(self, tail: int = 50) -> str:
        """The last lines its engine wrote, cleaned."""

    def write(self, path: str, data: bytes, mode: int = 0o644) -> None:
        """Write a file in it."""

    def events(self) -> Feed:
        """The kinds of what happens in its engine, from the allow-list, until it is lost.

        Raises:
            Exception: it cannot be heard now.
        """


class GroundNodes(Protocol):
    """The nodes of one run."""

    @property
    def nodes(self) -> Mapping[str, GroundNode]:
        """By name, in the lab's order."""

    def down(self) -> None:
        """Remove them with everything that is theirs."""

    def rebuild(self, name: str, on_phase: Callable[[str, BootPhase, float], None]) -> None:
        """Replace one by a fresh one with the same name and address."""

    def close(self) -> None:
        """Let go of links and shells; the nodes stay."""


class Sweeper(Protocol):
    """Removes the attempts of an attached run that it knows of, when their program is gone."""

    def watch(self, attempt: str) -> None:
        """Another attempt begins; nothing of it is made before this returns."""

    def stand_down(self) -> None:
        """The run is kept, or removed already."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The nodes a run is to have."""

    run: str
    attempt: str
    owner: str
    lab: str
    nodes: tuple[NodeSpec, ...]
    expires: float
    in_swarm: bool
    """They are to be in one swarm, which ``manager`` makes and the others join as workers."""

    @property
    def manager(self) -> str:
        """The node that makes the swarm: manager1, else the first; empty for no swarm."""
        names = [node.name for node in self.nodes]
        first = "manager1" if "manager1" in names else next(iter(names), "")
        return first if self.in_swarm else ""


@dataclass(frozen=True, slots=True, order=True)
class Thing:
    """An object on the engine that carries a run's label."""

    kind: Literal["container", "network", "volume"]
    name: str
    attempt: str
    """Which attempt of the run made it."""

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class Room:
    """What an engine's machine has for nodes."""

    cpus: int
    """0 when it does not tell."""
    memory: int
    """Bytes that are free now; of an engine elsewhere all that its machine has."""
    is_free: bool = True
    """Whether ``memory`` is what is free, and not what there is in all."""
    in_all: int = 0
    """Bytes of its machine; 0 when it does not tell."""


class Ground(Protocol):
    """Where nodes come from: one engine."""

    @property
    def lacks(self) -> frozenset[str]:
        """What its kernel lacks, in the words sentences use."""

    def up(
        self,
        wanted: Wanted,
        on_phase: Callable[[str, BootPhase, float], None],
        cancelled: threading.Event,
    ) -> GroundNodes:
        """Bring nodes up.

        Raises:
            StartFailed: after everything of this attempt is removed.
        """

    def find(self, run: str) -> GroundNodes | None:
        """The nodes of a run that are there already."""

    def published(self, nodes: GroundNodes) -> Mapping[str, str]:
        """The captures that any node still has, by name."""

    def publish(self, nodes: GroundNodes, captured: Mapping[str, str]) -> None:
        """Make captures shell variables in every node, kept on its tmpfs, mode 0600.

        What any node still has of earlier ones stays, so that a node that was started again has
        them too, and a program that took the nodes over need not know them.
        """

    def sweeper(self, run: str, attempt: str) -> Sweeper:
        """Start a sweeper of one attempt, to begin with; it has acknowledged on return."""

    def remove(self, run: str, spare: str = "") -> None:
        """Remove everything of a run that is there, but what the attempt to spare made."""

    def listing(self, run: str) -> tuple[Thing, ...]:
        """Every labelled object of a run that the engine holds."""

    def room(self) -> Room:
        """What the engine's machine has for nodes now."""

    def limits(self) -> Sequence[int]:
        """The bytes that each node on the engine, of whatever run, may take."""

    def subnets(self, nodes: int) -> int:
        """How many runs of so many nodes find a subnet; not counted beyond some twenty."""

    def answers(self) -> bool:
        """Whether the engine answers within two seconds."""

    def leftovers(self, is_needed: Callable[[str], bool]) -> int:
        """How many objects the engine holds of runs that are not needed, by their ids."""

    def word(self) -> EngineWord:
        """The engine in words."""
