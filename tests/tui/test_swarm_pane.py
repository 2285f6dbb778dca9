"""What the swarm's pane says of what was seen."""

from __future__ import annotations

from swarmlab.swarm.snapshot import OwnView, Snapshot
from swarmlab.tui.draw.swarm import title
from tests.fakes.session import AT


def seen(**states: str) -> Snapshot:
    """Nodes outside a swarm; an empty state gives no answer."""
    return Snapshot(AT, {
        name: OwnView(name, reachable=bool(state), state=state or "unknown")  # type: ignore[arg-type]
        for name, state in states.items()
    }, None)  # fmt: skip


def test_nodes_that_are_all_outside_have_no_swarm_yet() -> None:
    found = title(seen(manager1="inactive", worker1="inactive"), 2)
    assert found.plain == "Swarm  2 nodes, no swarm yet"


def test_a_silent_node_may_be_a_manager_that_does_not_answer() -> None:
    found = title(seen(manager1="", worker1="inactive"), 2)
    assert found.plain == "Swarm  2 nodes, no manager answers"
