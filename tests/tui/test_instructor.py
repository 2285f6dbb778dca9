"""The instructor's screen on a fake desk: what it shows, and what each key does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from swarmlab.errors import StoreError
from swarmlab.runs.classroom.model import ClassView
from swarmlab.runs.model import Place
from swarmlab.tui.screens.instructor.screen import ClassScreen
from swarmlab.tui.widgets.class_grid import ClassGrid
from tests.fakes.session import ENGINE, lab_from
from tests.tui import classes
from tests.tui.seen import see, text, until

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tests.fakes.class_desk import FakeClassDesk

WIDE, NARROW = (160, 45), (80, 24)
ALL = [each.run for each in classes.LEARNERS]


def screen(pilot: Pilot[None]) -> ClassScreen:
    found = pilot.app.screen_stack[0]
    assert isinstance(found, ClassScreen)
    return found


def selected(pilot: Pilot[None]) -> str:
    return screen(pilot).roster.selected.removeprefix("run-")


async def did(pilot: Pilot[None], desk: FakeClassDesk, *what: object) -> None:
    await until(pilot, lambda: what in desk.did, str(what))


# What it shows


async def test_the_class_is_sorted_into_groups_and_counted() -> None:
    async with classes.app(classes.desk()).run_test(size=WIDE) as pilot:
        shown = await see(pilot, "12 learners, 33 nodes, 31 GB free", "runs end in 1 h 40 min",
                          "engine 26.1", "5 at work", "► mira")  # fmt: skip
        headings = ["Ask  hand up", "Stuck  longer", "At work", "Done", "Away  program closed"]
        at = [shown.index(heading) for heading in headings]
        assert at == sorted(at)
        (mira,) = [line for line in shown.splitlines() if "► mira" in line]
        assert mira.split() == ["►", "mira", *"✓✓✓", "✗", "9m", *"·····", "2",
                                "worker2:", "secret", "in", "web.1"]  # fmt: skip
        assert "3 of 12 are red at step 4 for the same reason" in shown
        assert "✓ done in 30 min" in shown
        assert "seen 14:03" in shown


async def test_the_selection_stays_with_its_learner_when_the_order_changes() -> None:
    desk = classes.desk()
    async with classes.app(desk).run_test(size=WIDE) as pilot:
        await see(pilot, "► mira")
        await pilot.press("down", "down")
        await see(pilot, "► jonas")
        desk.put(replace(desk.view, learners=desk.view.learners[::-1]))
        desk.change("run-jonas", standing="asks", hand=classes.NOW - 600)
        await until(pilot, lambda: "run-jonas" in screen(pilot).roster.runs[:3])
        await see(pilot, "3 ask", "► jonas")
        assert screen(pilot).roster.runs[0] == "run-jonas"


async def test_who_has_gone_leaves_the_selection_to_the_next_in_its_place() -> None:
    desk = classes.desk()
    async with classes.app(desk).run_test(size=WIDE) as pilot:
        await see(pilot, "► mira")
        await pilot.press("down", "enter")
        await see(pilot, "step 3 of 9")
        await pilot.press("1")
        await did(pilot, desk, "watch", "run-tomas", "manager1")
        left = tuple(each for each in desk.view.learners if each.owner != "tomas")
        desk.put(replace(desk.view, learners=left))
        await see(pilot, "► jonas", "11 learners", "step 4 of 9, 14 min")
        await did(pilot, desk, "unwatch", "run-tomas")


async def test_the_chapter_is_the_one_most_are_in_until_another_is_chosen() -> None:
    desk = classes.desk()
    async with classes.app(desk).run_test(size=WIDE) as pilot:
        await see(pilot, "› Secrets")
        await pilot.press("left_square_bracket")
        await see(pilot, "first chapter of the lab")
        await pilot.press("right_square_bracket")
        await see(pilot, "› Security zones", "in Secrets, step 4 of 9, 9 min")
        desk.change("run-mira", place=Place("chapter2", 1), step=classes.LAB.steps[9].id)
        shown = await see(pilot, "► mira        ·")
        assert "in Secrets, step 3 of 9, 6 min" in shown
        await pilot.press("right_square_bracket")
        await see(pilot, "last chapter of the lab")
        await pilot.press("left_square_bracket")
        await see(pilot, "› Secrets", "in Security zones, step 1 of 2")


async def test_while_none_is_chosen_the_chapter_follows_the_class() -> None:
    desk = classes.desk()
    async with classes.app(desk).run_test(size=WIDE) as pilot:
        await see(pilot, "› Secrets")
        for run in ALL[:7]:
            desk.change(run, place=Place("chapter2", 0), step="")
        await see(pilot, "› Security zones")


async def test_a_lab_without_runs_says_how_they_begin_and_shows_them_when_they_do() -> None:
    desk = classes.desk(replace(classes.VIEW, learners=()))
    async with classes.app(desk).run_test(size=WIDE) as pilot:
        await see(pilot, "Nobody has begun least-privilege here yet", "swarmlab up least-privilege")
        await pilot.press("down", "enter", "H", "M", "A", "R", "X", "G", "J", "D", "1", "escape")
        assert desk.did == []
        desk.put(classes.VIEW)
        await see(pilot, "► mira")


async def test_without_a_name_it_is_the_lab_with_most_learners_and_the_palette_has_the_others() -> (
    None
):
    other = replace(lab_from(_TINY), name="zones")
    desk = classes.desk()
    desk.put(ClassView(other, (replace(classes.learner("zoe"), place=Place("chapter1", 0)),), {},
                       None, frozenset()))  # fmt: skip
    app = classes.app(desk)
    app._lab = None
    async with app.run_test(size=WIDE) as pilot:
        await see(pilot, "► mira", "least-privilege ›")
        await pilot.press("ctrl+p", *"class of zones")
        await see(pilot, "The class of zones")
        await pilot.press("enter")
        await see(pilot, "zones › Tiny", "► zoe")


_TINY = "---\ntitle: Tiny\nminutes: 5\nnodes: [manager1]\nstart: bare\n---\n\n# Tiny\n\nWords.\n"


async def test_a_hundred_learners_scroll_with_the_selected_one_in_view() -> None:
    desk = classes.desk(classes.many(100))
    async with classes.app(desk).run_test(size=NARROW) as pilot:
        await see(pilot, "100 learners", "of 100 in view", "► learner0 ")
        for key in ("pagedown", "pagedown", "pageup", "end", "up", "home", "down"):
            await pilot.press(key)
            await see(pilot, f"► {selected(pilot)} ")
        await pilot.press("end")
        await see(pilot, "► learner99", "done by")
        grid = pilot.app.screen.query_one(ClassGrid)
        drawn = grid.drawn
        await pilot.press("end")
        assert grid.drawn == drawn


async def test_nothing_is_drawn_again_while_nothing_changes() -> None:
    desk = classes.desk()
    async with classes.app(desk).run_test(size=WIDE) as pilot:
        await see(pilot, "► mira", "engine 26.1")
        grid = pilot.app.screen.query_one(ClassGrid)
        drawn, looks = grid.drawn, desk.looks
        desk.change("run-mira", seconds=1201.0)
        await until(pilot, lambda: desk.looks > looks + 2)
        assert grid.drawn == drawn


async def test_a_click_selects_and_a_second_one_opens() -> None:
    async with classes.app(classes.desk()).run_test(size=WIDE) as pilot:
        shown = await see(pilot, "► mira")
        row = next(n for n, line in enumerate(shown.splitlines()) if "  jonas" in line)
        await pilot.click(offset=(6, row))
        await see(pilot, "► jonas")
        await pilot.click(offset=(6, row))
        await see(pilot, "step 4 of 9, 14 min")


async def test_the_engine_gone_leaves_the_grid_to_read() -> None:
    desk = classes.desk()
    async with classes.app(desk).run_test(size=WIDE) as pilot:
        await see(pilot, "► mira", "engine 26.1")
        desk.word = replace(ENGINE, answers=False, reason="no answer within 2 s")
        screen(pilot)._ask_engine()
        await see(pilot, "✗ engine gone", "► mira", "worker2: secret in web.1")
        desk.word = ENGINE
        screen(pilot)._ask_engine()
        await see(pilot, "engine 26.1")


async def test_a_progress_file_that_cannot_be_read_is_said_once_and_the_grid_stays() -> None:
    desk = classes.desk()
    async with classes.app(desk).run_test(size=WIDE) as pilot:
        await see(pilot, "► mira")
        desk.look_error = StoreError("the progress file cannot be read", next_step="try it")
        await see(pilot, "the progress file cannot be read · try it", "► mira")
        await pilot.press("down")
        looks = desk.looks
        await until(pilot, lambda: desk.looks > looks + 2)
        assert "cannot be read" not in text(pilot)
        desk.look_error = None
        desk.change("run-ines", owner="ines2")
        await see(pilot, "ines2")


# One learner


@pytest.mark.parametrize("size", [WIDE, (120, 36), NARROW])
async def test_enter_opens_a_learner_with_question_slide_and_verdicts(
    size: tuple[int, int],
) -> None:
    async with classes.app(classes.desk()).run_test(size=size) as pilot:
        await see(pilot, "► mira")
        await pilot.press("enter")
        shown = await see(pilot, "asks for 2 min", "step 4 of 9, 9 min",
                          '"It says red, but api is on worker1 only?"',
                          "A secret goes only where a task", "2 of 3 hints read, tried 4 times",
                          "✗ failed", "observed", "in /run/secrets of task")  # fmt: skip
        assert ("► mira" in shown) is (size != NARROW)
        assert "in view" not in shown
        await see(pilot, "1-3 looks at a shell", "H push a hint", "J take part", "D hand down")
        await pilot.press("down")
        await see(pilot, "tomas", "step 3 of 9, 6 min")
        await pilot.press("escape")
        await see(pilot, "► tomas")
        assert "step 3 of 9" not in text(pilot)
