from __future__ import annotations

import contextlib

from hypothesis import given
from hypothesis import strategies as st

from swarmlab.swarm.raftlog import read_snapshot, read_wal, readable
from swarmlab.swarm.wire import NotProtobuf
from tests.fakes.raftlogs import (
    CREATE_SECRET,
    DEK,
    OTHER_DEK,
    SECRET,
    ZEROS,
    change,
    entry,
    frame,
    message,
    request,
    sealed,
    snapshot,
    wal,
)

ADD = message((1, 1), (2, 0), (3, 5), (4, message((2, "idofnode"), (3, "10.0.0.2:2377"))))
STATE = message((1, 3), (2, 1), (3, b"\x08\x01"))


def test_an_entry_is_opened_with_the_key() -> None:
    log = read_wal(wal(STATE, entry(17, CREATE_SECRET), STATE), [DEK])
    (found,) = log.entries
    assert log.is_whole
    assert (found.index, found.term, found.size) == (17, 2, len(CREATE_SECRET))
    assert found.words == "create secret db_password"
    assert found.texts[-1] == "correct horse battery"
    assert "horse" not in repr(log)


def test_without_the_right_key_it_stays_closed() -> None:
    for keys in ([], [OTHER_DEK], [b"too short"]):
        (found,) = read_wal(wal(entry(17, CREATE_SECRET)), keys).entries
        assert (found.index, found.is_open, found.texts) == (17, False, ())
        assert found.words == "sealed with another key"


def test_each_entry_is_opened_with_the_key_that_fits() -> None:
    log = read_wal(wal(entry(1, CREATE_SECRET), entry(2, CREATE_SECRET, key=OTHER_DEK)),
                   [DEK, OTHER_DEK])  # fmt: skip
    assert [found.is_open for found in log.entries] == [True, True]


def test_what_an_entry_does_is_told() -> None:
    many = request(*(change(1, 7, SECRET) for _ in range(5)))
    log = read_wal(wal(entry(1, ADD, kind=1), entry(2, b""), entry(3, many),
                       entry(4, b"\xff"), entry(5, message((1, 7)))), [DEK])  # fmt: skip
    assert [found.words for found in log.entries] == [
        "add manager",
        "a leader begins its term",
        "create secret db_password, create secret db_password, create secret db_password, 2 more",
        "of an unknown form",
        "nothing",
    ]
    assert log.entries[0].texts == ("idofnode", "10.0.0.2:2377")


def test_the_zeros_after_the_last_frame_end_it() -> None:
    whole = wal(entry(1, CREATE_SECRET), entry(2, CREATE_SECRET))
    assert len(read_wal(whole + b"\xff" * 99, [DEK]).entries) == 2
    for size in range(len(whole) - len(ZEROS) + 7):
        cut = read_wal(whole[:size], [DEK])
        assert not cut.is_whole
        assert not cut.is_damaged
        assert f"after {size} bytes" in cut.problem


def test_a_damaged_record_keeps_what_came_before() -> None:
    log = read_wal(wal(entry(1, CREATE_SECRET), b"\x0b\x0c"), [DEK])
    assert [found.index for found in log.entries] == [1]
    assert log.is_damaged
    assert "no wire type 3" in log.problem


def test_another_cipher_is_not_guessed() -> None:
    strange = message((1, 2), (2, b"x"), (3, b"n" * 24))
    record = message((1, 2), (3, message((2, 1), (3, 9), (4, strange))))
    (found,) = read_wal(wal(record), [DEK]).entries
    assert (found.index, found.is_open) == (9, False)


def test_a_snapshot_is_opened_too() -> None:
    data = snapshot((6, SECRET))
    (found,) = read_snapshot(data, [DEK])
    assert found.words == "snapshot holds secret db_password"
    assert (found.index, found.term) == (25, 2)
    (closed,) = read_snapshot(data, [OTHER_DEK])
    assert (closed.index, closed.is_open) == (25, False)


def test_the_text_has_a_block_for_each_entry() -> None:
    entries = read_wal(wal(entry(16, b""), entry(17, CREATE_SECRET)), [DEK]).entries
    assert readable(entries, ["raft log of manager1"]) == (
        "raft log of manager1\n"
        "\n"
        "entry 16  term 2  0 bytes  a leader begins its term\n"
        "\n"
        f"entry 17  term 2  {len(CREATE_SECRET)} bytes  create secret db_password\n"
        "  idofsecret\n"
        "  db_password\n"
        "  correct horse battery\n"
    )


def test_a_long_text_is_cut() -> None:
    long = request(change(1, 7, message((1, "x" * 9000))))
    text = readable(read_wal(wal(entry(1, long)), [DEK]).entries, [])
    assert len(text) < 4200
    assert "(5000 characters more)" in text


@given(st.binary(max_size=200))
def test_garbage_never_raises_or_hangs(data: bytes) -> None:
    read_wal(data, [DEK])
    read_wal(frame(data), [DEK])
    read_wal(wal(entry(1, data)), [DEK])
    read_wal(wal(message((1, 2), (3, message((2, 1), (4, data))))), [DEK])
    with contextlib.suppress(NotProtobuf):
        read_snapshot(data, [DEK])
    with contextlib.suppress(NotProtobuf):
        read_snapshot(snapshot((6, data)), [DEK])


@given(st.integers(0, 400), st.integers(0, 255))
def test_a_flipped_byte_never_raises(at: int, byte: int) -> None:
    data = bytearray(wal(entry(1, CREATE_SECRET), tail=bytes(8)))
    data[at % len(data)] = byte
    read_wal(bytes(data), [DEK])


def test_sealed_data_that_was_changed_stays_closed() -> None:
    box = sealed(CREATE_SECRET)
    data = bytearray(wal(entry(1, CREATE_SECRET)))
    data[data.index(box) + 10] ^= 1
    assert [found.is_open for found in read_wal(bytes(data), [DEK]).entries] == [False]
