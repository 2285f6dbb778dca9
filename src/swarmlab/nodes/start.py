"""Starting nodes side by side, and taking everything back when one of them fails."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docker.errors import DockerException
from requests.exceptions import RequestException

from swarmlab.errors import EngineError, StartFailed
from swarmlab.nodes import labels, removal
from swarmlab.nodes.bootlog import BootFailed, Cancelled, await_boot
from swarmlab.nodes.diagnosis import diagnose
from swarmlab.nodes.node import Node
from swarmlab.nodes.power import BOOT_SECONDS
from swarmlab.nodes.spec import container, container_name
from swarmlab.nodes.swarming import PHASE as IN_SWARM
from swarmlab.nodes.swarming import Forming
from swarmlab.swarm.link import ApiRefused, LinkLost

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Executor, Future

    from swarmlab.nodes.bootlog import Sign
    from swarmlab.nodes.diagnosis import Diagnosis
    from swarmlab.nodes.engine import Engine
    from swarmlab.nodes.labels import RunLabels
    from swarmlab.nodes.spec import NodeSpec, Place

    OnPhase = Callable[[str, str, float], None]

PHASES = ("made", "started", "engine", "app loaded")
"""What a node passes through, in this order; it enters a swarm while the last goes on."""

_PARALLEL = 32
_FAILURES = (
    DockerException, RequestException, EngineError, BootFailed, ApiRefused, LinkLost,
)  # fmt: skip
_SIGNS = {"READY": "engine", "LOADED": "app loaded"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A node that is to be started, and where it goes."""

    spec: NodeSpec
    labels: RunLabels
    place: Place


class Start:
    """One attempt to start nodes: what each thread of it shares.

    Args:
        engine: where they are started.
        on_phase: told of every phase a node ends, from several threads.
        cancelled: set from outside to call it off.
        manager: the node that makes a swarm, which the others join as soon as their engines
            answer, while they load their workload; empty for none.
    """

    def __init__(
        self,
        engine: Engine,
        on_phase: OnPhase,
        cancelled: threading.Event | None,
        manager: str = "",
    ) -> None:
        self._engine = engine
        self._on_phase = on_phase
        self._stop = _AnyEvent(cancelled)
        self._forming = Forming(manager, self._tell) if manager else None
        self._began = time.monotonic()
        self._failures: list[Diagnosis] = []

    def run(self, wanted: Sequence[Wanted]) -> list[Node]:
        """Start them all; returns when every one is up, or all calls have settled.

        Raises:
            StartFailed: one did not come up, or it was called off. Nothing is removed yet.
        """
        with ThreadPoolExecutor(min(_PARALLEL, len(wanted)), "start") as pool:
            try:
                nodes = [node for node in pool.map(self._start, wanted) if node]
            except BaseException:
                self._stop.set()
                raise
        try:
            self._judge(all_up=len(nodes) == len(wanted))
        except BaseException:
            for node in nodes:
                node.close()
            raise
        return nodes

    def _judge(self, *, all_up: bool) -> None:
        if self._failures:
            raise self._failures[0].error()
        if not all_up:
            raise StartFailed("the start was called off")
        if self._forming is not None:
            self._forming.await_ready()

    def _start(self, wanted: Wanted) -> Node | None:
        """One node; None when the attempt is over already."""
        boot = _Boot(self._engine, wanted, self._tell, self._stop, self._forming)
        try:
            return boot.run()
        except Cancelled:
            return None
        except _FAILURES as error:
            first = not self._stop.is_set()
            self._stop.set()
            name = wanted.spec.name
            found = diagnose(self._engine, name, boot.container, boot.phase, error)
            self._failures.insert(0 if first else len(self._failures), found)
            return None
        except BaseException:
            self._stop.set()
            raise

    def _tell(self, node: str, phase: str) -> None:
        self._on_phase(node, phase, time.monotonic() - self._began)


class _Boot:
    """One node on its way up: how far it is."""

    def __init__(
        self,
        engine: Engine,
        wanted: Wanted,
        tell: Callable[[str, str], None],
        stop: _AnyEvent,
        forming: Forming | None,
    ) -> None:
        self._engine = engine
        self._wanted = wanted
        self._tell = tell
        self._stop = stop
        self._forming = forming
        self.phase = PHASES[0]
        """The phase it is in: the one that ends next."""
        self.container: str | None = None

    def run(self) -> Node:
        spec, place = self._wanted.spec, self._wanted.place
        body = container(spec, self._wanted.labels, place)
        name = container_name(self._wanted.labels, spec.name)
        self._check()
        made = self._engine.api.create_container_from_config(body, name)  # type: ignore[no-untyped-call]
        self.container = identity = str(made["Id"])
        self._ended("made")
        self._check()
        self._engine.api.start(identity)
        self._ended("started")
        node = Node(self._engine, spec.name, identity, str(place.address))
        try:
            with ThreadPoolExecutor(1, "enter") as pool:
                entering = self._follow(node, pool)
                self.phase = IN_SWARM
                for future in entering:
                    future.result()
        except BaseException:
            node.close()
            raise
        return node

    def _follow(self, node: Node, pool: Executor) -> list[Future[None]]:
        """Wait until it is loaded; returns the calls that have it enter a swarm, still going on."""
        entering: list[Future[None]] = []

        def on_sign(sign: Sign) -> None:
            self._ended(_SIGNS[sign.name])
            if sign.name == "READY" and self._forming is not None:
                entering.append(pool.submit(self._forming.enter, node, self._stop))

        await_boot(
            self._engine,
            node.container_id,
            started="",
            seconds=BOOT_SECONDS,
            stop=self._stop,
            on_sign=on_sign,
        )
        return entering

    def _ended(self, phase: str) -> None:
        self._tell(self._wanted.spec.name, phase)
        self.phase = PHASES[min(PHASES.index(phase) + 1, len(PHASES) - 1)]

    def _check(self) -> None:
        if self._stop.is_set():
            raise Cancelled


class _AnyEvent(threading.Event):
    """Set by itself, or by an event from outside."""

    def __init__(self, other: threading.Event | None) -> None:
        super().__init__()
        self._other = other

    def is_set(self) -> bool:
        return super().is_set() or (self._other is not None and self._other.is_set())


def take_back(engine: Engine, attempt: str) -> None:
    """Remove everything an attempt made, after its calls have settled.

    Raises:
        EngineError: something could not be removed.
    """
    removal.remove(engine, labels.of_attempt(attempt))
