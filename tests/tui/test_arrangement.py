"""Which shells have tabs, and which are in view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.tui.arrangement import NO_SHELL, Arrangement, shell_name

if TYPE_CHECKING:
    from swarmlab.tui.arrangement import ShellKey

NODES = ("manager1", "worker1", "worker2")
FIRST: ShellKey = ("manager1", None)
WORKER: ShellKey = ("worker1", None)
SECOND: ShellKey = ("manager1", "second")


def arranged(*keys: ShellKey) -> Arrangement:
    found = Arrangement()
    for key in keys or (FIRST,):
        found.show(key)
    return found


def test_extra_shells_come_after_the_nodes_and_numbers_stay() -> None:
    found = arranged(FIRST, ("worker1", "attacker"), SECOND)
    assert found.keys(NODES)[:3] == tuple((node, None) for node in NODES)
    assert found.keys(NODES)[3:] == (("worker1", "attacker"), SECOND)
    assert shell_name(SECOND) == "manager1 second"


def test_a_new_extra_shell_never_has_a_name_that_was_used() -> None:
    found = arranged(FIRST, SECOND)
    assert found.new_extra("manager1") == ("manager1", "third")
    found.close(SECOND, NODES)
    assert found.key == FIRST
    assert found.new_extra("manager1") == ("manager1", "third")
    assert found.new_extra("worker1") == ("worker1", "second")


def test_two_shells_are_the_one_in_view_and_the_next_nodes() -> None:
    found = arranged(WORKER)
    assert found.divide(NODES) == ("worker2", None)
    assert found.in_view == (WORKER, ("worker2", None))
    assert found.key == WORKER


def test_the_last_node_is_followed_by_the_first() -> None:
    assert arranged(("worker2", None)).divide(NODES) == FIRST


def test_one_node_alone_gets_an_extra_shell_beside_it() -> None:
    found = arranged(FIRST)
    assert found.divide(("manager1",)) == SECOND
    assert SECOND in found.keys(("manager1",))


def test_what_is_in_view_already_is_only_gone_to() -> None:
    found = arranged(FIRST)
    found.divide(NODES)
    found.show(WORKER)
    assert (found.in_view, found.half) == ((FIRST, WORKER), 1)
    found.show(("worker2", None))
    assert found.in_view == (FIRST, ("worker2", None))


def test_one_again_is_the_half_in_use() -> None:
    found = arranged(FIRST)
    found.divide(NODES)
    found.show(WORKER)
    found.join(found.half)
    assert (found.in_view, found.key, found.split) == ((WORKER,), WORKER, False)


def test_closing_a_half_whose_first_shell_is_beside_it_leaves_one() -> None:
    found = arranged(FIRST)
    found.divide(("manager1",))
    found.show(SECOND)
    found.close(SECOND, NODES)
    assert (found.split, found.key) == (False, FIRST)


def test_fresh_nodes_have_no_extra_shells() -> None:
    found = arranged(FIRST, SECOND)
    found.divide(NODES)
    found.fresh(NODES)
    assert found.in_view == (FIRST, WORKER)
    assert found.extras == []
    found.fresh(("worker2",))
    assert (found.split, found.key) == (False, ("worker2", None))
    found.fresh(())
    assert found.key == NO_SHELL
