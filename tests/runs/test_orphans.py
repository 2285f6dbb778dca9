"""What a dead program left, and whose attempts a sweeper removes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.runs import registry
from swarmlab.runs.desk import Desk
from swarmlab.runs.hold import Hold
from swarmlab.runs.session import Session

if TYPE_CHECKING:
    from swarmlab.runs.ground import Wanted
    from swarmlab.runs.model import Lab
    from swarmlab.runs.store import Store
    from tests.fakes.ground import FakeGround


def test_the_start_screen_clears_what_a_dead_program_left(
    store: Store, lab: Lab, ground: FakeGround
) -> None:
    run = registry.make_run(store, lab.name, "ada", str(lab.path))
    session = Session(ground, Hold.take(store, run), lab)
    session.boot()
    session._live.stop()
    assert Desk(store, lambda: ground).engine().answers
    assert ground.nodes_of, "its program lives"
    session._hold.end()  # the program died, and its sweeper too
    assert Desk(store, lambda: ground).engine().leftovers == 0
    assert ground.nodes_of == {}


def test_a_sweeper_knows_each_attempt_before_it_is_made(
    session: Session, ground: FakeGround
) -> None:
    known: list[bool] = []

    def note(wanted: Wanted) -> None:
        known.append(wanted.attempt in ground.sweepers[-1].attempts)

    ground.before_up = note
    session.boot()
    first = session.run.attempt
    session.reset_lab()
    assert known == [True, True]
    assert session.run.attempt != first


def test_a_sweeper_of_a_kept_run_knows_the_nodes_that_go(
    session: Session, ground: FakeGround
) -> None:
    session.boot()
    kept = session.run.attempt
    session.keep()
    session.reset_lab()
    assert kept in ground.sweepers[-1].attempts
