"""Reading: pauses, pages, and where the next unit is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from swarmlab.runs.events import NodeChanged, UnitChanged
from swarmlab.tui.draw.captures import CaptureLook, CapturesLook
from swarmlab.tui.widgets.slide_view import SlideView
from tests.fakes.session import AT
from tests.tui import decks, reading_decks
from tests.tui.seen import gone, lab_app, see, until

if TYPE_CHECKING:
    from textual.widget import Widget

FIRST, SECOND, THIRD = "The first thing", "The second thing", "The third thing"
SIZES = [(160, 45), (120, 36), (80, 24)]


@pytest.mark.parametrize("size", SIZES)
async def test_a_pause_hides_what_follows_until_the_learner_pages_on(
    size: tuple[int, int],
) -> None:
    session = reading_decks.session(1)
    async with lab_app(session).run_test(size=size) as pilot:
        shown = await see(pilot, FIRST, "space shows what comes next")
        assert SECOND not in shown
        await pilot.press("space")
        shown = await see(pilot, SECOND, "space shows what comes next")
        assert THIRD not in shown
        await pilot.press("space")
        await see(pilot, THIRD)
        await gone(pilot, "space shows what comes next")
        await pilot.press("space")
        await see(pilot, "What did you see?")


async def test_a_slide_that_was_uncovered_or_gone_back_to_is_whole() -> None:
    session = reading_decks.session(1)
    async with lab_app(session).run_test(size=(160, 45)) as pilot:
        await see(pilot, FIRST)
        await pilot.press("n")
        await see(pilot, "What did you see?")
        await pilot.press("p")
        await see(pilot, FIRST, SECOND, THIRD)
        await pilot.press("p", "n")
        await see(pilot, FIRST, SECOND, THIRD)


async def test_a_slide_whose_step_is_done_is_whole() -> None:
    session = reading_decks.session(1)
    session.finish(reading_decks.LAB.steps[0])
    async with lab_app(session).run_test(size=(160, 45)) as pilot:
        await see(pilot, FIRST, SECOND, THIRD)


async def test_a_unit_that_a_pause_uncovers_is_current_once_the_one_before_has_run() -> None:
    session = reading_decks.session(1)
    async with lab_app(session).run_test(size=(160, 45)) as pilot:
        await see(pilot, "►▌ manager1")
        await pilot.press("s", "enter")
        await see(pilot, " SLIDE ", "✓ ran")
        await pilot.press("space")
        await see(pilot, "►▌ worker1")


async def test_pager_keys_move_by_half_pages_and_to_both_ends() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=(80, 24)) as pilot:
        await see(pilot, "lines 1-")
        view = pilot.app.screen.query_one("#slide")
        for key in ("G", "g", "end"):
            await pilot.press(key)
            wanted = 0 if key == "g" else view.max_scroll_y
            await until(pilot, partial(_stands_at, view, wanted), key)
        await pilot.press("home", "ctrl+d")
        await until(pilot, lambda: 0 < view.scroll_offset.y < view.size.height, "half a page")
        await pilot.press("ctrl+u")
        await until(pilot, lambda: view.scroll_offset.y == 0, "half a page back")
        await pilot.press("pagedown")
        await until(pilot, lambda: view.scroll_offset.y > 0, "a page")
        await pilot.press("pageup")
        await until(pilot, lambda: view.scroll_offset.y == 0, "a page back")
        assert session.place.slide == 1


def _stands_at(view: Widget, row: int) -> bool:
    return view.scroll_offset.y == row


async def test_the_narrow_screen_shows_the_slides_number() -> None:
    async with lab_app(decks.session()).run_test(size=(80, 24)) as pilot:
        await see(pilot, "○ 4 waiting", "2 of 3")


@pytest.mark.parametrize(("size", "word"), [((120, 36), "next unit below"),
                                            ((80, 24), "next below")])  # fmt: skip
async def test_a_next_unit_out_of_view_is_said_and_nothing_scrolls(
    size: tuple[int, int], word: str
) -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=size) as pilot:
        shown = await see(pilot, "lines 1-")
        assert word not in shown
        view = pilot.app.screen.query_one("#slide")
        view.styles.max_height = 10
        await pilot.pause()
        view.scroll_end(animate=False)
        await see(pilot, word.replace("below", "above"))
        view.scroll_home(animate=False)
        session.tell(UnitChanged(decks.CREATE.position, "ran", AT, 0.9))
        await see(pilot, word)
        assert view.scroll_offset.y == 0


async def test_the_bar_counts_the_lines_that_a_slide_gains_by_itself() -> None:
    async with lab_app(decks.session()).run_test(size=(80, 24)) as pilot:
        await see(pilot, "lines 1-")
        view = pilot.app.screen.query_one("#slide", SlideView)
        before = view.virtual_size.height
        view.draw_captures(CapturesLook((CaptureLook("count", "int", "2"),)))
        await until(pilot, lambda: view.virtual_size.height > before, "more lines")
        await see(pilot, view.lines_in_view())


async def test_a_notice_goes_with_a_key_in_a_shell_once_it_could_be_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [100.0]
    monkeypatch.setattr("swarmlab.tui.clock.ticks", lambda: now[0])
    session = decks.session()
    async with lab_app(session).run_test(size=(120, 36)) as pilot:
        await see(pilot, "root@manager1")
        await pilot.press("1")
        await see(pilot, "SHELL manager1")
        session.tell(NodeChanged("worker2", alive=False, word="stopped"))
        await see(pilot, "worker2: stopped")
        await pilot.press("a")
        await until(pilot, lambda: session.shell("manager1").sent == [b"a"], "the key")
        await see(pilot, "worker2: stopped")
        now[0] += 5
        await pilot.press("b")
        await gone(pilot, "worker2: stopped")


async def test_from_200_columns_the_slide_is_as_wide_as_prose_runs() -> None:
    async with lab_app(decks.session()).run_test(size=(200, 50)) as pilot:
        await see(pilot, "A secret goes only")
        assert pilot.app.screen.query_one("#left").size.width == 80
        await pilot.resize_terminal(160, 50)
        await until(pilot, lambda: pilot.app.screen.query_one("#left").size.width == 62, "62")
