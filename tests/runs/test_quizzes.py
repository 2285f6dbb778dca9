"""Answers to quizzes are kept with a run, also in a progress file of an older swarmlab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.runs import registry
from swarmlab.runs.quizzes import Quizzes, is_right, quiz_keys, quizzes_of
from swarmlab.runs.store import Store
from tests.tui.reading_decks import LAB, QUIZ_KEY

if TYPE_CHECKING:
    from pathlib import Path

CHAPTER = LAB.chapters[0].chapter


def test_an_answer_is_stored_and_a_later_one_takes_its_place(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        run = registry.make_run(store, "lab", "me", "lab.toml").id
        quizzes = Quizzes(store, run)
        assert quizzes.answers() == {}
        first = quizzes.record(QUIZ_KEY, {1}, right=False)
        second = quizzes.record(QUIZ_KEY, {2, 3}, right=True)
    assert (set(first.chosen), first.right, first.tries) == ({1}, False, 1)
    assert (set(second.chosen), second.right, second.tries) == ({2, 3}, True, 2)
    with Store(tmp_path) as store:
        assert Quizzes(store, run).answers() == {QUIZ_KEY: second}
        registry.forget_run(store, run)
        assert Quizzes(store, run).answers() == {}


def test_keys_count_the_quizzes_under_one_heading() -> None:
    keys = quiz_keys(CHAPTER)
    assert list(keys.values()) == [QUIZ_KEY, QUIZ_KEY.replace("quiz-1", "quiz-2")]


def test_right_is_all_that_is_right_and_nothing_else() -> None:
    one, several = quizzes_of(CHAPTER.slides[2].blocks)
    assert [is_right(one, chosen) for chosen in ({2}, {1}, {1, 2}, set())] == [
        True, False, False, False,
    ]  # fmt: skip
    assert [is_right(several, chosen) for chosen in ({1, 2}, {1}, {1, 2, 3})] == [
        True, False, False,
    ]  # fmt: skip
