"""Ways to a node that are kept between two uses, each used by one thread at a time."""

from __future__ import annotations

import threading
from typing import Generic, Protocol, TypeVar

MOST = 4
"""Of one kind, for one node."""


class Way(Protocol):
    """What can be kept."""

    def is_quiet(self) -> bool:
        """Whether it lives and has nothing to say: it may be used again."""

    def close(self) -> None:
        """Hang up."""


W = TypeVar("W", bound=Way)


class Kept(Generic[W]):
    """Those that nobody uses now; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[W] = []
        self._closed = False

    def take(self) -> W | None:
        """One that may be used, now the caller's; None when there is none."""
        with self._lock:
            idle, self._idle = self._idle, []
            usable = [way for way in idle if way.is_quiet()]
            taken = usable.pop() if usable else None
            self._idle = usable
        for way in idle:
            if way is not taken and way not in usable:
                way.close()
        return taken

    def give_back(self, way: W) -> None:
        """Keep it for the next one, or close it: too many, of no use, or ``close`` was called."""
        with self._lock:
            keep = not self._closed and len(self._idle) < MOST and way.is_quiet()
            if keep:
                self._idle.append(way)
        if not keep:
            way.close()

    def close(self) -> None:
        """Close them all; those in use are closed when they are given back."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for way in idle:
            way.close()
