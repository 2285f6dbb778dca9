"""Words to a deck: names, paths, several, unknown ones, and faults with their lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from swarmlab.cli.decks import read
from swarmlab.errors import UsageError
from tests.runs.labs import FIRST, write_lab

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_lab(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("words", "name", "title", "chapters"),
    [
        (["small"], "small", "Small", ["first", "second"]),
        (["labs/small.toml"], "small", "Small", ["first", "second"]),
        (["second"], "second", "Second", ["second"]),
        (["slides/second.md"], "second", "Second", ["second"]),
        (["second", "first"], "second-first", "Second · First", ["second", "first"]),
        (["second", "small"], "second-small", "Second · Small", ["second", "first"]),
        (["first", "slides/../slides/first.md"], "first", "First", ["first"]),
    ],
)
def test_words_make_one_deck(words: list[str], name: str, title: str, chapters: list[str]) -> None:
    reading = read(words)
    assert not reading.diagnostics
    deck = reading.deck
    assert (deck.name, deck.title) == (name, title)
    assert [chapter.name for chapter in deck.chapters] == chapters


def test_every_file_that_was_read_is_a_source() -> None:
    assert [path.name for path in read(["small"]).sources] == [
        "small.toml",
        "first.md",
        "second.md",
    ]


def test_the_packaged_chapters_have_names_too() -> None:
    assert read(["least-privilege"]).deck.chapters[0] == read(["roles"]).deck.chapters[0]


@pytest.mark.parametrize(
    ("word", "message", "next_step"),
    [
        ("frist", "frist is neither a lab nor a chapter", "did you mean first?"),
        ("zzz", "zzz is neither a lab nor a chapter", "there are: small, "),
        ("slides/frist.md", "slides/frist.md: no such file", "did you mean first.md?"),
        ("nowhere/first.md", "nowhere/first.md: no such file", ""),
        ("./slides", "./slides: this is a folder", "name the files in it"),
    ],
)
def test_a_word_that_means_nothing_has_a_way_out(word: str, message: str, next_step: str) -> None:
    with pytest.raises(UsageError) as caught:
        read([word])
    assert str(caught.value) == message
    assert caught.value.next_step.startswith(next_step)


def test_no_words_are_told_the_labs() -> None:
    with pytest.raises(UsageError, match="no slides are named") as caught:
        read([])
    assert "small" in caught.value.next_step


def test_two_chapters_of_one_name_cannot_be_one_deck(folder: Path) -> None:
    (folder / "other").mkdir()
    (folder / "other" / "first.md").write_text(FIRST)
    with pytest.raises(UsageError, match="two chapters are called first"):
        read(["first", "other/first.md"])


def test_faults_of_text_are_found_and_told_once(folder: Path) -> None:
    chapter = folder / "slides" / "first.md"
    chapter.write_text(FIRST.replace("{node=worker1}", "{nod=worker1}", 1))
    found = read(["first", "small"]).diagnostics
    assert [str(fault.position.path) for fault in found] == ["slides/first.md"]
    assert "nod" in found[0].message


def test_a_chapter_that_is_not_there_is_a_fault_of_the_lab(folder: Path) -> None:
    (folder / "slides" / "second.md").unlink()
    reading = read(["small"])
    (fault,) = reading.diagnostics
    assert fault.code == "unknown-chapter"
    assert fault.position.path.name == "small.toml"
    assert [path.name for path in reading.sources][-1] == "second.md"


def test_a_chapter_that_leads_out_of_its_folder_is_not_read(folder: Path) -> None:
    secret = folder / "secret.md"
    secret.write_text(FIRST)
    chapter = folder / "slides" / "first.md"
    chapter.unlink()
    chapter.symlink_to(secret)
    for words in (["small"], ["first"]):
        reading = read(words)
        assert {fault.code for fault in reading.diagnostics} == {"outside"}
        assert "first" not in [each.name for each in reading.deck.chapters]


def test_a_lab_that_is_no_toml_is_a_fault(folder: Path) -> None:
    (folder / "labs" / "small.toml").write_text("title = ")
    reading = read(["small"])
    assert [fault.code for fault in reading.diagnostics] == ["not-toml"]
    assert reading.deck.chapters == ()


def test_a_line_of_ten_megabytes_is_a_fault_and_no_more(folder: Path) -> None:
    (folder / "slides" / "second.md").write_text(FIRST + "x" * (10 << 20))
    (fault,) = read(["second"]).diagnostics
    assert re.search(r"more than \d+ bytes", fault.message)
