"""The progress file: one SQLite database in the platform's state directory.

Safe after a kill at any moment: WAL, every change in a transaction, synced at commit.
A damaged file is set aside under a name that says so, and a new one begun.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

import platformdirs
from filelock import FileLock

from swarmlab.errors import StoreError
from swarmlab.runs import damage, schema
from swarmlab.runs.damage import Damaged
from swarmlab.swarm.text import clean, mask

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import TracebackType

_FILE = "progress.sqlite"
_BUSY_SECONDS = 10.0
_BUSY_PAUSE = 0.02
_BESIDE = ("", "-wal", "-shm")
_FAULTS = (sqlite3.Error, UnicodeDecodeError)
"""SQLite quotes a damaged file in its words, and Python may fail to decode them."""

Value = str | float | int | None


def state_directory() -> Path:
    """Where progress lives: ``SWARMLAB_STATE``, else the platform's state directory."""
    if chosen := os.environ.get("SWARMLAB_STATE"):
        return Path(chosen)
    return platformdirs.user_state_path("swarmlab", appauthor=False)


class Store:
    """The open progress file; safe to use from several threads and programs.

    Raises:
        StoreError: it cannot be opened, or a newer swarmlab wrote it.
    """

    def __init__(self, directory: Path | None = None) -> None:
        self.directory = directory or state_directory()
        self.path = self.directory / _FILE
        self.set_aside: Path | None = None
        """The damaged file, when one was found and put away."""
        self._lock = threading.RLock()
        self._make_directory()
        try:
            self._db = self._open()
        except _FAULTS as fault:
            raise self._trouble(fault) from fault

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the connection."""
        with self._lock:
            self._db.close()

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[sqlite3.Row]:
        """What a query finds."""
        with self._lock:
            try:
                return self._db.execute(sql, values).fetchall()
            except _FAULTS as fault:
                raise self._trouble(fault) from fault

    def row(self, sql: str, values: Sequence[Value] = ()) -> sqlite3.Row | None:
        """The first row a query finds."""
        return next(iter(self.rows(sql, values)), None)

    def write(self, sql: str, values: Sequence[Value] = ()) -> int:
        """One change, synced when this returns; the number of rows changed."""
        with self.changes() as db:
            return db.execute(sql, values).rowcount

    @contextlib.contextmanager
    def changes(self) -> Iterator[sqlite3.Connection]:
        """Several changes as one: all of them or, after an error or a kill, none."""
        with self._lock:
            try:
                self._db.execute("BEGIN IMMEDIATE")
                try:
                    yield self._db
                except BaseException:
                    self._db.execute("ROLLBACK")
                    raise
                self._db.execute("COMMIT")
            except _FAULTS as fault:
                raise self._trouble(fault) from fault

    def _make_directory(self) -> None:
        try:
            self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not self.path.exists():
                os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as fault:
            raise StoreError(
                f"cannot write the progress file: {fault.strerror}",
                place=str(self.path),
                next_step="set SWARMLAB_STATE to a folder you may write",
            ) from fault

    def _open(self) -> sqlite3.Connection:
        with contextlib.suppress(Damaged):
            return self._connect()
        # One at a time: a second program would put the first one's new file away.
        with FileLock(self.directory / "set-aside.lock", mode=0o600):
            try:
                return self._connect()
            except Damaged:
                self._put_away()
                self._make_directory()
                return self._connect()

    def _connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(
            self.path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            db.row_factory = sqlite3.Row
            db.text_factory = damage.text_of
            _use_wal(db)
            db.execute("PRAGMA synchronous = FULL")
            db.execute("PRAGMA foreign_keys = ON")
            damage.judge(db)
            self._prepare(db)
        except BaseException as fault:
            db.close()
            if damage.is_damage(fault):
                raise Damaged from fault
            raise
        return db

    def _prepare(self, db: sqlite3.Connection) -> None:
        db.execute("BEGIN IMMEDIATE")
        (version,) = db.execute("PRAGMA user_version").fetchone()
        if version == 0 and not damage.tables(db):
            version = schema.VERSION
            for statement in schema.TABLES.split(";"):
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {version}")
        elif version in schema.MIGRATIONS:
            version = _migrate(db, version)
        db.execute("COMMIT")
        if version > schema.VERSION:
            raise StoreError(
                "the progress file was written by a newer swarmlab",
                place=str(self.path),
                next_step="use that version, or set SWARMLAB_STATE to another folder",
            )
        if version < 1 or damage.lacks_tables(db):
            raise Damaged

    def _put_away(self) -> None:
        stamp = time.strftime("%Y%m%d-%H%M%S")
        self.set_aside = self.path.with_name(f"progress-damaged-{stamp}-{os.getpid()}.sqlite")
        for ending in _BESIDE:
            part = self.path.with_name(self.path.name + ending)
            if part.exists():
                part.replace(self.set_aside.with_name(self.set_aside.name + ending))

    def _trouble(self, fault: Exception) -> StoreError:
        return StoreError(
            f"the progress file cannot be used: {mask(clean(str(fault), keep_newlines=False))}",
            place=str(self.path),
            next_step=damage.next_step(fault),
        )


def _migrate(db: sqlite3.Connection, version: int) -> int:
    """Bring an older file to this version, inside a transaction; the version it has then.

    Raises:
        Damaged: it holds already what its version does not know.
    """
    while version in schema.MIGRATIONS:
        if damage.tables(db) & damage.named_in(schema.MIGRATIONS[version]):
            raise Damaged
        for statement in schema.MIGRATIONS[version].split(";"):
            db.execute(statement)
        version += 1
    db.execute(f"PRAGMA user_version = {version}")
    return version


def _use_wal(db: sqlite3.Connection) -> None:
    """Switch a new file to WAL, for which SQLite itself does not wait until it is alone."""
    deadline = time.monotonic() + _BUSY_SECONDS
    while not _is_wal(db):
        if time.monotonic() > deadline:
            db.execute("PRAGMA journal_mode = WAL")  # raises, with SQLite's reason
        time.sleep(_BUSY_PAUSE)


def _is_wal(db: sqlite3.Connection) -> bool:
    """Whether the file is in WAL mode now; False while another program is in the way."""
    try:
        db.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as fault:
        if fault.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            return False
        raise
    return True
