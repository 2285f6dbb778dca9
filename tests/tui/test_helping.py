"""The ladder of help: hints, the solution shown or typed, and a word for who is stuck."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swarmlab.checks.verdict import error, failed, waiting
from swarmlab.errors import UnitFailed
from swarmlab.runs.model import Place
from swarmlab.runs.scorebook import Outcome
from swarmlab.tui import clock
from tests.fakes.session import AT
from tests.tui import decks
from tests.tui.seen import gone, lab_app, see, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot


STEP = decks.LAB.chapters[0].steps[0]
UNITS = STEP.slide.solution
WRONG = failed(expected="none", observed="one", node="worker2", look_at="the constraints")


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Move the clock on, in minutes since 14:31:40."""

    def move(minutes: float) -> None:
        monkeypatch.setattr(clock, "now", lambda: AT + 100 + minutes * 60)

    return move


def redraw(pilot: Pilot[None]) -> None:
    """What the screen does by itself every 20 seconds."""
    pilot.app.screen.draw_time()  # type: ignore[attr-defined]


async def test_a_solution_is_typed_after_a_question_and_beside_its_shell() -> None:
    session = decks.session()
    session.gate_at = UNITS[1].position
    async with lab_app(session).run_test(size=(160, 45)) as pilot:
        await see(pilot, "x solution", "root@manager1")
        await pilot.press("x")
        await see(pilot, "t  type it for me".replace("t  ", "t    "), "4 tasks of it are open",
                  "3 units on manager1 and worker1")  # fmt: skip
        await pilot.press("t")
        await see(pilot, "The solution of step 1 is typed for you", "Now unit 2 of 3, on worker1",
                  "✓ ▌ manager1", "► ▌ worker1", "· ▌ manager1", "1 of 3", "esc stop",
                  "root@worker1")  # fmt: skip
        await pilot.press("escape")
        await see(pilot, "The solution was stopped. What was typed until then stays done")
        assert session.calls == [f"solve {STEP.id}", "stop_solving"]


async def test_a_typed_solution_turns_its_tasks_green() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=(120, 36)) as pilot:
        await see(pilot, "A secret goes only")
        await pilot.press("x", "t")
        await see(pilot, "The solution was typed, 3 units", "Step 1 done", " SLIDE ")
        await pilot.press("x")
        await see(pilot, "It was shown or typed before")


async def test_a_unit_that_fails_is_said_with_its_place_and_a_way_on() -> None:
    session = decks.session()
    session.gate_at = UNITS[1].position
    place = str(UNITS[1].position)
    session.type_error = UnitFailed("exit 1\n  [/b]is taken[TODO]", place=place,
                                    next_step="look at the shell of worker1")  # fmt: skip
    async with lab_app(session).run_test(size=(120, 36)) as pilot:
        await see(pilot, "A secret goes only")
        await pilot.press("x", "t")
        await see(pilot, "The solution of step 1 was not typed to its end",
                  "Ended at unit 2 of 3, on worker1", "✗ exit 1", "[/b]is taken[TODO]", place,
                  "look at the shell of worker1", "esc back")  # fmt: skip
        await pilot.press("r")
        await see(pilot, "Reset", "step 1")
        await pilot.press("escape")
        await gone(pilot, "Step and chapter")
        assert session.calls == [f"solve {STEP.id}"]


async def test_a_click_stops_it_too() -> None:
    session = decks.session()
    session.gate_at = UNITS[0].position
    async with lab_app(session).run_test(size=(120, 36)) as pilot:
        await see(pilot, "A secret goes only")
        await pilot.press("x", "t")
        shown = (await see(pilot, "esc stop")).splitlines()
        y = len(shown) - 1
        await pilot.click(offset=(shown[y].index("esc stop") + 1, y))
        await see(pilot, "The solution was stopped")


async def test_a_slide_that_shows_everything_can_be_typed_and_not_shown() -> None:
    session = decks.session(slide=2)
    async with lab_app(session).run_test(size=(120, 36)) as pilot:
        await see(pilot, "A node goes away")
        await pilot.press("x")
        shown = await see(pilot, "Have the solution of this step typed", "2 units on worker2")
        assert "show it" not in shown


async def test_points_that_were_had_stay() -> None:
    session = decks.session()
    for task in STEP.tasks:
        session.scores.outcomes[task.key] = Outcome("passed", 1)
    async with lab_app(session).run_test(size=(120, 36)) as pilot:
        await see(pilot, "A secret goes only")
        await pilot.press("x")
        await see(pilot, "All points of this step are had already")


async def test_who_is_stuck_is_offered_the_next_rung_once(later: Callable[[float], None]) -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=(160, 45)) as pilot:
        await see(pilot, "hint 1 of 2")
        session.set_verdicts(STEP, {2: WRONG})
        await see(pilot, "✗ failed")
        later(2.9)
        redraw(pilot)
        assert "Help, if you like" not in text(pilot)
        later(4.1)
        redraw(pilot)
        await see(pilot, "Red for 4 minutes. Help, if you like:  h hint 1 of 2")
        await pilot.press("h")
        await gone(pilot, "Help, if you like")
        later(30)
        redraw(pilot)
        await pilot.pause()
        assert "Help, if you like" not in text(pilot)


async def test_the_last_rung_is_the_solution(later: Callable[[float], None]) -> None:
    session = decks.session()
    session.scores.hints[STEP.id] = 2
    session.set_verdicts(STEP, {2: WRONG})
    async with lab_app(session).run_test(size=(160, 45)) as pilot:
        await see(pilot, "all hints shown")
        later(5)
        redraw(pilot)
        await see(pilot, "Help, if you like:  x solution")
        session.set_verdicts(STEP, {2: waiting("not yet")})
        await gone(pilot, "Help, if you like")
        session.set_verdicts(STEP, {2: WRONG})
        later(30)
        redraw(pilot)
        await pilot.pause()
        assert "Help, if you like" not in text(pilot)


async def test_a_check_that_could_not_look_says_that_it_is_neither() -> None:
    session = decks.session()
    gone_silent = error("Could not look at worker1: no answer within 5 s", node="worker1",
                        look_at="`swarmlab node start worker1`")  # fmt: skip
    session.set_verdicts(STEP, {2: gone_silent})
    async with lab_app(session).run_test(size=(160, 45)) as pilot:
        await see(pilot, "! error", "Could not look at worker1: no answer within 5 s",
                  "The task is neither passed nor failed", "look at   `swarmlab node")  # fmt: skip


async def test_a_reset_says_how_long_each_takes() -> None:
    session = decks.session(slide=2)
    session.usual[Place("chapter1", 0)] = 5.6
    async with lab_app(session).run_test(size=(120, 36)) as pilot:
        await see(pilot, "A node goes away")
        await pilot.press("r")
        await see(pilot, "usually up in 1.6 s, then 3 units run.", "Usually 5.6 s.")
        await pilot.press("escape")
        session.usual[Place("chapter1", 2)] = 27.0
        await pilot.press("r")
        await see(pilot, "Usually 27 s.", "Usually 5.6 s.")


async def test_who_went_ahead_is_told_which_step_is_missing_and_led_there() -> None:
    session = decks.session()
    later_step = decks.LAB.chapters[0].steps[1]
    session.move(Place(later_step.chapter, later_step.slide.index))
    async with lab_app(session).run_test(size=(160, 45)) as pilot:
        await see(pilot, "Step 1 is not done yet.", "r reset leads here")
        await pilot.press("r")
        await see(pilot, "Reset", "step 2")
        await pilot.press("escape")
        session.finish(STEP)
        await gone(pilot, "Step 1 is not done yet.")
