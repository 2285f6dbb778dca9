"""The raft log of a manager as it lies on its disk, opened with the keys that lie beside it.

A log file is etcd's WAL: frames of a length (8 bytes, little-endian), a protobuf record and
padding, in a file made 64 MB long beforehand, so that zeros follow the last frame. A snapshot
holds all objects at one moment, and entries before it may go. The data of both is sealed, their
index and term are not. Facts: SWARM facts, section 4.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from swarmlab.swarm import stored, wire
from swarmlab.swarm.keyfile import Sealed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WAL_FOLDER: Final = "/var/lib/docker/swarm/raft/wal-v3-encrypted"
"""Where a manager keeps its log, in files that are named by number and end in ``.wal``."""
SNAPSHOT_FOLDER: Final = "/var/lib/docker/swarm/raft/snap-v3-encrypted"
"""And its snapshots, ``.snap``."""

_LENGTH: Final = 8
_SIZE_BITS: Final = (1 << 56) - 1
_ENTRY: Final = 2
"""The type of a record that holds an entry."""
_SECRETBOX: Final = 1
_MOST_WORDS: Final = 3
"""Changes of one entry that are named in its head."""
_LONGEST_TEXT: Final = 4000
"""Characters; a secret may be 500 kB long."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the log, or one object of a snapshot."""

    index: int
    term: int
    size: int
    """Bytes: of what was sealed, or of the sealed data where it could not be opened."""
    words: str
    """``create secret db_password``; what it does to which objects, as far as can be told."""
    texts: tuple[str, ...] = field(repr=False)
    """What can be read in it; a secret's value too."""
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class Log:
    """What was read of a log file."""

    entries: tuple[Entry, ...]
    is_whole: bool
    """Whether the zeros after the last frame were reached."""
    problem: str = ""
    """Why reading stopped before."""
    is_damaged: bool = False
    """Whether more data would not help."""


def read_wal(data: bytes, keys: Sequence[bytes]) -> Log:
    """The entries at the beginning of a log file; never raises.

    Args:
        data: the file, or its first bytes.
        keys: 32 bytes each; the first that opens an entry counts.
    """
    found: list[Entry] = []
    at = 0
    while at + _LENGTH <= len(data):
        length = int.from_bytes(data[at : at + _LENGTH], "little", signed=True)
        if not length:
            return Log(tuple(found), is_whole=True)
        size, padding = length & _SIZE_BITS, (length >> 56) & 7 if length < 0 else 0
        start, at = at + _LENGTH, at + _LENGTH + size + padding
        if at > len(data):
            break
        try:
            found.extend(_entries(data[start : start + size], keys))
        except wire.NotProtobuf as error:
            problem = f"byte {start}: {error}"
            return Log(tuple(found), is_whole=False, problem=problem, is_damaged=True)
    return Log(tuple(found), is_whole=False, problem=f"it goes on after {len(data)} bytes")


def read_snapshot(data: bytes, keys: Sequence[bytes]) -> tuple[Entry, ...]:
    """The objects of a snapshot; one closed entry where no key opens it.

    Raises:
        NotProtobuf: it is no snapshot.
    """
    snapshot = wire.fields(wire.bytes_of(wire.fields(data), 2))
    place = wire.fields(wire.bytes_of(snapshot, 2))
    index, term = wire.number_of(place, 2), wire.number_of(place, 3)
    sealed = Sealed.parse(wire.bytes_of(snapshot, 1))
    opened = _opened(sealed, keys)
    if opened is None:
        return (_closed(index, term, sealed),)
    return tuple(
        Entry(index, term, each.size, f"snapshot holds {each.words}", each.texts)
        for each in stored.objects(opened)
    )


def readable(entries: Sequence[Entry], notes: Sequence[str]) -> str:
    """The entries as text, a block each, after the notes; holds whatever they hold."""
    blocks = ["\n".join(notes), *(_block(entry) for entry in entries)]
    return "\n\n".join(blocks) + "\n"


def _entries(record: bytes, keys: Sequence[bytes]) -> Iterator[Entry]:
    message = wire.fields(record)
    if wire.number_of(message, 1) != _ENTRY:
        return
    entry = wire.fields(wire.bytes_of(message, 3))
    kind, term, index = (wire.number_of(entry, number) for number in (1, 2, 3))
    sealed = Sealed.parse(wire.bytes_of(entry, 4))
    opened = _opened(sealed, keys)
    if opened is None:
        yield _closed(index, term, sealed)
        return
    found = Entry(index, term, len(opened), "a leader begins its term", ())
    if not opened:
        yield found
        return
    try:
        yield _managers(found, opened) if kind else _changes(found, opened)
    except wire.NotProtobuf:
        yield replace(found, words="of an unknown form", texts=stored.texts(opened))


def _changes(entry: Entry, opened: bytes) -> Entry:
    made = stored.changes(opened)
    words = [f"{change.action} {change.of.words}".strip() for change in made[:_MOST_WORDS]]
    if len(made) > _MOST_WORDS:
        words.append(f"{len(made) - _MOST_WORDS} more")
    texts = tuple(text for change in made for text in change.of.texts)
    return replace(entry, words=", ".join(words) or "nothing", texts=texts)


def _managers(entry: Entry, opened: bytes) -> Entry:
    """A change of who takes part in raft: etcd's ``ConfChange``."""
    change = wire.number_of(wire.fields(opened), 2)
    words = {0: "add manager", 1: "remove manager"}.get(change, "change of managers")
    return replace(entry, words=words, texts=stored.texts(opened))


def _closed(index: int, term: int, sealed: Sealed) -> Entry:
    return Entry(index, term, len(sealed.data), "sealed with another key", (), is_open=False)


def _opened(sealed: Sealed, keys: Sequence[bytes]) -> bytes | None:
    """What was sealed; None when it is not for any of the keys, or of another algorithm."""
    if not sealed.algorithm:
        return sealed.data
    if sealed.algorithm != _SECRETBOX or len(sealed.nonce) != SecretBox.NONCE_SIZE:
        return None
    for key in keys:
        try:
            return SecretBox(key).decrypt(sealed.data, sealed.nonce)
        except (CryptoError, ValueError):
            continue
    return None


def _block(entry: Entry) -> str:
    head = f"entry {entry.index}  term {entry.term}  {entry.size} bytes  {entry.words}"
    lines = [f"  {line}" for text in entry.texts for line in _cut(text).split("\n")]
    return "\n".join([head, *lines])


def _cut(text: str) -> str:
    more = len(text) - _LONGEST_TEXT
    return f"{text[:_LONGEST_TEXT]}… ({more} characters more)" if more > 0 else text
