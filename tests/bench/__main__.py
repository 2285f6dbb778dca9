"""``make bench``: measures, compares with baselines of the same run, and asserts nothing."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench import (
    chapters,
    classes,
    crowd,
    endurance,
    hang,
    maps,
    reading,
    resets,
    screens,
    slides,
    starting,
    wild,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.bench.figure import Figure, Skipped


def main(names: list[str]) -> None:
    """Measure what is named, or everything: ``starting``, ``crowd``, ``screens``, ``wild``,
    ``facts``, ``slides``, ``pdf``, ``reading``, ``map``, ``class``, ``hang``, ``endurance``,
    ``resets``, ``chapters``, ``proofs``.
    """
    parts: dict[str, Callable[[Path], Sequence[Figure | Skipped]]] = {
        "starting": starting.measure,
        "crowd": crowd.measure,
        "screens": screens.measure,
        "wild": wild.measure,
        "facts": screens.measure_facts,
        "slides": slides.measure,
        "pdf": slides.measure_pdf,
        "reading": reading.measure,
        "map": maps.measure,
        "class": classes.measure,
        "hang": hang.measure,
        "endurance": endurance.measure,
        "resets": resets.measure,
        "chapters": chapters.measure,
        "proofs": chapters.measure_proofs,
    }
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} cores, load {load:.1f} at the start")
    for name in names or list(parts):
        with tempfile.TemporaryDirectory(prefix="swarmlab-bench-") as folder:
            for figure in parts[name](Path(folder)):
                print(figure.line(), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
