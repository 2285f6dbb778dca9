"""Pictures of each screen at the three layouts, compared cell by cell.

``pytest tests/tui/test_pictures.py --snapshot-update`` makes them anew; look at each that changed.
"""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import pytest

from swarmlab.errors import StartFailed
from swarmlab.runs.events import EngineChanged
from swarmlab.tui import clock
from swarmlab.tui.app import SwarmlabApp
from tests.tui import decks
from tests.tui.seen import lab_app, see

if TYPE_CHECKING:
    from textual.pilot import Pilot

SIZES = [(160, 45), (120, 36), (80, 24)]
Before = Callable[["Pilot[None]"], Awaitable[None]]
Compare = Callable[..., bool]


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing takes time."""
    monkeypatch.setattr(clock, "ticks", lambda: 1000.0)


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def size(request: pytest.FixtureRequest) -> Any:
    """Each layout."""
    return request.param


def shown(*words: str, press: tuple[str, ...] = ()) -> Before:
    """Press keys once the lab is there, then wait until these words are on the screen."""

    async def before(pilot: Pilot[None]) -> None:
        if press:
            await see(pilot, "goes only where", "manager1")
            await pilot.press(*press)
        await see(pilot, *words)

    return before


def test_start(snap_compare: Compare, size: tuple[int, int]) -> None:
    app = SwarmlabApp(decks.desk(decks.session()))
    before = shown("Engine answers", "not begun", "31 GB free")
    assert snap_compare(app, terminal_size=size, run_before=before)


def test_boot(snap_compare: Compare, size: tuple[int, int]) -> None:
    session = decks.session(booted=False)
    session.boot_gate = threading.Event()

    async def before(pilot: Pilot[None]) -> None:
        await see(pilot, "7 of 15")

    try:
        assert snap_compare(lab_app(session), terminal_size=size, run_before=before)
    finally:
        session.boot_gate.set()


def test_boot_failed(snap_compare: Compare, size: tuple[int, int]) -> None:
    session = decks.session(booted=False)
    session.boot_error = StartFailed(
        "its engine stopped while starting\n14:20:05  starting up, storage driver overlay2\n"
        "14:20:06  failed to start daemon: no space left on device",
        place="worker2",
        next_step="Free about 300 MB of disk where the engine keeps its data, then try again.",
    )
    before = shown("did not come up", "Next step")
    assert snap_compare(lab_app(session), terminal_size=size, run_before=before)


def test_engine_gone(snap_compare: Compare, size: tuple[int, int]) -> None:
    session = decks.session()
    app = lab_app(session)

    async def before(pilot: Pilot[None]) -> None:
        await see(pilot, "goes only where")
        session.tell(EngineChanged(answers=False, reason="no answer for 6 s"))
        await see(pilot, "The engine stopped answering", "ENGINE GONE")

    assert snap_compare(app, terminal_size=size, run_before=before)


def test_lab(snap_compare: Compare, size: tuple[int, int]) -> None:
    before = shown("root@manager1" if size[0] > 80 else "✗ 1 failed")
    app = lab_app(decks.in_the_middle(decks.session()))
    assert snap_compare(app, terminal_size=size, run_before=before)


def test_pasted(snap_compare: Compare, size: tuple[int, int]) -> None:
    before = shown("SHELL manager1", "enter run it", "root@manager1", press=("s",))
    assert snap_compare(lab_app(decks.session()), terminal_size=size, run_before=before)


def test_tasks(snap_compare: Compare, size: tuple[int, int]) -> None:
    before = shown(" TASKS ", "observed", press=("t",))
    app = lab_app(decks.in_the_middle(decks.session()))
    assert snap_compare(app, terminal_size=size, run_before=before)


def test_help_on_request(snap_compare: Compare, size: tuple[int, int]) -> None:
    before = shown("Solution  The whole of it", press=("h", "w", "x", "enter"))
    assert snap_compare(lab_app(decks.session()), terminal_size=size, run_before=before)


def test_prose_and_power(snap_compare: Compare, size: tuple[int, int]) -> None:
    app = lab_app(decks.session(slide=2))
    assert snap_compare(app, terminal_size=size, run_before=shown("POWER", "enter  do it"))


def test_step_done(snap_compare: Compare, size: tuple[int, int]) -> None:
    session = decks.session()
    session.finish(decks.LAB.chapters[0].steps[0])
    before = shown("Step 1 done" if size[0] > 80 else "✓ 4 passed")
    assert snap_compare(lab_app(session), terminal_size=size, run_before=before)


def test_leave(snap_compare: Compare, size: tuple[int, int]) -> None:
    before = shown("Leave the lab", press=("q",))
    assert snap_compare(lab_app(decks.session()), terminal_size=size, run_before=before)


@pytest.mark.parametrize("theme", ["light", "contrast"])
def test_themes(snap_compare: Compare, theme: str) -> None:
    app = lab_app(decks.in_the_middle(decks.session()), theme=f"swarmlab-{theme}")
    assert snap_compare(app, terminal_size=(160, 45), run_before=shown("root@manager1"))


def test_no_color(snap_compare: Compare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = lab_app(decks.in_the_middle(decks.session()))
    assert snap_compare(app, terminal_size=(160, 45), run_before=shown("root@manager1"))


def test_too_small(snap_compare: Compare) -> None:
    app = lab_app(decks.session())
    assert snap_compare(app, terminal_size=(70, 20), run_before=shown("swarmlab needs 80 x 24"))
