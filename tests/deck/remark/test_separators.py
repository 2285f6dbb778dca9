"""Slides, steps and notes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swarmlab.deck.model import Pause
from swarmlab.deck.remark.line import Line
from swarmlab.deck.remark.separators import split
from swarmlab.deck.remark.sources import DeckFaults
from tests.deck.remark.writing import deck, found, only, read, slides, steps, text

PATH = Path("deck.md")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("# A", [("A", 0)]),
        ("# A\n\n---\n\n# B", [("A", 0), ("B", 0)]),
        ("# A\n---\n# B", [("A", 0), ("B", 0)]),
        ("# A\r\n---\r\n# B\r\n", [("A", 0), ("B", 0)]),
        ("---\n\n# A\n\n---\n\n---\n\n# B\n\n---\n", [("A", 0), ("B", 0)]),
        ("# A\n\n--\n\none\n\n--\n\ntwo", [("A", 2)]),
        ("# A\n\n--\n\none\n\n---\n\n# B\n\n--\n\ntwo", [("A", 1), ("B", 1)]),
        ("# A\n\n--\n\n--\n\none\n\n--\n", [("A", 1)]),
        ("# A\n\n--\n\n<!-- nothing to see -->\n", [("A", 0)]),
        ("# A\n\n???\n\nsaid\n\n--\n\none", [("A", 1)]),
        ("# A\n\n ---\n\nB", [("A", 0)]),
        ("# A\n\nit`s\n--\nthat`s", [("A", 1)]),
        ("# A\n\n----\n\nB", [("A", 0)]),
        ("# A\n\n- a -- b\n", [("A", 0)]),
    ],
)
def test_slides_and_their_steps_are_counted(
    tmp_path: Path, body: str, expected: list[tuple[str, int]]
) -> None:
    shown = read(tmp_path, body)
    assert [(slide.title, steps(slide)) for slide in slides(shown)] == expected


def test_a_step_shows_what_came_before_it_and_more(tmp_path: Path) -> None:
    slide = only(read(tmp_path, "# A\n\n- one\n\n--\n\n  - two\n\n--\n\n    - three\n"))
    assert [type(block).__name__ for block in slide.blocks] == [
        "Heading", "ListBlock", "Pause", "ListBlock", "Pause", "ListBlock",
    ]  # fmt: skip
    assert text(slide.blocks) == "A\none\ntwo\nthree"
    pauses = [block.position.line for block in slide.blocks if isinstance(block, Pause)]
    assert pauses == [5, 9]


def test_notes_of_a_slide_and_its_steps_are_joined_and_cleaned(tmp_path: Path) -> None:
    body = (
        "# A\n\n???\n\nfirst <!-- no -->\n\n<script>alert(1)</script>\n\n--\n\none\n\n???\n\n"
        "- second <b>bold</b>\n"
    )
    slide = only(read(tmp_path, body))
    assert slide.notes == "first\n\n- second bold"
    assert text(slide.blocks) == "A\none"


def test_a_separator_with_blanks_after_it_is_reported(tmp_path: Path) -> None:
    shown = read(tmp_path, "# A\n\n--- \n\n# B\n")
    assert found(shown) == [("blank-after-separator", 3, 4)]
    assert len(slides(shown)) == 1


def test_a_link_definition_holds_for_its_whole_slide(tmp_path: Path) -> None:
    slide = only(read(tmp_path, "# A\n\n[x]\n\n--\n\ntext\n\n[x]: https://x.example/\n"))
    assert slide.blocks[1].spans[0].href == "https://x.example/"  # type: ignore[union-attr]


def test_a_deck_without_slides_is_a_fault(tmp_path: Path) -> None:
    shown = read(tmp_path, "\n---\n\n<!-- nothing -->\n\n---\n")
    assert found(shown) == [("no-slides", 1, 1)]
    assert shown.deck is None
    deck(read(tmp_path, "one slide"))


LINES = st.lists(st.sampled_from(["---", "--", "???", "text", "", "# a", "more", "--- ", "----"]))


@given(LINES)
def test_no_line_is_lost_or_invented(texts: list[str]) -> None:
    lines = [Line(text, number) for number, text in enumerate(texts, 1)]
    found = split(lines, (0,), (), DeckFaults(PATH))
    kept = [
        line.text
        for slide in found
        for part in [*(step.lines for step in slide.steps), slide.notes]
        for line in part
        if line.text
    ]
    wanted = [text for text in texts if text and text not in {"---", "--", "???"}]
    assert sorted(kept) == sorted(wanted)


@given(LINES)
def test_every_separator_makes_one_step_or_slide(texts: list[str]) -> None:
    lines = [Line(text, number) for number, text in enumerate(texts, 1)]
    found = split(lines, (0,), (), DeckFaults(PATH))
    shown = [part for part in "\n".join(texts).split("\n---\n") if part.strip()]
    assert len(found) <= texts.count("---") + 1
    assert sum(len(slide.steps) - 1 for slide in found) <= texts.count("--")
    assert bool(found) == any(text.strip() and text != "---" for text in texts) or not shown
