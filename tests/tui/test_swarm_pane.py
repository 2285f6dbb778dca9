"""What the swarm's pane says of what was seen."""

from __future__ import annotations

from dataclasses import replace

from swarmlab.swarm.snapshot import Named, OwnView, Snapshot
from swarmlab.tui.draw.swarm import changes, title
from tests.fakes.session import AT
from tests.fakes.swarms import EMPTY, USUAL

LOCKED = OwnView("manager1", reachable=True, state="locked")


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


def test_what_a_locked_manager_does_not_tell_is_not_removed() -> None:
    before = replace(USUAL, secrets=(Named("id1", "db_password"),))
    locked = replace(EMPTY, views={**USUAL.views, "manager1": LOCKED})
    after = replace(before, secrets=(*before.secrets, Named("id2", "other")))
    assert changes(before, locked) == [("manager1", "is locked", "")]
    assert changes(locked, before) == [("manager1", "is in the swarm", "")]
    assert changes(before, after) == [("", "secret other made", "+")]
