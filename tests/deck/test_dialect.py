"""Telling chapters, remark files and manifests apart, and reading any of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swarmlab.deck.dialect import is_manifest, is_remark, read_any
from tests.deck.remark.writing import write
from tests.deck.writing import FRONT

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{FRONT}# A\n", False),
        (f"\ufeff{FRONT}# A\n", False),
        ("---\ntitle: A\nminutes: 5\n\n# A\n", False),
        ("---\ntitel: A\n---\n\n# A\n", False),
        ("---\n\ntitle: A\n---\n\n# A\n", False),
        ("\n---\ntitle: A\nnodes: []\n---\n", False),
        ("title: A\nminutes: 5\nnodes: [a]\nstart: bare\n---\n\n# A\n", False),
        ("", False),
        ("# A\n\n---\n\n## B\n", True),
        ("class: title\n\n# A\n", True),
        ("---\nlayout: true\n\n---\n\n# A\n", True),
        ("---\n\n# A\n", True),
        ("title: A\n\n# A\n", True),
    ],
)
def test_a_file_with_front_matter_is_a_chapter_even_a_faulty_one(
    tmp_path: Path, text: str, expected: bool
) -> None:
    path = write(tmp_path, "a.md", text)
    assert is_remark(path) is expected
    read = read_any(path)
    assert read.files == frozenset({path})
    assert ("no-front-matter" in {d.code for d in read.diagnostics}) <= (not expected)


def test_a_chapter_is_a_deck_of_one(tmp_path: Path) -> None:
    read = read_any(write(tmp_path, "labels.md", f"{FRONT}# A\n"))
    assert read.ok
    assert read.deck is not None
    assert (read.deck.name, read.deck.title) == ("labels", "A chapter")
    assert [chapter.name for chapter in read.deck.chapters] == ["labels"]


def test_yaml_is_a_manifest_where_it_is_named_and_has_content_where_it_is_found(
    tmp_path: Path,
) -> None:
    deck = write(tmp_path, "deck.yml", "title: T\ncontent: # files\n- a.md\n")
    other = write(tmp_path, "compose.yaml", "services: {}\n")
    write(tmp_path, "a.md", "# A\n")
    assert (is_manifest(deck), is_manifest(other)) == (True, False)
    assert (is_remark(deck), is_remark(other)) == (True, True)
    assert read_any(deck).ok
    assert not is_manifest(tmp_path / "gone.yml")


def test_what_cannot_be_read_is_left_to_the_chapters_reader(tmp_path: Path) -> None:
    assert not is_remark(tmp_path / "gone.md")
    assert not is_remark(tmp_path)
    assert [d.code for d in read_any(tmp_path / "gone.md").diagnostics] == ["unreadable"]
