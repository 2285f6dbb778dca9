"""Pictures of reading and getting around, compared cell by cell; see ``test_pictures``."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import pytest

from swarmlab.tui import clock
from swarmlab.tui.app import SwarmlabApp
from tests.tui import decks, reading_decks
from tests.tui.seen import lab_app, see

if TYPE_CHECKING:
    from textual.pilot import Pilot

SIZES = [(160, 45), (80, 24)]
Before = Callable[["Pilot[None]"], Awaitable[None]]
Compare = Callable[..., bool]


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing takes time, and there is a browser."""
    monkeypatch.setattr(clock, "ticks", lambda: 1000.0)
    monkeypatch.setattr("swarmlab.tui.screens.links.browser", object)


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def size(request: pytest.FixtureRequest) -> Any:
    """Wide and narrow."""
    return request.param


def shown(first: str, *words: str, press: tuple[str, ...] = ()) -> Before:
    """Press keys once ``first`` is there, then wait until these words are on the screen."""

    async def before(pilot: Pilot[None]) -> None:
        await see(pilot, first)
        if pilot.app.size.width > 80:
            await see(pilot, "root@manager1")
        await pilot.press(*press)
        await see(pilot, *words)
        for field in pilot.app.screen.query("Input"):
            field.cursor_blink = False  # type: ignore[attr-defined]

    return before


def test_pause(snap_compare: Compare, size: tuple[int, int]) -> None:
    before = shown("The first thing", "shows what comes next")
    app = lab_app(reading_decks.session(1))
    assert snap_compare(app, terminal_size=size, run_before=before)


def test_quiz_open(snap_compare: Compare, size: tuple[int, int]) -> None:
    before = shown("What did you see", " QUIZ ", "1-3  answer", press=("down",))
    app = lab_app(reading_decks.session(2))
    assert snap_compare(app, terminal_size=size, run_before=before)


def test_quiz_answered(snap_compare: Compare, size: tuple[int, int]) -> None:
    keys = ("down", "1", "down", "1", "2")
    before = shown("What did you see", "✗ not right", "[x]", press=keys)
    app = lab_app(reading_decks.session(2))
    assert snap_compare(app, terminal_size=size, run_before=before)


def test_captures_masked(snap_compare: Compare, size: tuple[int, int]) -> None:
    app = lab_app(reading_decks.captured(reading_decks.session(1)))
    before = shown("The first thing", "masked")
    assert snap_compare(app, terminal_size=size, run_before=before)


def test_captures_revealed(snap_compare: Compare, size: tuple[int, int]) -> None:
    app = lab_app(reading_decks.captured(reading_decks.session(1)))
    before = shown("The first thing", "v hide", press=("v",))
    assert snap_compare(app, terminal_size=size, run_before=before)


def test_outline(snap_compare: Compare, size: tuple[int, int]) -> None:
    session = decks.session()
    session.finish(decks.LAB.steps[0])
    before = shown("A secret goes only", "1 of 2 steps done", "here", press=("o",))
    assert snap_compare(lab_app(session), terminal_size=size, run_before=before)


def test_search(snap_compare: Compare, size: tuple[int, int]) -> None:
    before = shown("A secret goes only", "on 2 slides", press=("slash", *"node"))
    assert snap_compare(lab_app(decks.session()), terminal_size=size, run_before=before)


def test_start_chapters(snap_compare: Compare, size: tuple[int, int]) -> None:
    app = SwarmlabApp(decks.desk(decks.session()))

    async def before(pilot: Pilot[None]) -> None:
        await see(pilot, "Engine answers", "goes on")
        await pilot.press("right", "down")
        await see(pilot, "begin it")

    assert snap_compare(app, terminal_size=size, run_before=before)


def test_link(snap_compare: Compare, size: tuple[int, int]) -> None:
    before = shown("the source", "leads to docs.example.org", press=("l",))
    app = lab_app(reading_decks.session())
    assert snap_compare(app, terminal_size=size, run_before=before)
