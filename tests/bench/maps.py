"""The map of the swarm, on a fake session: a snapshot to its repaint, and keys with more nodes."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from swarmlab import garbage
from swarmlab.tui.widgets.map_pane import MapPane
from tests.bench.figure import Figure, median, p95
from tests.tui import maps
from tests.tui.seen import lab_app, see

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from swarmlab.swarm.snapshot import Snapshot
    from swarmlab.tui.draw.map_look import MapLook
    from tests.fakes.session import FakeSession

_SNAPSHOTS = 100
_KEYS = 120
_WARM_UP = 10
_SIZE = (160, 45)


def measure(folder: Path) -> list[Figure]:
    """All figures of the map; needs no engine."""
    del folder
    garbage.settle()
    return asyncio.run(_measure())


async def _measure() -> list[Figure]:
    three, twelve = maps.session(maps.three()), maps.session_of_twelve()
    repaints, few = await _timed(three, maps.with_web(maps.three()))
    more_repaints, many = await _timed(twelve, maps.with_web(maps.twelve(), "worker9"))
    return [
        _figure("snapshot to repaint of the map, 3 nodes", repaints, 50),
        _figure("snapshot to repaint of the map, 12 nodes", more_repaints, 50),
        Figure(
            "key to repaint of the map, 12 nodes", median(many) * 1000, "ms", 1.5,
            median(few) * 1000, f"3 nodes; p95 {p95(many) * 1000:.1f} and {p95(few) * 1000:.1f} ms",
        ),
    ]  # fmt: skip


def _figure(name: str, times: list[float], aim: float) -> Figure:
    detail = f"p95 of {len(times)}, median {median(times) * 1000:.1f} ms"
    return Figure(name, p95(times) * 1000, "ms", aim, detail=detail)


async def _timed(session: FakeSession, other: Snapshot) -> tuple[list[float], list[float]]:
    """Two snapshots in turn, then the arrow keys to and fro: seconds until each was drawn."""
    async with lab_app(session).run_test(size=_SIZE) as pilot:
        await see(pilot, "manager1")
        await pilot.press("m")
        await see(pilot, "Swarm map")
        pane = pilot.app.screen.query_one(MapPane)
        assert session.last_snapshot is not None
        snapshots = (other, session.last_snapshot)
        repaints = [await _seen(pilot, pane, session, snapshots[n % 2]) for n in range(_SNAPSHOTS)]
        keys = ("right", "left")
        presses = [await _pressed(pilot, pane, keys[n % 2]) for n in range(_KEYS)]
    return repaints[_WARM_UP:], presses[_WARM_UP:]


async def _seen(
    pilot: Pilot[None], pane: MapPane, session: FakeSession, snapshot: Snapshot
) -> float:
    before, began = pane.look, time.perf_counter()
    session.see(snapshot)
    return await _drawn(pilot, pane, before) - began


async def _pressed(pilot: Pilot[None], pane: MapPane, key: str) -> float:
    before, began = pane.look, time.perf_counter()
    pilot.app.simulate_key(key)
    return await _drawn(pilot, pane, before) - began


async def _drawn(pilot: Pilot[None], pane: MapPane, before: MapLook) -> float:
    """When the next look was drawn."""
    while pane.look is before:  # noqa: ASYNC110 - as soon as it is there, not a moment later
        await asyncio.sleep(0)
    drawn = asyncio.Event()
    pilot.app.screen.call_after_refresh(drawn.set)
    await drawn.wait()
    return time.perf_counter()
