"""What an instructor does from the screen, key by key, and what is said of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from swarmlab.errors import RunHeld
from swarmlab.runs.model import Place
from tests.tui import classes
from tests.tui.seen import gone, see, text
from tests.tui.test_instructor import ALL, WIDE, did

if TYPE_CHECKING:
    from textual.pilot import Pilot

MIRA = ["run-mira"]


async def written(pilot: Pilot[None], key: str, title: str, words: str) -> None:
    await see(pilot, "► mira")
    await pilot.press(key)
    await see(pilot, title)
    assert isinstance(pilot.app.focused, Input)
    await pilot.press(*words, "enter")
    await gone(pilot, title)


async def test_h_pushes_a_hint_and_the_line_stays_until_the_next_action() -> None:
    desk = classes.desk()
    async with classes.app(desk).run_test(size=WIDE) as pilot:
        await see(pilot, "► mira")
        await pilot.press("H")
        line = "✓ mira  hint: hint 3 of 3 is on the screen, 0.4 s"
        await see(pilot, line)
        await did(pilot, desk, "push_hint", MIRA)
        await pilot.press("down", "up", "enter", "escape")
        await see(pilot, line)
        await pilot.press("D")
        await see(pilot, "The hand of mira is down")
        assert line not in text(pilot)


async def test_m_writes_to_one_with_the_question_in_view() -> None:
    desk = classes.desk()
    async with classes.app(desk).run_test(size=WIDE) as pilot:
        await written(pilot, "M", 'Asked: "It says red', "look at web, too")
        await did(pilot, desk, "say", MIRA, "message", "look at web, too")
        await see(pilot, "✓ mira  message: on the screen")


async def test_a_writes_to_all_and_says_for_whom_it_failed() -> None:
    desk = classes.desk()
    desk.refuses["run-hugo"] = "nobody reads it: hugo is away"
    async with classes.app(desk).run_test(size=WIDE) as pilot:
        await written(pilot, "A", "Message to all 12 learners", "five minutes")
        await did(pilot, desk, "say", ALL, "message", "five minutes")
        await see(pilot, "✗ message to all: 11 of 12", "✗ hugo  nobody reads it: hugo is away")


async def test_nothing_written_is_nothing_sent() -> None:
    desk = classes.desk()
    async with classes.app(desk).run_test(size=WIDE) as pilot:
        await see(pilot, "► mira")
        await pilot.press("M", "enter")
        await see(pilot, "Message to mira")
        await pilot.press("q", "R", "escape")
        await gone(pilot, "Message to mira")
        assert desk.did == []


async def test_d_lowers_a_hand_that_is_up() -> None:
    desk = classes.desk()
    async with classes.app(desk).run_test(size=WIDE) as pilot:
        await see(pilot, "► mira")
        await pilot.press("D")
        await did(pilot, desk, "lower_hand", "run-mira")
        await see(pilot, "The hand of mira is down", "1 ask", "► mira")
        await pilot.press("D")
        await see(pilot, "The hand of mira is not up")


async def test_g_moves_to_a_slide_found_by_typing() -> None:
    desk = classes.desk()
    async with classes.app(desk).run_test(size=WIDE) as pilot:
        await see(pilot, "► mira")
        await pilot.press("G")
        await see(pilot, "Move mira to", "3 of 11 steps done", "bring there")
        await pilot.press(*"labels lie", "enter")
        await did(pilot, desk, "move", MIRA, Place("chapter2", 2))
        await see(pilot, "✓ mira  move to slide 3 of chapter2: there, with fresh nodes")
        await pilot.press("G", "escape")
        await gone(pilot, "Move mira to")


@pytest.mark.parametrize(
    ("keys", "says", "runs", "what"),
    [
        ("s", ("Reset the step of mira", "1 learner and 3 nodes"), MIRA, "step"),
        ("n2", ("Reset worker1 of mira", "1 learner and 1 node: worker1"), MIRA, "worker1"),
        ("l", ("Reset the lab of mira", "1 learner and 3 nodes"), MIRA, "lab"),
        ("p", ("Reset all of mira", "3 done steps, with hints"), MIRA, "learner"),
        ("cs", ("Reset the step of the class", "12 learners and 33 nodes"), ALL, "step"),
        ("cl", ("Reset the lab of the class", "for all 12"), ALL, "lab"),
        ("cp", ("Reset all of the class", "forget it for all 12"), ALL, "learner"),
    ],
)
async def test_r_says_how_many_it_touches_and_asks(
    keys: str, says: tuple[str, ...], runs: list[str], what: str
) -> None:
    desk = classes.desk()
    async with classes.app(desk).run_test(size=WIDE) as pilot:
        await see(pilot, "► mira")
        await pilot.press("R")
        await see(pilot, "a node of mira", "the class", "12 learners")
        await pilot.press(*keys)
        await see(pilot, *says)
        await pilot.press("escape")
        await gone(pilot, says[0])
        assert desk.did == []
        await pilot.press("R", *keys, "enter")
        await did(pilot, desk, "reset", runs, what)
        end = f"✓ {says[0]}: 12 of 12" if len(runs) > 1 else "its checks are red again"
        await see(pilot, end)


async def test_who_has_no_nodes_is_offered_none_to_reset() -> None:
    async with classes.app(classes.desk()).run_test(size=WIDE) as pilot:
        await see(pilot, "► mira")
        await pilot.press("end", "R")
        await see(pilot, "the step of hugo")
        assert "a node of hugo" not in text(pilot)


@pytest.mark.parametrize(
    ("key", "runs", "minutes"), [("1", ALL[:-1], 30), ("2", ALL[:-1], 60), ("5", MIRA, 120)]
)
async def test_x_lets_nodes_live_longer(key: str, runs: list[str], minutes: int) -> None:
    desk = classes.desk()
    async with classes.app(desk).run_test(size=WIDE) as pilot:
        await see(pilot, "► mira")
        await pilot.press("X")
        await see(pilot, "The nodes of mira end at 16:12", "for all 11 whose nodes are up")
        await pilot.press(key)
        await did(pilot, desk, "extend", runs, minutes)
        await see(pilot, "11 of 11" if len(runs) > 1 else "ends at 16:10")


async def test_l_locks_and_releases_chapters() -> None:
    desk = classes.desk()
    async with classes.app(desk).run_test(size=WIDE) as pilot:
        await see(pilot, "► mira")
        await pilot.press("L")
        await see(pilot, "Lock or release", "none is locked", "12 learners in it")
        await pilot.press(*"zones", "enter")
        await did(pilot, desk, "lock", "least-privilege", "chapter2", True)
        await see(pilot, "Nobody may enter Security zones", "locked: Security zones")
        await pilot.press("L")
        await see(pilot, "1 chapter locked")
        await pilot.press("2", "enter")
        await did(pilot, desk, "lock", "least-privilege", "chapter2", False)
        await see(pilot, "Security zones is open again")
        await gone(pilot, "locked: Security zones")


async def test_f_pauses_with_a_word_and_lets_go_on() -> None:
    desk = classes.desk()
    async with classes.app(desk).run_test(size=WIDE) as pilot:
        await written(pilot, "F", "Pause for all 12 learners", "look here")
        await did(pilot, desk, "pause", "least-privilege", "look here")
        await see(pilot, "paused", "look here", "F go on", "Every screen is paused")
        await pilot.press("F")
        await did(pilot, desk, "pause", "least-privilege", None)
        await see(pilot, "All go on", "F pause for all")


async def test_a_pause_without_a_word_has_one_of_its_own() -> None:
    desk = classes.desk()
    async with classes.app(desk).run_test(size=WIDE) as pilot:
        await written(pilot, "F", "Pause for all", "")
        await did(pilot, desk, "pause", "least-privilege", "The instructor asks for a moment")


@pytest.mark.parametrize("key", ["H", "D"])
async def test_what_fails_says_why_and_the_next_step(key: str) -> None:
    desk = classes.desk()
    desk.error = RunHeld("another program holds the run", next_step="try again in a moment")
    async with classes.app(desk).run_test(size=WIDE) as pilot:
        await see(pilot, "► mira")
        await pilot.press(key)
        await see(pilot, "✗ h", "another program holds the run · try again in a moment", "► mira")


async def test_keys_in_help_palette_and_theme_work_as_everywhere() -> None:
    desk = classes.desk()
    app = classes.app(desk)
    async with app.run_test(size=WIDE) as pilot:
        await see(pilot, "► mira")
        await pilot.press("question_mark")
        await see(pilot, "Keys  class", "Ask the learner to let you type")
        await pilot.press("escape", "ctrl+p", *"next hint")
        await see(pilot, "Show the learner the next hint")
        await pilot.press("enter")
        await did(pilot, desk, "push_hint", MIRA)
        await pilot.press("T")
        assert app.theme == "swarmlab-light"


async def test_a_click_on_the_learners_keys_does_what_they_name() -> None:
    desk = classes.desk(replace(classes.VIEW))
    async with classes.app(desk).run_test(size=WIDE) as pilot:
        await see(pilot, "► mira")
        await pilot.press("enter")
        shown = (await see(pilot, "H push a hint")).splitlines()
        row = next(n for n, line in enumerate(shown) if "H push a hint" in line)
        await pilot.click(offset=(shown[row].index("H push") + 2, row))
        await did(pilot, desk, "push_hint", MIRA)
