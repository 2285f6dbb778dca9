"""A learner's program hears of the class, is seen by it, and is held to its locks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swarmlab.errors import UsageError
from swarmlab.runs import registry
from swarmlab.runs.classroom import board, roster
from swarmlab.runs.classroom.model import ClassWord
from swarmlab.runs.desk import Desk
from swarmlab.runs.events import ClassChanged, MessageCame
from swarmlab.runs.model import Place
from swarmlab.runs.verbs import Workshop
from tests.runs.patience import Heard

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swarmlab.runs.model import Lab
    from swarmlab.runs.session import Session
    from swarmlab.runs.store import Store
    from tests.fakes.ground import FakeGround


@pytest.fixture
def desk(store: Store, ground: FakeGround, lab: Lab) -> Desk:
    return Desk(store, lambda: ground, "ada", [lab.path])


@pytest.fixture
def ada(desk: Desk) -> Iterator[Session]:
    session = desk.open("small")
    yield session
    session.leave(keep=False)


def test_a_message_is_told_once_and_stays_until_dismissed(store: Store, ada: Session) -> None:
    heard = Heard(ada)
    board.say(store, [ada.run.id], "message", "one")
    board.say(store, [ada.run.id], "hint", "two")
    heard.wait(lambda e: isinstance(e, MessageCame) and e.message.text == "two")
    ada._look_at_board()
    came = [e.message.text for e in heard.events if isinstance(e, MessageCame)]
    assert came == ["one", "two"]
    assert [message.text for message in ada.messages()] == ["one", "two"]
    ada.dismiss(ada.messages()[0].number)
    assert [message.text for message in ada.messages()] == ["two"]


def test_a_message_that_came_while_nobody_was_there_waits(store: Store, desk: Desk) -> None:
    run = registry.make_run(store, "small", "ada", "/x").id
    board.say(store, [run], "message", "welcome")
    session = desk.open("small")
    assert [message.text for message in session.messages()] == ["welcome"]
    session.leave(keep=False)


def test_the_class_word_is_known_at_once_and_told_when_it_changes(store: Store, desk: Desk) -> None:
    board.pause(store, "small", "Wait for me")
    session = desk.open("small")
    try:
        assert session.class_word.paused == "Wait for me"
        heard = Heard(session)
        board.pause(store, "small", None)
        heard.wait(lambda e: e == ClassChanged(ClassWord()))
        assert session.class_word == ClassWord()
        board.take_part(store, session.run.id, "desk", "asks")
        heard.wait(lambda e: isinstance(e, ClassChanged) and e.word.part == "asks")
        session.answer_part(agreed=True)
        assert session.class_word.part == "takes part"
    finally:
        session.leave(keep=False)


def test_an_instructor_whose_program_died_is_seen_to_be_gone(store: Store, ada: Session) -> None:
    heard = Heard(ada)
    board.take_part(store, ada.run.id, "desk", "watches")
    heard.wait(lambda e: isinstance(e, ClassChanged) and e.word.part == "watches")
    store.write("UPDATE parts SET beat = beat - ?", (board.BEAT_SECONDS + 1,))
    heard.wait(lambda e: isinstance(e, ClassChanged) and e.word.part is None)


def test_the_hand(store: Store, ada: Session) -> None:
    ada.raise_hand("why?")
    assert ada.class_word.hand > 0
    assert roster.view(store, ada.lab).learners[0].question == "why?"
    ada.lower_hand()
    assert ada.class_word.hand == 0


def test_who_opens_a_lab_is_there_and_who_leaves_is_away(
    store: Store, desk: Desk, lab: Lab
) -> None:
    session = desk.open("small")
    assert roster.view(store, lab).learners[0].held
    session.leave(keep=False)
    (learner,) = roster.view(store, lab).learners
    assert (learner.held, learner.standing) == (False, "away")
    assert learner.seen > 0


def test_nobody_enters_a_locked_chapter(store: Store, ada: Session, ground: FakeGround) -> None:
    ada.boot()
    board.lock(store, "small", "second", locked=True)
    for enter in (ada.enter, ada.goto):
        with pytest.raises(UsageError, match="locked chapter second"):
            enter(Place("second"))
    assert ada.place.chapter == "first"
    assert ada.booted
    # Who is in a chapter that is locked meanwhile stays, and may begin its steps again.
    board.lock(store, "small", "first", locked=True)
    ada.reset_step(ada.lab.steps[0])
    ada.goto(Place("first", 1))
    board.lock(store, "small", "second", locked=False)
    ada.enter(Place("second"))
    assert ada.place.chapter == "second"


def test_a_locked_chapter_is_not_where_a_lab_begins(
    store: Store, ada: Session, ground: FakeGround, lab: Lab
) -> None:
    board.lock(store, "small", "first", locked=True)
    with pytest.raises(UsageError, match="locked chapter first"):
        ada.boot()
    with pytest.raises(UsageError, match="locked chapter first"):
        Workshop(store, lambda: ground).up(lab.path, "bob")
    assert ground.nodes_of == {}


def test_a_proof_asks_no_instructor(store: Store, lab: Lab, ground: FakeGround) -> None:
    board.lock(store, "small", "first", locked=True)
    assert Workshop(store, lambda: ground).up(lab.path, "test-1").state == "kept"
