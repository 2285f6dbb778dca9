"""A session on real nodes: the learner's own keys, engine events, power, resume."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import pytest

from swarmlab.checks.verdict import State
from swarmlab.deck.model import PowerUnit, ShellUnit
from swarmlab.runs import labfile, registry
from swarmlab.runs.events import NodeChanged, StepDone, UnitChanged, VerdictsChanged
from swarmlab.runs.hold import Hold
from swarmlab.runs.model import Place
from swarmlab.runs.session import Session
from swarmlab.runs.verbs import Workshop
from tests.runs.labs import write_lab
from tests.runs.patience import Heard

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from swarmlab.runs.engine_ground import EngineGround
    from swarmlab.runs.events import Event
    from swarmlab.runs.model import Lab
    from swarmlab.runs.store import Store

pytestmark = pytest.mark.live


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    return labfile.load(write_lab(tmp_path))


@pytest.fixture
def session(store: Store, lab: Lab, ground: EngineGround) -> Iterator[Session]:
    owner = f"test-{secrets.token_hex(4)}"
    run = registry.make_run(store, lab.name, owner, str(lab.path))
    opened = Session(ground, Hold.take(store, run), lab)
    yield opened
    opened.leave(keep=False)
    assert ground.listing(run.id) == ()


def test_a_learners_own_keys_turn_tasks_green(session: Session, lab: Lab) -> None:
    heard = Heard(session)
    session.boot()
    session.move(Place("first", 1))
    (unit,) = lab.steps[0].slide.units
    assert isinstance(unit, ShellUnit)
    session.paste_unit(unit)
    session.shell("manager1").keys(b"\r")
    heard.wait(lambda e: isinstance(e, UnitChanged) and e.phase == "ran")
    heard.wait(lambda e: e == StepDone("first#make-it"))


def test_what_no_shell_did_is_seen_by_its_event(session: Session, lab: Lab) -> None:
    heard = Heard(session)
    session.goto(Place("first", 2))
    manager, worker = session.stage.nodes["manager1"], session.stage.nodes["worker1"]
    token = manager.link.get("/swarm")["JoinTokens"]["Worker"]
    worker.link.run(("docker", "swarm", "join", "--token", token, "manager1:2377"))
    heard.wait(lambda e: e == StepDone("first#join-it"))


def test_a_capture_reaches_the_other_nodes_shell(session: Session, lab: Lab) -> None:
    session.goto(Place("first", 2))
    session.solve(lab.steps[1])
    session.player.hold(lab.steps[1], session._cancelled)
    assert session.stage.nodes["worker1"].link.run(
        ("sh", "-c", "stat -c '%a' /run/swarmlab/captures.sh; stat -f -c %T /run")
    ).stdout.split() == ["600", "tmpfs"]


def test_a_node_that_was_restarted_gets_its_captures_from_the_others(
    session: Session, lab: Lab, store: Store, ground: EngineGround
) -> None:
    """Also from a program that took the run over: it finds them on the nodes."""
    session.goto(Place("first", 2))
    session.solve(lab.steps[1])
    session.leave(keep=True)
    taken = Session(ground, Hold.take(store, session.run), lab)
    try:
        assert taken.resume()
        assert [capture.name for capture in taken.captures()] == ["worker_token"]
        taken.run_unit(PowerUnit("manager1", ("restart",), lab.steps[1].slide.position))
        ran = taken.shell("manager1").run("echo ${worker_token%%-*}", 30)
        assert ran.output == "SWMTKN\n"
    finally:
        taken.leave(keep=False)


def has_become(event: Event, state: State) -> bool:
    """Whether the task of the second step is told in that state."""
    key = "first#join-it/1"
    told = event.verdicts.get(key) if isinstance(event, VerdictsChanged) else None
    return told is not None and told.verdict.state is state


def test_a_killed_node_is_an_error_and_comes_back(session: Session, lab: Lab) -> None:
    heard = Heard(session)
    session.goto(Place("first", 2))
    step = lab.steps[1]
    session.solve(step)
    heard.wait(lambda e: e == StepDone(step.id))
    at = step.slide.position
    session.run_unit(PowerUnit("worker1", ("kill",), at))
    heard.wait(lambda e: e == NodeChanged("worker1", False, "stopped"))
    heard.wait(lambda e: has_become(e, State.ERROR))
    heard.events.clear()
    session.run_unit(PowerUnit("worker1", ("start",), at))
    heard.wait(lambda e: has_become(e, State.PASSED))
    session.shell("worker1")
    heard.wait(lambda e: e == NodeChanged("worker1", True, "fresh shell"))


def test_a_rebuilt_node_is_fresh_and_outside(session: Session, lab: Lab) -> None:
    session.goto(Place("second"))
    session.rebuild("worker1")
    info = session.stage.nodes["worker1"].link.get("/info")
    assert info["Swarm"]["LocalNodeState"] == "inactive"


def test_a_kept_run_is_worked_on_by_one_program_after_another(
    store: Store, lab: Lab, ground: EngineGround
) -> None:
    owner = f"test-{secrets.token_hex(4)}"
    workshop = Workshop(store, lambda: ground)
    line = workshop.up(lab.path, owner)
    try:
        assert line.nodes == {"manager1": "running", "worker1": "running"}
        assert not workshop.check(owner=owner).holds
        assert workshop.solve(owner=owner).holds
        workshop.goto("second", owner=owner)
        assert workshop.solve(owner=owner).holds
        assert workshop.power("worker1", "pause", owner=owner) == "paused"
        assert workshop.status(owner=owner)[0].nodes["worker1"] == "paused"
    finally:
        workshop.down(owner=owner)
    assert ground.listing(line.run) == ()
