"""Whether a progress file is damaged, or cannot be used just now; and what to do then."""

from __future__ import annotations

import re
import sqlite3

from swarmlab.runs import schema


class Damaged(Exception):
    """The file is no progress file any more."""


def is_damage(fault: BaseException) -> bool:
    """Whether SQLite says of the file itself that it is none, or broken.

    It does so with pieces of the file in its words, which Python may fail to decode.
    """
    if isinstance(fault, UnicodeDecodeError):
        return True
    return type(fault) is sqlite3.DatabaseError


def text_of(stored: bytes) -> str:
    """A stored text, whatever became of it."""
    return stored.decode(errors="replace")


def judge(db: sqlite3.Connection) -> None:
    """Read the whole file.

    Raises:
        Damaged: not all of it is as it was written.
    """
    (said,) = db.execute("PRAGMA integrity_check(1)").fetchone()
    if said != "ok":
        raise Damaged(said)


def tables(db: sqlite3.Connection) -> set[str]:
    """The names of its tables."""
    found = db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {str(row[0]) for row in found}


def lacks_tables(db: sqlite3.Connection) -> bool:
    """Whether a table of ours is missing: something else wrote the file."""
    return not tables(db) >= named_in(schema.TABLES)


def named_in(statements: str) -> set[str]:
    """The tables that statements make."""
    return set(re.findall(r"CREATE TABLE (\w+)", statements))


def next_step(fault: Exception) -> str:
    """What to do when SQLite cannot do what it was asked."""
    name = str(getattr(fault, "sqlite_errorname", ""))
    for beginning, step in _STEPS.items():
        if name.startswith(beginning):
            return step
    if is_damage(fault):
        return "end every swarmlab; the next one puts the damaged file aside and begins anew"
    return "swarmlab doctor shows what this machine lacks"


_STEPS = {
    "SQLITE_FULL": "the disk is full: make room, then go on",
    "SQLITE_IOERR": "the disk may be full or broken: make room, then try again",
    "SQLITE_BUSY": "another program keeps it busy: try again, or end that program",
    "SQLITE_LOCKED": "another program keeps it busy: try again, or end that program",
    "SQLITE_READONLY": "set SWARMLAB_STATE to a folder you may write",
    "SQLITE_PERM": "set SWARMLAB_STATE to a folder you may write",
    "SQLITE_CANTOPEN": "set SWARMLAB_STATE to a folder you may write",
}
