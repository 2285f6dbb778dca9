"""The wire format of protobuf: fields by number, nothing of their names or types.

What is read here comes from a node, so it is taken for anything at all: every read is bounded
by the bytes there are, and what does not fit is one error.
Source: protobuf.dev, Encoding.
"""

from __future__ import annotations

from typing import Final, NamedTuple

_LONGEST: Final = 10
"""Bytes of a varint."""


class NotProtobuf(ValueError):
    """The bytes are no message in this format."""


class Field(NamedTuple):
    """One field of a message."""

    number: int
    value: int | bytes
    """A varint is a number; strings, messages and fixed-size numbers are bytes."""


def fields(data: bytes) -> list[Field]:
    """The fields of a message, in their order.

    Raises:
        NotProtobuf: it is none.
    """
    found: list[Field] = []
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        number, kind = key >> 3, key & 7
        if not number:
            raise NotProtobuf("there is no field 0")
        value, at = _value(data, at, kind)
        found.append(Field(number, value))
    return found


def bytes_of(message: list[Field], number: int) -> bytes:
    """The last field of that number, as bytes; empty where it is left out or a number."""
    found = next((f.value for f in reversed(message) if f.number == number), b"")
    return found if isinstance(found, bytes) else b""


def number_of(message: list[Field], number: int) -> int:
    """The last field of that number, as a number; 0 where it is left out or is bytes."""
    found = next((f.value for f in reversed(message) if f.number == number), 0)
    return found if isinstance(found, int) else 0


def _value(data: bytes, at: int, kind: int) -> tuple[int | bytes, int]:
    if kind == 0:
        return _varint(data, at)
    if kind == 2:
        size, at = _varint(data, at)
    elif kind in {1, 5}:
        size = 8 if kind == 1 else 4
    else:
        raise NotProtobuf(f"there is no wire type {kind}")
    if size > len(data) - at:
        raise NotProtobuf("a field is longer than its message")
    return data[at : at + size], at + size


def _varint(data: bytes, at: int) -> tuple[int, int]:
    result = 0
    for place, byte in enumerate(data[at : at + _LONGEST]):
        result |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:
            if result >> 64:
                raise NotProtobuf("a number has more than 64 bits")
            return result, at + place + 1
    raise NotProtobuf("a number does not end")
