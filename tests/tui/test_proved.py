"""What a reset proved, in the one line above the footer."""

from __future__ import annotations

from tests.tui import decks
from tests.tui.seen import lab_app, see

STEP = decks.LAB.chapters[0].steps[0]


async def test_a_reset_says_what_it_proved() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=(120, 36)) as pilot:
        await see(pilot, "root@manager1")
        await pilot.press("r", "s")
        await see(pilot, " SLIDE ", f"reset of {STEP.id}, proved in 3.2 s: 3 nodes run")
        await pilot.press("r", "B")
        await see(pilot, "fresh manager1, proved in 3.2 s")


async def test_a_reset_that_left_something_says_so() -> None:
    session = decks.session()
    session.left_over = ("left over: volume [bold]x",)
    async with lab_app(session).run_test(size=(120, 36)) as pilot:
        await see(pilot, "root@manager1")
        await pilot.press("r", "c")
        await see(pilot, " SLIDE ", "not as it must be: left over: volume [bold]x")
