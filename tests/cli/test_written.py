"""Where rendered files go: fit names, nothing of somebody else's overwritten, written whole."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from swarmlab.cli.written import fit_name, judge_target, write
from swarmlab.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

OURS = '<!doctype html><html><head><meta name="generator" content="swarmlab"></head></html>'


@pytest.mark.parametrize(
    ("name", "fit"),
    [
        ("roles", "roles"),
        ("../../etc/passwd", "etc-passwd"),
        ("<script>alert(1)</script>", "script-alert-1-script"),
        ("a\x00b\nc", "a-b-c"),
        ("...", "slides"),
        ("", "slides"),
        ("日本", "slides"),
        ("x" * 500, "x" * 80),
        ("-rf", "rf"),
    ],
)
def test_a_name_is_fit_for_any_file_system(name: str, fit: str) -> None:
    assert fit_name(name) == fit


def test_a_taken_name_gets_a_number_whatever_its_case() -> None:
    assert fit_name("Index", ["index", "index-2"]) == "Index-3"


def test_a_new_file_and_one_of_ours_may_be_written(tmp_path: Path) -> None:
    path = tmp_path / "deck.html"
    judge_target(path, (), force=False)
    path.write_text(OURS)
    judge_target(path, (), force=False)
    path.write_bytes(
        b"%PDF-1.7" + b"x" * 20_000 + b"<xmp:CreatorTool>swarmlab</xmp:CreatorTool>" + b"x" * 20_000
    )
    judge_target(path, (), force=False)
    path.write_text("")
    judge_target(path, (), force=False)


def test_a_file_of_somebody_else_takes_force(tmp_path: Path) -> None:
    path = tmp_path / "index.html"
    path.write_text("<h1>My own page</h1>")
    with pytest.raises(UsageError, match="was not written by swarmlab") as caught:
        judge_target(path, (), force=False)
    assert caught.value.next_step == "--force overwrites it"
    judge_target(path, (), force=True)


def test_a_source_is_never_overwritten(tmp_path: Path) -> None:
    source = tmp_path / "roles.md"
    source.write_text("# Title")
    link = tmp_path / "link.html"
    link.symlink_to(source)
    for path in (source, link):
        with pytest.raises(UsageError, match="slides are read from this file"):
            judge_target(path, (tmp_path / "other.md", source), force=True)


def test_a_folder_and_a_pipe_are_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(UsageError, match="this is a folder"):
        judge_target(tmp_path, (), force=True)
    with pytest.raises(UsageError, match="neither a file nor a folder"):
        judge_target(pipe, (), force=True)


def test_folders_are_made_and_a_link_stays_one(tmp_path: Path) -> None:
    target = tmp_path / "real.html"
    target.write_text("old")
    link = tmp_path / "link.html"
    link.symlink_to(target)
    write(link, "new")
    assert link.is_symlink()
    assert target.read_text() == "new"
    deep = tmp_path / "a" / "b" / "deck.pdf"
    write(deep, b"%PDF")
    assert deep.read_bytes() == b"%PDF"
    assert [path.name for path in deep.parent.iterdir()] == ["deck.pdf"]


def test_a_written_file_may_be_read_as_any_other(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write(tmp_path / "deck.html", "x")
    finally:
        os.umask(before)
    assert (tmp_path / "deck.html").stat().st_mode & 0o777 == 0o640
