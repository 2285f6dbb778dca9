"""What the outline and the search find."""

from __future__ import annotations

import pytest

from swarmlab.runs.model import Place
from swarmlab.tui.outline import first_choice, fitting, outline_rows
from swarmlab.tui.search import find, pages
from tests.tui import decks, reading_decks

ROWS = outline_rows(decks.LAB, Place("chapter1", 1), {"chapter1#a-node-goes-away"}.__contains__)


def test_the_outline_counts_what_is_done() -> None:
    assert [(row.number, row.done, row.steps, row.step) for row in ROWS] == [
        ("1", 1, 2, 0), ("1.1", 0, 0, 0), ("1.2", 0, 0, 1), ("1.3", 1, 0, 2),
        ("2", 0, 0, 0), ("2.1", 0, 0, 0),
    ]  # fmt: skip
    assert [row.number for row in ROWS if row.here] == ["1.2"]


@pytest.mark.parametrize(
    ("text", "numbers", "chosen"),
    [
        ("", ["1", "1.1", "1.2", "1.3", "2", "2.1"], "1.2"),
        ("GOES away", ["1", "1.3"], "1.3"),
        ("1.3", ["1", "1.3"], "1.3"),
        ("2", ["2", "2.1"], "2"),
        ("nothing like it", [], None),
    ],
)
def test_the_outline_is_narrowed(text: str, numbers: list[str], chosen: str | None) -> None:
    rows = fitting(ROWS, text)
    assert [row.number for row in rows] == numbers
    first = first_choice(rows, text)
    assert (rows[first].number if rows else None) == chosen


def test_the_search_finds_words_in_any_order_titles_first() -> None:
    hits = find(pages(decks.LAB), "node")
    assert [hit.page.number for hit in hits] == ["1.3", "1.2"]
    (hit,) = find(pages(decks.LAB), "SECRET constraint")
    assert hit.page.place == Place("chapter1", 1)


def test_a_snippet_shows_the_words_where_the_line_is_long() -> None:
    (hit,) = find(pages(decks.LAB), "takes back", width=40)
    assert len(hit.snippet) <= 40
    assert {hit.snippet[begin:end] for begin, end in hit.marks} == {"takes", "back"}


@pytest.mark.parametrize("text", ["Where does it run", "label-add", "Workers do not ask", "  "])
def test_hints_solutions_and_background_are_not_searched(text: str) -> None:
    assert find(pages(decks.LAB), text) == ()


def test_the_answers_of_a_quiz_are_searched_and_what_explains_them_is_not() -> None:
    searched = pages(reading_decks.LAB)
    assert find(searched, "every node")
    assert find(searched, "a worker is refused") == ()
