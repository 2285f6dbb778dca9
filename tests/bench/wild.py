"""Keys typed into one node's shell while another node of the run goes wild."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

from tests.bench.figure import Figure, median, p95
from tests.bench.lab import write_lab
from tests.bench.pty_program import PtyProgram
from tests.bench.screens import SETTLE_SECONDS, echoes, node_of_the_bench
from tests.live.troubles import TROUBLES

if TYPE_CHECKING:
    from pathlib import Path

_FILL = "while :; do head -c 256M /dev/zero >/var/lib/docker/fill; done"
"""This machine's own disk has to stay usable: the same blocks again and again."""
_RAGE_SECONDS = 5
_AIM = 50
_COLUMNS, _ROWS = 160, 45


def measure(folder: Path) -> list[Figure]:
    """Each trouble on nodes of its own; first without any."""
    lab = str(write_lab(folder))
    calm = _echoes(lab, folder, "")
    figures = [_figure("no trouble", calm)]
    for name, trouble in {**TROUBLES, "disk fill": _FILL}.items():
        figures.append(_figure(name, _echoes(lab, folder, trouble)))
    return figures


def _figure(name: str, times: list[float]) -> Figure:
    detail = f"p95 of {len(times)}, median {median(times) * 1000:.1f} ms"
    return Figure(f"key to echo beside: {name}", p95(times) * 1000, "ms", _AIM, detail=detail)


def _echoes(lab: str, folder: Path, trouble: str) -> list[float]:
    argv = (sys.executable, "-m", "swarmlab", lab)
    env = {"SWARMLAB_STATE": str(folder / "state")}
    with PtyProgram(argv, columns=_COLUMNS, rows=_ROWS, env=env) as program:
        program.await_text("root@manager1")
        program.send(b"1")
        program.await_text("SHELL")
        time.sleep(SETTLE_SECONDS)
        if trouble:
            subprocess.run(
                ["docker", "exec", "-d", node_of_the_bench("worker1"), "sh", "-c", trouble],
                check=True,
            )
            time.sleep(_RAGE_SECONDS)
        times = echoes(program)
        program.send(b"\x07")
        program.await_text("SLIDE")
        program.send(b"q")
        program.await_text("remove")
        program.send(b"r")
        time.sleep(_RAGE_SECONDS)
    return times
