"""Nodes up, idle and down again, beside a bare shell loop that does the same."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

from swarmlab.nodes import image
from swarmlab.nodes.engine import Engine
from tests.bench.figure import Figure, median
from tests.bench.lab import NODES, write_lab

_ROUNDS = 5
LOOP = Path(__file__).parent / "bare_loop.sh"
_SUBNET = "10.231.9.0/27"
_SETTLE_SECONDS = 15
"""Until nothing of the start is left in an idle node's memory but what stays."""


def measure(folder: Path) -> list[Figure]:
    """Up, memory and down; our start and the loop take turns."""
    lab = str(write_lab(folder))
    image = node_image()
    ours: list[float] = []
    bare: list[float] = []
    downs: list[float] = []
    bare_downs: list[float] = []
    memory = 0.0
    for round_ in range(_ROUNDS):
        bare.append(timed(str(LOOP), "up", image, "swarmlab-bare", _SUBNET))
        bare_downs.append(timed(str(LOOP), "down", "swarmlab-bare"))
        ours.append(swarmlab(folder, "up", lab))
        if round_ == _ROUNDS - 1:
            time.sleep(_SETTLE_SECONDS)
            memory = _idle_memory()
        downs.append(swarmlab(folder, "down", lab))
    rounds = f"median of {_ROUNDS}"
    return [
        Figure("up: three nodes in one swarm", median(ours), "s", 1.3, median(bare), rounds),
        Figure("memory of an idle node", memory, "MB", 60, detail="the largest of three"),
        Figure(
            "teardown of three nodes", median(downs), "s", 2,
            detail=f"{rounds}; bare loop {median(bare_downs):.2f} s",
        ),
    ]  # fmt: skip


def node_image() -> str:
    """The image that both start."""
    engine = Engine.connect()
    try:
        return image.ensure(engine)
    finally:
        engine.close()


def swarmlab(folder: Path, *words: str) -> float:
    """Seconds that a command takes, with progress of its own."""
    return timed(sys.executable, "-m", "swarmlab", *words, state=folder / "state")


def timed(*argv: str, state: Path | None = None) -> float:
    """Seconds that a program takes, which must end well."""
    env = {**os.environ, "SWARMLAB_STATE": str(state)} if state else None
    began = time.perf_counter()
    done = subprocess.run(argv, check=False, capture_output=True, text=True, env=env, timeout=120)
    if done.returncode:
        raise RuntimeError(f"{' '.join(argv)} ended with {done.returncode}: {done.stderr}")
    return time.perf_counter() - began


def _idle_memory() -> float:
    """Megabytes of the largest node, as ``docker stats`` counts: without the page cache."""
    names = subprocess.run(
        ["docker", "ps", "--filter", "label=swarmlab.lab=bench", "--format", "{{.Names}}"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    assert len(names) == len(NODES), names
    stats = subprocess.run(
        ["docker", "stats", "--no-stream", "--format", "{{.MemUsage}}", *names],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return max(float(found) * 1.048576 for found in re.findall(r"([\d.]+)MiB /", stats))
