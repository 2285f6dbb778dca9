from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swarmlab.swarm.wire import NotProtobuf, bytes_of, fields, number_of
from tests.fakes.raftlogs import message, varint

numbers = st.integers(1, 2**29 - 1)
values = st.integers(0, 2**64 - 1) | st.binary(max_size=40)


@given(st.lists(st.tuples(numbers, values), max_size=8))
def test_a_message_is_read_back_as_it_was_written(written: list[tuple[int, int | bytes]]) -> None:
    assert fields(message(*written)) == written


@given(st.binary(max_size=200))
def test_garbage_is_a_message_or_is_said_to_be_none(data: bytes) -> None:
    try:
        found = fields(data)
    except NotProtobuf:
        return
    assert sum(len(f.value) if isinstance(f.value, bytes) else 1 for f in found) <= len(data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x02\x00", "no field 0"),
        (b"\x0a\x05abc", "longer than its message"),
        (b"\x0a" + b"\xff" * 9 + b"\x01", "longer than its message"),
        (b"\x08" + b"\xff" * 10, "does not end"),
        (b"\x08" + b"\xff" * 9 + b"\x02", "more than 64 bits"),
        (b"\x08\x80", "does not end"),
        (b"\x08", "does not end"),
        (b"\x09abc", "longer than its message"),
        (b"\x0b\x0c", "no wire type 3"),
    ],
)
def test_what_is_no_message_says_why(data: bytes, words: str) -> None:
    with pytest.raises(NotProtobuf, match=words):
        fields(data)


def test_numbers_of_fixed_size_are_bytes() -> None:
    assert fields(b"\x0d1234\x1112345678") == [(1, b"1234"), (2, b"12345678")]


def test_the_last_field_of_a_number_counts() -> None:
    found = fields(message((1, 5), (1, 6), (2, b"a"), (2, b"b")))
    assert (number_of(found, 1), bytes_of(found, 2)) == (6, b"b")
    assert (number_of(found, 2), bytes_of(found, 1)) == (0, b"")
    assert (number_of(found, 9), bytes_of(found, 9)) == (0, b"")


def test_a_long_message_is_read_in_one_pass() -> None:
    assert len(fields((varint(8) + varint(1)) * 200_000)) == 200_000
