"""A run that only proves or plays something: its owner is its own, and nothing of it stays."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from swarmlab.runs import registry
from swarmlab.runs.hold import Hold
from swarmlab.runs.owners import TEST_OWNER
from swarmlab.runs.session import Session

if TYPE_CHECKING:
    import threading

    from swarmlab.runs.ground import Ground
    from swarmlab.runs.model import Lab
    from swarmlab.runs.store import Store


def begin(
    ground: Ground,
    store: Store,
    lab: Lab,
    stopped: threading.Event | None = None,
    *,
    watched: bool = True,
) -> Session:
    """A session of a new run; end it with ``leave(keep=False)``, and then ``forget``.

    Args:
        ground: where nodes come from.
        store: the progress file.
        lab: what it runs.
        stopped: ends every boot and solution when it is set.
        watched: whether it looks by itself.
    """
    owner = f"{TEST_OWNER}{secrets.token_hex(4)}"
    run = registry.make_run(store, lab.name, owner, str(lab.path.resolve()))
    return Session(ground, Hold.take(store, run), lab, stopped, watched=watched)


def forget(store: Store, session: Session) -> None:
    """Drop a run whose session was left; one whose nodes may be there stays for who clears up."""
    if session.run.state == "down":
        Hold.take(store, session.run).forget()
