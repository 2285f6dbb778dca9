"""What commands do: alone, through a holder, and beside other runs."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from swarmlab.errors import AmbiguousRun, RunExists, RunNotFound, UsageError
from swarmlab.runs import labfile, orphans, player, registry
from swarmlab.runs.desk import Desk
from swarmlab.runs.events import StepDone
from swarmlab.runs.lock import RunLock
from swarmlab.runs.model import Place
from swarmlab.runs.selfplay import play
from swarmlab.runs.verbs import Workshop
from swarmlab.swarm.together import Pending
from tests.runs.labs import FIRST, write_lab
from tests.runs.patience import SECONDS, Heard

if TYPE_CHECKING:
    from pathlib import Path

    from swarmlab.deck.model import PowerVerb
    from swarmlab.runs.model import Lab
    from swarmlab.runs.store import Store
    from tests.fakes.ground import FakeGround


@pytest.fixture
def workshop(store: Store, ground: FakeGround) -> Workshop:
    return Workshop(store, lambda: ground)


@pytest.fixture
def desk(store: Store, ground: FakeGround, lab: Lab) -> Desk:
    return Desk(store, lambda: ground, "ada", [lab.path])


def test_up_keeps_the_nodes_and_down_removes_them(
    workshop: Workshop, lab: Lab, ground: FakeGround
) -> None:
    line = workshop.up(lab.path, "ada")
    assert (line.state, line.held) == ("kept", False)
    assert line.nodes == {"manager1": "running", "worker1": "running"}
    assert not ground.sweepers[-1].watching
    workshop.down()
    assert ground.nodes_of == {}
    assert workshop.status()[0].state == "down"


def test_the_same_lab_twice_for_one_owner_is_refused(workshop: Workshop, lab: Lab) -> None:
    workshop.up(lab.path, "ada")
    with pytest.raises(RunExists, match="up already for ada"):
        workshop.up(lab.path, "ada")
    workshop.up(lab.path, "bob")
    with pytest.raises(AmbiguousRun):
        workshop.check()
    assert workshop.check(owner="bob").step == "first#make-it"


def test_somebody_who_only_looks_at_the_lock_is_no_other_program(
    workshop: Workshop, lab: Lab, store: Store
) -> None:
    run = registry.make_run(store, lab.name, "ada", str(lab.path)).id
    looking = RunLock(store, run)
    looking.take()
    threading.Timer(0.2, looking.release).start()
    assert workshop.up(lab.path, "ada").state == "kept"


def test_solve_check_and_reset_without_a_holder(workshop: Workshop, lab: Lab) -> None:
    workshop.up(lab.path, "ada")
    assert not workshop.check().holds
    assert workshop.solve().holds
    assert workshop.check(step="first#make-it").done
    workshop.reset(step="first#make-it")
    told = workshop.check(step="first#make-it")
    assert (told.done, told.tasks[0].state) == (False, "waiting")
    assert workshop.status()[0].state == "kept"


def test_up_at_a_chapter_is_at_its_start(workshop: Workshop, lab: Lab) -> None:
    line = workshop.up(lab.path, "ada", at="second")
    assert (line.chapter, line.step) == ("second", "second#rotate")
    assert workshop.solve().holds


def test_the_holder_does_what_another_program_asks(
    workshop: Workshop, desk: Desk, ground: FakeGround
) -> None:
    session = desk.open("small")
    heard = Heard(session)
    session.boot()
    try:
        assert workshop.solve().holds
        heard.wait(lambda e: e == StepDone("first#make-it"))
        assert workshop.status()[0].held
        assert workshop.power("worker1", "kill") == "stopped"
        with pytest.raises(RunExists, match="another program"):
            workshop.up(session.lab.path, "ada")
    finally:
        session.leave(keep=False)
    with pytest.raises(RunNotFound):
        workshop.check()


def test_a_run_taken_for_a_moment_answers_others_meanwhile(
    workshop: Workshop, lab: Lab, ground: FakeGround
) -> None:
    run = workshop.up(lab.path, "ada").run
    node = ground.nodes_of[run].nodes["worker1"]
    act, began, go_on = node.power, threading.Event(), threading.Event()

    def slowly(verb: PowerVerb) -> None:
        began.set()
        assert go_on.wait(SECONDS)
        act(verb)

    node.power = slowly  # type: ignore[method-assign]
    powering = Pending(lambda: workshop.power("worker1", "kill"))
    assert began.wait(SECONDS)
    assert workshop.check().step == "first#make-it"
    go_on.set()
    assert powering.result(SECONDS) == "stopped"


def test_hints_come_one_by_one(workshop: Workshop, lab: Lab) -> None:
    workshop.up(lab.path, "ada")
    hint, shown, of = workshop.hint()
    assert hint is not None
    assert (hint.kind, shown, of) == ("hint", 1, 1)
    assert workshop.hint()[0] is None


def test_unknown_steps_and_nodes_are_told(workshop: Workshop, lab: Lab) -> None:
    workshop.up(lab.path, "ada")
    with pytest.raises(UsageError, match="no step first#mak") as fault:
        workshop.check(step="first#mak-it")
    assert fault.value.next_step == "did you mean first#make-it?"
    with pytest.raises(RunNotFound, match="no node worker9 is up"):
        workshop.shell_target("worker9")
    assert workshop.shell_target("worker1").container_id == "container-worker1"


def test_goto_starts_a_lab_that_is_down(workshop: Workshop, lab: Lab, ground: FakeGround) -> None:
    workshop.up(lab.path, "ada")
    workshop.down()
    workshop.goto("first#join-it")
    (found,) = ground.nodes_of.values()
    assert found.swarm.roles == {"manager1": "manager", "worker1": None}


def test_the_desk_tells_where_it_goes_on(desk: Desk) -> None:
    (entry,) = [e for e in desk.labs() if e.name == "small"]
    assert (entry.steps, entry.steps_done, entry.goes_on_at) == (4, 0, None)
    session = desk.open("small")
    session.boot()
    session.solve(session.lab.steps[0])
    session.player.hold(session.lab.steps[0], session._cancelled)
    session.move(Place("first", 3))
    session.leave(keep=False)
    (entry,) = [e for e in desk.labs() if e.name == "small"]
    assert (entry.steps_done, entry.goes_on_at) == (1, Place("first", 2))
    assert desk.open("small").place == Place("first", 2)


def test_a_kept_run_is_taken_up_again(desk: Desk, ground: FakeGround) -> None:
    session = desk.open("small")
    session.boot()
    session.leave(keep=True)
    assert next(e for e in desk.labs() if e.name == "small").running
    again = desk.open("small")
    assert again.booted
    again.leave(keep=False)
    assert ground.nodes_of == {}


def test_captures_of_a_kept_run_are_known_again(desk: Desk) -> None:
    session = desk.open("small")
    session.boot()
    for step in session.lab.steps[:2]:
        session.solve(step)
    before = session.captures()
    assert [capture.name for capture in before] == ["worker_token"]
    session.leave(keep=True)
    again = desk.open("small")
    assert again.captures() == before
    again.leave(keep=False)


def test_forget_drops_progress_and_nodes(desk: Desk, store: Store, ground: FakeGround) -> None:
    session = desk.open("small")
    session.boot()
    session.leave(keep=True)
    desk.forget("small")
    assert registry.all_runs(store) == ()
    assert ground.nodes_of == {}


def test_a_faulty_lab_is_an_entry_with_its_fault(tmp_path: Path, store: Store) -> None:
    path = write_lab(tmp_path, 'title = "T"\n')
    (entry,) = [e for e in Desk(store, lambda: None, "a", [path]).labs() if e.name == "small"]  # type: ignore[arg-type, return-value]
    assert entry.faults == 2
    assert "small.toml:1:1: nodes must be" in entry.fault


def test_what_a_dead_program_left_is_removed_at_the_next_start(
    desk: Desk, store: Store, ground: FakeGround
) -> None:
    session = desk.open("small")
    session.boot()
    run = session.run.id
    session._live.stop()
    session._hold.end()  # the program died, and its sweeper too
    assert not orphans.is_needed(store, run)
    assert orphans.clear(ground, store) == 1
    assert ground.nodes_of == {}
    assert registry.get_run(store, run).state == "down"


def test_a_start_removes_what_dead_programs_left(
    desk: Desk, workshop: Workshop, lab: Lab, ground: FakeGround
) -> None:
    session = desk.open("small")
    session.boot()
    dead = session.run.id
    session._live.stop()
    session._hold.end()
    workshop.up(lab.path, "bob")
    assert dead not in ground.nodes_of


def test_an_expired_run_is_removed(workshop: Workshop, lab: Lab, ground: FakeGround) -> None:
    line = workshop.up(lab.path, "ada")
    assert orphans.clear(ground, workshop.store) == 0
    past = time.time() - 1
    workshop.store.write("UPDATE runs SET expires = ? WHERE id = ?", (past, line.run))
    assert orphans.clear(ground, workshop.store) == 1
    assert ground.nodes_of == {}


def test_a_lab_plays_itself(store: Store, lab: Lab, ground: FakeGround) -> None:
    lines: list[str] = []
    assert play(ground, store, lab, lines.append)
    assert "[x] passed: manager1 manages" in lines
    assert "  worker1$ docker node ls (must be refused: not-a-manager)" in lines
    assert ground.nodes_of == {}
    assert registry.all_runs(store) == ()
    assert list((store.directory / "locks").iterdir()) == []


def test_a_lab_that_fails_says_so(
    tmp_path: Path, store: Store, ground: FakeGround, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(player, "HOLD_SECONDS", 0.2)
    text = FIRST.replace("docker swarm init\n```\n\n- [ ]", "docker swarm leave\n```\n\n- [ ]")
    lab = labfile.load(write_lab(tmp_path, first=text))
    lines: list[str] = []
    assert not play(ground, store, lab, lines.append)
