"""``slides stats``: a table people can read, and the same numbers for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

    from tests.cli.conftest import Place


def test_the_table_is_aligned_and_ends_with_the_sum(place: Place) -> None:
    shown = place.run("slides", "stats", "small")
    assert shown.exit_code == 0, shown.output
    assert shown.stdout.splitlines() == [
        "chapter   slides   reveals   steps   commands   tasks   minutes",
        "first          4         0       3          4       3         5",
        "second         2         0       1          1       1         5",
        "───────   ──────   ───────   ─────   ────────   ─────   ───────",
        "in all         6         0       4          5       4        10",
    ]


def test_one_chapter_has_no_sum(place: Place) -> None:
    assert len(place.run("slides", "stats", "first").stdout.splitlines()) == 2


def test_a_terminal_without_utf8_gets_ascii(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("swarmlab.cli.slides_stats.speaks_utf8", lambda _: False)
    assert place.run("slides", "stats", "small").stdout.isascii()


def test_programs_get_every_number(place: Place) -> None:
    shown = json.loads(place.run("slides", "stats", "small", "--json").stdout)
    assert (shown["name"], shown["title"]) == ("small", "Small")
    assert shown["total"] == {
        "slides": 6, "reveals": 0, "steps": 4, "commands": 5, "tasks": 4, "minutes": 10,
    }  # fmt: skip
    first = shown["chapters"][0]
    assert (first["name"], first["title"], first["file"]) == ("first", "First", "slides/first.md")
    assert first["steps"] == 3


def test_a_deck_with_faults_is_shown_as_lint_shows_it(place: Place) -> None:
    chapter = place.folder / "slides" / "first.md"
    chapter.write_text(chapter.read_text().replace("{node=worker1}", "{nod=worker1}", 1))
    shown = place.run("slides", "stats", "first")
    linted = place.run("lint", "slides/first.md")
    assert shown.exit_code == linted.exit_code == 1
    assert "`nod` is no attribute" in shown.stdout
    assert (shown.stdout, shown.stderr) == (linted.stdout, linted.stderr)


def test_an_unknown_word_is_exit_code_2_with_a_suggestion(place: Place) -> None:
    shown = place.run("slides", "stats", "frist")
    assert shown.exit_code == 2
    assert "next step: did you mean first?" in shown.stderr
