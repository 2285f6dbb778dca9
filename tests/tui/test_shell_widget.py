"""The shell's widget by itself: looking back, searching, copying, the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual import events

from swarmlab.cli.shell_app import ShellApp
from swarmlab.tui.widgets.shell_view import ShellView
from tests.fakes.shell import FakeShell
from tests.tui.programs import wheel_down
from tests.tui.seen import gone, see, text, until

if TYPE_CHECKING:
    from textual.pilot import Pilot

SIZE = (80, 24)


def shell_with(rows: int = 100) -> FakeShell:
    shell = FakeShell("manager1")
    shell.feed(*(f"\x1b[3{n % 8}mrow {n}\x1b[0m of words" for n in range(rows)))
    return shell


def view_of(pilot: Pilot[int]) -> ShellView:
    return pilot.app.query_one(ShellView)


def wheel_up(view: ShellView, *, shift: bool = False) -> events.MouseScrollUp:
    return events.MouseScrollUp(view, 5, 5, 0, 0, 0, shift, False, False)


async def drag(
    pilot: Pilot[int], begin: tuple[int, int], end: tuple[int, int], **keys: bool
) -> None:
    await pilot.mouse_down(ShellView, offset=begin, **keys)
    await pilot.hover(ShellView, offset=end)
    await pilot.mouse_up(ShellView, offset=end, **keys)


async def test_looking_back_says_how_far_and_typing_returns() -> None:
    shell = shell_with()
    async with ShellApp("manager1", shell).run_test(size=SIZE) as pilot:
        await see(pilot, "row 99", "root@manager1")
        await pilot.press("shift+pageup")
        await see(pilot, "Looking back  11 rows up of 79", "row 70", "esc to the end")
        await gone(pilot, "row 99")
        await pilot.press("shift+home")
        await see(pilot, "79 rows up of 79", "row 0 ")
        await pilot.press("x")
        await see(pilot, "row 99", ":~# x")
        assert shell.sent == [b"x"]


@pytest.mark.parametrize("key", ["escape", "shift+end"])
async def test_a_key_leads_back_to_the_end_and_is_not_typed(key: str) -> None:
    shell = shell_with()
    async with ShellApp("manager1", shell).run_test(size=SIZE) as pilot:
        await see(pilot, "row 99")
        await pilot.press("shift+pageup")
        await see(pilot, "Looking back")
        await pilot.press(key)
        await see(pilot, "row 99", "root@manager1")
        assert shell.sent == []
        await pilot.press("escape")
        assert shell.sent == [b"\x1b"]


async def test_what_is_printed_meanwhile_does_not_move_what_is_read() -> None:
    shell = shell_with()
    async with ShellApp("manager1", shell).run_test(size=SIZE) as pilot:
        await see(pilot, "row 99")
        view_of(pilot).post_message(wheel_up(view_of(pilot)))
        await see(pilot, "Looking back  3 rows up")
        before = text(pilot)
        shell.feed("something new", "and more")
        await until(pilot, lambda: "something new" in str(view_of(pilot)._screen), "the news")
        assert text(pilot) == before
        view_of(pilot).post_message(wheel_down(view_of(pilot)))
        await see(pilot, "something new")


async def test_a_search_finds_goes_on_and_ends() -> None:
    shell = shell_with()
    async with ShellApp("manager1", shell).run_test(size=SIZE) as pilot:
        await see(pilot, "row 99")
        await pilot.press("shift+pageup", "slash", *"row 4")
        await see(pilot, "/ row 4_  11", "row 49")
        await pilot.press("enter")
        await see(pilot, "Found row 4  11 of 11", "n older")
        await pilot.press("n", "n")
        await see(pilot, "9 of 11")
        await pilot.press("N")
        await see(pilot, "10 of 11")
        await pilot.press("slash", *"xyz", "backspace", "enter")
        await see(pilot, "✗ xy is nowhere")
        await pilot.press("slash", "escape")
        await see(pilot, "Looking back")
        await pilot.press("escape")
        await see(pilot, "root@manager1")
        assert shell.sent == []


async def test_matches_are_marked_and_the_current_one_most() -> None:
    async with ShellApp("manager1", shell_with()).run_test(size=SIZE) as pilot:
        await see(pilot, "row 99")
        await pilot.press("shift+pageup", "slash", *"words", "enter")
        await see(pilot, "Found words")
        view = view_of(pilot)
        styles = [next(s.style for s in view.render_line(y) if s.text == "words")
                  for y in range(view.size.height - 1)]  # fmt: skip
        found = view.get_component_rich_style("shell--found")
        match = view.get_component_rich_style("shell--match")
        assert styles == [*([match] * (len(styles) - 1)), found]


async def test_the_words_at_the_foot_can_be_clicked() -> None:
    async with ShellApp("manager1", shell_with()).run_test(size=SIZE) as pilot:
        await see(pilot, "row 99")
        await pilot.press("shift+pageup")
        rows = (await see(pilot, "/ search")).splitlines()
        await pilot.click(offset=(rows[-1].index("/ search"), len(rows) - 1))
        await see(pilot, "enter find")
        rows = (await see(pilot, "esc stop")).splitlines()
        await pilot.click(offset=(rows[-1].index("esc"), len(rows) - 1))
        rows = (await see(pilot, "esc to the end")).splitlines()
        await pilot.click(offset=(rows[-1].index("esc"), len(rows) - 1))
        await see(pilot, "root@manager1")


async def test_a_drag_copies_plain_text() -> None:
    shell = FakeShell("manager1")
    shell.feed("\x1b[31mred\x1b[0m \x1b]52;c;eA==\x07and \u202emore", "second row")
    async with ShellApp("manager1", shell).run_test(size=SIZE) as pilot:
        await see(pilot, "red and more", "second row")
        await drag(pilot, (4, 0), (5, 1))
        assert pilot.app.clipboard == "and more\nsecond"
        assert shell.sent == []
        selected = view_of(pilot).get_component_rich_style("shell--selected")
        assert selected in [segment.style for segment in view_of(pilot).render_line(0)]


async def test_a_wrapped_line_is_copied_as_one() -> None:
    command = "docker swarm join --token SWMTKN-1-" + "4q" * 40 + " 10.0.0.2:2377"
    shell = FakeShell("manager1")
    shell.feed(command[:80], command[80:])
    async with ShellApp("manager1", shell).run_test(size=SIZE) as pilot:
        await see(pilot, "10.0.0.2")
        await drag(pilot, (0, 0), (79, 1))
        assert pilot.app.clipboard == command
        await pilot.click(ShellView, offset=(30, 0), times=2)
        assert pilot.app.clipboard == command.split()[4]
        await pilot.click(ShellView, offset=(30, 0), times=3)
        assert pilot.app.clipboard == command


async def test_what_is_printed_over_it_ends_a_selection_and_a_click_does_too() -> None:
    shell = FakeShell("manager1")
    shell.feed("some words")
    async with ShellApp("manager1", shell).run_test(size=SIZE) as pilot:
        await see(pilot, "some words")
        await pilot.click(ShellView, offset=(6, 0), times=2)
        assert pilot.app.clipboard == "words"
        await pilot.press("a")
        await see(pilot, "# a")
        assert view_of(pilot).selection is not None
        shell._done[0] = "other words"
        shell._tell()
        await until(pilot, lambda: view_of(pilot).selection is None, "no selection")
        await pilot.click(ShellView, offset=(1, 0), times=2)
        await pilot.click(ShellView, offset=(40, 5))
        assert view_of(pilot).selection is None
        assert pilot.app.clipboard == "other"


async def test_looking_back_can_be_copied_from() -> None:
    async with ShellApp("manager1", shell_with()).run_test(size=SIZE) as pilot:
        await see(pilot, "row 99")
        await pilot.press("shift+home")
        await see(pilot, "row 0 ")
        await drag(pilot, (0, 1), (4, 2))
        assert pilot.app.clipboard == "row 1 of words\nrow 2"


async def test_the_middle_button_pastes_what_was_copied() -> None:
    shell = FakeShell("manager1")
    shell.feed("word")
    async with ShellApp("manager1", shell).run_test(size=SIZE) as pilot:
        await see(pilot, "word")
        await pilot.click(ShellView, offset=(1, 0), times=2)
        await pilot.click(ShellView, offset=(1, 5), button=2)
        await see(pilot, ":~# word")
        assert shell.sent == []


async def test_the_mouse_is_the_programs_where_it_asks_for_it() -> None:
    shell = FakeShell("manager1")
    shell.modes = {"mouse": True}
    shell.feed("some words")
    async with ShellApp("manager1", shell).run_test(size=SIZE) as pilot:
        await see(pilot, "some words")
        await drag(pilot, (3, 0), (6, 0))
        view_of(pilot).post_message(wheel_up(view_of(pilot)))
        await until(pilot, lambda: len(shell.sent) == 3, "three reports")
        assert shell.sent == [b"\x1b[<0;4;1M", b"\x1b[<0;7;1m", b"\x1b[<64;6;6M"]
        assert pilot.app.clipboard == ""


@pytest.mark.parametrize(
    ("modes", "expected"),
    [
        ({"mouse_drags": True}, [b"\x1b[<0;4;1M", b"\x1b[<32;7;1M", b"\x1b[<0;7;1m"]),
        (
            {"mouse_drags": True, "mouse_moves": True},
            [
                b"\x1b[<35;4;1M",
                b"\x1b[<0;4;1M",
                b"\x1b[<32;7;1M",
                b"\x1b[<0;7;1m",
                b"\x1b[<35;9;2M",
            ],
        ),
        ({"mouse_sgr": False}, [b"\x1b[M $!", b"\x1b[M#'!"]),
    ],
)
async def test_it_is_told_as_much_as_it_asks_for(
    modes: dict[str, bool], expected: list[bytes]
) -> None:
    shell = FakeShell("manager1")
    shell.modes = {"mouse": True, **modes}
    async with ShellApp("manager1", shell).run_test(size=SIZE) as pilot:
        await see(pilot, "root@manager1")
        await drag(pilot, (3, 0), (6, 0))
        await pilot.hover(ShellView, offset=(8, 1))
        await pilot.hover(ShellView, offset=(8, 1))
        assert shell.sent == expected


async def test_shift_keeps_the_mouse_from_the_program() -> None:
    shell = shell_with()
    shell.modes = {"mouse": True, "mouse_drags": True}
    async with ShellApp("manager1", shell).run_test(size=SIZE) as pilot:
        await see(pilot, "row 99")
        await drag(pilot, (0, 21), (5, 21), shift=True)
        assert pilot.app.clipboard == "row 99"
        view_of(pilot).post_message(wheel_up(view_of(pilot), shift=True))
        await see(pilot, "Looking back")
        assert shell.sent == []


async def test_on_the_other_screen_the_wheel_is_arrow_keys() -> None:
    shell = shell_with()
    shell.modes = {"alternate": True}
    shell.application_cursor = True
    async with ShellApp("manager1", shell).run_test(size=SIZE) as pilot:
        await see(pilot, "row 99")
        view_of(pilot).post_message(wheel_up(view_of(pilot)))
        await until(pilot, lambda: shell.sent == [b"\x1bOA" * 3], "three rows up")
        view_of(pilot).post_message(wheel_up(view_of(pilot), shift=True))
        await see(pilot, "Looking back")


async def test_another_size_keeps_looking_back() -> None:
    async with ShellApp("manager1", shell_with()).run_test(size=SIZE) as pilot:
        await see(pilot, "row 99")
        await pilot.press("shift+pageup", "shift+pageup")
        await see(pilot, "22 rows up")
        await pilot.resize_terminal(60, 15)
        await see(pilot, "22 rows up", "row 78")
        await pilot.press("escape")
        await see(pilot, "root@manager1", "row 99")
