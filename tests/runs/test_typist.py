"""Stopping a solution in the middle of a unit that takes long."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from swarmlab.errors import UnitFailed
from swarmlab.nodes.shell.result import UnitResult
from swarmlab.runs.typist import TypingStopped
from swarmlab.swarm.together import Pending
from tests.runs.patience import SECONDS

if TYPE_CHECKING:
    from swarmlab.runs.model import Lab
    from swarmlab.runs.session import Session
    from tests.fakes.ground import FakeGround


def test_what_runs_is_broken_off_as_ctrl_c_does(
    session: Session, lab: Lab, ground: FakeGround, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.boot()
    shell = ground.nodes_of[session.run.id].nodes["manager1"].shell()
    begun, pressed = threading.Event(), threading.Event()

    def run(text: str, timeout: float) -> UnitResult:
        shell.is_busy = True
        begun.set()
        assert pressed.wait(SECONDS)
        return UnitResult((), "^C", 130, False, 0.1)

    def interrupt(timeout: float = 5.0) -> bool:
        pressed.set()
        return True

    monkeypatch.setattr(shell, "run", run)
    monkeypatch.setattr(shell, "interrupt", interrupt)
    typing = Pending(lambda: session.solve(lab.steps[0]))
    assert begun.wait(SECONDS)
    session.stop_solving()
    with pytest.raises(TypingStopped, match="stopped before this unit was done") as stopped:
        typing.result(SECONDS)
    assert stopped.value.place == str(lab.steps[0].slide.units[0].position)
    assert session.scores.solutions_shown(lab.steps[0].id) == 1


def test_a_failure_of_its_own_is_no_stop(session: Session, lab: Lab, ground: FakeGround) -> None:
    session.boot()
    ground.nodes_of[session.run.id].swarm.roles["worker1"] = "manager"
    with pytest.raises(UnitFailed) as failed:
        session.solve(lab.steps[2])
    assert not isinstance(failed.value, TypingStopped)
    assert failed.value.place == str(lab.steps[2].slide.units[0].position)
