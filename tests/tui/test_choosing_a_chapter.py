"""A chapter is chosen on the start screen, not only gone on with."""

from __future__ import annotations

import pytest

from swarmlab.runs.model import Place
from swarmlab.tui.app import SwarmlabApp
from tests.tui import decks
from tests.tui.seen import see, text, until

SIZES = [(160, 45), (120, 36), (80, 24)]


@pytest.mark.parametrize("size", SIZES)
async def test_a_chapter_begins_at_its_first_slide(size: tuple[int, int]) -> None:
    session = decks.session(booted=False)
    async with SwarmlabApp(decks.desk(session)).run_test(size=size) as pilot:
        await see(pilot, "Security zones", "Engine answers")
        await pilot.press("right", "down")
        await see(pilot, "► Security zones", "enter begin it")
        await pilot.press("enter")
        await see(pilot, "Labels decide where tasks run")
        assert session.calls == ["enter chapter2"]
        assert session.place == Place("chapter2", 0)


async def test_the_chapter_where_one_was_goes_on_there() -> None:
    session = decks.session(booted=False, slide=2)
    async with SwarmlabApp(decks.desk(session)).run_test(size=(120, 36)) as pilot:
        await see(pilot, "Security zones", "Engine answers")
        await pilot.press("right")
        await see(pilot, "► Secrets", "goes on here")
        await pilot.press("enter")
        await see(pilot, "A node goes away")
        assert session.calls == ["boot"]


async def test_a_chapter_is_begun_by_two_clicks() -> None:
    session = decks.session(booted=False)
    async with SwarmlabApp(decks.desk(session)).run_test(size=(120, 36)) as pilot:
        await see(pilot, "Security zones", "Engine answers")
        rows = text(pilot).splitlines()
        y = next(n for n, row in enumerate(rows) if "Security zones" in row)
        offset = (rows[y].index("Security") + 1, y)
        await pilot.click(offset=offset)
        await see(pilot, "► Security zones")
        await pilot.click(offset=offset)
        await see(pilot, "Labels decide where tasks run")


async def test_arrows_choose_labs_again_after_going_back() -> None:
    session = decks.session(booted=False)
    async with SwarmlabApp(decks.desk(session)).run_test(size=(120, 36)) as pilot:
        await see(pilot, "Security zones", "Engine answers")
        await pilot.press("right")
        await see(pilot, "begin it")
        await pilot.press("left", "down")
        await see(pilot, "► Zones, in depth", "go on")
        await pilot.press("right")
        await see(pilot, "► Zones, in depth", "go on")
        assert session.calls == []


async def test_with_nodes_of_another_chapter_up_it_asks_first() -> None:
    session = decks.session()
    async with SwarmlabApp(decks.desk(session)).run_test(size=(120, 36)) as pilot:
        await see(pilot, "Security zones", "Engine answers")
        await pilot.press("right", "down", "enter")
        await see(pilot, "To the chapter Security zones", "3 nodes are thrown away")
        await pilot.press("escape")
        await until(pilot, lambda: "A secret goes only" in text(pilot), "the old chapter")
        assert session.calls == []
