"""Makes the README's picture: the lab screen on real nodes, in the middle of the first chapter.

``.venv/bin/python -m scripts.picture`` from the top of the checkout; needs an engine.
"""

from __future__ import annotations

import asyncio
import re
import sys
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

TARGET = Path("docs/lab.svg")
SIZE = (150, 42)
STEP = 3
"""The step shown, from 1: half done, with an attack."""


async def picture() -> str:
    """Play the chapter up to the step, send its first units; the screen as SVG."""
    lab = labfile.load("least-privilege")
    step = lab.steps[STEP - 1]
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
                await pilot.pause(3)
                svg = without_fonts(app.export_screenshot())
            finally:
                await asyncio.to_thread(session.leave, keep=False)
        ground.engine.close()
    return svg


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
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    target.write_text(asyncio.run(picture()))
