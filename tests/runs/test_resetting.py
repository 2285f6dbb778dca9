"""After a reset three things are looked at: what comes before, what is to do, what is left over."""

from __future__ import annotations

import contextlib
import json
import time
from typing import TYPE_CHECKING

import pytest

from swarmlab.checks.verdict import skipped
from swarmlab.runs import labfile, prover, registry
from swarmlab.runs.events import ResetProved
from swarmlab.runs.ground import Thing
from swarmlab.runs.hold import Hold
from swarmlab.runs.model import Place
from swarmlab.runs.replay import way_to
from swarmlab.runs.resetting import Part, ResetProof
from swarmlab.runs.session import Session
from tests.runs.labs import FIRST, write_lab
from tests.runs.patience import Heard

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from swarmlab.runs.model import Lab
    from swarmlab.runs.store import Store
    from tests.fakes.ground import FakeGround, FakeNodes

PRIVATE = "docker swarm leave --force"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wrong here stays so."""
    monkeypatch.setattr(prover, "SETTLE_SECONDS", 0.2)


def nodes_of(ground: FakeGround, session: Session) -> FakeNodes:
    return ground.nodes_of[session.run.id]


def proved_again(session: Session) -> ResetProof:
    """The proof of a goto to the present place, made now."""
    place = session.place
    way = way_to(session.lab, place.chapter, place.slide)
    return session._arrived("again", time.monotonic(), way)


def test_a_step_is_proved_and_told(session: Session, lab: Lab) -> None:
    heard = Heard(session)
    session.boot()
    proof = session.reset_step(lab.steps[2])
    assert proof.holds
    assert proof.what == "reset of first#be-refused"
    assert proof.preconditions.found == "2 nodes run, 2 tasks before hold"
    assert proof.red.found == "1 check is red"
    assert proof.clean.found == "nothing is left over"
    assert proof.seconds > 0
    heard.wait(lambda e: e == ResetProved(proof))


def test_a_chapter_is_proved_at_its_first_step(session: Session) -> None:
    session.goto(Place("first", 2))
    proof = session.reset_lab()
    assert proof.holds
    assert proof.preconditions.found == "2 nodes run, in no swarm"
    assert proof.red.found == "1 check is red"


def test_a_chapter_that_starts_with_another_is_proved_by_its_tasks(session: Session) -> None:
    proof = session.goto(Place("second"))
    assert proof.holds
    assert proof.what == "goto second"
    assert proof.preconditions.found == "2 nodes run, 3 tasks before hold"


def test_past_the_last_step_no_check_is_to_be_red(
    store: Store, ground: FakeGround, tmp_path: Path
) -> None:
    lab = labfile.load(write_lab(tmp_path, first=f"{FIRST}\n---\n\n## The end\n\nWords.\n"))
    with on(store, lab, ground) as session:
        proof = session.goto(Place("first", 4))
    assert proof.holds
    assert proof.red.found == "no check to be red"


def test_a_node_that_does_not_run_is_told(session: Session, ground: FakeGround) -> None:
    session.goto(Place("first", 2))
    nodes_of(ground, session).nodes["worker1"].power_state = "paused"
    proof = proved_again(session)
    assert not proof.holds
    assert proof.preconditions.wrong == ("worker1 is paused, and was to be running",)
    assert proof.red.holds
    assert proof.clean.holds


def test_a_node_that_the_way_killed_is_to_be_stopped(
    store: Store, ground: FakeGround, tmp_path: Path
) -> None:
    unit = "```power {node=worker1}\nkill\n```"
    killing = FIRST.replace("- [ ] worker1 works", f"{unit}\n\n- [ ] worker1 works")
    lab = labfile.load(write_lab(tmp_path, first=killing))
    assert [u for leg in way_to(lab, "first", 3) for u in leg.units][-1].node == "worker1"
    with on(store, lab, ground) as session:
        session.goto(Place("first", 1))
        wrong, words = session._prover()._nodes("first", way_to(lab, "first", 3))
    assert words == "1 node runs, worker1 stopped"
    assert wrong == ["worker1 is running, and was to be stopped"]


def test_a_task_before_that_does_not_hold_is_told_with_its_reason(session: Session) -> None:
    session.goto(Place("first", 3))
    session.shell("worker1").run(PRIVATE, 5)
    proof = proved_again(session)
    (wrong,) = proof.preconditions.wrong
    assert wrong.startswith("worker1 is a worker: is ")
    assert wrong.endswith("and was to hold")
    assert "worker1" in proof.line
    assert "not as it must be" in proof.line


def test_nodes_that_are_in_a_swarm_too_early_are_told(session: Session) -> None:
    session.boot()
    session.shell("manager1").run("docker swarm init", 5)
    proof = proved_again(session)
    assert proof.preconditions.wrong == ("manager1 is to be in no swarm, and is active",)
    assert len(proof.red.wrong) == 1


def test_a_start_in_a_swarm_needs_all_of_them_in_it(
    store: Store, ground: FakeGround, tmp_path: Path
) -> None:
    lab = labfile.load(write_lab(tmp_path, first=FIRST.replace("start: bare", "start: swarm")))
    with on(store, lab, ground) as session:
        assert session.reset_lab().preconditions.found == "2 nodes run, all in one swarm"
        session.shell("worker1").run(PRIVATE, 5)
        wrong = proved_again(session).preconditions.wrong
    assert "worker1 is to be in the swarm, and is inactive" in wrong


def test_a_check_that_passes_by_itself_is_told(
    store: Store, ground: FakeGround, tmp_path: Path
) -> None:
    green = FIRST.replace("start: bare", "start: swarm")
    lab = labfile.load(write_lab(tmp_path, first=green))
    with on(store, lab, ground) as session:
        proof = session.reset_lab()
    (wrong,) = proof.red.wrong
    assert wrong.startswith("manager1 is a manager: is passed")
    assert wrong.endswith("and was to be red")
    assert proof.preconditions.holds
    assert not proof.holds


def test_what_is_left_over_is_told(session: Session, ground: FakeGround) -> None:
    session.boot()
    ground.extra.append(Thing("volume", "swarmlab-x", "attempt before"))
    proof = session.reset_lab()
    assert proof.clean.wrong == ("left over: volume swarmlab-x",)
    assert proof.preconditions.holds
    assert proof.red.holds


def test_old_nodes_that_cannot_be_removed_are_told(session: Session, ground: FakeGround) -> None:
    session.boot()
    ground.stuck = "the volume is in use"
    proof = session.reset_lab()
    ground.stuck = ""
    assert proof.clean.wrong == ("what is left over cannot be told: the volume is in use",)
    assert session.booted


def test_what_cannot_be_judged_is_said_and_is_no_fault(lab: Lab) -> None:
    (task,) = lab.steps[0].tasks
    red = prover._red([task], {task.key: skipped("this kernel has no ESP")})
    assert red.holds
    proof = ResetProof("reset of x", 1.0, Part("a"), red, Part("c"))
    assert proof.line == "reset of x, proved in 1.0 s: a; 0 checks are red; c (1 skipped)"
    assert proof.lines == (
        "reset of x: 1.0 s",
        "proved: a; 0 checks are red; c",
        "skipped: manager1 is a manager: is skipped (this kernel has no ESP)",
    )


def test_a_rebuilt_node_is_proved(session: Session) -> None:
    heard = Heard(session)
    session.goto(Place("second"))
    proof = session.rebuild("worker1")
    assert proof.holds
    assert proof.what == "fresh worker1"
    assert proof.red.found == "worker1 is in no swarm"
    heard.wait(lambda e: e == ResetProved(proof))


def test_a_node_that_was_not_replaced_is_told(session: Session, ground: FakeGround) -> None:
    session.goto(Place("second"))
    was = session.stage.node("worker1").container_id
    proof = session._prover().rebuilt("worker1", time.monotonic(), was)
    assert proof.preconditions.wrong == ("worker1 is the container it was",)
    assert proof.red.wrong == ("worker1 is in a swarm: active",)


def test_a_proof_is_the_same_after_its_way_through_json(session: Session, lab: Lab) -> None:
    session.boot()
    proof = session.reset_step(lab.steps[1])
    told = json.loads(json.dumps(proof.told()))
    assert told["holds"] is True
    assert ResetProof.read(told) == proof


@contextlib.contextmanager
def on(store: Store, lab: Lab, ground: FakeGround) -> Iterator[Session]:
    """A session of another lab."""
    run = registry.make_run(store, lab.name, "eve", str(lab.path))
    session = Session(ground, Hold.take(store, run), lab)
    try:
        yield session
    finally:
        session.leave(keep=False)
