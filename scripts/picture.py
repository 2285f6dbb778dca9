"""Makes the README's pictures on real nodes: the lab screen, a chapter's summary, the map.

``.venv/bin/python -m scripts.picture`` from the top of the checkout; needs an engine.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from swarmlab.runs import labfile
from swarmlab.runs.desk import Desk
from swarmlab.runs.engine_ground import EngineGround
from swarmlab.runs.model import Place
from swarmlab.runs.store import Store
from swarmlab.tui.app import SwarmlabApp
from swarmlab.tui.screens.lab.screen import LabScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

FOLDER = Path(__file__).parents[1] / "docs"
SIZE = (150, 42)
STEP = 3
"""The step of the first chapter on the pictures of the lab and the summary: half done."""
MAP_CHAPTER, MAP_STEP = "secrets", 4
"""The step whose swarm the map shows, from 1: a service holds a secret."""


async def pictures() -> dict[str, str]:
    """Play the first chapter up to the step, and send its first units; each screen as SVG."""
    lab = labfile.load("least-privilege")
    step = lab.steps[STEP - 1]
    made = {}
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "state") as store:
        ground = EngineGround.connect()
        desk: Any = Desk(store, lambda: ground, "learner")
        app = SwarmlabApp(desk, lab.name)
        async with app.run_test(size=SIZE) as pilot:
            await until(pilot, lambda: isinstance(app.screen, LabScreen))
            session: Any = app.session
            try:
                for before in lab.steps[: STEP - 1]:
                    await asyncio.to_thread(session.solve, before)
                for _ in range(step.slide.index):
                    await pilot.press("n")
                await press_through(pilot, 2)
                session.move(Place(step.chapter, step.slide.index))
                made["lab"] = await taken(pilot)
                await pilot.press("e")
                made["summary"] = await taken(pilot)
                await pilot.press("escape")
                shown = lab.chapter(MAP_CHAPTER).steps[MAP_STEP - 1]
                place = Place(MAP_CHAPTER, shown.slide.index)
                await asyncio.to_thread(session.enter, place)
                await pilot.press("m", "right")
                made["map"] = await taken(pilot)
            finally:
                await asyncio.to_thread(session.leave, keep=False)
        ground.engine.close()
    return made


async def taken(pilot: Pilot[None]) -> str:
    """The screen once it is calm."""
    await pilot.pause(4)
    return without_fonts(pilot.app.export_screenshot())


def without_fonts(svg: str) -> str:
    """The picture without the addresses of fonts: the reader's own monospace one will do."""
    return re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)


async def press_through(pilot: Pilot[None], units: int) -> None:
    """Send units as a learner does: ``s``, then Enter; each ends before the next."""
    for _ in range(units):
        await pilot.press("s")
        await pilot.pause(1)
        await pilot.press("enter")
        await pilot.pause(2)
        await pilot.press("down")


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    """Wait for a state of the screen."""
    for _ in range(600):
        if holds():
            return
        await pilot.pause(0.1)
    raise SystemExit("the screen never came there")


if __name__ == "__main__":
    for name, svg in asyncio.run(pictures()).items():
        (FOLDER / f"{name}.svg").write_text(svg, encoding="utf-8")
