"""The progress file cannot be written: it is said, the lab goes on, and nothing done is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swarmlab.errors import StoreError
from swarmlab.runs.events import CommandFinished, ProgressTrouble, StepDone, VerdictsChanged
from swarmlab.runs.model import Place
from swarmlab.runs.progress import Progress
from tests.runs.patience import Heard

if TYPE_CHECKING:
    from swarmlab.runs.model import Lab
    from swarmlab.runs.session import Session
    from swarmlab.runs.store import Store


def let_nothing_in(store: Store) -> None:
    store.rows("PRAGMA query_only = ON")


def make_room(store: Store) -> None:
    store.rows("PRAGMA query_only = OFF")


def test_a_task_is_judged_and_its_step_done_once_there_is_room(
    session: Session, lab: Lab, store: Store
) -> None:
    heard = Heard(session)
    session.boot()
    session.move(Place("first", 1))
    let_nothing_in(store)
    session.shell("manager1").run("docker swarm init", 5)
    heard.wait(lambda e: isinstance(e, CommandFinished))
    trouble = heard.wait(lambda e: isinstance(e, ProgressTrouble))
    assert isinstance(trouble, ProgressTrouble)
    assert "SWARMLAB_STATE" in trouble.next_step
    make_room(store)
    heard.wait(lambda e: e == StepDone("first#make-it"))
    assert any(isinstance(e, VerdictsChanged) for e in heard.events)
    assert Progress(store, session.run.id).is_done(lab.steps[0].id)


def test_reading_goes_on(session: Session, store: Store) -> None:
    session.boot()
    let_nothing_in(store)
    with pytest.raises(StoreError):
        session.move(
            Place(
                "first",
                2,
            )
        )
    assert session.place == Place("first", 2)
    make_room(store)
