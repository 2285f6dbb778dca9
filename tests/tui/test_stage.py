"""Slides as a talk draws them."""

from __future__ import annotations

import pytest

from swarmlab.tui.draw.stage import MEASURE, StageLook, stage_lines
from swarmlab.tui.draw.talk_bar import BarLook, bar_line
from swarmlab.tui.pace import Pace
from swarmlab.tui.talk import talk_of
from tests.tui.talks import SECRETS, TALK, deck_from


def drawn(number: int, width: int = 120, height: int = 40, part: int = 9) -> list[str]:
    look = StageLook(TALK, TALK.slides[number - 1], part)
    return [line.plain.rstrip() for line in stage_lines(look, width, height)]


@pytest.mark.parametrize("width", [80, 160, 250])
def test_a_slide_stands_in_the_middle_and_never_wider_than_its_measure(width: int) -> None:
    for number in range(1, len(TALK.slides) + 1):
        lines = [line for line in drawn(number, width, 60) if line]
        left = min(len(line) - len(line.lstrip()) for line in lines)
        right = width - max(len(line) for line in lines)
        assert left >= 2
        assert right >= 2
        assert max(len(line) for line in lines) - left <= MEASURE
        measure = min(MEASURE, width - 4)
        assert left == (width - measure) // 2 + 1


def test_the_title_stands_in_the_same_row_whatever_the_slide_holds_back() -> None:
    rows = {
        next(n for n, line in enumerate(drawn(number, part=part)) if line)
        for number, part in ((2, 1), (2, 2), (3, 1), (3, 2), (6, 1))
    }
    assert len(rows) == 1


def test_hints_solutions_and_notes_are_never_drawn() -> None:
    text = "\n".join(line for number in range(1, 7) for line in drawn(number))
    for hidden in ("on request", "the-solution-is-hidden", "The whole of it", "Say it twice",
                   "Ask who keeps", "Where does it run"):  # fmt: skip
        assert hidden in SECRETS
        assert hidden not in text
    assert "docker secret ls" in text


def test_no_key_of_the_lab_is_offered() -> None:
    text = "\n".join(drawn(2) + drawn(3))
    for offer in ("s send", "shows what comes next", "↑ ↓ answer"):
        assert offer not in text
    assert "must be refused: not-a-manager" in text


def test_tasks_stand_where_the_author_put_them() -> None:
    text = "\n".join(drawn(2))
    assert text.index("docker secret ls") < text.index("Tasks") < text.index("○ api has the secret")
    assert "Tasks" not in "\n".join(drawn(2, part=1))


def test_a_quiz_tells_nothing_before_it_is_asked_to() -> None:
    asked, told = "\n".join(drawn(3, part=1)), "\n".join(drawn(3, part=2))
    assert "choose one" in asked
    assert "Because" not in asked
    assert "✓" not in asked
    assert "✓ Anyone who may use the API  right" in told
    assert "Because nothing encrypts it." in told


def test_what_opens_a_chapter_says_what_it_takes() -> None:
    text = "\n".join(drawn(1))
    assert "chapter 1 of 2  ·  about 20 min  ·  3 slides  ·  1 step" in text
    assert "● manager1   ● worker1" in text
    assert "╺┓" in text
    assert "╺┓" not in "\n".join(drawn(1, 80, 23))


def test_a_deck_of_one_chapter_counts_none() -> None:
    talk = talk_of(deck_from(SECRETS))
    look = StageLook(talk, talk.slides[0])
    text = "\n".join(line.plain for line in stage_lines(look, 100, 40))
    assert "chapter" not in text
    assert "about 20 min" in text


def test_a_slide_without_a_heading_says_what_it_continues() -> None:
    assert any(line.strip() == "A long slide, goes on" for line in drawn(6))


@pytest.mark.parametrize("width", [1, 5, 19, 30])
def test_no_width_is_too_small_to_draw(width: int) -> None:
    for number in range(1, 7):
        assert drawn(number, width, 3)


PACE = Pace(754.0, 30, 100.0, 20, 754.0)


def test_the_bar_says_that_there_is_more() -> None:
    look = BarLook("Secrets", "5", 6, part=1, parts=3, below=12, pace=PACE)
    text = bar_line(look, 100).plain
    assert len(text) == 100
    for words in ("Secrets", "▼ 12 more rows  space", "●○○", "12:34 of 30 min", "5 / 6"):
        assert words in text


def test_where_it_is_narrow_the_time_goes_before_the_number() -> None:
    look = BarLook("A chapter with a long title", "5", 6, below=12, pace=PACE)
    text = bar_line(look, 60).plain
    assert "12:34" not in text
    assert "5 / 6" in text
    assert "12 more rows" in text


def test_the_bar_says_what_is_typed() -> None:
    assert (
        "go to slide 42  enter goes there" in bar_line(BarLook("x", "5", 6, typed="42"), 80).plain
    )
