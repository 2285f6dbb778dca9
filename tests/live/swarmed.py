"""Real nodes to judge: three of them, in and out of swarms, with their real shells."""

from __future__ import annotations

import contextlib
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from swarmlab.checks.baseline import Baseline
from swarmlab.checks.scene import Scene
from swarmlab.checks.verdict import State
from swarmlab.checks.vocabulary import bind
from swarmlab.nodes.engine import Engine
from swarmlab.nodes.spec import new_attempt
from swarmlab.nodes.topology import NodeSpec, TopologySpec, up
from swarmlab.swarm.collect import certificates, collect

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from swarmlab.checks.verdict import Verdict
    from swarmlab.nodes.shell import Shell
    from swarmlab.nodes.topology import Topology
    from swarmlab.swarm.command import FinishedCommand
    from swarmlab.swarm.link import Link
    from swarmlab.swarm.snapshot import Role, Snapshot

NODES = ("manager1", "worker1", "worker2")
OURS = "/root/*.txt /root/*.token /root/*.sha256 /var/log/*.log"
"""Files the tests write."""
PATIENCE = 30.0
"""Seconds to wait for what the swarm does by itself."""


@dataclass
class Swarmed:
    """Nodes of one topology, and what was typed on them since ``begin``."""

    topology: Topology
    journal: list[FinishedCommand] = field(default_factory=list)
    baseline: Baseline | None = None
    shells: dict[str, Shell] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """The nodes, in the lab's order."""
        return tuple(self.topology.nodes)

    def type(self, node: str, text: str) -> FinishedCommand:
        """Run a line in the node's shell, as a learner would; the line as the journal has it."""
        if node not in self.shells:
            self.shells[node] = self.topology.nodes[node].shell()
        done = self.shells[node].run(text, PATIENCE * 2)
        assert not done.timed_out, (node, text)
        self.journal.extend(done.commands)
        return done.commands[-1]

    def worked(self, node: str, text: str) -> str:
        """Run a line that has to work; what it printed."""
        done = self.type(node, text)
        assert done.status == 0, done
        return done.output.strip()

    def init(self, node: str = "manager1") -> None:
        """A new swarm with one manager."""
        address = self.topology.nodes[node].address
        init = f"docker swarm init --advertise-addr {address}"
        self.worked(node, f"{init} && docker swarm update --dispatcher-heartbeat 1s")

    def token(self, role: Role) -> str:
        """The swarm's join token, whole."""
        swarm = self.look().swarm
        assert swarm is not None
        return (swarm.worker_token if role == "worker" else swarm.manager_token).reveal()

    def join(self, node: str, role: Role = "worker", token: str = "") -> FinishedCommand:
        """Try to join the swarm of manager1."""
        secret = token or self.token(role)
        return self.type(node, f"docker swarm join --token {secret} manager1:2377")

    def begin(self) -> None:
        """A step begins here: nothing typed yet, and a baseline."""
        self.journal.clear()
        taken = Baseline.take(self.look(), certificates(self.links, self.names))
        self.baseline = Baseline.from_json(taken.to_json())

    def apart(self) -> None:
        """Every node outside any swarm, without files of ours, and nothing remembered."""
        clear = f"docker swarm leave --force; rm -f {OURS}"
        with ThreadPoolExecutor() as pool:
            list(pool.map(lambda node: self.worked(node, clear), self.names))
        self.journal.clear()
        self.baseline = None

    def look(self) -> Snapshot:
        """A snapshot now."""
        return collect(self.links)

    @property
    def links(self) -> dict[str, Link]:
        """The way to look at each node."""
        return {name: node.link for name, node in self.topology.nodes.items()}

    def judge(self, sentence: str) -> Verdict:
        """The sentence's verdict now."""
        scene = Scene(self.look(), self.baseline, tuple(self.journal), self.links, self.names)
        return bind(sentence, self.names).evaluate(scene)

    def becomes(self, sentence: str, state: State, words: str = "") -> Verdict:
        """Wait until the sentence has that verdict."""
        deadline = time.monotonic() + PATIENCE
        while True:
            verdict = self.judge(sentence)
            if verdict.state is state and words in verdict.words:
                return verdict
            assert time.monotonic() < deadline, (sentence, verdict)
            time.sleep(0.05)

    def passes(self, *sentences: str) -> None:
        """Each becomes passed."""
        for sentence in sentences:
            self.becomes(sentence, State.PASSED)

    def fails(self, sentence: str, words: str) -> None:
        """It becomes failed with these words."""
        self.becomes(sentence, State.FAILED, words)

    def waits(self, sentence: str, words: str) -> None:
        """It becomes waiting with these words."""
        self.becomes(sentence, State.WAITING, words)


@contextlib.contextmanager
def new_nodes(names: Sequence[str] = NODES, *, manager: str = "") -> Iterator[Swarmed]:
    """Fresh nodes, gone afterwards: in the swarm of ``manager``, or outside any swarm."""
    specs = tuple(NodeSpec(name) for name in names)
    run = f"checks{new_attempt()}"
    spec = TopologySpec(run, new_attempt(), "tests", "checks", specs, time.time() + 1800, manager)
    with Engine.connect() as engine:
        topology = up(engine, spec)
        swarmed = Swarmed(topology)
        try:
            yield swarmed
        finally:
            for shell in swarmed.shells.values():
                shell.close()
            topology.down()
