"""What a read unit decodes, and what it says when it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from swarmlab.deck.model import Position, ReadUnit
from swarmlab.errors import UnitFailed
from swarmlab.runs import reading
from swarmlab.swarm.certificate import KEY_PATH
from swarmlab.swarm.link import Completed, FileMissing
from swarmlab.swarm.raftlog import SNAPSHOT_FOLDER, WAL_FOLDER
from tests.fakes.link import FakeLink
from tests.fakes.raftlogs import (
    CREATE_SECRET,
    ENCRYPTED,
    OTHER_DEK,
    PLAIN,
    SECRET,
    WORKERS,
    change,
    entry,
    key_file,
    message,
    request,
    sealed,
    snapshot,
    wal,
)

UNIT = ReadUnit("manager1", "raft-log", "/run/raft.txt", Position(Path("x.md"), 7))
FIRST, SECOND = (f"{n:016x}-{n:016x}.wal" for n in (0, 1))
SNAP = "0000000000000002-0000000000000019.snap"
ENTRY = entry(17, CREATE_SECRET)


def disk(keys: str = PLAIN, wals: dict[str, bytes] | None = None, **snaps: bytes) -> FakeLink:
    """A node with this on its disk."""
    logs = {FIRST: wal(ENTRY)} if wals is None else wals
    link = FakeLink("manager1", files={KEY_PATH: keys.encode()})
    snapshots = {f"{name}.snap": data for name, data in snaps.items()}
    for folder, files in ((WAL_FOLDER, logs), (SNAPSHOT_FOLDER, snapshots)):
        link.files |= {f"{folder}/{name}": data for name, data in files.items()}
        listed = "".join(f"{name}\n" for name in ("0.tmp", *reversed(files)))
        link.commands["ls", "-1", folder] = Completed(0, listed, "")
    return link


def refused(link: FakeLink) -> UnitFailed:
    with pytest.raises(UnitFailed) as caught:
        reading.read(UNIT, link)
    assert caught.value.place == "x.md:7:1"
    assert "horse" not in str(caught.value)
    return caught.value


def test_a_secret_is_found_in_the_log() -> None:
    found = reading.read(UNIT, disk())
    assert found.text.startswith("raft log of manager1: 1 entry, 1 opened\n\nentry 17 ")
    assert "create secret db_password\n  idofsecret\n  db_password\n  correct horse" in found.text
    assert found.mode == 0o600
    assert not found.may_be_quoted


def test_log_files_are_read_in_their_order_and_the_newest_snapshot() -> None:
    link = disk(wals={FIRST: wal(ENTRY), SECOND: wal(entry(18, CREATE_SECRET))},
                a=b"\xff", b=snapshot((6, SECRET)))  # fmt: skip
    text = reading.read(UNIT, link).text
    heads = [line.split("  ")[0] for line in text.splitlines() if line.startswith("entry")]
    assert heads == ["entry 17", "entry 18", "entry 25"]
    assert "snapshot holds secret db_password" in text


def test_only_the_newest_log_files_are_read() -> None:
    wals = {f"{n:016x}-{n:016x}.wal": wal(entry(n, CREATE_SECRET)) for n in range(9)}
    text = reading.read(UNIT, disk(wals=wals)).text
    assert "only the newest 4 of 9 log files were read" in text
    assert "entry 8 " in text
    assert "entry 4 " not in text


def test_entries_of_an_earlier_key_stay_closed_beside_those_that_open() -> None:
    link = disk(wals={FIRST: wal(entry(1, CREATE_SECRET, key=OTHER_DEK), ENTRY)})
    text = reading.read(UNIT, link).text
    assert "2 entries, 1 opened" in text
    assert "sealed with another key" in text


def test_the_zeros_of_a_log_file_are_not_fetched() -> None:
    link = disk(wals={FIRST: wal(ENTRY, tail=bytes(64_000_000))})
    limits: list[int] = []
    whole = link.read

    def limited(path: str, *, limit: int = 1 << 20, timeout: float = 5.0) -> bytes:
        if path.startswith(WAL_FOLDER):
            limits.append(limit)
        return whole(path, limit=limit, timeout=timeout)

    link.read = limited  # type: ignore[method-assign]
    assert "1 entry" in reading.read(UNIT, link).text
    assert sum(limits) <= 1 << 18


def test_a_key_that_changes_meanwhile_is_read_again() -> None:
    link = disk(key_file([sealed(OTHER_DEK, None)]), wals={}, a=snapshot((6, SECRET)))
    before = link.read

    def changing(path: str, *, limit: int = 1 << 20, timeout: float = 5.0) -> bytes:
        data = before(path, limit=limit, timeout=timeout)
        link.files[KEY_PATH] = PLAIN.encode()
        return data

    link.read = changing  # type: ignore[method-assign]
    assert "snapshot holds secret db_password" in reading.read(UNIT, link).text


def test_a_snapshot_that_is_replaced_meanwhile_is_looked_for_again() -> None:
    link = disk(a=snapshot((6, SECRET)))
    (newest,) = (path for path in link.files if path.endswith(".snap"))
    before, gone = link.read, [newest]

    def replaced(path: str, *, limit: int = 1 << 20, timeout: float = 5.0) -> bytes:
        if path in gone:
            gone.remove(path)
            raise FileMissing(path)
        return before(path, limit=limit, timeout=timeout)

    link.read = replaced  # type: ignore[method-assign]
    assert "snapshot holds secret db_password" in reading.read(UNIT, link).text
    gone += [newest] * 9
    assert "cannot read the raft log of manager1" in str(refused(link))


def test_a_long_log_is_read_on_and_then_cut() -> None:
    long = entry(1, bytes(90_000))
    text = reading.read(UNIT, disk(wals={FIRST: wal(*[long] * 8)})).text
    assert "8 entries" in text
    assert "in part" not in text
    text = reading.read(UNIT, disk(wals={FIRST: wal(*[long] * 60)})).text
    assert f"{FIRST} was read in part: it goes on after 4194304 bytes" in text


def test_a_damaged_log_is_read_as_far_as_it_goes() -> None:
    text = reading.read(UNIT, disk(wals={FIRST: wal(ENTRY, b"\x0b")})).text
    assert "was read in part: byte " in text
    assert "db_password" in text


def test_a_very_long_text_is_cut() -> None:
    wordy = entry(1, request(change(1, 7, message((1, "x" * 3000)))))
    text = reading.read(UNIT, disk(wals={FIRST: wal(*[wordy] * 500)})).text
    assert len(text) < 1_100_000
    assert text.endswith("characters more\n")


def test_with_autolock_it_stays_closed() -> None:
    fault = refused(disk(ENCRYPTED))
    assert "stays closed: its key is encrypted with the swarm's unlock key" in fault.message
    assert fault.next_step == f"look at the head of {KEY_PATH}"


@pytest.mark.parametrize(
    ("link", "words"),
    [
        (FakeLink("manager1"), "has no key file: it is in no swarm"),
        (disk(WORKERS), "is a worker: it keeps no raft log"),
        (disk("nothing"), "cannot read the raft log of manager1: there is no private key"),
        (disk(wals={}), "no raft log, or an empty one"),
        (disk(wals={FIRST: wal()}), "no raft log, or an empty one"),
        (disk(wals={FIRST: wal(entry(1, b"x", key=OTHER_DEK))}), "opens nothing of it"),
        (disk(a=b"\x0b"), "cannot read the raft log of manager1: there is no wire type 3"),
        (FakeLink("manager1", lost=True), "cannot read the raft log of manager1: no answer"),
    ],
)
def test_what_cannot_be_read_says_why(link: FakeLink, words: str) -> None:
    assert words in refused(link).message


def test_a_log_file_that_went_away_says_so() -> None:
    link = disk()
    del link.files[f"{WAL_FOLDER}/{FIRST}"]
    assert "cannot read the raft log of manager1" in refused(link).message
