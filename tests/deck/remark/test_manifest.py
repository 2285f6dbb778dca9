"""Manifests: what may stand in them, and every fault with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swarmlab.deck.remark import read_deck
from tests.deck.remark.writing import deck, deck_of, found, read_manifest, slides, text, write

if TYPE_CHECKING:
    from pathlib import Path

A = "# A\n\nfirst\n"
B = "# B\n\nsecond\n"


def test_files_inline_markdown_and_lists_come_in_order(tmp_path: Path) -> None:
    manifest = "title: T\ncontent:\n- a.md\n- - b.md\n  - |\n    # C\n\n    third\n"
    read = deck(read_manifest(tmp_path, manifest, a_md=A, b_md=B))
    assert [(c.title, c.part) for c in read.chapters] == [("A", 1), ("B", 2), ("C", 2)]
    assert text(read.chapters[2].slides[1].blocks) == "C\nthird"
    assert str(read.chapters[2].position).endswith("deck.yml:6:1")


def test_a_manifest_without_lists_has_no_parts(tmp_path: Path) -> None:
    read = deck(read_manifest(tmp_path, "title: T\ncontent: [a.md, b.md]\n", a_md=A, b_md=B))
    assert [(c.title, c.part) for c in read.chapters] == [("A", 0), ("B", 0)]


def test_the_older_word_chapters_is_read_too(tmp_path: Path) -> None:
    assert len(deck(read_manifest(tmp_path, "title: T\nchapters: [a.md]\n", a_md=A)).chapters) == 1


@pytest.mark.parametrize(
    ("manifest", "expected"),
    [
        ("title: T\ncontent:\n- a.md\n- gone.md\n", [("missing-file", 4, 3)]),
        ("title: T\ncontent:\n- a.md\n- 5\n", [("bad-entry", 4, 3)]),
        ("title: T\ncontent:\n- a.md\n- {b.md: x}\n", [("bad-entry", 4, 3)]),
        ("title: T\ncontent:\n- a.md\n-\n", [("bad-entry", 4, 2)]),
        ("title: T\ncontent: a.md\n", [("bad-entry", 2, 10)]),
        ("title: T\n", [("missing-key", 1, 1)]),
        ("content: [a.md]\n", [("missing-key", 1, 2)]),
        ("titel: T\ncontent: [a.md]\n", [("unknown-key", 1, 1), ("missing-key", 1, 2)]),
        ("title: T\nlogo: x\ncontent: [a.md]\n", []),
        ("title: T\ntitle: U\ncontent: [a.md]\n", [("duplicate-key", 2, 1)]),
        ("title: [T]\ncontent: [a.md]\n", [("bad-value", 1, 8)]),
        ("title: T\nexclude: [x, [y]]\ncontent: [a.md]\n",
         [("unused-exclude", 2, 11), ("bad-entry", 2, 14)]),
        ("title: T\ncontent:\n- ../a.md\n- a.md\n", [("outside", 3, 3)]),
        ("title: T\ncontent:\n- /etc/hostname\n- a.md\n", [("outside", 3, 3)]),
        ("title: T\ncontent:\n- a.md\n- .\n", [("missing-file", 4, 3)]),
        ("title: T\nx: &a [1]\ncontent: [a.md]\n", [("bad-manifest", 2, 4)]),
        ("title: T\ncontent: [[[[[[[[[[[[[a.md]]]]]]]]]]]]]\n", [("bad-manifest", 2, 21)]),
        ("title: T\ncontent: [a.md\n", [("bad-manifest", 3, 1)]),
        ("- a.md\n", [("bad-manifest", 1, 1)]),
    ],
)  # fmt: skip
def test_every_fault_has_its_place(
    tmp_path: Path, manifest: str, expected: list[tuple[str, int, int]]
) -> None:
    assert found(read_manifest(tmp_path, manifest, a_md=A)) == expected


def test_a_missing_file_does_not_hide_the_others(tmp_path: Path) -> None:
    read = read_manifest(tmp_path, "title: T\ncontent: [gone.md, a.md]\n", a_md=A)
    assert [c.title for c in deck_of(read).chapters] == ["A"]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    secret = write(tmp_path, "secret.md", "# Secret\n")
    folder = tmp_path / "deck"
    folder.mkdir()
    (folder / "a.md").symlink_to(secret)
    read = read_manifest(folder, "title: T\ncontent: [a.md]\n")
    assert [(d.code, d.message) for d in read.diagnostics] == [
        ("outside", "`a.md` leads out of the deck's folder")
    ]
    assert read.deck is None


def test_a_link_within_the_folder_is(tmp_path: Path) -> None:
    write(tmp_path, "b.md", B)
    (tmp_path / "a.md").symlink_to("b.md")
    assert len(slides(read_manifest(tmp_path, "title: T\ncontent: [a.md]\n"))) == 2


def test_two_chapters_of_one_title_are_reported_at_the_second(tmp_path: Path) -> None:
    read = read_manifest(tmp_path, "title: T\ncontent: [a.md, b.md]\n", a_md=A, b_md=f"\n{A}")
    assert found(read) == [("duplicate-title", 2, 1)]
    assert [s.anchor for s in slides(read)] == ["toc-a", "a", "toc-a-1", "a-1"]
    assert [c.name for c in deck_of(read).chapters] == ["a", "a-1"]


def test_a_file_may_stand_in_the_content_twice_unless_it_is_a_chapter(tmp_path: Path) -> None:
    manifest = "title: T\ncontent: [a.md, pause.md, b.md, pause.md, a.md]\n"
    read = read_manifest(tmp_path, manifest, a_md=A, b_md=B, pause_md="## Coffee\n")
    assert [(d.code, d.position.path.name, d.message) for d in read.diagnostics] == [
        ("duplicate-title", "a.md", "this chapter's file stands in the content twice")
    ]
    assert [c.title for c in deck_of(read).chapters] == ["A", "B", "A"]
    assert [s.title for s in slides(read)].count("Coffee") == 2


@pytest.mark.parametrize("name", ["gone.yml", "gone.md"])
def test_a_deck_that_is_not_there_is_a_fault(tmp_path: Path, name: str) -> None:
    read = read_deck(tmp_path / name)
    assert [d.code for d in read.diagnostics] == ["missing-file"]
    assert read.deck is None


def test_a_folder_and_other_bytes_are_faults(tmp_path: Path) -> None:
    (tmp_path / "x.yml").mkdir()
    (tmp_path / "y.md").write_bytes(b"\xff\xfe# A")
    assert [d.code for d in read_deck(tmp_path / "x.yml").diagnostics] == ["missing-file"]
    assert [d.code for d in read_deck(tmp_path / "y.md").diagnostics] == ["undecodable"]
