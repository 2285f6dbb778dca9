"""How the programs that show one talk stay in step: a small file that each reads and replaces.

The file is in the user's own state directory, one for each deck and presenter; nothing listens
on a network. Every program of a talk holds a shared lock for as long as it lives, which the
kernel takes back however it ends: who gets the lock alone knows that the file is left over from
an earlier talk, and begins a new one.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any, Self

from swarmlab.errors import StoreError
from swarmlab.runs.store import state_directory
from swarmlab.runs.whole_file import write_whole
from swarmlab.tui import clock
from swarmlab.tui.talk import Stand, beginning

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES = 64 * 1024
"""A longer file is none of ours."""
_FORM = 1


class Podium:
    """One program's place at a talk; a context manager.

    Args:
        deck: what is shown, by a name that no other deck has: its path.
        presenter: who shows it; several may show one deck at once.
        folder: where the files are, else the platform's state directory.

    Raises:
        StoreError: on entering, where the folder cannot be written.
    """

    def __init__(self, deck: str, presenter: str, folder: Path | None = None) -> None:
        self._folder = folder or state_directory() / "talks"
        name = hashlib.sha256(f"{deck}\0{presenter}".encode(errors="surrogateescape")).hexdigest()
        self._file = self._folder / f"{name[:24]}.json"
        self._lock = self._folder / f"{name[:24]}.lock"
        self._locked = -1
        self._seen: tuple[int, int] | None = None
        self.joined = False
        """Another program showed the talk already."""

    def __enter__(self) -> Self:
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._locked = os.open(self._lock, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
            self._come()
        except OSError as fault:
            self._give_up()
            raise StoreError(
                f"cannot keep slides and notes in step: {fault.strerror}",
                place=str(self._folder),
                next_step="set SWARMLAB_STATE to a folder you may write",
            ) from fault
        return self

    def _come(self) -> None:
        alone = self._is_alone()
        if alone:
            self._begin()
        fcntl.flock(self._locked, fcntl.LOCK_SH)
        self.joined = not alone
        if self.joined and not self._file.exists():
            self._begin()  # the last one of the talk left just now

    def _begin(self) -> None:
        self.put(beginning(clock.now()))

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            if self._is_alone():
                self._file.unlink(missing_ok=True)
        self._give_up()

    def _is_alone(self) -> bool:
        try:
            fcntl.flock(self._locked, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _give_up(self) -> None:
        if self._locked >= 0:
            os.close(self._locked)
            self._locked = -1

    def where(self) -> Stand:
        """Where the talk stands, for who has just come."""
        return self.look() or beginning(clock.now())

    def look(self) -> Stand | None:
        """Where the talk stands, if that may have changed since the last look; never raises."""
        try:
            status = self._file.stat()
            mark = status.st_ino, status.st_mtime_ns
            if mark == self._seen:
                return None
            self._seen = mark
            with self._file.open("rb") as file:
                return stand_from(file.read(MOST_BYTES))
        except OSError:
            return None

    def put(self, stand: Stand) -> None:
        """Tell all programs of the talk where it stands.

        Raises:
            OSError: the file could not be written.
        """
        text = json.dumps({"form": _FORM, **asdict(stand)})
        write_whole(self._file, text, lasting=False)


def stand_from(data: bytes) -> Stand | None:
    """The stand that a file tells; None for one that is no file of ours."""
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict) or told.pop("form", None) != _FORM:
        return None
    spent = told.get("spent")
    if not isinstance(spent, list) or not all(_is_number(each) for each in spent):
        return None
    told["spent"] = tuple(spent)
    if set(told) != {each.name for each in fields(Stand)} or not _fits(told):
        return None
    return Stand(**told)


def _fits(told: dict[str, Any]) -> bool:
    whole = all(
        isinstance(told[name], int) and not isinstance(told[name], bool) and told[name] >= 0
        for name in ("slide", "part", "page", "pages")
    )
    return (
        whole
        and isinstance(told["dark"], bool)
        and all(_is_number(told[name]) for name in ("began", "since"))
    )


def _is_number(value: object) -> bool:
    # Neither NaN nor infinity, which JSON of Python's reads.
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e12
