"""Whose turn it is: work on a run's nodes is done by one thread at a time, until it is left."""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING

from swarmlab.errors import RunNotFound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class RunLeft(RunNotFound):
    """The run was left before a turn came: whoever takes it next may do the work."""


class Turns:
    """The turns of one session.

    Args:
        end: called once the last turn is over and nobody works; what still waited for a turn
            is told that there is none, so ``end`` may wait for it.
    """

    def __init__(self, end: Callable[[], None]) -> None:
        self._end = end
        self._lock = threading.RLock()
        self._over = False

    @contextlib.contextmanager
    def one(self) -> Iterator[None]:
        """A turn, once it comes; a thread that has one may take another inside it.

        Raises:
            RunLeft: the run was left before it came.
        """
        with self._lock:
            if self._over:
                raise RunLeft("the run was left meanwhile", next_step="swarmlab status")
            yield

    @contextlib.contextmanager
    def last(self) -> Iterator[None]:
        """The last turn: whoever waits gets none any more."""
        self._over = True
        try:
            with self._lock:
                yield
        finally:
            self._end()
