"""Keys that come faster than the screen follows go where the learner meant them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual import events

from tests.tui import decks
from tests.tui.seen import gone, lab_app, see, until

if TYPE_CHECKING:
    from textual.pilot import Pilot


def type_at_once(pilot: Pilot[None], *keys: str) -> None:
    """As a terminal does that had to wait: one after the other, with no pause between them."""
    for key in keys:
        pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))


async def test_after_the_guide_key_no_key_reaches_the_shell() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=(160, 45)) as pilot:
        await see(pilot, "root@manager1")
        await pilot.press("1")
        await see(pilot, "SHELL manager1")
        type_at_once(pilot, "ctrl+g", "q")
        await see(pilot, "Leave the lab")


async def test_after_enter_ran_a_unit_the_next_key_is_the_slides() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=(160, 45)) as pilot:
        await see(pilot, "root@manager1")
        await pilot.press("s")
        await see(pilot, "enter run it")
        type_at_once(pilot, "enter", "t")
        await see(pilot, " TASKS ", "✓ ran")


async def test_the_guide_key_twice_at_once_reaches_the_node() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=(160, 45)) as pilot:
        await see(pilot, "root@manager1")
        await pilot.press("1")
        await see(pilot, "SHELL manager1")
        type_at_once(pilot, "ctrl+g", "ctrl+g")
        await until(pilot, lambda: session.shell("manager1").sent == [b"\x07"], "the key")
        await see(pilot, "SHELL manager1")


@pytest.mark.parametrize("keys", [("r", "s", "c"), ("q", "escape", "escape"), ("q", "k", "r")])
async def test_a_question_is_answered_once(keys: tuple[str, ...]) -> None:
    session = decks.session()
    app = lab_app(session)
    async with app.run_test(size=(120, 36)) as pilot:
        await see(pilot, "root@manager1")
        await pilot.press(keys[0])
        await see(pilot, "stay here")
        type_at_once(pilot, *keys[1:])
        await gone(pilot, "stay here")
    assert app.failure is None


async def test_help_is_closed_once() -> None:
    app = lab_app(decks.session())
    async with app.run_test(size=(120, 36)) as pilot:
        await see(pilot, "root@manager1")
        await pilot.press("question_mark")
        await see(pilot, "Keys  slide")
        type_at_once(pilot, "escape", "escape", "q")
        await see(pilot, "root@manager1")
    assert app.failure is None
