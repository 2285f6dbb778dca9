"""Pictures of the map, compared cell by cell; made anew as those of test_pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swarmlab.runs.events import NodeChanged
from swarmlab.tui import clock
from tests.tui import decks, maps
from tests.tui.seen import lab_app, see

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tests.fakes.session import FakeSession
    from tests.tui.test_pictures import Before, Compare

WIDE, MIDDLE, NARROW = (160, 45), (120, 36), (80, 24)


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing takes time."""
    monkeypatch.setattr(clock, "ticks", lambda: 1000.0)


def mapped(session: FakeSession, *press: str, live: bool = True) -> Before:
    """Open the map, let a task come to worker2, then press keys."""

    async def before(pilot: Pilot[None]) -> None:
        await see(pilot, "goes only where", "manager1")
        await pilot.press("m")
        await see(pilot, "Swarm map")
        if live:
            session.see(maps.with_web(maps.three()))
            await see(pilot, "changed 14:31:07")
        await pilot.press(*press)
        await pilot.pause()

    return before


@pytest.mark.parametrize("theme", ["dark", "light", "contrast"])
def test_map(snap_compare: Compare, theme: str) -> None:
    session = maps.session()
    app = lab_app(session, theme=f"swarmlab-{theme}")
    assert snap_compare(app, terminal_size=WIDE, run_before=mapped(session, "right"))


def test_map_without_color(snap_compare: Compare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    session = maps.session()
    before = mapped(session, "right")
    assert snap_compare(lab_app(session), terminal_size=WIDE, run_before=before)


def test_map_middle(snap_compare: Compare) -> None:
    session = maps.session()
    before = mapped(session, "right")
    assert snap_compare(lab_app(session), terminal_size=MIDDLE, run_before=before)


@pytest.mark.parametrize("opened", [False, True], ids=["list", "node"])
def test_map_narrow(snap_compare: Compare, opened: bool) -> None:
    session = maps.session()
    before = mapped(session, "down", *(["enter"] if opened else []))
    assert snap_compare(lab_app(session), terminal_size=NARROW, run_before=before)


@pytest.mark.parametrize("size", [WIDE, (100, 30), NARROW], ids=lambda s: f"{s[0]}x{s[1]}")
def test_map_of_twelve(snap_compare: Compare, size: tuple[int, int]) -> None:
    session = maps.session_of_twelve()
    before = mapped(session, *["right"] * 5, live=False)
    assert snap_compare(lab_app(session), terminal_size=size, run_before=before)


@pytest.mark.parametrize("theme", ["light", "contrast"])
def test_swarm_pane_themes(snap_compare: Compare, theme: str) -> None:
    """The swarm beside the slide: the same words, and what has just changed."""
    session = maps.session()

    async def before(pilot: Pilot[None]) -> None:
        await see(pilot, "goes only where", "root@manager1")
        session.see(maps.with_web(maps.three()))
        await see(pilot, "web.1 runs")

    app = lab_app(session, theme=f"swarmlab-{theme}")
    assert snap_compare(app, terminal_size=WIDE, run_before=before)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=lambda s: f"{s[0]}x{s[1]}")
def test_map_of_trouble(snap_compare: Compare, size: tuple[int, int]) -> None:
    """A removed worker, and a killed one."""
    session = decks.session()
    session.last_snapshot = maps.three()

    async def before(pilot: Pilot[None]) -> None:
        await mapped(session)(pilot)
        session.see(maps.without(maps.with_web(maps.three()), "worker2"))
        session.tell(NodeChanged("worker1", alive=False, word="stopped"))
        session.see(maps.killed(maps.without(maps.three(), "worker2"), "worker1"))
        await see(pilot, "✗ stopped", "✗ removed")
        await pilot.press("down" if size == NARROW else "right")
        await pilot.pause()

    assert snap_compare(lab_app(session), terminal_size=size, run_before=before)
