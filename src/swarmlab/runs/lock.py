"""Who may write a run: a file lock each, gone with the program that held it."""

from __future__ import annotations

import contextlib
import fcntl
import os
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from swarmlab.errors import RunHeld, StoreError

if TYPE_CHECKING:
    from pathlib import Path

    from swarmlab.runs.store import Store


GRACE_SECONDS = 0.5
"""Others hold the lock for a moment when they look whether it is free."""
_FOLDER = "locks"


def is_held(store: Store, run: str) -> bool:
    """Whether a program holds a run at this moment: asked of hundreds at once, so at no cost.

    A shared lock is tried, which is in nobody's way who also only looks.
    """
    try:
        descriptor = os.open(store.directory / _FOLDER / f"{run}.lock", os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False


class RunLock:
    """The lock of one run; the operating system frees it when the program ends."""

    def __init__(self, store: Store, run: str) -> None:
        folder = store.directory / _FOLDER
        self._path = folder / f"{run}.lock"
        self._holder = folder / f"{run}.pid"
        self._lock = FileLock(self._path, mode=0o600, thread_local=False, is_singleton=False)

    def take(self, seconds: float = 0.0) -> None:
        """Take the lock.

        Raises:
            RunHeld: another program has it, and kept it for as long.
            StoreError: it cannot be written.
        """
        try:
            self._acquire(seconds)
        except Timeout as fault:
            raise RunHeld(
                f"another program holds this run{self._by()}",
                next_step="use that program, or end it",
            ) from fault
        try:
            _write_private(self._holder, str(os.getpid()))
        except OSError as fault:
            self.release()
            raise self._trouble(fault) from fault

    def release(self) -> None:
        """Let others take it."""
        self._lock.release()

    def is_free(self, seconds: float = 0.0) -> bool:
        """Whether nobody holds it at this moment, or at one of the next ``seconds``."""
        try:
            self._acquire(seconds)
        except Timeout:
            return False
        self._lock.release()
        return True

    def forget(self) -> None:
        """Release it and remove its files: the run itself is gone."""
        for path in (self._holder, self._path):
            with contextlib.suppress(OSError):
                path.unlink()
        self.release()

    def _acquire(self, seconds: float) -> None:
        try:
            self._path.parent.mkdir(mode=0o700, exist_ok=True)
            self._lock.acquire(timeout=seconds, poll_interval=0.05)
        except Timeout:
            raise
        except OSError as fault:
            raise self._trouble(fault) from fault

    def _trouble(self, fault: OSError) -> StoreError:
        return StoreError(
            f"cannot write the lock of a run: {fault.strerror or fault}",
            place=str(self._path.parent),
            next_step="make room there, or set SWARMLAB_STATE to a folder you may write",
        )

    def _by(self) -> str:
        try:
            return f": process {int(self._holder.read_text(encoding='ascii'))}"
        except (OSError, ValueError):
            return ""


def _write_private(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
