"""A slide as lines: it fits every width, and each unit is where it is said to be."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from swarmlab.deck.model import Quiz
from swarmlab.runs import labfile
from swarmlab.runs.quizzes import QuizAnswer
from swarmlab.tui.draw.captures import CaptureLook, CapturesLook, captures_lines
from swarmlab.tui.draw.page import page_of, stops_of
from swarmlab.tui.draw.quiz import QuizLook, quiz_lines
from swarmlab.tui.draw.slide import Shown
from swarmlab.tui.draw.unit import UnitLook
from tests.fakes.session import AT
from tests.tui import decks, reading_decks

if TYPE_CHECKING:
    from swarmlab.deck.model import Slide
    from swarmlab.tui.draw.page import Page

PACKAGED = labfile.load(Path(__file__).parents[2] / "labs" / "least-privilege.toml")
QUIZ = next(stop for stop in stops_of(Shown(reading_decks.LAB.chapters[0].chapter.slides[2], ()))
            if isinstance(stop, Quiz))  # fmt: skip


def drawn(slide: Slide, width: int) -> Page:
    titled = tuple((kind, box) for kind in ("hint", "solution", "why")
                   for box in slide.details(kind))  # fmt: skip
    shown = Shown(slide, ("manager1",), titled)
    looks = [
        QuizLook(stop, index=n) if isinstance(stop, Quiz) else UnitLook(stop, 0, n)
        for n, stop in enumerate(stops_of(shown))
    ]
    captures = CapturesLook((CaptureLook("worker_token", "token", reading_decks.TOKEN, True),))
    return page_of(shown, looks, captures, width)


@pytest.mark.parametrize("width", [48, 59, 77, 140])
@pytest.mark.parametrize("chapter", PACKAGED.chapters, ids=lambda chapter: chapter.name)
def test_every_packaged_slide_fits(chapter: object, width: int) -> None:
    for slide in chapter.chapter.slides:  # type: ignore[attr-defined]
        page = drawn(slide, width)
        assert max(line.cell_length for line in page.lines) <= width


def test_each_stop_begins_with_its_head_and_ends_with_its_last_row() -> None:
    slide = decks.LAB.chapters[0].chapter.slides[1]
    page = drawn(slide, 59)
    heads = [page.lines[first].plain for first, _ in page.stops]
    names = ["manager1", "worker1", "manager1"]
    assert len(heads) == len(names)
    assert all(name in head for head, name in zip(heads, names, strict=True))
    for first, rows in page.stops:
        assert not page.lines[first + rows].plain.strip(" ▌")


def test_what_a_pause_hides_is_not_drawn() -> None:
    slide = reading_decks.LAB.chapters[0].chapter.slides[1]
    parts = [Shown(slide, (), parts=parts) for parts in (1, 2, 3, None)]
    assert [len(list(stops_of(shown))) for shown in parts] == [1, 2, 2, 2]
    assert [shown.goes_on for shown in parts] == [True, True, False, False]
    assert [shown.part_words for shown in parts] == ["part 1 of 3", "part 2 of 3", "", ""]


def test_an_open_quiz_does_not_tell_which_answer_is_right() -> None:
    text = "\n".join(line.plain for line in quiz_lines(QuizLook(QUIZ), 58))
    assert "✓" not in text
    assert "right" not in text
    answered = QuizLook(QUIZ, answer=QuizAnswer(frozenset({3}), False, AT))
    lines = [line.plain for line in quiz_lines(answered, 58)]
    assert any("✗ not right" in line for line in lines)
    assert any("2 ✓ Managers  right" in line for line in lines)
    assert any("3 ✗ Nobody" in line for line in lines)


@pytest.mark.parametrize("width", [30, 58])
def test_a_secret_is_masked_until_it_is_shown(width: int) -> None:
    secret = CaptureLook("t", "token", reading_decks.TOKEN, secret=True)
    other = CaptureLook("note", "any", f"see {reading_decks.TOKEN}")
    for shown in (False, True):
        look = CapturesLook((secret, other), shown=shown)
        text = "".join(line.plain.strip() for line in captures_lines(look, width))
        assert (reading_decks.TOKEN[-20:] in text.replace(" ", "")) is shown
        assert reading_decks.TOKEN not in repr(look)
    assert captures_lines(CapturesLook(), width) == []
