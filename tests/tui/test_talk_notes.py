"""What the presenter's own terminal says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from swarmlab.tui.draw.talk_notes import (
    NotesLook,
    TimesLook,
    next_lines,
    notes_lines,
    now_lines,
    times_lines,
)
from swarmlab.tui.pace import Pace
from swarmlab.tui.talk import at, beginning
from tests.tui.talks import TALK

if TYPE_CHECKING:
    from swarmlab.tui.talk import Stand

START = beginning(0.0)


def stand(slide: int, part: int = 1) -> Stand:
    return replace(at(TALK, START, slide - 1, 0.0), part=part)


def now(slide: int, part: int = 1, *, dark: bool = False, typed: str = "") -> str:
    look = NotesLook(TALK, replace(stand(slide, part), dark=dark), typed)
    return "\n".join(line.plain.rstrip() for line in now_lines(look, 70))


def following(slide: int, part: int = 1) -> str:
    look = NotesLook(TALK, stand(slide, part))
    return "\n".join(line.plain.rstrip() for line in next_lines(look, 70))


def test_notes_title_and_place_are_there() -> None:
    text = now(2)
    assert text.startswith("2 / 6   part 1 of 2\nA secret goes only where a task needs it")
    assert "Say it twice." in text
    assert text.index("Say it twice.") < text.index("On the screen")


def test_a_slide_without_notes_says_so() -> None:
    assert "No notes on this slide." in now(3)


def test_lines_broken_within_a_sentence_are_joined_and_lists_hang() -> None:
    text = "Ask.\nA sentence that its author broke\nover two lines.\n\n- first " + "word " * 20
    lines = [line.plain.rstrip() for line in notes_lines(text, 50)]
    assert lines[:3] == ["Ask.", "A sentence that its author broke over two lines.", ""]
    assert lines[3].startswith("- first word")
    assert lines[4].startswith("  word")


def test_code_in_notes_stays_as_it_is() -> None:
    lines = [line.plain for line in notes_lines("Do:\n```\n  a  b\n\nc\n```\nThen\nmore.", 50)]
    assert lines == ["Do:", "  a  b", "", "c", "Then more."]


def test_next_is_what_the_next_key_shows() -> None:
    assert "A secret goes only where" in following(1)
    piece = following(2)
    assert piece.startswith("Next   on this slide, part 2")
    assert "docker secret ls" in piece
    assert "docker service create" not in piece
    assert "then 3  Who can read it?" in piece
    assert following(2, 2).startswith("Next   3")


def test_next_of_a_quiz_is_its_answer() -> None:
    asked = following(3)
    assert "✓ Anyone who may use the API  right" in asked
    assert "✓" not in now(3)


def test_the_last_slide_has_no_next() -> None:
    assert "nothing: this is the last slide" in following(6)


def test_a_dark_screen_and_a_typed_number_are_said() -> None:
    assert "DARK   the room sees nothing" in now(2, dark=True)
    assert "go to slide 4  enter goes there" in now(2, typed="4")


PACE = Pace(31 * 60.0, 60, 6 * 60.0, 20, 28 * 60.0)


def test_times_are_said_at_both_sizes() -> None:
    look = TimesLook(PACE, 1_795_271_400.0, "The deck", "The chapter")
    (short,) = times_lines(look, 100)
    for words in ("31:00 of 1 h", "chapter 6 of 20 min", "3 min behind", "14:30"):
        assert words in short.plain
    tall = "\n".join(line.plain for line in times_lines(replace(look, tall=True), 120))
    for words in ("31 of 1 h   The deck", "6 of 20 min   The chapter", "3 min behind", "━" * 12):
        assert words in tall


def test_a_deck_without_minutes_only_counts() -> None:
    look = TimesLook(replace(PACE, minutes=0, chapter_minutes=0), 0.0, "The deck", "The chapter")
    (short,) = times_lines(look, 100)
    assert "31:00" in short.plain
    assert "of" not in short.plain
    tall = "\n".join(line.plain for line in times_lines(replace(look, tall=True), 120))
    assert "pace" not in tall
    assert "6:00  The chapter" in tall
