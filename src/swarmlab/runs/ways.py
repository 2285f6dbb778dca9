"""How long the ways to places took on this machine: nodes up, and what comes before run again."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from swarmlab.runs.model import Place
    from swarmlab.runs.store import Store

_LAST = 15


def record_way(store: Store, lab: str, place: Place, seconds: float) -> None:
    """Note how long it took until fresh nodes were at a place."""
    store.write(
        "INSERT INTO ways (at, lab, chapter, slide, seconds) VALUES (?, ?, ?, ?, ?)",
        (time.time(), lab, place.chapter, place.slide, seconds),
    )


def usual_way(store: Store, lab: str, place: Place) -> float | None:
    """The median of the last times in seconds; None at the first."""
    rows = store.rows(
        "SELECT seconds FROM ways WHERE lab = ? AND chapter = ? AND slide = ?"
        " ORDER BY at DESC LIMIT ?",
        (lab, place.chapter, place.slide, _LAST),
    )
    ordered = sorted(float(row["seconds"]) for row in rows)
    return ordered[len(ordered) // 2] if ordered else None
