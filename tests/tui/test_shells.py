"""Shells on the lab screen: extra ones, two at once, the whole screen, and lost ones."""

from __future__ import annotations

import threading

import pytest

from swarmlab.errors import NodeError
from swarmlab.runs.events import Rebooted
from swarmlab.tui.keys import key_bytes
from swarmlab.tui.screens.lab.screen import LabScreen
from swarmlab.tui.widgets.shells import Shells
from tests.fakes.session import AT, FakeSession, lab_from
from tests.tui import decks
from tests.tui.seen import gone, lab_app, see, text, until

WIDE, MIDDLE, NARROW = (160, 45), (120, 36), (80, 24)
SIZES = [WIDE, MIDDLE, NARROW]

ATTACK = """---
title: Two at once
minutes: 5
nodes: [manager1]
start: bare
---

# Two at once

```bash {node=manager1 as=attacker}
docker node ls
```
"""


@pytest.mark.parametrize("size", SIZES)
async def test_a_key_opens_one_more_shell_and_another_closes_it(size: tuple[int, int]) -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=size) as pilot:
        await see(pilot, "A secret goes only")
        await pilot.press("plus")
        await see(pilot, "SHELL manager1 second", "▌4 manager1 second".replace("▌4", "4"))
        await pilot.press("l", "s")
        await see(pilot, "# ls")
        assert session.shell("manager1", "second").sent == [b"l", b"s"]
        await pilot.press("ctrl+g", "1")
        await see(pilot, "SHELL manager1 ")
        await gone(pilot, "# ls")
        await pilot.press("ctrl+g", "4")
        await see(pilot, "SHELL manager1 second", "# ls")
        extra = session.shell("manager1", "second")
        await pilot.press("ctrl+g", "minus")
        await gone(pilot, "manager1 second")
        await until(pilot, lambda: extra.ended, "the shell's end")


async def test_what_is_typed_while_a_shell_opens_goes_to_it_and_to_no_other() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=MIDDLE) as pilot:
        await see(pilot, "root@manager1")
        session.shell_gate = threading.Event()
        await pilot.press("2")
        await see(pilot, "SHELL worker1")
        await pilot.press("B", "S", "enter")
        await pilot.press("ctrl+g", "3")
        await see(pilot, "SHELL worker2")
        await pilot.press("l", "s")
        session.shell_gate.set()
        await until(pilot, lambda: session.shell("worker2").sent == [b"l", b"s"], "the keys")
        await pilot.press("ctrl+g", "2")
        await see(pilot, "SHELL worker1", "root@worker1")
        await pilot.press("x")
        await until(pilot, lambda: session.shell("worker1").sent == [b"x"], "its own key")
        assert not [call for call in session.calls if call.startswith(("power", "rebuild"))]


async def test_closing_a_busy_shell_asks_first_and_a_first_shell_stays() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=MIDDLE) as pilot:
        await see(pilot, "root@manager1")
        await pilot.press("minus")
        await see(pilot, "The first shell of manager1 stays")
        await pilot.press("plus", "ctrl+g")
        await until(pilot, lambda: ("manager1", "second") in session._shells, "the shell")
        extra = session.shell("manager1", "second")
        extra.is_busy = True
        await pilot.press("minus")
        await see(pilot, "Close manager1 second", "A command still runs in it")
        await pilot.press("escape")
        await gone(pilot, "A command still runs in it")
        assert not extra.ended
        await pilot.press("minus", "enter")
        await until(pilot, lambda: extra.ended, "the shell's end")


async def test_a_units_own_shell_gets_a_tab_when_it_is_sent() -> None:
    session = FakeSession(lab_from(ATTACK, nodes=("manager1",)), started_at=AT)
    async with lab_app(session).run_test(size=MIDDLE) as pilot:
        await see(pilot, "Two at once", "root@manager1")
        assert "attacker" not in text(pilot)
        await pilot.press("s")
        await see(pilot, "SHELL manager1 attacker", "2 manager1 attacker", "docker node ls")
        await pilot.press("enter")
        await see(pilot, " SLIDE ", "✓ ran")


@pytest.mark.parametrize("size", SIZES)
async def test_two_shells_are_in_view_and_keys_go_to_one(size: tuple[int, int]) -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=size) as pilot:
        await see(pilot, "A secret goes only")
        await pilot.press("vertical_line", *([] if size == NARROW else ["1"]))
        await see(pilot, "root@manager1", "root@worker1", "SHELL manager1")
        await pilot.press("a", "ctrl+g", "2", "b")
        await see(pilot, "root@manager1:~# a", "root@worker1:~# b", "SHELL worker1")
        await pilot.press("ctrl+g", "3", "c")
        await see(pilot, "root@manager1:~# a", "root@worker2:~# c")
        await gone(pilot, "root@worker1:~#")
        await pilot.press("ctrl+g", "vertical_line")
        await gone(pilot, "root@manager1:~#")
        assert [session.shell(n).sent for n in session.node_names] == [[b"a"], [b"b"], [b"c"]]


async def test_tab_goes_to_the_other_of_two_shells() -> None:
    async with lab_app(decks.session()).run_test(size=WIDE) as pilot:
        await see(pilot, "root@manager1")
        await pilot.press("vertical_line", "1")
        await see(pilot, "SHELL manager1")
        for node in ("worker1", "manager1"):
            await pilot.press("ctrl+g", "tab")
            await see(pilot, f"SHELL {node}")
        await pilot.press("ctrl+g", "shift+tab")
        await see(pilot, " TASKS ")
        await pilot.press("shift+tab")
        await see(pilot, "SHELL manager1")


async def test_a_click_into_a_half_leads_there_and_on_the_rows_end_ends_it() -> None:
    async with lab_app(decks.session()).run_test(size=WIDE) as pilot:
        await see(pilot, "root@manager1")
        rows = (await see(pilot, "| two shells")).splitlines()
        await pilot.click(offset=(rows[1].index("| two"), 1))
        rows = (await see(pilot, "root@worker1")).splitlines()
        y = next(n for n, row in enumerate(rows) if "root@worker1" in row)
        await pilot.click(offset=(150, y))
        await see(pilot, "SHELL worker1")
        await pilot.click(offset=(150, 5))
        await see(pilot, "SHELL manager1")
        rows = (await see(pilot, "| one shell")).splitlines()
        await pilot.click(offset=(rows[1].index("| one"), 1))
        await gone(pilot, "root@worker1")


async def test_halves_stand_beside_each_other_where_there_is_room() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=(250, 80)) as pilot:
        await see(pilot, "root@manager1")
        await pilot.press("vertical_line")
        await until(pilot, lambda: session.shell("worker1").size[0] == 84, "half of 170")
        await pilot.resize_terminal(160, 45)
        await until(pilot, lambda: session.shell("worker1").size == (97, 12), "half of 26")
        await until(pilot, lambda: session.shell("manager1").size == (97, 12), "half of 26")
        await pilot.press("vertical_line")
        await until(pilot, lambda: session.shell("manager1").size == (97, 26), "all of 26")


@pytest.mark.parametrize("size", SIZES)
async def test_the_whole_screen_is_for_the_shell_until_it_is_left(size: tuple[int, int]) -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=size) as pilot:
        await see(pilot, "A secret goes only")
        await pilot.press("z")
        await gone(pilot, "swarmlab", "A secret goes only")
        back = "z back" if size != NARROW else "|  z"
        await see(pilot, "SHELL manager1", back, "ctrl+g back to the slide")
        assert session.shell("manager1").size == (size[0] - 1, size[1] - 2 - (size != NARROW))
        await pilot.press("z")
        await see(pilot, "# z")
        await pilot.press("ctrl+g")
        await see(pilot, "A secret goes only", " SLIDE ")
        await pilot.press("z", "q")
        await see(pilot, "# zq")


async def test_a_click_ends_the_whole_screen_and_stays_in_the_shell() -> None:
    async with lab_app(decks.session()).run_test(size=WIDE) as pilot:
        await see(pilot, "root@manager1")
        await pilot.press("z")
        rows = (await see(pilot, "z back")).splitlines()
        await pilot.click(offset=(rows[0].index("z back"), 0))
        await see(pilot, "A secret goes only", "SHELL manager1")


async def test_a_unit_run_on_the_whole_screen_leads_back_to_the_slide() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=WIDE) as pilot:
        await see(pilot, "root@manager1")
        await pilot.press("s")
        await see(pilot, "enter run it")
        await pilot.click(offset=(text(pilot).splitlines()[1].index("z zoom"), 1))
        await gone(pilot, "A secret goes only")
        await pilot.press("enter")
        await see(pilot, "A secret goes only", "✓ ran 14:30")


async def test_a_lost_half_says_so_and_the_other_goes_on() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=WIDE) as pilot:
        await see(pilot, "root@manager1")
        await pilot.press("vertical_line", "2")
        await see(pilot, "SHELL worker1")
        session.shell("worker1").lose()
        await see(pilot, "The shell of worker1 ended", "S starts worker1")
        await pilot.press("ctrl+g", "1", "x")
        await see(pilot, "root@manager1:~# x", "The shell of worker1 ended")
        rows = text(pilot).splitlines()
        y = next(n for n, row in enumerate(rows) if "B rebuilds it" in row)
        await pilot.click(offset=(rows[y].index("B rebuilds"), y))
        await gone(pilot, "The shell of worker1 ended")
        assert session.calls == ["rebuild worker1"]
        await see(pilot, "root@manager1:~# x", "root@worker1")


async def test_a_lost_extra_shell_offers_all_there_is_within_80_columns() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=NARROW) as pilot:
        await see(pilot, "A secret goes only")
        await pilot.press("plus")
        await see(pilot, "SHELL manager1 second")
        session.shell("manager1", "second").lose()
        rows = (await see(pilot, "- closes")).splitlines()
        assert rows[2].strip() == (
            "✗ The shell of manager1 second ended: it was closed, or its node stopped"
        )
        assert rows[3].strip().startswith("enter opens a fresh one  S starts manager1")
        await pilot.press("minus")
        await gone(pilot, "manager1 second")
        await see(pilot, "SHELL manager1 ", "root@manager1")


async def test_a_shell_that_cannot_be_opened_says_so_and_can_be_tried_again() -> None:
    session = decks.session()
    opened = session.shell
    refused = NodeError("the shell's terminal could not be opened", place="worker1")

    def shell(node: str, name: str | None = None) -> object:
        if node == "worker1":
            raise refused
        return opened(node, name)

    session.shell = shell  # type: ignore[assignment,method-assign]
    async with lab_app(session).run_test(size=MIDDLE) as pilot:
        await see(pilot, "root@manager1")
        await pilot.press("2")
        await see(pilot, "The shell of worker1 ended", "could not be opened")
        session.shell = opened  # type: ignore[method-assign]
        await pilot.press("enter")
        await see(pilot, "root@worker1")
        await gone(pilot, "The shell of worker1 ended")


async def test_other_nodes_end_extra_shells_and_keep_two_in_view() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=WIDE) as pilot:
        await see(pilot, "root@manager1")
        await pilot.press("plus", "ctrl+g", "vertical_line")
        await see(pilot, "4 manager1 second", "root@worker1")
        session._shells.clear()
        session.tell(Rebooted("reset"))
        await gone(pilot, "manager1 second")
        await see(pilot, "root@manager1", "root@worker1")


async def test_a_selection_says_how_much_was_copied() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=WIDE) as pilot:
        await see(pilot, "root@manager1")
        session.shell("manager1").feed("a word", "and another")
        await see(pilot, "and another")
        half = pilot.app.screen.query_one(Shells).halves[0].view
        await pilot.click(half, offset=(3, 0), times=2)
        await see(pilot, "Copied 4 characters")
        assert pilot.app.clipboard == "word"


async def test_twelve_nodes_with_extra_shells_keep_the_chosen_tab_in_view() -> None:
    names = tuple(f"worker{n}" for n in range(1, 13))
    deck = ATTACK.replace("[manager1]", str(list(names)).replace("'", "")).replace(
        "node=manager1", "node=worker11")  # fmt: skip
    session = FakeSession(lab_from(deck, nodes=names), started_at=AT)
    async with lab_app(session).run_test(size=NARROW) as pilot:
        await see(pilot, "Two at once")
        await pilot.press("s")
        shown = await see(pilot, "13 worker11 attacker", "SHELL worker11 attacker")
        row = shown.splitlines()[1]
        assert "0 Slide" in row
        assert "t Tasks" in row
        screen = pilot.app.screen
        assert isinstance(screen, LabScreen)
        screen.action_shell(12)
        await see(pilot, "12 worker12", "SHELL worker12")


async def test_the_palette_knows_every_shell_by_name() -> None:
    async with lab_app(decks.session()).run_test(size=MIDDLE) as pilot:
        await see(pilot, "root@manager1")
        await pilot.press("plus", "ctrl+g", "ctrl+p")
        await see(pilot, "an action")
        await pilot.press(*"shell of manager1 second")
        await see(pilot, "To the shell of manager1 second  (4)")
        await pilot.press("down", "enter")
        await see(pilot, "SHELL manager1 second")


async def test_every_control_and_function_key_but_the_guide_key_reaches_the_node() -> None:
    session = decks.session()
    letters = "abcdefhijklmnopqrstuvwxyz"
    functions = [f"f{n}" for n in range(1, 13)]
    async with lab_app(session).run_test(size=MIDDLE) as pilot:
        await see(pilot, "root@manager1")
        await pilot.press("1")
        await see(pilot, "SHELL manager1")
        await pilot.press(*(f"ctrl+{letter}" for letter in letters), *functions)
        await pilot.press("alt+b", "alt+full_stop", "alt+1", "ctrl+backslash", "|", "z", "+")
        sent = session.shell("manager1").sent
        assert sent[:25] == [bytes([ord(letter) & 0x1F]) for letter in letters]
        assert sent[25:37] == [key_bytes(key) for key in functions]
        assert sent[37:] == [b"\x1bb", b"\x1b.", b"\x1b1", b"\x1c", b"|", b"z", b"+"]
