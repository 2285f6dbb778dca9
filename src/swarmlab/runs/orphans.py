"""Runs whose program is gone, or whose time is over: their nodes are removed, progress stays."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from swarmlab.errors import RunHeld
from swarmlab.runs import registry
from swarmlab.runs.hold import Hold
from swarmlab.runs.lock import RunLock

if TYPE_CHECKING:
    from swarmlab.runs.ground import Ground
    from swarmlab.runs.store import Store


def orphans(store: Store) -> tuple[registry.Run, ...]:
    """Attached runs, which live only while held, and kept ones past their time."""
    now = time.time()
    return tuple(
        run
        for run in registry.all_runs(store)
        if run.state == "attached" or (run.state == "kept" and run.expires < now)
    )


def is_needed(store: Store, run: str) -> bool:
    """Whether nodes of a run may be on an engine: kept, held now, or not ours to judge."""
    row = next((known for known in registry.all_runs(store) if known.id == run), None)
    if row is None:
        return True
    kept = row.state == "kept" and row.expires >= time.time()
    return kept or not RunLock(store, run).is_free()


def clear(ground: Ground, store: Store) -> int:
    """Remove the nodes of every orphan that nobody holds; how many there were.

    A sweeper does the same sooner; this is for when it was killed, too.
    """
    cleared = 0
    for run in orphans(store):
        try:
            hold = Hold.take(store, run)
        except RunHeld:
            continue
        if hold.run.state == "down":
            hold.end()
            continue
        try:
            ground.remove(run.id)
            registry.set_state(store, run.id, "down")
            cleared += 1
        finally:
            if run.is_proof:
                hold.forget()
            else:
                hold.end()
    return cleared
