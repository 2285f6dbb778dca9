"""Waiting for what a session tells, with a deadline."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from swarmlab.runs.events import Event
    from swarmlab.runs.session import Session

SECONDS = 60.0
"""A busy machine may take this long; a fault takes all of it."""


class Heard:
    """Collects a session's events and waits for one."""

    def __init__(self, session: Session) -> None:
        self.events: list[Event] = []
        self._new = threading.Condition()
        session.listen(self._hear)

    def _hear(self, event: Event) -> None:
        with self._new:
            self.events.append(event)
            self._new.notify_all()

    def wait(self, fits: Callable[[Event], bool]) -> Event:
        """The first event that fits; fails the test when none comes."""
        with self._new:
            if self._new.wait_for(lambda: any(map(fits, self.events)), SECONDS):
                return next(event for event in self.events if fits(event))
        raise AssertionError(f"no such event among {self.events}")
