"""A desk that is made when it is first asked, so that the screen is there before it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from swarmlab.tui.ports import Desk, EngineWord, LabEntry, LabSession


class LateDesk:
    """Implements the screens' ``Desk`` by another one.

    Args:
        make: makes that one; called once, from a worker thread of the screens.
    """

    def __init__(self, make: Callable[[], Desk]) -> None:
        self._make = make
        self._made: Desk | None = None
        self._lock = threading.Lock()

    def labs(self) -> Sequence[LabEntry]:
        """Every lab that can be found."""
        return self._desk().labs()

    def engine(self) -> EngineWord:
        """Ask the engine."""
        return self._desk().engine()

    def open(self, lab: str) -> LabSession:
        """Take the owner's run of a lab."""
        return self._desk().open(lab)

    def forget(self, lab: str) -> None:
        """Begin a lab again."""
        self._desk().forget(lab)

    def _desk(self) -> Desk:
        with self._lock:
            if self._made is None:
                self._made = self._make()
            return self._made
