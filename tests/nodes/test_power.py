"""A node that starts while its swarm gives it up would stay listed as down: it starts later."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, cast

import pytest

from swarmlab.nodes import power
from swarmlab.nodes.node import Node
from swarmlab.swarm.link import LinkLost

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from swarmlab.nodes.engine import Engine
    from swarmlab.nodes.link import NodeLink

NOW = "2026-11-22T13:00:10.500000001Z"


class Machine:
    """An engine with one container, and what was done to it, waits included."""

    def __init__(self, died: str, *, running: bool = False) -> None:
        self.api = self
        self.died, self.running = died, running
        self.done: list[str] = []

    def asking(self, _: str) -> AbstractContextManager[None]:
        return nullcontext()

    def inspect_container(self, _: str) -> dict[str, Any]:
        return {"State": {"Running": self.running, "FinishedAt": self.died}}

    def info(self) -> dict[str, Any]:
        return {"SystemTime": NOW}

    def kill(self, _: str) -> None:
        self.running = False
        self.done.append("kill")

    def wait(self, _: str, timeout: float) -> None:
        pass

    def start(self, _: str) -> None:
        self.done.append("start")


class Telling:
    """A link to an engine that says this of its swarm; None where it is gone."""

    def __init__(self, swarm: dict[str, Any] | None) -> None:
        self.swarm = swarm

    def get(self, path: str, timeout: float) -> dict[str, Any]:
        if self.swarm is None:
            raise LinkLost("worker1", "gone")
        return {"Swarm": self.swarm}


def told(monkeypatch: pytest.MonkeyPatch, machine: Machine) -> None:
    """Waits are noted, and every boot ends at once."""
    monkeypatch.setattr(
        "swarmlab.nodes.power.time.sleep", lambda s: machine.done.append(f"wait {s:.2f}")
    )
    monkeypatch.setattr(power, "_await", lambda *_: None)


@pytest.mark.parametrize(
    ("died", "waited"),
    [
        ("2026-11-22T13:00:09.5Z", ["wait 3.20"]),
        ("2026-11-22T13:00:06.2Z", []),
        ("2026-11-22T14:00:09.5+01:00", ["wait 3.20"]),
        ("2026-11-22T13:00:12Z", []),
        ("0001-01-01T00:00:00Z", []),
    ],
)
def test_a_start_outlasts_the_moment_in_which_its_swarm_gives_it_up(
    monkeypatch: pytest.MonkeyPatch, died: str, waited: list[str]
) -> None:
    machine = Machine(died)
    told(monkeypatch, machine)
    power.switch(cast("Engine", machine), "c1", "worker1", "start")
    assert machine.done == [*waited, "start"]


WORKER = {"LocalNodeState": "active", "ControlAvailable": False, "Managers": 0}
ONLY = {"LocalNodeState": "active", "ControlAvailable": True, "Managers": 1}
ONE_OF_THREE = {"LocalNodeState": "active", "ControlAvailable": True, "Managers": 3}
OUTSIDE = {"LocalNodeState": "inactive", "ControlAvailable": False, "Managers": 0}
LOCKED = {"LocalNodeState": "locked", "ControlAvailable": False, "Managers": 0}


@pytest.mark.parametrize(
    ("swarm", "waits"),
    [(WORKER, True), (ONE_OF_THREE, True), (None, True), (ONLY, False), (OUTSIDE, False),
     (LOCKED, False)],
)  # fmt: skip
def test_a_restart_waits_only_where_others_may_miss_the_node(
    monkeypatch: pytest.MonkeyPatch, swarm: dict[str, Any] | None, waits: bool
) -> None:
    machine = Machine(NOW, running=True)
    told(monkeypatch, machine)
    node = Node(cast("Engine", machine), "worker1", "c1", "10.0.0.2")
    node._link = cast("NodeLink", Telling(swarm))
    node.power("restart")
    assert machine.done == ["kill", *(["wait 4.20"] if waits else []), "start"]
