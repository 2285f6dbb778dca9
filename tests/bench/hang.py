"""The screen while the engine hangs: how long the event loop stands still at most."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import threading
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from textual.events import Key

from swarmlab import garbage
from swarmlab.nodes import target
from tests.bench.facts import opened
from tests.bench.figure import Figure
from tests.bench.lab import write_lab

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textual.pilot import Pilot

_TICK = 0.005
_SECONDS = 20.0
_KEYS = ("n", "p", "t", "0", "down", "up", "2", "ctrl+g", "1", "ctrl+g")


class Proxy:
    """Passes bytes between a socket of its own and the engine's, until it is told to hang."""

    def __init__(self, path: Path, engine: str) -> None:
        self._engine, self._flows = engine, threading.Event()
        self._flows.set()
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(path))
        self._listening.listen(64)
        threading.Thread(target=self._serve, daemon=True).start()

    def hang(self) -> None:
        """From now on nothing passes; what connects is taken and never answered."""
        self._flows.clear()

    def flow(self) -> None:
        """Pass on what was held up."""
        self._flows.set()

    def close(self) -> None:
        """Take no more."""
        self._flows.set()
        self._listening.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                engine = socket.socket(socket.AF_UNIX)
                engine.connect(self._engine)
                for source, sink in ((client, engine), (engine, client)):
                    threading.Thread(target=self._pump, args=(source, sink), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                self._flows.wait()
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)


@contextlib.contextmanager
def _through(proxy_path: Path) -> Iterator[Proxy]:
    """The engine behind a proxy, for everything this process connects to."""
    url = target.resolve(None).url
    proxy = Proxy(proxy_path, urlsplit(url).path)
    before = os.environ.get("DOCKER_HOST")
    os.environ["DOCKER_HOST"] = f"unix://{proxy_path}"
    try:
        yield proxy
    finally:
        proxy.close()
        if before is None:
            del os.environ["DOCKER_HOST"]
        else:
            os.environ["DOCKER_HOST"] = before


def measure(folder: Path) -> list[Figure]:
    """The longest stall with an engine that answers, and with one that hangs; keys all along."""
    garbage.settle()
    with _through(folder / "proxy.sock") as proxy:
        usual, hanging = asyncio.run(_measure(folder, proxy))
    return [
        Figure("longest stall, the engine hangs", hanging * 1000, "ms", 100,
               detail=f"{usual * 1000:.0f} ms while it answers; {_SECONDS:.0f} s each"),
    ]  # fmt: skip


async def _measure(folder: Path, proxy: Proxy) -> tuple[float, float]:
    async with opened(folder, write_lab(folder)) as bench:
        try:
            usual = await _longest_stall(bench.pilot)
            proxy.hang()
            hanging = await _longest_stall(bench.pilot)
        finally:
            proxy.flow()
    return usual, hanging


async def _longest_stall(pilot: Pilot[None]) -> float:
    """Seconds by which a tick of the event loop came late at most, while keys are pressed."""
    longest, done = 0.0, False

    async def tick() -> None:
        nonlocal longest
        while not done:
            at = time.perf_counter()
            await asyncio.sleep(_TICK)
            longest = max(longest, time.perf_counter() - at - _TICK)

    ticking = asyncio.create_task(tick())
    end = time.perf_counter() + _SECONDS
    while time.perf_counter() < end:
        for key in _KEYS:
            pilot.app.post_message(Key(key, key if len(key) == 1 else None))
            await asyncio.sleep(0.1)
    done = True
    await ticking
    return longest
