"""The programs that look at a node's disk, run on this machine's own files."""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from swarmlab.swarm import disk
from swarmlab.swarm.disk import MountedSecret, image_holds, mounted, pieces, search, short
from swarmlab.swarm.link import Completed, LinkLost
from tests.fakes.link import FakeLink

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

VALUE = b"Tr0ub4dor&3-horse"
CONTAINER = "c0ffee" + "0" * 58


@dataclass
class HereLink(FakeLink):
    """Runs programs on this machine."""

    def run(self, argv: Sequence[str], *, stdin: bytes = b"", timeout: float = 5.0) -> Completed:
        self._asked("run", *argv)
        done = subprocess.run(argv, input=stdin, capture_output=True, timeout=30, check=False)
        return Completed(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(disk, "DATA_ROOT", str(tmp_path))
    (tmp_path / "containers").mkdir()
    (tmp_path / "engine-id").write_text("nothing in here\n")
    return tmp_path


def found(value: bytes = VALUE) -> tuple[str, ...]:
    return search(HereLink("here"), value, timeout=20)


@pytest.mark.parametrize(
    "content",
    [
        VALUE,
        b"first\n" + VALUE + b"\nlast",
        b"\0\0before\0" + VALUE + b"\0after\0",
        b"\xff\xfe\x80" + VALUE + b"\x80\n",
        b'{"Env":["PASSWORD=Tr0ub4dor\\u00263-horse"]}',
        b"\0" * 5_000_000 + VALUE,
    ],
    ids=["alone", "lines", "behind NULs", "bytes", "JSON", "raft log"],
)
def test_the_value_is_found_wherever_it_stands(root: Path, content: bytes) -> None:
    (root / "swarm").mkdir()
    (root / "swarm" / "tasks.db").write_bytes(content)
    assert found() == ("swarm/tasks.db",)


def test_what_is_not_there_is_not_found(root: Path) -> None:
    (root / "part").write_bytes(VALUE[:-1])
    (root / "case").write_bytes(VALUE.upper())
    (root / "pattern").write_bytes(b"Tr0ub4dor.3.horse")
    assert found() == ()


def test_many_files_are_searched(root: Path) -> None:
    for number in range(1200):
        (root / str(number)).write_bytes(VALUE if number == 1100 else b"x")
    assert found() == ("1100",)


def test_two_files_do_not_make_a_find_together(root: Path) -> None:
    (root / "a").write_bytes(VALUE[:9])
    (root / "b").write_bytes(VALUE[9:])
    assert found() == ()


def test_names_of_any_kind_are_searched(root: Path) -> None:
    for name in ("with blank", "-n", "ünicode", "line\nbreak"):
        (root / name).write_bytes(VALUE)
    assert {"with blank", "-n", "ünicode", "line"} <= set(found())


def test_no_more_than_five_files_are_told(root: Path) -> None:
    for number in range(9):
        (root / str(number)).write_bytes(VALUE)
    assert len(found()) == 5


def test_the_value_is_in_no_programs_words(root: Path) -> None:
    link = HereLink("here")
    search(link, VALUE, timeout=20)
    assert VALUE.decode() not in repr(link.calls)


def test_a_data_root_that_is_not_there_is_no_clean_one(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "DATA_ROOT", str(root / "nowhere"))
    with pytest.raises(LinkLost, match="could not be searched"):
        found()
    with pytest.raises(LinkLost, match="could not be looked at"):
        mounted(HereLink("here"), timeout=20)


@pytest.mark.parametrize("value", [b"", b"short", b"two\nlines\n", b"\n\n\n\n\n\n\n\n\n"])
def test_a_short_value_is_not_looked_for(root: Path, value: bytes) -> None:
    assert pieces(value) == ()
    with pytest.raises(ValueError, match="shorter than 8 bytes"):
        found(value)


def test_of_many_lines_the_longest_is_looked_for() -> None:
    assert pieces(b"-----BEGIN-----\nMIIBajCCARCgAwIBAgIU\n\n") == (b"MIIBajCCARCgAwIBAgIU",)
    assert pieces(b"\xff" * 9) == (b"\xff" * 9,)


def test_the_containers_files_are_told_with_their_rights(root: Path) -> None:
    assert mounted(HereLink("here"), timeout=20) == ()
    folder = root / "containers" / CONTAINER / "mounts" / "secrets"
    folder.mkdir(parents=True)
    (folder / "abc123").write_bytes(VALUE)
    (folder / "abc123").chmod(0o400)
    (one,) = mounted(HereLink("here"), timeout=20)
    owner = (folder / "abc123").stat()
    assert one == MountedSecret(
        CONTAINER, "abc123", one.filesystem, "400", owner.st_uid, owner.st_gid
    )
    assert one.filesystem
    assert one.path == str(folder / "abc123")


def test_long_ids_are_cut_as_docker_cuts_them() -> None:
    path = f"containers/{CONTAINER}/config.v2.json"
    assert short(path) == "containers/c0ffee000000…/config.v2.json"


def test_of_an_image_it_is_told_which_texts_are_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``docker save`` prints an archive of archives."""
    layer, outer = io.BytesIO(), io.BytesIO()
    with tarfile.open(fileobj=layer, mode="w") as tar:
        tar.addfile(tarfile.TarInfo("run/secrets/db_password"))
    with tarfile.open(fileobj=outer, mode="w") as tar:
        info = tarfile.TarInfo("abc/layer.tar")
        info.size = len(layer.getvalue())
        tar.addfile(info, io.BytesIO(layer.getvalue()))
    (tmp_path / "saved").write_bytes(outer.getvalue())
    docker = tmp_path / "docker"
    docker.write_text(f'#!/bin/sh\n[ "$2" = it:1 ] && cat {tmp_path}/saved\n')
    docker.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    link, texts = HereLink("here"), (VALUE, b"run/secrets/db_password", b"run/secrets/db")
    assert image_holds(link, "it:1", texts[:2], timeout=20) == (False, True)
    assert image_holds(link, "it:1", (VALUE,), timeout=20) == (False,)
    assert VALUE.decode() not in repr(link.calls)
    with pytest.raises(LinkLost, match="the image other:1 could not be searched"):
        image_holds(link, "other:1", texts, timeout=20)
