"""What a mode without a screen needs of a session: a whole look, and a ctrl+c that counts."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from swarmlab.checks.verdict import State
from swarmlab.deck.model import Expectation, ShellUnit
from swarmlab.errors import UnitFailed
from swarmlab.runs.model import Place
from tests.fakes.node_shell import FakeNodeShell

if TYPE_CHECKING:
    from swarmlab.runs.model import Lab
    from swarmlab.runs.session import Session

LONG = 300.0
"""Seconds in which a unit would be run again; the test would run into its own end."""


def test_a_look_is_over_when_it_returns(session: Session, lab: Lab) -> None:
    session.prepare(Place("first", 1))  # nobody watches: no other look can have done it
    step = lab.steps[0]
    session.look(step)
    assert session.verdicts(step)[step.tasks[0].key].verdict.state is State.WAITING
    for unit in step.slide.units:
        session.run_unit(unit)
    session.look(step)
    assert session.verdicts(step)[step.tasks[0].key].verdict.state is State.PASSED


def never_right(lab: Lab) -> ShellUnit:
    """A unit that would be run again for minutes."""
    (unit,) = lab.steps[0].slide.units
    assert isinstance(unit, ShellUnit)
    never = Expectation(("something else",), contains=False, within=LONG, position=unit.position)
    return replace(unit, expectation=never)


def called_off_after(session: Session, runs: int) -> int:
    """Call the unit off once it ran so often."""
    shell = session.shell("manager1")
    assert isinstance(shell, FakeNodeShell)
    before = len(shell.ran)

    def call_off() -> None:
        while len(shell.ran) < before + runs:
            threading.Event().wait(0.01)
        session.cancel_boot()

    threading.Thread(target=call_off, daemon=True).start()
    return before


@pytest.mark.parametrize("runs", [1, 2])
def test_a_unit_that_is_called_off_is_not_run_again(session: Session, lab: Lab, runs: int) -> None:
    session.boot()
    session.cancel_boot()  # earlier work was called off: that does not count for this one
    before = called_off_after(session, runs)
    with pytest.raises(UnitFailed, match="printed something else"):
        session.run_unit(never_right(lab))
    shell = session.shell("manager1")
    assert isinstance(shell, FakeNodeShell)
    assert runs <= len(shell.ran) - before <= runs + 1


def test_neighbours_cross_chapters_and_end_with_the_lab(lab: Lab) -> None:
    last = len(lab.chapters[0].chapter.slides) - 1
    assert lab.neighbour(Place("first", 0), 1) == Place("first", 1)
    assert lab.neighbour(Place("first", last), 1) == Place("second", 0)
    assert lab.neighbour(Place("second", 0), -1) == Place("first", last)
    assert lab.neighbour(Place("first", 0), -1) is None
    assert lab.neighbour(Place("second", 1), 1) is None
