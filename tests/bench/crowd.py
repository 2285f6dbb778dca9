"""Ten runs of three nodes up at once, beside a bare shell loop that brings thirty up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench.figure import Figure, median
from tests.bench.lab import NODES, write_lab
from tests.bench.starting import LOOP, node_image, swarmlab, timed

if TYPE_CHECKING:
    from pathlib import Path

RUNS = 10
_ROUNDS = 3
_PREFIX = "swarmlab-crowd"
_NET = "10.231"


def measure(folder: Path) -> list[Figure]:
    """Up and down again; our class and the loop take turns."""
    lab, image, runs = str(write_lab(folder)), node_image(), str(RUNS)
    learners = ",".join(f"learner{number}" for number in range(1, RUNS + 1))
    ours: list[float] = []
    bare: list[float] = []
    downs: list[float] = []
    bare_downs: list[float] = []
    for _ in range(_ROUNDS):
        bare.append(timed(str(LOOP), "crowd", image, _PREFIX, _NET, runs))
        bare_downs.append(timed(str(LOOP), "uncrowd", _PREFIX, runs))
        ours.append(swarmlab(folder, "up", lab, "--for", learners))
        downs.append(swarmlab(folder, "down", lab, "--all", "--yes"))
    rounds, what = f"median of {_ROUNDS}", f"a class of {RUNS}, {RUNS * len(NODES)} nodes"
    return [
        Figure(f"up: {what}", median(ours), "s", 1.3, median(bare), rounds),
        Figure(f"down: {what}", median(downs), "s", 1.3, median(bare_downs), rounds),
    ]
