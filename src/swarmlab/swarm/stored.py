"""What stands in an opened raft entry or snapshot: changes of the swarm's objects.

Field numbers are those of swarmkit's ``api/raft.proto``, ``objects.proto`` and
``snapshot.proto``. What they do not tell is not guessed: an object without a name is called by
its id, a message of an unknown kind by its size.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from swarmlab.swarm import wire
from swarmlab.swarm.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_DEEPEST: Final = 24
"""Messages within messages that are looked into."""
_LONGEST_NAME: Final = 80
_ACTIONS: Final = {1: "create", 2: "update", 3: "remove"}
_TARGETS: Final = {
    2: "node", 3: "service", 4: "task", 5: "network", 6: "cluster", 7: "secret",
    8: "resource", 9: "extension", 10: "config", 11: "volume",
}  # fmt: skip
"""Fields of a ``StoreAction``."""
_SNAPSHOT: Final = {
    1: "node", 2: "service", 3: "network", 4: "task", 5: "cluster", 6: "secret",
    7: "resource", 8: "extension", 9: "config", 10: "volume",
}  # fmt: skip
"""Fields of a ``StoreSnapshot``."""
_SPEC_NAME: Final = (3, 1, 1)
_NAMES: Final[Mapping[str, Sequence[Sequence[int]]]] = {
    "node": ((4, 1), _SPEC_NAME),
    "task": ((8, 1), (7, 1)),
    "resource": ((3, 1),),
    "extension": ((3, 1),),
}
"""Where an object's name stands, by field numbers from the outside in."""


@dataclass(frozen=True, slots=True)
class StoredObject:
    """An object of the swarm, as a manager stores it."""

    kind: str
    """``secret``, ``node``, ``cluster`` …"""
    name: str
    """Its id where it has none; cleaned."""
    texts: tuple[str, ...] = field(repr=False)
    """Every readable text in it, the value of a secret among them, in its order."""
    size: int

    @property
    def words(self) -> str:
        """As in ``secret db_password``."""
        return f"{self.kind} {self.name}".strip()


@dataclass(frozen=True, slots=True)
class Change:
    """One change an entry makes."""

    action: str
    """``create``, ``update`` or ``remove``; empty where it is unknown."""
    of: StoredObject


def changes(data: bytes) -> tuple[Change, ...]:
    """The changes of an entry: swarmkit's ``InternalRaftRequest``.

    Raises:
        NotProtobuf: it is none.
    """
    actions = (f.value for f in wire.fields(data) if f.number == 2)
    return tuple(_change(action) for action in actions if isinstance(action, bytes))


def objects(data: bytes) -> tuple[StoredObject, ...]:
    """The objects of a whole snapshot: swarmkit's ``Snapshot``.

    Raises:
        NotProtobuf: it is none.
    """
    store = wire.fields(wire.bytes_of(wire.fields(data), 3))
    return tuple(
        _object(_SNAPSHOT.get(each.number, ""), each.value)
        for each in store
        if isinstance(each.value, bytes)
    )


def texts(data: bytes) -> tuple[str, ...]:
    """Every readable text in a message and the messages within it, cleaned, in its order."""
    return tuple(_texts(data, 0))


def _change(action: bytes) -> Change:
    message = wire.fields(action)
    target = next((f for f in message if f.number in _TARGETS and isinstance(f.value, bytes)), None)
    what = _ACTIONS.get(wire.number_of(message, 1), "")
    if target is None or not isinstance(target.value, bytes):
        return Change(what, StoredObject("something", "", texts(action), len(action)))
    return Change(what, _object(_TARGETS[target.number], target.value))


def _object(kind: str, data: bytes) -> StoredObject:
    paths = _NAMES.get(kind, (_SPEC_NAME,))
    name = next(filter(None, (_name(data, path) for path in (*paths, (1,)))), "")
    if kind == "task" and (slot := wire.number_of(wire.fields(data), 5)):
        name = f"{name}.{slot}"
    return StoredObject(kind or "something", name, texts(data), len(data))


def _name(data: bytes, path: Sequence[int]) -> str:
    for number in path:
        data = wire.bytes_of(wire.fields(data), number)
    return clean(data.decode(errors="replace"), keep_newlines=False)[:_LONGEST_NAME].strip()


def _texts(data: bytes, depth: int) -> Iterator[str]:
    found = _readable(data)
    if found:
        yield found
        return
    if depth > _DEEPEST:
        return
    try:
        message = wire.fields(data)
    except wire.NotProtobuf:
        return
    for part in message:
        if isinstance(part.value, bytes):
            yield from _texts(part.value, depth + 1)


def _readable(data: bytes) -> str:
    """The bytes as text, if that is what they are; a message can look like text by its start."""
    if data[:1] == b"\n" and len(data) > 1 and data[1] == len(data) - 2:
        return ""
    try:
        text = data.decode().replace("\r\n", "\n")
    except UnicodeDecodeError:
        return ""
    return text.strip() if text == clean(text) else ""
