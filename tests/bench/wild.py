"""Keys typed into one node's shell while another node of the run goes wild."""

from __future__ import annotations

import subprocess
import time
from typing import TYPE_CHECKING

from tests.bench.figure import Figure, median, p95
from tests.bench.lab import write_lab
from tests.bench.screens import echoes, in_the_shell, node_of_the_bench
from tests.live.troubles import TROUBLES

if TYPE_CHECKING:
    from pathlib import Path

_FILL = "while :; do head -c 256M /dev/zero >/var/lib/docker/fill; done"
"""This machine's own disk has to stay usable: the same blocks again and again."""
_RAGE_SECONDS = 5
_AIM = 50


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
    with in_the_shell(lab, folder) as program:
        if trouble:
            subprocess.run(
                ["docker", "exec", "-d", node_of_the_bench("worker1"), "sh", "-c", trouble],
                check=True,
            )
            time.sleep(_RAGE_SECONDS)
        return echoes(program)
