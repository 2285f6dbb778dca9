"""The instructor's grid, on a fake desk: from a change in the class to its repaint."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from swarmlab import garbage
from swarmlab.runs.classroom.model import Cell
from swarmlab.tui.widgets.class_grid import ClassGrid
from tests.bench.figure import Figure, median, p95
from tests.tui import classes
from tests.tui.seen import see

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from swarmlab.tui.screens.instructor.screen import ClassScreen
    from tests.fakes.class_desk import FakeClassDesk

_CHANGES = 100
_KEYS = 120
_WARM_UP = 10
_SIZE = (160, 45)
_MANY, _FEW = 100, 12


def measure(folder: Path) -> list[Figure]:
    """All figures of a class; needs no engine."""
    del folder
    garbage.settle()
    return asyncio.run(_measure())


async def _measure() -> list[Figure]:
    changes, keys = await _timed(_MANY)
    _, few = await _timed(_FEW)
    detail = f"p95 of {len(changes)}, median {median(changes) * 1000:.1f} ms"
    return [
        Figure(f"a change to repaint of {_MANY} runs", p95(changes) * 1000, "ms", 100,
               detail=detail),
        Figure(
            f"key to repaint of {_MANY} runs", median(keys) * 1000, "ms", 1.5,
            median(few) * 1000, f"{_FEW} runs; p95 {p95(keys) * 1000:.1f} and "
            f"{p95(few) * 1000:.1f} ms",
        ),
    ]  # fmt: skip


async def _timed(learners: int) -> tuple[list[float], list[float]]:
    """One learner to and fro between two reasons, then the arrow keys: seconds until drawn."""
    desk = classes.desk(classes.many(learners))
    async with classes.app(desk).run_test(size=_SIZE) as pilot:
        await see(pilot, f"{learners} learners", "engine 26")
        screen: ClassScreen = pilot.app.screen  # type: ignore[assignment]
        grid = screen.query_one(ClassGrid)
        changes = [await _changed(pilot, screen, grid, desk, n) for n in range(_CHANGES)]
        presses = [await _pressed(pilot, grid, "up" if n % 2 else "down") for n in range(_KEYS)]
    return changes[_WARM_UP:], presses[_WARM_UP:]


async def _changed(
    pilot: Pilot[None], screen: ClassScreen, grid: ClassGrid, desk: FakeClassDesk, number: int
) -> float:
    """From a change of the recorded progress, over the look at it, to the repaint."""
    while screen._looking:  # noqa: ASYNC110 - a look that began before would not see it
        await asyncio.sleep(0)
    before, began = grid.drawn, time.perf_counter()
    step = classes.STEPS[3].id
    cells = {**desk.learner("run-learner0").cells, step: Cell("failed", 60.0 * (number % 60 + 2))}
    desk.change("run-learner0", cells=cells, reason=f"another reason {number}")
    screen.look_now()
    return await _drawn(pilot, grid, before) - began


async def _pressed(pilot: Pilot[None], grid: ClassGrid, key: str) -> float:
    before, began = grid.drawn, time.perf_counter()
    pilot.app.simulate_key(key)
    return await _drawn(pilot, grid, before) - began


async def _drawn(pilot: Pilot[None], grid: ClassGrid, before: int) -> float:
    """When it was drawn again; a key at the first learner moves nothing."""
    end = time.perf_counter() + 2
    while grid.drawn == before and time.perf_counter() < end:  # noqa: ASYNC110 - as soon as it is
        await asyncio.sleep(0)
    drawn = asyncio.Event()
    pilot.app.screen.call_after_refresh(drawn.set)
    await drawn.wait()
    return time.perf_counter()
