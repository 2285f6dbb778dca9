"""Who needs help first, and how far everybody is."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from swarmlab.checks.verdict import State
from swarmlab.runs import registry
from swarmlab.runs.classroom import board, records, roster
from swarmlab.runs.model import Place
from tests.runs.classroom.labs import FIRST, LAST, SECOND, THIRD, Pupil

if TYPE_CHECKING:
    from swarmlab.runs.classroom.model import Learner
    from swarmlab.runs.model import Lab
    from swarmlab.runs.store import Store


def of(store: Store, lab: Lab, owner: str) -> Learner:
    return next(one for one in roster.view(store, lab).learners if one.owner == owner)


def test_every_step_has_its_cell(store: Store, lab: Lab) -> None:
    ada = Pupil(store, lab, "ada", slide=2).did(FIRST, 61.0).judged(SECOND, State.FAILED)
    ada.spent(SECOND, 12.5)
    ada.judged(THIRD, State.ERROR).judged(LAST, State.WAITING)
    cells = of(store, lab, "ada").cells
    assert [cells[step].state for step in (FIRST, SECOND, THIRD, LAST)] == [
        "done", "failed", "error", "waiting",
    ]  # fmt: skip
    assert (cells[FIRST].seconds, cells[SECOND].seconds) == (61.0, 12.5)
    Pupil(store, lab, "bob")
    assert {cell.state for cell in of(store, lab, "bob").cells.values()} == {"open"}


def test_the_sums_and_the_place(store: Store, lab: Lab) -> None:
    ada = Pupil(store, lab, "ada", slide=2).did(FIRST, 61.0, attempts=2).spent(SECOND, 9.0, 1)
    ada.progress.add_hint(FIRST)
    ada.progress.add_hint(SECOND)
    found = of(store, lab, "ada")
    assert (found.points, found.hints, found.attempts, found.seconds) == (1, 2, 3, 70.0)
    assert (found.place, found.step) == (Place("first", 2), SECOND)
    assert (found.state, found.held, found.expires) == ("down", False, 0.0)


def test_the_last_reason_of_the_step_one_is_at(store: Store, lab: Lab) -> None:
    ada = Pupil(store, lab, "ada", slide=2)
    ada.judged(FIRST, State.FAILED, "of another step", since=9.0)
    ada.judged(SECOND, State.FAILED, "worker1 is in no swarm", since=5.0)
    assert of(store, lab, "ada").reason == "worker1 is in no swarm"
    ada.judged(SECOND, State.WAITING, "not tried yet")
    assert of(store, lab, "ada").reason == ""


def test_who_has_no_program_open_is_away(store: Store, lab: Lab) -> None:
    ada = Pupil(store, lab, "ada")
    assert of(store, lab, "ada").standing == "away"
    hold = ada.opens()
    found = of(store, lab, "ada")
    assert (found.standing, found.held) == ("at work", True)
    assert time.time() - found.seen < 60
    hold.end()
    assert not of(store, lab, "ada").held


def test_a_command_that_takes_a_run_for_a_moment_has_it_not_open(store: Store, lab: Lab) -> None:
    ada = Pupil(store, lab, "ada")
    ada.opens().end()
    store.write("UPDATE presence SET at = at - 3600")
    hold = ada.opens()
    store.write("UPDATE presence SET at = at - 3600")
    assert not of(store, lab, "ada").held
    hold.end()


def test_stuck_is_longer_than_twice_the_usual_time_and_five_minutes(store: Store, lab: Lab) -> None:
    for name, seconds in (("bob", 100.0), ("cyd", 200.0), ("dee", 300.0)):
        Pupil(store, lab, name).did(FIRST, seconds)
    assert roster.view(store, lab).usual_seconds == {FIRST: 200.0}
    ada = Pupil(store, lab, "ada").spent(FIRST, 399.0)
    hold = ada.opens()
    assert of(store, lab, "ada").standing == "at work"
    ada.spent(FIRST, 401.0)
    assert of(store, lab, "ada").standing == "stuck"
    for name in ("bob", "cyd", "dee"):
        Pupil(store, lab, name).spent(FIRST, 10.0)
    ada.spent(FIRST, 299.0)
    assert of(store, lab, "ada").standing == "at work"
    hold.end()


def test_where_nobody_did_a_step_yet_ten_minutes_are_long(store: Store, lab: Lab) -> None:
    ada = Pupil(store, lab, "ada").spent(FIRST, 599.0)
    hold = ada.opens()
    assert of(store, lab, "ada").standing == "at work"
    ada.spent(FIRST, 601.0)
    assert of(store, lab, "ada").standing == "stuck"
    hold.end()


def test_what_the_program_played_is_not_the_usual_time(store: Store, lab: Lab) -> None:
    bob = Pupil(store, lab, "bob").did(FIRST, 1.0)
    store.write("UPDATE work SET played = 1 WHERE run = ?", (bob.run,))
    assert roster.view(store, lab).usual_seconds == {}


def test_who_did_all_of_the_chapter_is_done(store: Store, lab: Lab) -> None:
    ada = Pupil(store, lab, "ada", slide=3).did(FIRST, 1).did(SECOND, 1)
    hold = ada.opens()
    assert of(store, lab, "ada").standing == "at work"
    ada.did(THIRD, 1)
    assert of(store, lab, "ada").standing == "done"
    registry.set_place(store, ada.run, Place("second", 0))
    assert of(store, lab, "ada").standing == "at work"
    hold.end()


def test_who_needs_help_first_comes_first(store: Store, lab: Lab) -> None:
    pupils = {
        name: Pupil(store, lab, name)
        for name in ("away", "busy", "late-asker", "stuck", "asker", "stuckest", "done")
    }
    holds = [pupil.opens() for name, pupil in pupils.items() if name != "away"]
    pupils["stuck"].spent(FIRST, 700)
    pupils["stuckest"].spent(FIRST, 800)
    for step in (FIRST, SECOND, THIRD):
        store.write("INSERT INTO steps (run, step, done) VALUES (?, ?, 1)",
                    (pupils["done"].run, step))  # fmt: skip
    board.raise_hand(store, pupils["asker"].run, "why?")
    board.raise_hand(store, pupils["late-asker"].run)
    found = roster.view(store, lab).learners
    assert [one.owner for one in found] == [
        "asker", "late-asker", "stuckest", "stuck", "busy", "done", "away",
    ]  # fmt: skip
    assert found[0].question == "why?"
    for hold in holds:
        hold.end()


def test_runs_of_proofs_and_of_other_labs_are_no_learners(store: Store, lab: Lab) -> None:
    Pupil(store, lab, "ada")
    Pupil(store, lab, "test-1234")
    registry.make_run(store, "other", "ada", "/x")
    registry.make_run(store, "other", "bob", "/x")
    assert [one.owner for one in roster.view(store, lab).learners] == ["ada"]
    assert records.labs(store) == ("other", "small")


def test_a_verdict_that_cannot_be_read_is_an_error_and_no_crash(store: Store, lab: Lab) -> None:
    Pupil(store, lab, "ada").judged(FIRST, State.FAILED)
    store.write("UPDATE verdicts SET verdict = 'gone'")
    assert of(store, lab, "ada").cells[FIRST].state == "error"


def test_what_goes_for_the_whole_lab(store: Store, lab: Lab) -> None:
    assert roster.view(store, lab).paused is None
    board.pause(store, lab.name, "Look here")
    board.lock(store, lab.name, "second", locked=True)
    found = roster.view(store, lab)
    assert (found.paused, set(found.locked)) == ("Look here", {"second"})
