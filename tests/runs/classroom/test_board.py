"""What an instructor leaves for learners, and they for the class."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swarmlab.errors import UsageError
from swarmlab.runs import registry
from swarmlab.runs.classroom import board
from swarmlab.runs.classroom.model import ClassWord

if TYPE_CHECKING:
    from swarmlab.runs.store import Store


@pytest.fixture
def ada(store: Store) -> str:
    return registry.make_run(store, "small", "ada", "/x").id


@pytest.fixture
def bob(store: Store) -> str:
    return registry.make_run(store, "small", "bob", "/x").id


def word(store: Store, run: str) -> ClassWord:
    return board.look(store, run, "small").word


def test_a_message_reaches_those_it_is_for_until_dismissed(
    store: Store, ada: str, bob: str
) -> None:
    assert board.say(store, [ada, "nobody"], "message", " first ") == {ada}
    board.say(store, [ada, bob], "hint", "second")
    first, second = board.unread(store, ada)
    assert (first.text, first.kind, second.text, second.kind) == (
        "first", "message", "second", "hint",
    )  # fmt: skip
    assert board.look(store, ada, "small").newest == second.number
    assert board.unread(store, ada, after=first.number) == (second,)
    board.dismiss(store, ada, second.number)
    assert board.unread(store, ada) == ()
    assert board.look(store, ada, "small").newest == 0
    assert [message.text for message in board.unread(store, bob)] == ["second"]


def test_an_empty_message_is_refused_and_a_long_one_cut(store: Store, ada: str) -> None:
    with pytest.raises(UsageError, match="empty"):
        board.say(store, [ada], "message", " \n ")
    board.say(store, [ada], "message", "x" * 9999)
    assert len(board.unread(store, ada)[0].text) == board.LONGEST


def test_a_hand_stays_up_since_it_was_raised(store: Store, ada: str) -> None:
    assert word(store, ada).hand == 0
    board.raise_hand(store, ada)
    since = word(store, ada).hand
    assert since > 0
    board.raise_hand(store, ada, "why?")
    assert word(store, ada).hand == since
    assert board.lower_hand(store, ada)
    assert not board.lower_hand(store, ada)
    assert word(store, ada).hand == 0


def test_a_pause_and_locks_are_the_labs(store: Store, ada: str) -> None:
    board.pause(store, "small", "Look here")
    board.pause(store, "small", "Look there")
    board.lock(store, "small", "second", locked=True)
    board.lock(store, "small", "second", locked=True)
    assert word(store, ada) == ClassWord(paused="Look there", locked=frozenset({"second"}))
    assert board.look(store, ada, "other").word == ClassWord()
    with pytest.raises(UsageError, match="locked chapter second"):
        board.refuse_locked(store, "small", "second")
    board.refuse_locked(store, "small", "first")
    board.pause(store, "small", None)
    board.lock(store, "small", "second", locked=False)
    assert word(store, ada) == ClassWord()
    board.refuse_locked(store, "small", "second")


def test_a_pause_without_words_is_one_all_the_same(store: Store, ada: str) -> None:
    board.pause(store, "small", "")
    assert word(store, ada).paused == ""


def test_only_the_learner_lets_somebody_type(store: Store, ada: str) -> None:
    board.take_part(store, ada, "desk", "watches")
    assert word(store, ada).part == "watches"
    board.answer_part(store, ada, agreed=True)  # nobody asked
    assert board.part_of(store, ada, "desk") == "watches"
    board.take_part(store, ada, "desk", "asks")
    board.take_part(store, ada, "desk", "watches")  # another node of the same run
    assert word(store, ada).part == "asks"
    board.answer_part(store, ada, agreed=True)
    assert board.part_of(store, ada, "desk") == "takes part"
    board.take_part(store, ada, "desk", "asks")
    assert word(store, ada).part == "takes part"
    board.answer_part(store, ada, agreed=False)
    assert word(store, ada).part == "watches"


def test_of_two_who_look_the_one_who_does_most_is_told(store: Store, ada: str) -> None:
    board.take_part(store, ada, "one", "watches")
    board.take_part(store, ada, "two", "asks")
    assert word(store, ada).part == "asks"
    board.leave(store, "two")
    assert word(store, ada).part == "watches"
    board.leave(store, "one", "another run")
    assert word(store, ada).part == "watches"
    board.leave(store, "one", ada)
    assert word(store, ada).part is None


def test_who_shows_no_sign_of_life_is_gone(store: Store, ada: str) -> None:
    board.take_part(store, ada, "dead", "takes part")
    store.write("UPDATE parts SET beat = beat - ?", (board.BEAT_SECONDS + 1,))
    assert word(store, ada).part is None
    board.beat(store, "dead")
    assert word(store, ada).part == "takes part"
    store.write("UPDATE parts SET beat = beat - ?", (board.BEAT_SECONDS * 11,))
    board.beat(store, "another")
    assert store.row("SELECT * FROM parts") is None


def test_when_nodes_end_is_told_while_they_are_up(store: Store, ada: str) -> None:
    registry.set_expires(store, ada, 99.0)
    assert word(store, ada).expires == 0
    registry.set_state(store, ada, "kept")
    assert word(store, ada).expires == 99.0


def test_everything_goes_with_its_run(store: Store, ada: str) -> None:
    board.say(store, [ada], "message", "hello")
    board.raise_hand(store, ada)
    board.take_part(store, ada, "desk", "watches")
    board.note_open(store, ada)
    registry.forget_run(store, ada)
    board.note_open(store, ada)  # its program has not heard of it yet
    for table in ("messages", "hands", "parts", "presence"):
        assert store.rows(f"SELECT * FROM {table}") == []
