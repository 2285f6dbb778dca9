"""How long a fact takes to its green task: the real screen, real nodes, clocks in one process."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from swarmlab.runs.desk import Desk
from swarmlab.runs.engine_ground import EngineGround
from swarmlab.runs.events import CommandFinished
from swarmlab.runs.store import Store
from swarmlab.tui.app import SwarmlabApp
from swarmlab.tui.screens.lab.screen import LabScreen
from swarmlab.tui.widgets.map_pane import MapPane
from swarmlab.tui.widgets.task_pane import TaskPane

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path
    from typing import Any

    from textual.pilot import Pilot

    from swarmlab.runs.session import Session

_DEADLINE = 60.0
_POLL = 0.001
_JOINS = 10
_SECRETS = 20


@dataclass(frozen=True, slots=True)
class Bench:
    """The app on a lab screen, and the session behind it."""

    app: SwarmlabApp
    pilot: Pilot[None]
    session: Session

    async def await_state(self, state: str) -> float:
        """Wait until the only task shown has a state, and the screen was drawn; returns when."""
        await _until(lambda: _shown_state(self.app) == state)
        return await self.drawn()

    async def drawn(self) -> float:
        """Wait until what is known is on the screen; returns when."""
        drawn = asyncio.Event()
        self.app.screen.call_after_refresh(drawn.set)
        await drawn.wait()
        return time.perf_counter()


@contextlib.asynccontextmanager
async def opened(folder: Path, lab: Path) -> AsyncIterator[Bench]:
    """The lab on a screen of 160 by 45 cells; its nodes are removed at the end."""
    owner = f"bench-{secrets.token_hex(4)}"
    with Store(folder / "state") as store:
        ground = EngineGround.connect()
        desk: Any = Desk(store, lambda: ground, owner, (lab,))
        app = SwarmlabApp(desk, "bench")
        async with app.run_test(size=(160, 45)) as pilot:
            await _until(lambda: isinstance(app.screen, LabScreen))
            session: Any = app.session
            try:
                yield Bench(app, pilot, session)
            finally:
                await asyncio.to_thread(session.leave, keep=False)
        ground.engine.close()


async def from_units(bench: Bench, steps: int) -> list[float]:
    """Each step's unit is run by keys; from its end mark to its green task."""
    ended: list[float] = []
    stop = bench.session.listen(
        lambda event: (
            ended.append(time.perf_counter()) if isinstance(event, CommandFinished) else None
        )
    )
    times = []
    for _ in range(steps):
        await bench.pilot.press("n")
        await bench.await_state("waiting")
        ended.clear()
        await bench.pilot.press("s")
        await asyncio.sleep(0.3)
        await bench.pilot.press("enter")
        green = await bench.await_state("passed")
        times.append(green - ended[-1])
    stop()
    return times


async def from_events(bench: Bench, steps: int) -> list[float]:
    """worker2 leaves and joins by its API; from the engine's event to the green task."""
    del steps
    await bench.pilot.press("n")
    await bench.await_state("passed")
    nodes = bench.session.stage.nodes
    manager, worker = nodes["manager1"].link, nodes["worker2"].link
    token = manager.get("/swarm")["JoinTokens"]["Worker"]
    heard: list[float] = []
    stream: Any = manager.events({"type": ["node"]})  # type: ignore[attr-defined]
    threading.Thread(target=_note_events, args=(stream, heard), daemon=True).start()
    times = []
    for _ in range(_JOINS):
        await asyncio.to_thread(worker.run, ("docker", "swarm", "leave"), timeout=30)
        await _until(lambda: _shown_state(bench.app) != "passed")
        await asyncio.to_thread(
            worker.run, ("docker", "swarm", "join", "--token", token, "manager1:2377"), timeout=30
        )
        green = await bench.await_state("passed")
        # The event that made it true is the last one heard before it was green.
        times.append(green - [at for at in heard if at <= green][-1])
    stream.close()
    return times


async def onto_map(bench: Bench) -> list[float]:
    """Secrets are made by the manager's API; from the engine's event to the map that shows it."""
    await bench.pilot.press("m")
    await _until(lambda: bench.app.screen.query_one(MapPane).display)
    manager: Any = bench.session.stage.nodes["manager1"].link
    heard: list[float] = []
    stream: Any = manager.events({"type": ["secret"]})
    threading.Thread(target=_note_events, args=(stream, heard), daemon=True).start()
    times = []
    for number in range(_SECRETS):
        name, pane = f"bench-{number}", bench.app.screen.query_one(MapPane)
        made = {"Name": name, "Data": "c2VjcmV0"}
        await asyncio.to_thread(manager.post, "/secrets/create", None, made)
        await _until(lambda pane=pane, name=name: name in repr(pane.look))  # type: ignore[misc]
        shown = await bench.drawn()
        times.append(shown - [at for at in heard if at <= shown][-1])
        await asyncio.sleep(0.3)
    stream.close()
    return times


def _note_events(stream: Any, heard: list[float]) -> None:
    with contextlib.suppress(Exception):
        heard.extend(time.perf_counter() for _ in stream)


def _shown_state(app: SwarmlabApp) -> str:
    tasks = app.screen.query_one(TaskPane).look.tasks
    return str(tasks[0].verdict.state) if len(tasks) == 1 and tasks[0].verdict else ""


async def _until(holds: Callable[[], bool]) -> None:
    end = time.perf_counter() + _DEADLINE
    while not holds():
        if time.perf_counter() > end:
            raise TimeoutError("the screen never came there")
        await asyncio.sleep(_POLL)
