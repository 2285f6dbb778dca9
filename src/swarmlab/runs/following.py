"""What a holder tells while it does what another program asked, handed on through the store."""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from swarmlab.deck.model import Position
from swarmlab.errors import StoreError
from swarmlab.runs.events import BootProgress, NodeChanged, ReplayProgress, UnitChanged

if TYPE_CHECKING:
    from collections.abc import Callable

    from swarmlab.runs.events import Event
    from swarmlab.runs.store import Store

_KINDS = {kind.__name__: kind for kind in (BootProgress, NodeChanged, ReplayProgress, UnitChanged)}
"""What people who wait want to know of."""


class Teller:
    """The holder's side of one request: stores events for whoever asked."""

    def __init__(self, store: Store, request: int) -> None:
        self._store = store
        self._request = request

    def hear(self, event: Event) -> None:
        """Hand an event on; one that cannot be stored is not worth failing for."""
        if type(event).__name__ in _KINDS:
            with contextlib.suppress(StoreError):
                # Nobody waits any more where the request is gone.
                self._store.write(
                    "INSERT INTO told (request, event) SELECT id, ? FROM requests WHERE id = ?",
                    (_written(event), self._request),
                )


class Follower:
    """The asking side: hears what was stored since the last time."""

    def __init__(self, store: Store, request: int, on_event: Callable[[Event], None]) -> None:
        self._store = store
        self._request = request
        self._on_event = on_event
        self._last = 0

    def catch_up(self) -> None:
        """Hear what is new, in order."""
        rows = self._store.rows(
            "SELECT number, event FROM told WHERE request = ? AND number > ? ORDER BY number",
            (self._request, self._last),
        )
        for row in rows:
            self._last = row["number"]
            self._on_event(_read(row["event"]))


def _written(event: Event) -> str:
    fields = asdict(event)
    if isinstance(event, UnitChanged):
        fields["unit"] = [str(event.unit.path), event.unit.line, event.unit.column]
    return json.dumps({"kind": type(event).__name__, **fields})


def _read(stored: str) -> Event:
    fields: dict[str, Any] = json.loads(stored)
    kind = _KINDS[fields.pop("kind")]
    if kind is UnitChanged:
        path, line, column = fields["unit"]
        fields["unit"] = Position(Path(path), line, column)
    event: Event = kind(**fields)
    return event
