"""Read units: what lies on a node's disk, decoded over the link into a text for the learner.

The text is for the node it came from and goes nowhere else: it may hold everything the swarm
knows.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from swarmlab.errors import UnitFailed
from swarmlab.swarm import raftlog
from swarmlab.swarm.certificate import CERTIFICATE_PATH, KEY_PATH, readable
from swarmlab.swarm.keyfile import KeyFile
from swarmlab.swarm.link import FileMissing, LinkLost
from swarmlab.swarm.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swarmlab.deck.model import ReadUnit
    from swarmlab.swarm.link import Link
    from swarmlab.swarm.raftlog import Entry, Log

_PIECES: Final = (1 << 18, 1 << 20, 1 << 22)
"""Bytes of a log file that are asked for, one after the other, until its end is among them."""
_MOST_FILES: Final = 4
"""Log files that are read, the newest; a swarm of a lab has one."""
_MOST_READINGS: Final = 4
_MOST_TEXT: Final = 1 << 20
"""Characters of the whole text."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """What a read unit writes on its node."""

    text: str
    mode: int
    """Of the file."""
    may_be_quoted: bool
    """Whether words of it may be shown elsewhere."""


def read(unit: ReadUnit, link: Link) -> Decoded:
    """Decode what the unit names.

    Raises:
        UnitFailed: it is not there, is damaged, or cannot be opened with what lies there.
    """
    reading = _Reading(unit, link)
    try:
        if unit.what == "certificate":
            return Decoded(reading.certificate(), 0o644, may_be_quoted=True)
        return Decoded(reading.raft_log(), 0o600, may_be_quoted=False)
    except (FileMissing, LinkLost, ValueError) as fault:
        what = "certificate" if unit.what == "certificate" else "raft log"
        raise reading.failed(
            f"cannot read the {what} of {unit.node}: {clean(str(fault))}"
        ) from fault


class _Reading:
    """One read unit on its way."""

    def __init__(self, unit: ReadUnit, link: Link) -> None:
        self.unit = unit
        self.node = unit.node
        self.link = link

    def failed(self, message: str, next_step: str = "") -> UnitFailed:
        return UnitFailed(message, place=str(self.unit.position), next_step=next_step)

    def certificate(self) -> str:
        try:
            return readable(self.link.read(CERTIFICATE_PATH))
        except FileMissing as fault:
            raise self.failed(f"{self.node} has no certificate: it is in no swarm") from fault

    def raft_log(self) -> str:
        entries, notes = self._entries()
        opened = sum(entry.is_open for entry in entries)
        if not entries:
            raise self.failed(f"{self.node} has no raft log, or an empty one")
        if not opened:
            raise self.failed(
                f"the raft log of {self.node} is not for the key beside it: it opens nothing of it",
                f"look at {KEY_PATH}: is it older than the log?",
            )
        many = f"{len(entries)} {'entry' if len(entries) == 1 else 'entries'}"
        head = f"raft log of {self.node}: {many}, {opened} opened"
        return self._fitted(entries, [head, *notes])

    def _entries(self) -> tuple[list[Entry], list[str]]:
        """Of log and snapshot, with notes; of one moment, for a manager may change its key now."""
        for _ in range(_MOST_READINGS - 1):
            keys = self._keys()
            with contextlib.suppress(FileMissing):
                found = self._opened(keys)
                if self._keys() == keys:
                    return found
        return self._opened(self._keys())

    def _opened(self, keys: Sequence[bytes]) -> tuple[list[Entry], list[str]]:
        notes: list[str] = []
        entries = [entry for log in self._logs(keys, notes) for entry in log.entries]
        return entries + list(self._snapshot(keys)), notes

    def _keys(self) -> tuple[bytes, ...]:
        """The plain keys to the raft log that lie on the node's disk; at least one."""
        try:
            key_file = KeyFile.parse(self.link.read(KEY_PATH).decode(errors="replace"))
        except FileMissing as fault:
            raise self.failed(f"{self.node} has no key file: it is in no swarm") from fault
        if not key_file.raft_keys:
            raise self.failed(f"{self.node} is a worker: it keeps no raft log")
        if key_file.raft_key_encrypted:
            raise self.failed(
                f"the raft log of {self.node} stays closed: its key is encrypted with the swarm's"
                " unlock key, which is not on this disk",
                f"look at the head of {KEY_PATH}",
            )
        return key_file.plain_raft_keys

    def _logs(self, keys: Sequence[bytes], notes: list[str]) -> list[Log]:
        names = self._names(raftlog.WAL_FOLDER, ".wal")
        if len(names) > _MOST_FILES:
            notes.append(f"only the newest {_MOST_FILES} of {len(names)} log files were read")
        found = []
        for name in names[-_MOST_FILES:]:
            log = self._log(f"{raftlog.WAL_FOLDER}/{name}", keys)
            if not log.is_whole:
                notes.append(f"{name} was read in part: {log.problem}")
            found.append(log)
        return found

    def _log(self, path: str, keys: Sequence[bytes]) -> Log:
        """A log file without the zeros that fill most of it."""
        for limit in _PIECES:
            log = raftlog.read_wal(self.link.read(path, limit=limit), keys)
            if log.is_whole or log.is_damaged:
                break
        return log

    def _snapshot(self, keys: Sequence[bytes]) -> tuple[Entry, ...]:
        names = self._names(raftlog.SNAPSHOT_FOLDER, ".snap")
        if not names:
            return ()
        data = self.link.read(f"{raftlog.SNAPSHOT_FOLDER}/{names[-1]}", limit=_PIECES[-1])
        return raftlog.read_snapshot(data, keys)

    def _names(self, folder: str, ending: str) -> list[str]:
        """Files of a folder, oldest first: their names begin with numbers of fixed width."""
        listed = self.link.run(("ls", "-1", folder))
        return sorted(name for name in listed.stdout.splitlines() if name.endswith(ending))

    def _fitted(self, entries: Sequence[Entry], notes: Sequence[str]) -> str:
        text = raftlog.readable(entries, notes)
        more = len(text) - _MOST_TEXT
        return f"{text[:_MOST_TEXT]}\n… cut: {more} characters more\n" if more > 0 else text
