"""One program's hold on one run: the lock, and serving what others ask of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from swarmlab.runs import registry
from swarmlab.runs.lock import GRACE_SECONDS, RunLock
from swarmlab.runs.requests import Server

if TYPE_CHECKING:
    from collections.abc import Callable

    from swarmlab.runs.requests import Request
    from swarmlab.runs.store import Store


class Hold:
    """A taken lock on a run; ends with ``end`` or with the program."""

    def __init__(self, store: Store, run: registry.Run) -> None:
        self.store = store
        self.run = run
        self._lock = RunLock(store, run.id)
        self._server: Server | None = None
        self._endings: list[Callable[[], None]] = []

    @classmethod
    def take(cls, store: Store, run: registry.Run) -> Hold:
        """Take a run nobody holds.

        Raises:
            RunHeld: another program has it.
        """
        hold = cls(store, run)
        hold._lock.take(GRACE_SECONDS)
        hold.run = registry.get_run(store, run.id)
        return hold

    def serve(self, do: Callable[[Request], Any]) -> None:
        """Answer other programs' requests from now on."""
        self._server = Server(self.store, self.run.id, do)
        self._server.start()

    def before_end(self, stop: Callable[[], None]) -> None:
        """Have something stopped before others may take the run."""
        self._endings.append(stop)

    def end(self) -> None:
        """Serve no more and let others take the run."""
        while self._endings:
            self._endings.pop()()
        if self._server is not None:
            self._server.stop()
            self._server = None
        self._lock.release()

    def forget(self) -> None:
        """End the hold on a run that is dropped with all its progress."""
        while self._endings:
            self._endings.pop()()
        if self._server is not None:
            self._server.stop()
            self._server = None
        registry.forget_run(self.store, self.run.id)
        self._lock.forget()
