"""The time a learner has worked on a chapter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.runs import registry
from swarmlab.runs.hold import Hold
from swarmlab.runs.model import Place
from swarmlab.runs.session import Session
from tests.fakes.ground import FakeGround

if TYPE_CHECKING:
    from swarmlab.runs.model import Lab
    from swarmlab.runs.store import Store


def test_time_between_two_sittings_does_not_count(store: Store, lab: Lab) -> None:
    run = registry.make_run(store, lab.name, "ada", str(lab.path))
    registry.set_place(store, run.id, Place("first", 1))
    store.write("UPDATE runs SET started = 1000 WHERE id = ?", (run.id,))
    run = registry.get_run(store, run.id)
    session = Session(FakeGround(), Hold.take(store, run), lab)
    assert session.place == Place("first", 1)
    assert session.started_at > run.started == 1000
    session.leave(keep=False)
