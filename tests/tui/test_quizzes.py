"""Quizzes are answered in place, explained after, and remembered."""

from __future__ import annotations

import pytest

from swarmlab.errors import StoreError
from swarmlab.runs.quizzes import QuizAnswer
from tests.fakes.session import AT
from tests.tui import reading_decks
from tests.tui.reading_decks import QUIZ_KEY
from tests.tui.seen import gone, lab_app, see, text, until

SIZES = [(160, 45), (120, 36), (80, 24)]
EXPLAINED = "A manager answers docker swarm join-token"


@pytest.mark.parametrize("size", SIZES)
async def test_a_quiz_is_selected_like_a_unit_answered_by_a_digit_and_explained(
    size: tuple[int, int],
) -> None:
    session = reading_decks.session(2)
    async with lab_app(session).run_test(size=size) as pilot:
        shown = await see(pilot, "Who can read the worker token?", "choose one", "SLIDE")
        assert EXPLAINED not in shown
        await pilot.press("down")
        await see(pilot, " QUIZ ", "1-3  answer")
        await pilot.press("2")
        await see(pilot, "✓ right", "2 ✓ Managers", "right, your answer", EXPLAINED, " SLIDE ")
        assert session.quiz_given == {QUIZ_KEY: QuizAnswer(frozenset({2}), True, AT + 90)}


async def test_a_wrong_answer_says_which_is_right_and_may_be_given_again() -> None:
    session = reading_decks.session(2)
    async with lab_app(session).run_test(size=(160, 45)) as pilot:
        await see(pilot, "choose one")
        await pilot.press("down", "1")
        await see(pilot, "✗ not right", "1 ✗ Every node", "not right, your answer", "2 ✓ Managers")
        await pilot.press("enter")
        await see(pilot, " QUIZ ", "choose one")
        await pilot.press("2")
        await see(pilot, "✓ right", "at try 2")


async def test_where_several_are_right_one_marks_and_then_answers() -> None:
    session = reading_decks.session(2)
    async with lab_app(session).run_test(size=(160, 45)) as pilot:
        await see(pilot, "choose all that are right")
        await pilot.press("down", "down", "enter")
        await see(pilot, "Mark an answer first")
        await pilot.press("1", "3", "3", "2")
        await see(pilot, "1 [x] A role", "2 [x] The cluster", "3 [ ] The node")
        assert not session.quiz_given
        await pilot.press("enter")
        await see(pilot, "✓ right", "1 ✓ A role")
        (answer,) = session.quiz_given.values()
        assert answer.chosen == {1, 2}


async def test_half_of_what_is_right_is_not_right() -> None:
    session = reading_decks.session(2)
    async with lab_app(session).run_test(size=(160, 45)) as pilot:
        await see(pilot, "choose all that are right")
        await pilot.press("down", "down", "1", "enter")
        await see(pilot, "✗ not right", "right, your answer")


async def test_a_quiz_is_answered_by_clicks() -> None:
    session = reading_decks.session(2)
    async with lab_app(session).run_test(size=(120, 36)) as pilot:
        await see(pilot, "Nobody")
        rows = text(pilot).splitlines()
        y = next(n for n, row in enumerate(rows) if "Managers" in row)
        await pilot.click(offset=(rows[y].index("Managers") + 2, y))
        await see(pilot, "✓ right", EXPLAINED)


async def test_digits_mean_shells_until_a_quiz_is_selected_and_after_escape() -> None:
    session = reading_decks.session(2)
    async with lab_app(session).run_test(size=(120, 36)) as pilot:
        await see(pilot, "root@manager1", "choose one")
        await pilot.press("down", "escape", "2")
        await see(pilot, "SHELL worker1")
        assert not session.quiz_given


async def test_an_answer_is_there_when_one_comes_back_and_not_given_for_another_deck() -> None:
    session = reading_decks.session(2)
    session.quiz_given[QUIZ_KEY] = QuizAnswer(frozenset({3}), False, AT)
    second = QUIZ_KEY.replace("quiz-1", "quiz-2")
    session.quiz_given[second] = QuizAnswer(frozenset({1, 7}), False, AT)
    async with lab_app(session).run_test(size=(160, 45)) as pilot:
        await see(pilot, "✗ not right  answered 14:30", "3 ✗ Nobody", EXPLAINED)
        await see(pilot, "choose all that are right")


async def test_an_answer_that_cannot_be_stored_is_said_and_stays_open() -> None:
    session = reading_decks.session(2)
    session.refuse = StoreError("the progress file cannot be used", next_step="make room")
    async with lab_app(session).run_test(size=(120, 36)) as pilot:
        await see(pilot, "choose one")
        await pilot.press("down", "2")
        await see(pilot, "the progress file cannot be used", "make room")
        await until(pilot, lambda: " QUIZ " in text(pilot), "QUIZ")
        await gone(pilot, "✓ right")
