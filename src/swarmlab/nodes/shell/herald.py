"""A shell's thread for telling others, so that no listener can hold up the reader."""

from __future__ import annotations

import logging
import threading
from queue import SimpleQueue
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_log = logging.getLogger(__name__)

Listener = TypeVar("Listener")


class Listeners(Generic[Listener]):
    """Who wants to hear; may change while they are told."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: list[Listener] = []

    def add(self, listener: Listener) -> Callable[[], None]:
        """Add one; returns what removes it again."""
        with self._lock:
            self._listeners.append(listener)
        return lambda: self._remove(listener)

    def _remove(self, listener: Listener) -> None:
        with self._lock:
            if listener in self._listeners:
                self._listeners.remove(listener)

    @property
    def all(self) -> tuple[Listener, ...]:
        """Those there are now."""
        with self._lock:
            return tuple(self._listeners)


class Herald:
    """Runs small jobs in order in a thread of its own; changes of the screen are told once.

    Args:
        name: of the thread.
        changed: those who want to know that the screen may differ.
    """

    def __init__(self, name: str, changed: Listeners[Callable[[], None]]) -> None:
        self._changed = changed
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._dirty = threading.Event()
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    def tell(self, job: Callable[[], None]) -> None:
        """Run a job after those before it."""
        self._jobs.put(job)

    def screen_changed(self) -> None:
        """Tell that the screen may differ; many calls in a row become one."""
        if not self._dirty.is_set():
            self._dirty.set()
            self._jobs.put(self._tell_changed)

    def stop(self) -> None:
        """End after the jobs at hand."""
        self._jobs.put(None)
        if threading.current_thread() is not self._thread:
            self._thread.join(5)

    def _tell_changed(self) -> None:
        self._dirty.clear()
        for listener in self._changed.all:
            listener()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            try:
                job()
            except Exception:
                # A listener's fault must not end the telling of everything after it.
                _log.exception("a listener of a shell failed")
