"""A session on nodes that act: boot, verdicts, solve, reset, goto, leave."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

from swarmlab.checks.verdict import State
from swarmlab.deck.model import PowerUnit, ShellUnit
from swarmlab.errors import ShellBusy, StartFailed, UnitFailed
from swarmlab.runs import registry, service
from swarmlab.runs.events import (
    EngineChanged,
    NodeChanged,
    Rebooted,
    StepDone,
    UnitChanged,
    VerdictsChanged,
)
from swarmlab.runs.hold import Hold
from swarmlab.runs.lock import RunLock
from swarmlab.runs.model import Place
from swarmlab.runs.requests import Unheld, ask
from swarmlab.runs.session import Session
from swarmlab.swarm.together import Pending
from tests.fakes.swarms import WORKER_TOKEN
from tests.runs.patience import SECONDS, Heard

if TYPE_CHECKING:
    from swarmlab.runs.model import Lab
    from swarmlab.runs.requests import Request
    from swarmlab.runs.store import Store
    from tests.fakes.ground import FakeGround, FakeNodes


def nodes_of(ground: FakeGround, session: Session) -> FakeNodes:
    return ground.nodes_of[session.run.id]


def test_the_intent_is_stored_and_guarded_before_anything_is_made(
    session: Session, ground: FakeGround
) -> None:
    seen: list[tuple[str, bool]] = []
    ground.before_up = lambda _: seen.append((session.run.state, ground.sweepers[-1].watching))
    session.boot()
    assert seen == [("attached", True)]
    assert session.booted


def test_a_unit_turns_its_task_green_and_the_step_is_done(session: Session, lab: Lab) -> None:
    heard = Heard(session)
    session.boot()
    session.solve(lab.steps[0])
    heard.wait(lambda e: e == StepDone("first#make-it"))
    assert session.verdicts(lab.steps[0])["first#make-it/1"].verdict.state is State.PASSED
    assert session.step_is_done("first#make-it")


def test_a_task_turns_red_again_while_its_step_stays_done(
    session: Session, lab: Lab, ground: FakeGround
) -> None:
    heard = Heard(session)
    session.boot()
    session.move(Place("first", 1))
    session.solve(lab.steps[0])
    heard.wait(lambda e: e == StepDone("first#make-it"))
    session.shell("manager1").run("docker swarm leave --force", 5)
    heard.wait(
        lambda e: (
            isinstance(e, VerdictsChanged)
            and e.step == "first#make-it"
            and e.verdicts["first#make-it/1"].verdict.state.is_red
            and StepDone("first#make-it") in heard.events[: heard.events.index(e)]
        )
    )
    assert session.step_is_done("first#make-it")


def test_a_chapter_starts_at_the_end_of_another(session: Session, ground: FakeGround) -> None:
    session.goto(Place("second"))
    assert nodes_of(ground, session).swarm.roles == {"manager1": "manager", "worker1": "worker"}
    assert session.judge.has_begun(session.lab.steps[3])


def test_the_next_chapter_keeps_the_nodes_when_this_one_is_finished(
    session: Session, lab: Lab, ground: FakeGround
) -> None:
    session.boot()
    assert session.needs_fresh_nodes("second")
    for step in lab.chapter("first").steps:
        session.solve(step)
        session.player.hold(step, session._cancelled)
    before = nodes_of(ground, session)
    assert not session.needs_fresh_nodes("second")
    session.enter(Place("second"))
    assert nodes_of(ground, session) is before
    assert session.judge.has_begun(lab.steps[3])


def test_reset_brings_the_step_back_to_its_start(
    session: Session, lab: Lab, ground: FakeGround
) -> None:
    heard = Heard(session)
    session.goto(Place("first", 2))
    session.solve(lab.steps[1])
    heard.wait(lambda e: e == StepDone("first#join-it"))
    before = nodes_of(ground, session)
    session.reset_step(lab.steps[1])
    assert nodes_of(ground, session) is not before
    assert nodes_of(ground, session).swarm.roles == {"manager1": "manager", "worker1": None}
    assert session.step_is_done("first#make-it")
    assert not session.step_is_done("first#join-it")
    heard.wait(lambda e: isinstance(e, Rebooted) and "reset" in e.reason)


def test_a_failed_unit_says_where_and_why(session: Session, lab: Lab) -> None:
    session.boot()
    at = lab.steps[0].slide.position
    with pytest.raises(UnitFailed) as failed:
        session.run_unit(ShellUnit("manager1", "nonsense", at, refused="bad-token"))
    assert "gave no answer (exit 127), which is no refusal" in failed.value.message
    assert failed.value.place == str(at)


def test_secrets_are_masked_in_what_is_stored(session: Session, lab: Lab, store: Store) -> None:
    session.goto(Place("first", 2))
    session.solve(lab.steps[1])
    secret = WORKER_TOKEN.reveal().rpartition("-")[2]
    dump = "\n".join(store._db.iterdump())
    assert "join-token -q worker" in dump
    assert secret not in dump
    assert secret not in session.log("manager1")


def test_a_pasted_unit_is_followed_and_its_capture_counts(session: Session, lab: Lab) -> None:
    heard = Heard(session)
    session.goto(Place("first", 2))
    unit, join = lab.steps[1].slide.units
    assert isinstance(unit, ShellUnit)
    assert isinstance(join, ShellUnit)
    session.paste_unit(unit)
    shell = session.shell("manager1")
    heard.wait(lambda e: isinstance(e, UnitChanged) and e.phase == "pasted")
    shell.enter()  # type: ignore[attr-defined]
    heard.wait(
        lambda e: isinstance(e, UnitChanged) and e.phase == "ran" and e.unit == unit.position
    )
    session.run_unit(join)
    session.player.hold(lab.steps[1], session._cancelled)


def test_a_capture_is_known_at_a_prompt_that_was_there_before(session: Session, lab: Lab) -> None:
    session.goto(Place("first", 2))
    waiting = session.shell("worker1")
    session.run_unit(lab.steps[1].slide.units[0])
    assert waiting.variables == {"worker_token": WORKER_TOKEN.reveal()}  # type: ignore[attr-defined]


def test_nothing_is_pasted_into_a_busy_shell(
    session: Session, lab: Lab, ground: FakeGround
) -> None:
    session.boot()
    (unit,) = lab.steps[0].slide.units
    assert isinstance(unit, ShellUnit)
    nodes_of(ground, session).nodes["manager1"].shell().is_busy = True
    with pytest.raises(ShellBusy):
        session.paste_unit(unit)


def test_a_killed_node_is_told_and_comes_back_with_a_fresh_shell(
    session: Session, lab: Lab
) -> None:
    heard = Heard(session)
    session.boot()
    session.shell("worker1")
    at = lab.steps[0].slide.position
    session.run_unit(PowerUnit("worker1", ("kill",), at))
    heard.wait(lambda e: e == NodeChanged("worker1", False, "stopped"))
    session.run_unit(PowerUnit("worker1", ("start",), at))
    heard.wait(lambda e: e == NodeChanged("worker1", True, "running"))
    session.shell("worker1")
    heard.wait(lambda e: e == NodeChanged("worker1", True, "fresh shell"))


def test_a_failed_start_leaves_a_run_that_is_down(session: Session, ground: FakeGround) -> None:
    ground.fails = "worker1 did not start"
    with pytest.raises(StartFailed):
        session.boot()
    assert session.run.state == "down"
    assert not session.booted
    assert not ground.sweepers[-1].watching


def test_the_engine_going_and_coming_back_is_told(session: Session, ground: FakeGround) -> None:
    heard = Heard(session)
    session.boot()
    ground.alive = False
    heard.wait(lambda e: isinstance(e, EngineChanged) and not e.answers)
    assert not session.engine.answers
    ground.alive = True
    heard.wait(lambda e: e == EngineChanged(True))


def test_hints_are_counted(session: Session, lab: Lab) -> None:
    hint = session.scores.next_hint(lab.steps[0])
    assert hint is not None
    assert session.scores.next_hint(lab.steps[0]) is None
    assert session.scores.hints_shown("first#make-it") == 1


def test_a_rebuilt_node_is_outside_the_swarm(session: Session, ground: FakeGround) -> None:
    session.goto(Place("second"))
    session.rebuild("worker1")
    assert nodes_of(ground, session).swarm.roles["worker1"] is None
    assert session.booted


def test_leaving_gives_back_a_request_that_waits_for_its_turn(
    store: Store, lab: Lab, ground: FakeGround
) -> None:
    hold = Hold.take(store, registry.make_run(store, lab.name, "bob", str(lab.path)))
    session = Session(ground, hold, lab)
    session.boot()
    run = session.run.id
    removing, asked = threading.Event(), threading.Event()

    def serve(request: Request) -> Any:
        asked.set()
        return service.do(session, request)

    def remove() -> None:
        removing.set()
        assert asked.wait(SECONDS)

    hold.serve(serve)
    ground.before_remove = remove
    leaving = threading.Thread(target=session.leave, kwargs={"keep": False}, daemon=True)
    leaving.start()
    assert removing.wait(SECONDS)
    lock = RunLock(store, run)
    answer = Pending(lambda: ask(store, run, "reset", {"all": True}, lock.is_free))
    with pytest.raises(Unheld):
        answer.result(SECONDS)
    leaving.join(SECONDS)
    assert not leaving.is_alive()
    assert lock.is_free()
    assert not ground.nodes_of


def test_a_node_that_does_not_come_back_leaves_the_others_watched(
    session: Session, ground: FakeGround
) -> None:
    session.boot()
    nodes_of(ground, session).rebuild_fails = "no disk"
    with pytest.raises(StartFailed, match="no disk"):
        session.rebuild("worker1")
    assert session.booted
