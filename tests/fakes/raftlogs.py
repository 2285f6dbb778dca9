"""Hand-made key files and raft logs, written as swarmkit and etcd write them."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from nacl.secret import SecretBox

if TYPE_CHECKING:
    from collections.abc import Sequence

DEK = bytes(range(32))
OTHER_DEK = bytes(range(100, 132))
KEK = bytes(range(200, 232))
NONCE = b"n" * 24
VALUE = b"correct horse battery\n"
ZEROS = bytes(4096)
"""The beginning of what follows the last frame."""

Part = int | bytes | str


def varint(number: int) -> bytes:
    """A number of the wire format."""
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])


def message(*fields: tuple[int, Part]) -> bytes:
    """A message of these fields, each a number with a value."""
    out = b""
    for number, value in fields:
        if isinstance(value, int):
            out += varint(number << 3) + varint(value)
        else:
            data = value.encode() if isinstance(value, str) else value
            out += varint(number << 3 | 2) + varint(len(data)) + data
    return out


def sealed(data: bytes, key: bytes | None = DEK, algorithm: int = 1) -> bytes:
    """A ``MaybeEncryptedRecord``; plain without a key."""
    if key is None:
        return message((2, data))
    box = SecretBox(key).encrypt(data, NONCE)
    return message((1, algorithm), (2, box.ciphertext), (3, NONCE))


def named(ident: str, name: str, *more: tuple[int, Part]) -> bytes:
    """An object with its name in its spec, and more fields of the spec."""
    spec = message((1, message((1, name))), *more)
    return message((1, ident), (2, message((1, message((1, 17))))), (3, spec))


SECRET = named("idofsecret", "db_password", (2, VALUE))


def change(action: int, target: int, data: bytes) -> bytes:
    """A ``StoreAction``."""
    return message((1, action), (target, data))


def request(*actions: bytes) -> bytes:
    """An ``InternalRaftRequest``."""
    return message((1, 7), *((2, action) for action in actions))


CREATE_SECRET = request(change(1, 7, SECRET))


def entry(index: int, data: bytes, *, term: int = 2, kind: int = 0, key: bytes = DEK) -> bytes:
    """A record of a log file that holds an entry."""
    inner = message((1, kind), (2, term), (3, index), (4, sealed(data, key)))
    return message((1, 2), (2, 99), (3, inner))


def frame(record: bytes) -> bytes:
    """A record with its length, padded to eight bytes."""
    padding = -len(record) % 8
    marked = (0x80 | padding) << 56 if padding else 0
    return (marked | len(record)).to_bytes(8, "little") + record + bytes(padding)


def wal(*records: bytes, tail: bytes = ZEROS) -> bytes:
    """A log file with these records after the one that begins every file."""
    begin = message((1, 4), (2, 0), (3, b""))
    return b"".join(map(frame, (begin, *records))) + tail


def snapshot(*objects: tuple[int, bytes], key: bytes = DEK, index: int = 25) -> bytes:
    """A snapshot file that holds these objects, by their field numbers."""
    state = message((2, b""), (3, message(*objects)))
    place = message((2, index), (3, 2))
    return message((1, 4), (2, message((1, sealed(state, key)), (2, place))))


def key_file(raft: Sequence[bytes] = (), *, label: str = "PRIVATE KEY", version: str = "0") -> str:
    """A key file with these raft keys: the one in use, and one that is to come."""
    names = ("raft-dek", "raft-dek-pending")
    headers = [f"kek-version: {version}"]
    headers += [f"{n}: {b64encode(key).decode()}" for n, key in zip(names, raft, strict=False)]
    lines = (f"-----BEGIN {label}-----", *headers, "", "MIGHAgEAMBMG", f"-----END {label}-----")
    return "\n".join(lines) + "\n"


PLAIN = key_file([sealed(DEK, None)])
ENCRYPTED = key_file([sealed(DEK, KEK)], label="ENCRYPTED PRIVATE KEY", version="24")
WORKERS = key_file()
