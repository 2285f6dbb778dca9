"""Shells of a learner on the instructor's screen: to look at, and to type into once agreed."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from tests.tui import classes
from tests.tui.seen import gone, see, text, until
from tests.tui.test_instructor import WIDE, did, screen

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tests.fakes.class_desk import FakeClassDesk


async def be_let_in(pilot: Pilot[Any], desk: FakeClassDesk) -> None:
    """Watch mira's second node, ask to take part, and let her agree."""
    await see(pilot, "► mira")
    await pilot.press("2")
    await see(pilot, "mount | grep")
    await pilot.press("J")
    await see(pilot, "asking")
    desk.change("run-mira", part="takes part")


async def test_a_digit_watches_a_shell_that_nothing_typed_reaches() -> None:
    desk = classes.desk()
    async with classes.app(desk).run_test(size=WIDE) as pilot:
        await see(pilot, "► mira")
        await pilot.press("2")
        await see(pilot, "mount | grep secrets", "watching", "mira's screen says so", "read only")
        assert desk.did == [("watch", "run-mira", "worker1")]
        shell = desk.shell("run-mira", "worker1")
        await pilot.press("enter", "x", "y", "tab")
        await pilot.click("WatchedShell")
        await pilot.press("w", "z")
        await until(pilot, lambda: screen(pilot).has_class("-zoom"))
        await pilot.press("z")
        assert shell.sent == []
        assert shell.size == (80, 24), "the learner's terminal keeps its size"
        await pilot.press("9")
        await see(pilot, "There are 3 shells")
        await pilot.press("1")
        await see(pilot, "root@manager1")
        await pilot.press("down")
        await did(pilot, desk, "unwatch", "run-mira")
        await gone(pilot, "root@manager1")


async def test_a_shell_that_comes_after_its_learner_was_left_is_put_away() -> None:
    desk = classes.desk()
    desk.gate = threading.Event()
    async with classes.app(desk).run_test(size=WIDE) as pilot:
        await see(pilot, "► mira")
        await pilot.press("1")
        await until(pilot, lambda: screen(pilot).node == "manager1")
        await pilot.press("escape")
        await did(pilot, desk, "unwatch", "run-mira")
        desk.gate.set()
        await until(pilot, lambda: desk.did.count(("unwatch", "run-mira")) == 2)
        assert desk.did[-2:] == [("watch", "run-mira", "manager1"), ("unwatch", "run-mira")]
        assert "root@manager1" not in text(pilot)


async def test_without_nodes_a_digit_says_so() -> None:
    desk = classes.desk()
    desk.up = ()
    async with classes.app(desk).run_test(size=WIDE) as pilot:
        await see(pilot, "► mira")
        await pilot.press("1")
        await see(pilot, "No nodes are up: there is no shell to look at")
        assert desk.did == []


async def test_a_node_that_is_down_says_why_and_shows_no_shell() -> None:
    desk = classes.desk()
    async with classes.app(desk).run_test(size=WIDE) as pilot:
        await see(pilot, "► mira")
        await pilot.press("enter")
        await until(pilot, lambda: len(screen(pilot).nodes) == 3)
        desk.up = ("manager1",)
        await pilot.press("3")
        await see(pilot, "worker2 is not up · choose another")
        assert screen(pilot).node == ""


async def test_j_asks_and_types_once_agreed_until_the_learner_takes_it_back() -> None:
    desk = classes.desk()
    async with classes.app(desk).run_test(size=WIDE) as pilot:
        await see(pilot, "► mira")
        await pilot.press("2")
        await see(pilot, "mount | grep secrets")
        await pilot.press("enter")
        await see(pilot, "J asks mira to let you type")
        await pilot.press("J")
        await see(pilot, "asking", "mira is asked to let you type")
        await did(pilot, desk, "ask_part", "run-mira")
        desk.change("run-mira", part="takes part")
        await see(pilot, "taking part", "mira lets you in", "mira let you in: enter types")
        await did(pilot, desk, "take_part", "run-mira", "worker1")
        shell = desk.shell("run-mira", "worker1")
        await pilot.press("enter")
        await see(pilot, "SHELL worker1", "ctrl+g back to the class", "keys go to worker1")
        await pilot.press(*"id", "enter")
        await see(pilot, "ran id")
        assert shell.size == (80, 24), "the learner's terminal keeps its size"
        await pilot.press("ctrl+g")
        await see(pilot, " CLASS ", "► mira")
        await pilot.press("down", "up")
        desk.change("run-mira", part=None)
        await see(pilot, "► mira")


async def test_who_types_before_the_shell_is_there_types_as_soon_as_it_is() -> None:
    desk = classes.desk()
    async with classes.app(desk).run_test(size=WIDE) as pilot:
        await see(pilot, "► mira")
        await pilot.press("2", "J")
        await see(pilot, "mira is asked to let you type")
        desk.gate = threading.Event()
        desk.change("run-mira", part="takes part")
        await see(pilot, "mira lets you in")
        await pilot.press("enter")
        desk.gate.set()
        await see(pilot, "SHELL worker1", "keys go to worker1")
        await pilot.press(*"id", "enter")
        await see(pilot, "ran id")


async def test_the_learner_taking_the_shell_back_ends_the_typing() -> None:
    desk = classes.desk()
    async with classes.app(desk).run_test(size=WIDE) as pilot:
        await be_let_in(pilot, desk)
        await see(pilot, "let you in: enter types")
        await until(pilot, lambda: screen(pilot).pane.shared.shell is not None)
        await pilot.press("enter")
        await see(pilot, "SHELL worker1")
        desk.change("run-mira", part="watches")
        await see(pilot, "mira takes the shell back", " CLASS ", "read only")
        sent = list(desk.shell("run-mira", "worker1").sent)
        await pilot.press("x", "enter")
        assert desk.shell("run-mira", "worker1").sent == sent


async def test_j_without_a_shell_in_view_opens_the_first_and_a_refusal_is_said() -> None:
    desk = classes.desk()
    async with classes.app(desk).run_test(size=WIDE) as pilot:
        await see(pilot, "► mira")
        await pilot.press("J")
        await did(pilot, desk, "ask_part", "run-mira")
        assert desk.did[0] == ("watch", "run-mira", "manager1")
        await see(pilot, "asking")
        await pilot.press("J")
        await see(pilot, "mira is asked already")
        desk.change("run-mira", part="watches")
        await see(pilot, "mira does not let you type")


async def test_j_again_takes_part_no_more() -> None:
    desk = classes.desk()
    async with classes.app(desk).run_test(size=WIDE) as pilot:
        await be_let_in(pilot, desk)
        await see(pilot, "J take part no more")
        await pilot.press("J")
        await see(pilot, "You take part no more")
        await did(pilot, desk, "unwatch", "run-mira")


async def test_what_another_instructor_may_do_is_not_ours() -> None:
    desk = classes.desk()
    async with classes.app(desk).run_test(size=WIDE) as pilot:
        await see(pilot, "► mira")
        await pilot.press("2")
        await see(pilot, "mount | grep", "watching")
        desk.change("run-mira", part="takes part")
        looks = desk.looks
        await until(pilot, lambda: desk.looks > looks + 2)
        await pilot.press("enter", "x")
        await see(pilot, "watching", "read only")
        assert desk.did == [("watch", "run-mira", "worker1")]


async def test_who_asked_while_another_was_let_in_looks_on() -> None:
    desk = classes.desk()
    desk.theirs = True
    async with classes.app(desk).run_test(size=WIDE) as pilot:
        await see(pilot, "► mira")
        await pilot.press("2")
        await see(pilot, "mount | grep", "watching")
        await pilot.press("J")
        await see(pilot, "asking")
        desk.change("run-mira", part="takes part")
        await see(pilot, "the learner has not agreed", "watching", "read only", "mount | grep")


async def test_a_shell_that_ends_says_how_to_have_it_again() -> None:
    desk = classes.desk()
    async with classes.app(desk).run_test(size=WIDE) as pilot:
        await see(pilot, "► mira")
        await pilot.press("2")
        await see(pilot, "mount | grep")
        desk.shells.pop(("run-mira", "worker1")).lose()
        await see(pilot, "The shell of worker1 ended: 2 opens it again")
        await pilot.press("2")
        await until(pilot, lambda: desk.did.count(("watch", "run-mira", "worker1")) == 2)
        await until(pilot, lambda: not screen(pilot).pane.is_lost)


async def test_leaving_puts_the_watched_shell_away_first() -> None:
    desk = classes.desk()
    app = classes.app(desk)
    async with app.run_test(size=WIDE) as pilot:
        await see(pilot, "► mira")
        await pilot.press("1")
        await see(pilot, "root@manager1")
        await pilot.press("q")
        await until(pilot, lambda: app._exit)
    assert desk.did[-1] == ("unwatch", "run-mira")
