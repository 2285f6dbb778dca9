from __future__ import annotations

import io
import tarfile
from typing import TYPE_CHECKING

import pytest

from swarmlab.nodes.tree import Copy, Folder, Link, Tree, Written

if TYPE_CHECKING:
    from pathlib import Path


def _read(tree: Tree) -> dict[str, tarfile.TarInfo]:
    with tarfile.open(fileobj=io.BytesIO(b"".join(tree.stream()))) as archive:
        return {member.name: member for member in archive}


def test_the_stream_is_an_archive_of_what_was_put(tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.write_bytes(b"#!" * 1000)
    program.chmod(0o700)
    tree = Tree()
    tree.put("usr/bin/program", Copy(program))
    tree.put("etc/motd", Written(b"hello", 0o640))
    tree.put("tmp", Folder(0o1777))
    tree.put("usr/bin/other", Link("program"))
    members = _read(tree)
    assert (members["usr/bin/program"].size, members["usr/bin/program"].mode) == (2000, 0o755)
    assert (members["etc/motd"].size, members["etc/motd"].mode) == (5, 0o640)
    assert members["tmp"].mode == 0o1777
    assert members["usr/bin/other"].linkname == "program"


def test_folders_come_before_what_lies_in_them() -> None:
    tree = Tree()
    tree.put("a/b/c", Written(b""))
    names = list(_read(tree))
    assert names.index("a") < names.index("a/b") < names.index("a/b/c")


def test_programs_and_libraries_have_one_place() -> None:
    tree = Tree()
    tree.put("/lib/x86/libc.so", Written(b"first"))
    tree.put("/usr/lib/x86/libc.so", Written(b"second"))
    members = _read(tree)
    assert members["usr/lib/x86/libc.so"].size == len(b"first")
    assert members["lib"].linkname == "usr/lib"
    assert "/lib/x86/libc.so" in tree


def test_a_file_that_shrinks_meanwhile_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"x" * (3 << 20))
    tree = Tree()
    tree.put("file", Copy(file))
    stream = tree.stream()
    for chunk in stream:
        if chunk.startswith(b"xxx"):
            break
    file.write_bytes(b"")
    with pytest.raises(OSError, match="became shorter"):
        list(stream)
