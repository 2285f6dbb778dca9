"""What becomes of a node's shells when its power changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swarmlab.deck.model import PowerUnit
from swarmlab.runs.events import NodeChanged
from tests.fakes.ground import FakeNode
from tests.runs.patience import Heard

if TYPE_CHECKING:
    from swarmlab.deck.model import PowerVerb
    from swarmlab.runs.ground import NodeShell
    from swarmlab.runs.model import Lab
    from swarmlab.runs.session import Session


def power(session: Session, lab: Lab, verb: PowerVerb) -> None:
    session.run_unit(PowerUnit("worker1", (verb,), lab.steps[0].slide.position))


def opened_while_it_changes(session: Session, lab: Lab, verb: PowerVerb) -> list[NodeShell]:
    """A screen hears that the node runs, and opens its shell, before the start has ended."""
    node = session.stage.nodes["worker1"]
    act, opened = node.power, []

    def power_and_open(verb: PowerVerb) -> None:
        act(verb)
        opened.append(session.shell("worker1"))

    node.power = power_and_open  # type: ignore[method-assign]
    power(session, lab, verb)
    return opened


def test_a_shell_opened_during_the_start_stays(session: Session, lab: Lab) -> None:
    session.boot()
    power(session, lab, "kill")
    (shell,) = opened_while_it_changes(session, lab, "start")
    assert not shell.lost
    assert session.shell("worker1") is shell


def test_a_kill_ends_the_shells(session: Session, lab: Lab) -> None:
    session.boot()
    shell = session.shell("worker1")
    power(session, lab, "kill")
    assert shell.lost


def test_after_a_restart_screens_are_told_to_open_fresh_ones(session: Session, lab: Lab) -> None:
    session.boot()
    (shell,) = opened_while_it_changes(session, lab, "restart")
    heard = Heard(session)
    power(session, lab, "restart")
    assert shell.lost
    heard.wait(lambda event: event == NodeChanged("worker1", True, "fresh shell"))
    assert not session.shell("worker1").lost


@pytest.mark.parametrize("verbs", [("restart",), ("kill", "start")])
def test_a_node_that_comes_back_has_its_captures_again(
    session: Session, lab: Lab, verbs: tuple[PowerVerb, ...]
) -> None:
    session.boot()
    session.solve(lab.steps[0])
    session.solve(lab.steps[1])
    node = session.stage.nodes["worker1"]
    assert isinstance(node, FakeNode)
    known = dict(node.variables)
    act = node.power

    def power_and_forget(verb: PowerVerb) -> None:
        node.variables.clear()
        act(verb)

    node.power = power_and_forget  # type: ignore[method-assign]
    session.run_unit(PowerUnit("worker1", verbs, lab.steps[0].slide.position))
    assert known
    assert node.variables == known
