"""The memory of the screens after an hour's worth of events, replayed in a program of its own."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from swarmlab.checks.verdict import failed, passed
from swarmlab.swarm.snapshot import Named
from tests.bench.figure import Figure
from tests.tui import decks
from tests.tui.seen import lab_app, see

_SECONDS = 3600
"""One snapshot and some output a second; a verdict every five, another slide every ten."""


def measure(_: Path) -> list[Figure]:
    """The resident memory of a program at the end, and what it was at its start."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.endurance"], check=True, capture_output=True, text=True
    )
    first, last = map(float, done.stdout.split())
    detail = f"{first:.0f} MB at its start; {_SECONDS} snapshots"
    return [Figure("memory after an hour's events", last, "MB", 150, detail=detail)]


async def _replay() -> tuple[float, float]:
    session = decks.in_the_middle(decks.session())
    seen = session.last_snapshot
    assert seen is not None
    step = session.lab.steps[0]
    async with lab_app(session).run_test(size=(160, 45)) as pilot:
        await see(pilot, "root@manager1")
        first = _resident()
        shell = session.shell("manager1")
        for second in range(_SECONDS):
            names = tuple(Named(f"id{second}-{n}", f"secret{second % 7}-{n}") for n in range(5))
            session.see(replace(seen, taken_at=seen.taken_at + second, secrets=names))
            shell.feed(f"line {second} of what a node prints " + "x" * (second % 60))
            if second % 5 == 0:
                verdict = passed() if second % 2 else failed(expected="that", observed=f"{second}")
                session.set_verdicts(step, {1: verdict})
            if second % 10 == 0:
                await pilot.press("p" if second % 20 else "n")
            await pilot.pause()
        return first, _resident()


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    sys.stdout.write("{} {}\n".format(*asyncio.run(_replay())))
