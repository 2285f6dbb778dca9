"""From a key to the next slide on the screen: the packaged chapters, without nodes."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import TYPE_CHECKING

from swarmlab.runs import labfile
from swarmlab.runs.model import Place
from swarmlab.tui.app import SwarmlabApp
from swarmlab.tui.screens.lab.screen import LabScreen
from tests.bench.figure import Figure, median, p95
from tests.fakes.desk import FakeDesk
from tests.fakes.session import FakeSession

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

_LAB = Path(__file__).parents[2] / "labs" / "least-privilege.toml"
_SIZE = (160, 45)
_DEADLINE = 60.0


def measure(folder: Path) -> list[Figure]:
    """Every slide of every chapter, by the action of the key for the next one."""
    del folder
    times, work = zip(*asyncio.run(_slides()), strict=True)
    detail = (
        f"p95 of {len(times)}, median {median(times) * 1000:.0f} ms; "
        f"of CPU {p95(work) * 1000:.0f} ms, median {median(work) * 1000:.0f} ms"
    )
    return [Figure("key to the next slide", p95(times) * 1000, "ms", 50, detail=detail)]


async def _slides() -> list[tuple[float, float]]:
    lab = labfile.load(_LAB)
    session = FakeSession(lab)
    session.fresh_nodes = False
    app = SwarmlabApp(FakeDesk(session), lab.name)
    times: list[tuple[float, float]] = []
    async with app.run_test(size=_SIZE) as pilot:
        await _until(pilot, lambda: isinstance(app.screen, LabScreen) and app.screen.is_mounted)
        screen = app.screen
        assert isinstance(screen, LabScreen)
        for bound in lab.chapters:
            place = Place(bound.name)
            await pilot.pause(0.2)
            await screen.jump(place)
            await _until(pilot, lambda place=place: session.place == place)  # type: ignore[misc]
            await pilot.pause(0.2)
            times += [await _next(screen, pilot) for _ in bound.chapter.slides[1:]]
    return times


async def _next(screen: LabScreen, pilot: Pilot[None]) -> tuple[float, float]:
    """Go on, until the slide is mounted, laid out and drawn: seconds, and seconds of CPU."""
    before = screen.lesson.slide
    drawn = asyncio.Event()
    began, worked = time.perf_counter(), time.process_time()
    await screen.action_next_slide()
    screen.call_after_refresh(drawn.set)
    await drawn.wait()
    took = time.perf_counter() - began, time.process_time() - worked
    assert screen.lesson.slide is not before
    await pilot.pause()
    return took


async def _until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    end = time.perf_counter() + _DEADLINE
    while not holds():
        if time.perf_counter() > end:
            raise TimeoutError("the screen never came there")
        await pilot.pause(0.01)
