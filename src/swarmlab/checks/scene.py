"""All a sentence may look at, and how it ends early when there is nothing to judge."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from swarmlab.checks.verdict import error, waiting
from swarmlab.patience import patient
from swarmlab.swarm import rpc
from swarmlab.swarm.link import FileMissing, LinkLost

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from swarmlab.checks.baseline import Baseline
    from swarmlab.checks.verdict import Verdict
    from swarmlab.swarm.command import Journal
    from swarmlab.swarm.link import Completed, Link
    from swarmlab.swarm.snapshot import OwnView, Snapshot, Swarm

LINK_SECONDS = patient(4.0)
"""For one question to a node; less than a whole evaluation may take."""


class Settled(Exception):
    """The verdict is clear before the sentence itself could be judged."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.words)
        self.verdict = verdict


@dataclass(frozen=True)
class Scene:
    """One moment: what was seen of the swarm, what was before, and what was typed."""

    snapshot: Snapshot
    baseline: Baseline | None
    """What was true when the step began; None while it has not been taken."""
    journal: Journal
    """Commands that ended since the step began."""
    links: Mapping[str, Link]
    nodes: tuple[str, ...]
    """The nodes of the run, in the lab's order."""
    lacks: frozenset[str] = field(default_factory=frozenset)
    """What this machine's kernel lacks: ``ip_vs``, ``esp``."""

    def view(self, node: str) -> OwnView:
        """What the node says of itself.

        Raises:
            Settled: it could not be asked.
        """
        view = self.snapshot.views.get(node)
        if view is None or not view.reachable:
            raise Settled(could_not_look(node, view.problem if view else "it is not up"))
        return view

    def swarm(self) -> Swarm:
        """The swarm as a manager told it.

        Raises:
            Settled: there is none yet, or nobody could be asked.
        """
        if self.snapshot.swarm is None:
            raise Settled(self._why_no_swarm())
        return self.snapshot.swarm

    def since(self) -> Baseline:
        """The baseline of a step that began in a swarm.

        Raises:
            Settled: it is not taken yet, or there was no swarm, or it saw none.
        """
        if self.baseline is None:
            raise Settled(waiting("what this step began with has not been noted yet"))
        if self.baseline.problem:
            raise Settled(error(f"Could not see the swarm when this step began: "
                                f"{self.baseline.problem}", look_at="reset this step"))  # fmt: skip
        if not self.baseline.swarm_id:
            raise Settled(waiting("there was no swarm yet when this step began"))
        return self.baseline

    def read(self, node: str, path: str) -> str:
        """A file on a node as text, its first MiB.

        Raises:
            Settled: there is no such file yet, or the node could not be asked.
        """
        try:
            data = self._link(node).read(path, timeout=LINK_SECONDS)
        except FileMissing:
            raise Settled(waiting(f"{path} is not on {node} yet", node=node)) from None
        except LinkLost as lost:
            raise Settled(could_not_look(node, str(lost))) from lost
        return data.decode(errors="replace")

    def run(self, node: str, argv: Sequence[str]) -> Completed:
        """What a read-only command does on a node now.

        Raises:
            Settled: the node could not be asked.
        """
        try:
            return self._link(node).run(argv, timeout=LINK_SECONDS)
        except LinkLost as lost:
            raise Settled(could_not_look(node, str(lost))) from lost

    def call(
        self, node: str, manager: str, method: str, identity: rpc.Identity | None = rpc.OWN
    ) -> rpc.Answer:
        """What a manager answers on its gRPC port when it is asked from a node.

        Args:
            node: who asks.
            manager: whom.
            method: service and method, such as ``Dispatcher/Heartbeat``.
            identity: whose certificate is shown; None for none.

        Raises:
            Settled: one of the two gave no answer.
        """
        try:
            return rpc.call(self._link(node), manager, method, identity, timeout=LINK_SECONDS)
        except LinkLost as lost:
            raise Settled(could_not_look(node, str(lost))) from lost

    def _link(self, node: str) -> Link:
        if node not in self.links:
            raise Settled(could_not_look(node, "it is not up"))
        return self.links[node]

    def _why_no_swarm(self) -> Verdict:
        views = self.snapshot.views.values()
        if not views:
            return error("Could not look: no node of this run is up", look_at="`swarmlab status`")
        if self.snapshot.problem:
            return error(f"Could not look at the swarm: {self.snapshot.problem}",
                         look_at="whether more than half of the managers run")  # fmt: skip
        for view in views:
            if not view.reachable:
                return could_not_look(view.node, view.problem)
            if view.state == "locked":
                return error(f"Could not look at the swarm: {view.node} is locked",
                             node=view.node, look_at="the swarm's unlock key")  # fmt: skip
        return waiting("there is no swarm yet: no node is a manager")


def could_not_look(node: str, why: str = "") -> Verdict:
    """A node gave no answer: the task is neither passed nor failed."""
    because = f": {why.removeprefix(f'{node}: ')}" if why else ""
    return error(
        f"Could not look at {node}{because}",
        node=node,
        look_at=f"whether {node} runs; `swarmlab node start {node}` starts it",
    )
