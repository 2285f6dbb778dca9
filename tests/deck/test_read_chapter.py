"""Reading files: whatever is wrong with one is a diagnostic."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from swarmlab.deck.parse import LARGEST, read_chapter
from tests.deck.writing import FRONT

if TYPE_CHECKING:
    from pathlib import Path

TEXT = FRONT + "# Title\n\ntext\n"


def codes(path: Path) -> list[str]:
    return [fault.code for fault in read_chapter(path).diagnostics]


def test_a_file_is_a_chapter(tmp_path: Path) -> None:
    path = tmp_path / "roles.md"
    path.write_text(TEXT)
    parsed = read_chapter(path)
    assert parsed.ok
    assert parsed.chapter is not None
    assert (parsed.chapter.name, parsed.chapter.path) == ("roles", path)


def test_a_missing_file_is_a_diagnostic(tmp_path: Path) -> None:
    parsed = read_chapter(tmp_path / "none.md")
    assert [str(d) for d in parsed.diagnostics] == [
        f"{tmp_path / 'none.md'}:1:1: the file cannot be read: No such file or directory"
    ]


def test_bytes_that_are_no_text_are_a_diagnostic(tmp_path: Path) -> None:
    path = tmp_path / "roles.md"
    path.write_bytes(b"\xff\xfe\x00")
    assert codes(path) == ["undecodable"]


def test_a_file_too_large_is_a_diagnostic(tmp_path: Path) -> None:
    path = tmp_path / "roles.md"
    path.write_bytes(b"a\n" * (LARGEST // 2 + 1))
    assert codes(path) == ["not-a-chapter"]


def test_a_folder_or_pipe_is_a_diagnostic(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    assert codes(tmp_path / "pipe.md") == ["not-a-chapter"]
    (tmp_path / "folder.md").mkdir()
    assert codes(tmp_path / "folder.md") == ["not-a-chapter"]


@pytest.mark.parametrize("outside", [True, False])
def test_links_are_followed_within_the_folder_only(tmp_path: Path, outside: bool) -> None:
    folder = tmp_path / "slides"
    folder.mkdir()
    real = (tmp_path if outside else folder) / "real.md"
    real.write_text(TEXT)
    (folder / "roles.md").symlink_to(real)
    assert codes(folder / "roles.md") == (["outside"] if outside else [])


def test_a_link_to_itself_is_a_diagnostic(tmp_path: Path) -> None:
    (tmp_path / "roles.md").symlink_to(tmp_path / "roles.md")
    assert len(codes(tmp_path / "roles.md")) == 1


def test_a_line_too_wide_is_a_diagnostic(tmp_path: Path) -> None:
    path = tmp_path / "roles.md"
    path.write_text(TEXT + "a" * 20_000)
    assert codes(path) == ["too-wide"]
