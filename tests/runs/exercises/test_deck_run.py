"""A deck from fresh nodes to none, on nodes that act: outcomes, faults, and nothing left over."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from swarmlab.errors import StartFailed, UsageError
from swarmlab.runs import registry
from swarmlab.runs.exercises.clock import CalledOff, Limits
from swarmlab.runs.exercises.deck_run import lab_of, run_deck
from swarmlab.runs.exercises.plan import plan
from swarmlab.runs.ground import Thing
from tests.runs.exercises.decks import PATH, deck, deck_of, exercise, slide

if TYPE_CHECKING:
    from swarmlab.deck.deck import Deck
    from swarmlab.runs.exercises.outcome import DeckReport, Done
    from swarmlab.runs.ground import Wanted
    from swarmlab.runs.store import Store
    from tests.fakes.ground import FakeGround
    from tests.runs.exercises.decks import Said

LIMITS = Limits(prompt=0.4, wait=0.4, longwait=0.6, grace=0.1, again=0.1, quiet=0.02, look=0.01)
"""Nodes that act do so at once."""


def ran(
    ground: FakeGround,
    store: Store,
    what: Deck,
    *,
    nodes: int = 1,
    start: str = "bare",
    stopped: threading.Event | None = None,
    heard: list[Done] | None = None,
    strict: bool = False,
) -> DeckReport:
    return run_deck(
        ground, store, lab_of(what, PATH, nodes, start), plan(what), stopped or threading.Event(),
        (heard if heard is not None else []).append, limits=LIMITS, strict=strict,
    )  # fmt: skip


def kinds(report: DeckReport) -> list[str]:
    return [done.outcome.kind for done in report.done]


def assert_nothing_stays(ground: FakeGround, store: Store) -> None:
    assert ground.nodes_of == {}
    assert registry.all_runs(store) == ()
    assert not any(sweeper.watching for sweeper in ground.sweepers)


def test_a_deck_is_done_on_fresh_nodes_that_go_again(ground: FakeGround, store: Store) -> None:
    heard: list[Done] = []
    said: tuple[Said, ...] = (
        ("bash", "docker swarm init"), ("wait", "initialized"), ("bash", "docker node ls"),
    )  # fmt: skip
    report = ran(ground, store, deck_of(*said), heard=heard)
    assert kinds(report) == ["ran", "came", "ran"]
    assert report.holds
    assert [done.place for done in heard] == ["deck.md:11:1", "deck.md:12:1", "deck.md:13:1"]
    assert tuple(heard) == report.done
    assert_nothing_stays(ground, store)


@pytest.mark.parametrize(("start", "works"), [("bare", False), ("swarm", True)])
def test_nodes_are_numbered_and_in_a_swarm_where_that_is_asked_for(
    ground: FakeGround, store: Store, start: str, works: bool
) -> None:
    wanted: list[Wanted] = []
    ground.before_up = wanted.append
    report = ran(ground, store, deck_of(("bash", "docker node ls")), nodes=3, start=start)
    assert [node.name for node in wanted[0].nodes] == ["node1", "node2", "node3"]
    assert wanted[0].manager == ("node1" if works else "")
    assert report.holds is works


def test_a_bad_status_is_a_fault_and_the_rest_goes_on(ground: FakeGround, store: Store) -> None:
    report = ran(ground, store, deck_of(("bash", "docker node ls"), ("bash", "docker swarm init")))
    assert kinds(report) == ["failed", "ran"]
    assert [(done.place, done.outcome.words) for done in report.faults] == [
        ("deck.md:11:1", "exit 1"),
    ]  # fmt: skip
    assert "not a swarm manager" in report.faults[0].outcome.output
    assert not report.holds
    assert_nothing_stays(ground, store)


def test_after_what_did_not_end_the_rest_of_its_exercise_goes_by(
    ground: FakeGround, store: Store
) -> None:
    first = exercise(("wait", "never"), ("bash", "docker swarm init"))
    second = exercise(("bash", "docker swarm init"), line=30)
    report = ran(ground, store, deck(slide(first, second)))
    assert kinds(report) == ["timed out", "skipped", "ran"]
    assert "before it in this exercise" in report.done[1].outcome.words


def test_what_is_skipped_is_a_fault_when_asked_for_strictly(
    ground: FakeGround, store: Store
) -> None:
    what = deck_of(("open", "http://node1"))
    assert ran(ground, store, what).holds
    assert not ran(ground, store, what, strict=True).holds


def test_what_is_left_over_is_a_fault(ground: FakeGround, store: Store) -> None:
    ground.extra = [Thing("volume", "forgotten", "attempt")]
    report = ran(ground, store, deck_of(("bash", "docker swarm init")))
    assert report.left_over == ("volume forgotten",)
    assert not report.holds


def test_a_deck_without_exercises_is_no_good_deck(ground: FakeGround, store: Store) -> None:
    with pytest.raises(UsageError, match=r"deck\.md: no exercise"):
        ran(ground, store, deck(slide()))


def test_nodes_that_do_not_come_up_end_it(ground: FakeGround, store: Store) -> None:
    ground.fails = "node1 did not start"
    with pytest.raises(StartFailed, match="did not start"):
        ran(ground, store, deck_of(("bash", "docker swarm init")))
    assert_nothing_stays(ground, store)


def test_called_off_in_the_middle_nothing_stays(ground: FakeGround, store: Store) -> None:
    stopped = threading.Event()

    class Stopping(list["Done"]):
        def append(self, done: Done) -> None:
            stopped.set()

    with pytest.raises(CalledOff):
        ran(ground, store, deck_of(("bash", "docker swarm init"), ("wait", "never")),
            stopped=stopped, heard=Stopping())  # fmt: skip
    assert_nothing_stays(ground, store)


@pytest.mark.parametrize("nodes", [0, 25])
def test_there_are_bounds_to_how_many_nodes(nodes: int) -> None:
    with pytest.raises(UsageError, match="1 to 24 nodes"):
        lab_of(deck_of(), Path("deck.md"), nodes, "bare")
