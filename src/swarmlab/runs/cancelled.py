"""Calling work off: for this time, or for good from outside."""

from __future__ import annotations

import threading
from typing import Self


class Cancelled(threading.Event):
    """Set by itself until it is cleared, or for good by an event from outside.

    Args:
        stopped: the event from outside.
    """

    def __init__(self, stopped: threading.Event | None = None) -> None:
        super().__init__()
        self._stopped = stopped

    def is_set(self) -> bool:
        """Whether work is called off."""
        return super().is_set() or (self._stopped is not None and self._stopped.is_set())

    def cleared(self) -> Self:
        """This, for work that begins now: what called earlier work off does not count."""
        self.clear()
        return self
