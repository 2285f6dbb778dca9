"""Which unit the send key means."""

from __future__ import annotations

from tests.tui import decks
from tests.tui.seen import gone, lab_app, see, until

FIRST, ATTACK = "►▌ manager1", "►╏ worker1"


async def test_the_next_unit_is_current_after_one_ran_and_when_the_slide_comes_back() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=(160, 45)) as pilot:
        await see(pilot, FIRST)
        await pilot.press("s")
        await see(pilot, "pasted, enter runs it", "SHELL manager1")
        await pilot.press("enter")
        await see(pilot, "✓ ran", ATTACK)
        await pilot.press("n")
        await see(pilot, "A node goes away")
        await pilot.press("p")
        await see(pilot, "A secret goes only where", ATTACK)


async def test_after_a_reset_the_first_unit_is_current() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=(160, 45)) as pilot:
        await see(pilot, FIRST)
        await pilot.press("s")
        await see(pilot, "pasted, enter runs it", "SHELL manager1")
        await pilot.press("enter")
        await see(pilot, ATTACK)
        await pilot.press("r", "s")
        await until(pilot, lambda: session.calls[-1].startswith("reset"), "the reset")
        await see(pilot, " SLIDE ", FIRST)
        await gone(pilot, "✓ ran")
