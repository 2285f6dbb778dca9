"""The slides of a talk on the screen, and what its keys do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swarmlab.tui.screens.present.node_shell import NodeShellScreen
from swarmlab.tui.screens.present.talking import TalkScreen
from swarmlab.tui.widgets.stage_view import StageView
from tests.tui.seen import gone, see, text, until
from tests.tui.talks import FakeShells, talking

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from swarmlab.tui.talk import Stand

SIZE = (120, 36)


def stand(pilot: Pilot[None]) -> Stand:
    screen = pilot.app.screen_stack[0]
    assert isinstance(screen, TalkScreen)
    return screen.stand


async def test_on_reveals_then_turns_and_back_hides_again(tmp_path: Path) -> None:
    with talking(tmp_path) as app:
        async with app.run_test(size=SIZE) as pilot:
            await see(pilot, "What a swarm keeps", "1 / 6")
            await pilot.press("space")
            await see(pilot, "A secret goes only where", "●○", "2 / 6")
            assert "docker secret ls" not in text(pilot)
            await pilot.press("pagedown")
            await see(pilot, "docker secret ls", "●●", "○ api has the secret")
            await pilot.press("right")
            await see(pilot, "Who can read it?", "choose one")
            await pilot.press("space")
            await see(pilot, "Because nothing encrypts it.")
            await pilot.press("left")
            await gone(pilot, "Because nothing")
            await pilot.press("pageup")
            await see(pilot, "docker secret ls", "2 / 6")
            await pilot.press("backspace")
            await gone(pilot, "docker secret ls")


async def test_n_and_p_go_past_what_is_held_back(tmp_path: Path) -> None:
    with talking(tmp_path) as app:
        async with app.run_test(size=SIZE) as pilot:
            await see(pilot, "1 / 6")
            await pilot.press("p")
            await see(pilot, "This is the first slide")
            await pilot.press("n", "n")
            await see(pilot, "3 / 6")
            await pilot.press("p")
            await see(pilot, "2 / 6", "●○")
            await pilot.press("end")
            await see(pilot, "6 / 6", "goes on")
            await pilot.press("space")
            await see(pilot, "end of the last slide")
            await pilot.press("home")
            await see(pilot, "1 / 6")


async def test_a_number_and_enter_go_to_that_slide(tmp_path: Path) -> None:
    with talking(tmp_path) as app:
        async with app.run_test(size=SIZE) as pilot:
            await see(pilot, "1 / 6")
            await pilot.press("5", "1")
            await see(pilot, "go to slide 51")
            await pilot.press("backspace", "enter")
            await see(pilot, "A long slide", "5 / 6")
            await pilot.press("7", "enter")
            await see(pilot, "There are 6 slides", "5 / 6")
            await pilot.press("3", "p")
            await see(pilot, "4 / 6")
            assert "go to slide" not in text(pilot)
            await pilot.press("2", "escape", "enter")
            await see(pilot, "5 / 6")


async def test_the_outline_and_the_search_lead_to_slides(tmp_path: Path) -> None:
    with talking(tmp_path) as app:
        async with app.run_test(size=SIZE) as pilot:
            await see(pilot, "1 / 6")
            await pilot.press("o")
            await see(pilot, "Rotation", "20 min", "6 slides", "here")
            assert "Say it twice" not in text(pilot)
            await pilot.press(*"long", "enter")
            await see(pilot, "A long slide", "5 / 6")
            await pilot.press("slash", *"attacker")
            await see(pilot, "on 1 slide")
            await pilot.press("enter")
            await see(pilot, "docker secret ls", "●●", "2 / 6")
            await pilot.press("slash", *"solution")
            await see(pilot, "on no slide")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_slide_longer_than_the_screen_says_so_and_goes_page_by_page(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with talking(tmp_path) as app:
        async with app.run_test(size=size) as pilot:
            await see(pilot, "1 / 6")
            await pilot.press("5", "enter")
            await see(pilot, "▼", "more rows", "Paragraph 1 of many")
            seen = {line.strip() for line in text(pilot).splitlines()}
            for _ in range(9):
                if "more row" not in text(pilot):
                    break
                before = text(pilot)
                await pilot.press("space")
                await until(pilot, lambda shown=before: text(pilot) != shown)  # type: ignore[misc]
                seen |= {line.strip() for line in text(pilot).splitlines()}
            assert {f"Paragraph {n} of many." for n in range(1, 41)} <= seen
            await see(pilot, "▲", "above", "5 / 6")
            await pilot.press("up")
            await see(pilot, "▼ 1 more row")
            await pilot.press("down")
            await pilot.press("space")
            await see(pilot, "6 / 6")
            await pilot.press("p", "pageup")
            await see(pilot, "4 / 6")


async def test_another_size_of_the_screen_keeps_the_page_in_bounds(tmp_path: Path) -> None:
    with talking(tmp_path) as app:
        async with app.run_test(size=(80, 24)) as pilot:
            await see(pilot, "1 / 6")
            await pilot.press("5", "enter")
            await see(pilot, "more rows")
            await until(pilot, lambda: stand(pilot).pages == 4)
            await pilot.press("space", "space", "space")
            await see(pilot, "Paragraph 40 of many")
            await pilot.resize_terminal(100, 100)
            await see(pilot, "Paragraph 1 of many", "Paragraph 40 of many")
            await until(pilot, lambda: (stand(pilot).pages, stand(pilot).page) == (1, 0))


async def test_dark_shows_nothing_until_it_is_light_again(tmp_path: Path) -> None:
    with talking(tmp_path) as app:
        async with app.run_test(size=SIZE) as pilot:
            await see(pilot, "1 / 6")
            for dark, light in (("b", "b"), ("full_stop", "escape"), ("b", "space")):
                await pilot.press(dark)
                await until(pilot, lambda: not text(pilot).strip(), "nothing")
                await pilot.press(light)
                await see(pilot, " / 6")
            await see(pilot, "2 / 6")


async def test_the_time_can_be_hidden_and_set_to_zero(tmp_path: Path) -> None:
    with talking(tmp_path) as app:
        async with app.run_test(size=SIZE) as pilot:
            await see(pilot, "0:00 of 30 min")
            await pilot.press("t")
            await gone(pilot, "of 30 min")
            before = stand(pilot).began
            await pilot.press("t", "R")
            await see(pilot, "Set the time to zero")
            await pilot.press("escape", "R", "enter")
            await see(pilot, "0:00 of 30 min")
            assert stand(pilot).began >= before


async def test_themes_help_and_palette_work_as_everywhere(tmp_path: Path) -> None:
    with talking(tmp_path) as app:
        async with app.run_test(size=SIZE) as pilot:
            await see(pilot, "1 / 6")
            await pilot.press("T")
            await until(pilot, lambda: app.theme == "swarmlab-light")
            await pilot.press("question_mark")
            await see(pilot, "Keys  presenting", "Show nothing, so that the room looks at you")
            await pilot.press("escape", "ctrl+p", *"all slides")
            await see(pilot, "All slides")
            await pilot.press("escape")
            await see(pilot, "1 / 6")


async def test_a_shell_is_one_key_away_and_one_key_leads_back(tmp_path: Path) -> None:
    shells = FakeShells()
    with talking(tmp_path, shells=shells) as app:
        async with app.run_test(size=SIZE) as pilot:
            await see(pilot, "1 / 6")
            await pilot.press("2", "enter", "s")
            await see(pilot, "SHELL manager1", "root@manager1", "ctrl+g back to the slide")
            await gone(pilot, "Opening the shell")
            await pilot.press(*"q b", "enter")
            await see(pilot, "ran q b")
            await pilot.press("ctrl+g")
            await see(pilot, "A secret goes only where", "2 / 6")
            await until(pilot, lambda: shells.visits[0].ended)
            await pilot.press("S")
            await see(pilot, "The shell of which node", "2    worker1")
            await pilot.press("2")
            await see(pilot, "SHELL worker1", "root@worker1")
            await pilot.press("ctrl+g", "s")
            await see(pilot, "SHELL worker1")
            assert [visit.shell.node for visit in shells.visits] == [
                "manager1", "worker1", "worker1",
            ]  # fmt: skip


async def test_without_a_run_a_word_says_how_to_start_one(tmp_path: Path) -> None:
    with talking(tmp_path, shells=FakeShells(up=False)) as app:
        async with app.run_test(size=SIZE) as pilot:
            await see(pilot, "1 / 6")
            await pilot.press("s")
            await see(pilot, "no nodes of secrets are up", "swarmlab up secrets", "1 / 6")


async def test_a_shell_that_ended_leads_back_at_any_key(tmp_path: Path) -> None:
    shells = FakeShells()
    with talking(tmp_path, shells=shells) as app:
        async with app.run_test(size=SIZE) as pilot:
            await see(pilot, "1 / 6")
            await pilot.press("s")
            await see(pilot, "root@manager1")
            shells.visits[0].shell.lose()
            await see(pilot, "The shell ended", "Any key leads back")
            await pilot.press("x")
            await until(pilot, lambda: not isinstance(app.screen, NodeShellScreen))
            await see(pilot, "1 / 6")
            await until(pilot, lambda: shells.visits[0].ended)


@pytest.mark.parametrize("size", [(30, 8), (250, 80)])
async def test_a_talk_is_shown_at_any_size(tmp_path: Path, size: tuple[int, int]) -> None:
    with talking(tmp_path) as app:
        async with app.run_test(size=size) as pilot:
            await see(pilot, "Secrets", "1 / 6")
            assert app.screen.query_one(StageView).rows


async def test_q_leaves(tmp_path: Path) -> None:
    with talking(tmp_path) as app:
        async with app.run_test(size=SIZE) as pilot:
            await see(pilot, "1 / 6")
            await pilot.press("q")
        assert app.failure is None
        assert not app.is_running
