"""The learner's screen on a pseudo-terminal: first paint, keys, floods, and green tasks."""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from tests.bench.facts import from_events, from_units, onto_map, opened
from tests.bench.figure import Figure, median, p95
from tests.bench.lab import STEPS, write_lab
from tests.bench.pty_program import PtyProgram

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PAINTS = 5
_KEYS = "the quick brown fox jumps over the lazy dog, and over it again, until it wakes"
"""Fewer than fit beside the prompt; long enough for some polls of the nodes to fall into it."""
_FLOOD = b"seq 1 200000; echo end-$((40+2))\r"
_FLOOD_END = "end-42"
_FLOODS = 3
_SETTLE_SECONDS = 5
"""Until the nodes have done with their start, which takes both cores of a small machine."""
_COLUMNS, _ROWS = 160, 45


def measure(folder: Path) -> list[Figure]:
    """All figures of the screen."""
    lab = str(write_lab(folder))
    paints = [_first_paint(lab, folder) for _ in range(_PAINTS)]
    figures = [Figure("first paint", median(paints) * 1000, "ms", 400, detail="from exec")]
    with in_the_shell(lab, folder) as program:
        keys = echoes(program)
        ours = _floods(program)
        plain = _plain_tmux()
    figures += [
        Figure(
            "key to echo in the shell", p95(keys) * 1000, "ms", 20,
            detail=f"p95 of {len(keys)}, median {median(keys) * 1000:.1f} ms",
        ),
        Figure(
            "seq 1 200000 in the shell", median(ours), "s", 1.5, median(plain),
            "plain tmux in the same node",
        ),
    ]  # fmt: skip
    return figures


def _screen(lab: str, folder: Path) -> PtyProgram:
    """The program on a terminal, about to open the lab."""
    argv = (sys.executable, "-m", "swarmlab", lab)
    env = {"SWARMLAB_STATE": str(folder / "state")}
    return PtyProgram(argv, columns=_COLUMNS, rows=_ROWS, env=env)


def _first_paint(lab: str, folder: Path) -> float:
    with _screen(lab, folder) as program:
        return program.await_text("swarmlab") - program.began


@contextlib.contextmanager
def in_the_shell(lab: str, folder: Path) -> Iterator[PtyProgram]:
    """The lab is open and at rest, keys go to manager1's shell; afterwards its nodes go."""
    with _screen(lab, folder) as program:
        program.await_text("root@manager1")
        program.send(b"1")
        program.await_text("SHELL")
        time.sleep(_SETTLE_SECONDS)
        yield program
        program.send(b"\x07")
        program.await_text("SLIDE")
        program.send(b"q")
        program.await_text("remove")
        program.send(b"r")
        program.await_end()


def echoes(program: PtyProgram) -> list[float]:
    """Letter by letter; each is there when the row shows all letters up to it."""
    times = []
    for end in range(1, len(_KEYS) + 1):
        typed = _KEYS[:end]
        if typed.endswith(" "):
            continue
        last = typed[-2:] if typed[-2:-1] == " " else typed[-1]
        at = program.send(last.encode())
        times.append(program.await_text(typed) - at)
        time.sleep(0.05)
    program.send(b"\x03")
    time.sleep(0.3)
    return times


def _floods(program: PtyProgram) -> list[float]:
    times = []
    for _ in range(_FLOODS):
        program.send(b"clear\r")
        time.sleep(0.5)
        at = program.send(_FLOOD)
        times.append(program.await_text(_FLOOD_END) - at)
        time.sleep(0.5)
    return times


def _plain_tmux() -> list[float]:
    """The same flood in a tmux in the same node, attached by the docker CLI."""
    name = node_of_the_bench("manager1")
    argv = ("docker", "exec", "-it", "-e", "TERM=xterm-256color", "-e", "LC_ALL=C.UTF-8", name)
    tmux = ("tmux", "-L", "plain", "-f", "/dev/null", "new-session", "bash", "--norc")
    with PtyProgram((*argv, *tmux), columns=97, rows=30) as program:
        program.await_text("bash")
        return _floods(program)


def node_of_the_bench(node: str) -> str:
    """The container of a node of the lab that is measured."""
    (name,) = subprocess.run(
        ["docker", "ps", "--filter", "label=swarmlab.lab=bench",
         "--filter", f"label=swarmlab.node={node}", "--format", "{{.Names}}"],
        check=True, capture_output=True, text=True,
    ).stdout.split()  # fmt: skip
    return name


def measure_facts(folder: Path) -> list[Figure]:
    """From a fact to its green task, on the real screen in this process."""
    return asyncio.run(_facts(folder))


async def _facts(folder: Path) -> list[Figure]:
    async with opened(folder, write_lab(folder)) as bench:
        units = await from_units(bench, STEPS)
        events = await from_events(bench, STEPS)
        changes = await onto_map(bench)
    return [
        Figure(
            "finished unit to green task", p95(units) * 1000, "ms", 250,
            detail=f"p95 of {len(units)}, median {median(units) * 1000:.0f} ms",
        ),
        Figure(
            "engine event to green task", p95(events) * 1000, "ms", 250,
            detail=f"p95 of {len(events)}, median {median(events) * 1000:.0f} ms",
        ),
        Figure(
            "engine event to the map", p95(changes) * 1000, "ms", 300,
            detail=f"p95 of {len(changes)}, median {median(changes) * 1000:.0f} ms",
        ),
    ]  # fmt: skip
