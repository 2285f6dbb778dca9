"""A learner in a class: messages, the pause, who looks on, and the hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swarmlab.runs.model import Place
from swarmlab.tui import clock
from tests.tui import decks
from tests.tui.seen import gone, lab_app, see, text, until

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tests.fakes.session import FakeSession

WIDE, NARROW = (160, 45), (80, 24)


async def answer(pilot: Pilot[None], key: str, session: FakeSession, call: str) -> None:
    """Press a key until the question, which takes none in its first second, has it."""

    def answered() -> bool:
        return call in session.calls

    for _ in range(200):
        if answered():
            break
        await pilot.press(key)
        await pilot.pause(0.05)
    await until(pilot, answered, call)


async def test_a_message_stands_there_until_it_is_put_away() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=WIDE) as pilot:
        await see(pilot, "A secret goes only")
        session.send("Look at the [b]board[/b]\nand breathe")
        session.send("Second")
        await see(pilot, "From the instructor", "Look at the [b]board[/b]", "and breathe",
                  "d next, 1 more")  # fmt: skip
        await pilot.press("n", "p")
        assert "and breathe" in text(pilot)
        await pilot.press("d")
        await see(pilot, "Second", "d put it away")
        await gone(pilot, "and breathe")
        await pilot.press("d")
        await gone(pilot, "Second", "From the instructor")
        assert [call for call in session.calls if "dismiss" in call] == ["dismiss 1", "dismiss 2"]
        await pilot.press("d")
        await see(pilot, "There is no message")


async def test_the_header_counts_the_last_minutes_of_the_nodes_until_there_are_more() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=WIDE) as pilot:
        await see(pilot, "of about")
        session.say_of_class(expires=clock.now() + 12 * 60 + 30)
        await see(pilot, "nodes end in 12 min")
        await gone(pilot, "of about")
        session.say_of_class(expires=clock.now() + 60 * 60)
        await see(pilot, "of about")
        await gone(pilot, "nodes end in")


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_what_is_said_above_the_footer_covers_no_message(size: tuple[int, int]) -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=size) as pilot:
        await see(pilot, "A secret goes only")
        session.send("first row\nlast row")
        await see(pilot, "last row")
        await pilot.press("N")
        await see(pilot, "The instructor does not type", "first row", "last row")
        await pilot.press("p")
        await gone(pilot, "The instructor does not type")
        rows = text(pilot).rstrip().split("\n")
        assert "last row" in rows[-2], "it stands on the footer again"


async def test_a_message_that_came_before_is_there_at_the_start() -> None:
    session = decks.session()
    session.send("Welcome")
    async with lab_app(session).run_test(size=NARROW) as pilot:
        await see(pilot, "From the instructor", "Welcome")


async def test_a_long_message_comes_in_pieces_and_hides_no_slide() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=NARROW) as pilot:
        await see(pilot, "A secret goes only")
        session.send("\n".join(f"line {number}" for number in range(1, 8)))
        await see(pilot, "line 5", "d the rest", "A secret goes only")
        assert "line 6" not in text(pilot)
        await pilot.press("d")
        await see(pilot, "line 7", "d put it away")
        await pilot.press("d")
        await gone(pilot, "line 7")


async def test_a_hint_of_the_instructor_stands_under_the_slide_too() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=WIDE) as pilot:
        await see(pilot, "hint 1 of")
        step = decks.LAB.chapters[0].steps[0]
        session.scores.next_hint(step)
        session.send("as the slide says", "hint")
        await see(pilot, "A hint from the instructor", "as the slide says")
        await gone(pilot, "hint 1 of")


async def test_a_message_only_ever_draws_and_hides_tokens() -> None:
    session = decks.session()
    token = "SWMTKN-1-" + "a" * 50 + "-" + "b" * 25
    async with lab_app(session).run_test(size=WIDE) as pilot:
        await see(pilot, "A secret goes only")
        session.send(f"\x1b]0;owned\x07red\u202e {token}")
        shown = await see(pilot, "red SWMTKN-1-aaaa…")
        assert "owned" not in shown
        assert "\u202e" not in shown


async def test_a_pause_covers_the_lab_and_takes_every_key_but_q() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=WIDE) as pilot:
        await see(pilot, "A secret goes only")
        session.say_of_class(paused="Look at [b]me[/b]")
        shown = await see(pilot, "Paused for a discussion", "Look at [b]me[/b]", "q leave")
        assert "A secret goes only" not in shown
        await pilot.press("n", "s", "escape", "enter", "ctrl+p", "question_mark")
        assert "Paused for a discussion" in text(pilot)
        assert session.place == Place("chapter1", 1)
        session.say_of_class(paused="")
        await gone(pilot, "Look at")
        await pilot.press("q")
        await see(pilot, "Leave the lab")
        await pilot.press("escape")
        await see(pilot, "Paused for a discussion")
        session.say_of_class(paused=None)
        await see(pilot, "A secret goes only")
        await gone(pilot, "Paused for a discussion")


async def test_a_question_that_stood_there_goes_with_the_pause() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=WIDE) as pilot:
        await see(pilot, "A secret goes only")
        session.say_of_class(paused="Now")
        await see(pilot, "Paused for a discussion")
        await pilot.press("q")
        await see(pilot, "Leave the lab")
        session.say_of_class(paused=None)
        await gone(pilot, "Leave the lab", "Paused for a discussion")


async def test_a_pause_is_there_for_who_comes_late() -> None:
    session = decks.session()
    session.say_of_class(paused="Wait")
    async with lab_app(session).run_test(size=NARROW) as pilot:
        await see(pilot, "Paused for a discussion", "Wait")


async def test_the_header_says_who_looks_on() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=WIDE) as pilot:
        await see(pilot, "A secret goes only")
        session.say_of_class(part="watches")
        await see(pilot, "watched by the instructor")
        session.say_of_class(part=None)
        await gone(pilot, "watched by the instructor")
    async with lab_app(session).run_test(size=NARROW) as pilot:
        await see(pilot, "A secret goes only")
        session.say_of_class(part="watches")
        await see(pilot, "watched")


async def test_who_asks_to_type_is_let_in_and_sent_back() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=WIDE) as pilot:
        await see(pilot, "A secret goes only")
        session.say_of_class(part="asks")
        await see(pilot, "The instructor asks to type", "y    let them type")
        await answer(pilot, "y", session, "part True")
        await see(pilot, "the instructor types too", "N ends that")
        await pilot.press("N")
        await until(pilot, lambda: "part False" in session.calls)
        await see(pilot, "watched by the instructor")
        await pilot.press("N")
        await see(pilot, "does not type in your shells")


async def test_what_is_still_typed_for_a_shell_lets_nobody_in() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=WIDE) as pilot:
        await see(pilot, "A secret goes only")
        session.say_of_class(part="asks")
        await see(pilot, "The instructor asks to type")
        question = pilot.app.screen
        question._since += 3600  # type: ignore[attr-defined]  # it came up this moment
        await pilot.press("y", "y")
        assert "part True" not in session.calls
        question._since -= 7200  # type: ignore[attr-defined]
        await pilot.press("n")
        await until(pilot, lambda: "part False" in session.calls)


async def test_a_question_that_nobody_asks_any_more_goes() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=WIDE) as pilot:
        await see(pilot, "A secret goes only")
        session.say_of_class(part="asks")
        await see(pilot, "The instructor asks to type")
        session.say_of_class(part=None)
        await gone(pilot, "The instructor asks to type")
        assert not any("part" in call for call in session.calls)


async def test_the_hand_goes_up_with_a_question_and_down() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=WIDE) as pilot:
        await see(pilot, "A secret goes only")
        await pilot.press("H")
        await see(pilot, "What is your question?")
        await pilot.press("escape")
        await gone(pilot, "What is your question?")
        assert session.calls == []
        await pilot.press("H")
        await see(pilot, "What is your question?")
        await pilot.press(*"why", "enter")
        await see(pilot, "hand up", "Your hand is up; H lowers it")
        await pilot.press("H")
        await see(pilot, "Your hand is down")
        assert session.calls == ["hand why", "hand down"]


async def test_a_locked_chapter_is_not_entered_and_says_so() -> None:
    session = decks.session()
    session.say_of_class(locked=frozenset({"chapter2"}))
    async with lab_app(session).run_test(size=WIDE) as pilot:
        await see(pilot, "A secret goes only")
        screen = pilot.app.screen
        await screen.jump(Place("chapter2"))  # type: ignore[attr-defined]
        await see(pilot, "The instructor has locked the chapter Security zones")
        assert session.place.chapter == "chapter1"


async def test_a_lab_that_would_begin_in_a_locked_chapter_is_left_again() -> None:
    session = decks.session(booted=False)
    session.say_of_class(locked=frozenset({"chapter1"}))
    async with lab_app(session).run_test(size=WIDE) as pilot:
        await see(
            pilot, f"locked the chapter {decks.LAB.chapters[0].chapter.title}", "choose another"
        )
        await until(pilot, lambda: "leave remove" in session.calls)
        assert "boot" not in session.calls
