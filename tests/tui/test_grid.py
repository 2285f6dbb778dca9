"""The grid as lines: columns that fit, rows of every kind, and what is said of the class."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swarmlab.errors import StoreError
from swarmlab.runs.classroom.model import Acted, Cell
from swarmlab.runs.entries import EngineWord
from swarmlab.runs.model import Place
from swarmlab.tui.draw.acted import acted_lines, failed_lines
from swarmlab.tui.draw.class_bar import (
    ClassHeaderLook,
    ClassLineLook,
    class_header_line,
    class_line,
)
from swarmlab.tui.draw.grid import columns, entries, entry_line, foot_lines, numbers_line
from swarmlab.tui.draw.grid_look import chapter_of_most, grid_look, short_minutes
from swarmlab.tui.draw.learner import LearnerLook, PartLook, learner_lines, part_lines
from tests.tui import classes

LOOK = grid_look(classes.VIEW, "chapter1")


def lines(width: int) -> list[str]:
    at = columns(LOOK, width)
    rows = [entry_line(each, at, width, selected=False).plain for each in entries(LOOK)]
    foot = [each.plain for each in foot_lines(LOOK, at, width, roomy=True)]
    return [numbers_line(LOOK, at).plain, *rows, *foot]


@pytest.mark.parametrize(
    ("width", "cell", "hints", "reason"),
    [(156, 6, True, True), (100, 6, True, True), (76, 6, True, False), (70, 6, False, False),
     (60, 3, False, False), (40, 2, False, False)],
)  # fmt: skip
def test_what_is_least_needed_goes_first(width: int, cell: int, hints: bool, reason: bool) -> None:
    at = columns(LOOK, width)
    assert (at.cell, at.hints, bool(at.reason)) == (cell, hints, reason)
    assert max(len(line) for line in lines(width)) <= width


@given(st.integers(min_value=30, max_value=200), st.integers(min_value=0, max_value=11))
def test_no_row_is_wider_than_there_is_room(width: int, chosen: int) -> None:
    at = columns(LOOK, width)
    for number, entry in enumerate(entries(LOOK)):
        line = entry_line(entry, at, width, selected=number == chosen)
        assert line.cell_length <= width


def test_who_is_in_another_chapter_has_one_line_of_where() -> None:
    second = classes.LAB.chapters[1]
    there = replace(classes.LEARNERS[0], place=Place("chapter2", 1), step=second.steps[0].id,
                    cells={second.steps[0].id: Cell("failed", 400.0)})  # fmt: skip
    fresh = replace(classes.LEARNERS[1], place=None)
    lost = replace(classes.LEARNERS[2], place=Place("gone", 0))
    look = grid_look(replace(classes.VIEW, learners=(there, fresh, lost)), "chapter1")
    assert [row.elsewhere for row in look.rows] == [
        "in Security zones, step 1 of 2, 6 min", "has not begun",
        "in gone, which this lab has no more",
    ]  # fmt: skip
    assert look.rows[0].cells == ()


def test_the_chapter_of_most_and_of_the_one_shown_where_there_are_as_many() -> None:
    view = classes.VIEW
    assert chapter_of_most(view) == "chapter1"
    half = tuple(
        replace(each, place=Place("chapter2", 0)) if n % 2 else each
        for n, each in enumerate(view.learners)
    )
    even = replace(view, learners=half)
    assert (chapter_of_most(even), chapter_of_most(even, "chapter2")) == ("chapter1", "chapter2")
    assert chapter_of_most(replace(view, learners=())) == "chapter1"


@pytest.mark.parametrize(("red", "of", "said"), [(3, 12, True), (2, 8, False), (3, 13, False)])
def test_the_remark_needs_three_and_a_quarter(red: int, of: int, said: bool) -> None:
    same = [classes.learner(f"r{n}", done=3, at="failed", reason="alike") for n in range(red)]
    others = [classes.learner(f"o{n}", done=3, at="failed", reason=f"its own {n}")
              for n in range(of - red)]  # fmt: skip
    look = grid_look(replace(classes.VIEW, learners=(*same, *others)), "chapter1")
    assert (look.remark is not None) is said


def test_the_same_reason_at_two_steps_is_no_remark() -> None:
    learners = tuple(classes.learner(f"r{n}", done=n, at="failed", reason="alike")
                     for n in range(4))  # fmt: skip
    assert grid_look(replace(classes.VIEW, learners=learners), "chapter1").remark is None


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "<1m"), (59, "<1m"), (60, "1m"), (5999, "99m"), (6000, "1h"), (1e7, "99h")],
)
def test_minutes_take_three_cells(seconds: float, said: str) -> None:
    assert short_minutes(seconds) == said


@pytest.mark.parametrize("width", [80, 100, 120, 150, 160, 240])
def test_the_rows_above_fit_and_keep_the_engine_and_the_counts(width: int) -> None:
    engine = EngineWord(answers=True, version="26.1.5", where="lab-server over ssh",
                        memory_free=2_000_000_000)  # fmt: skip
    header = class_header_line(
        ClassHeaderLook("least-privilege", "Secrets", True, 12, 36, 100, engine), width
    )
    assert header.cell_length == width
    assert "● engine" in header.plain
    line = class_line(ClassLineLook(((2, "ask"), (10, "at work")), 4, 12, "look at the front",
                                    ("Security zones", "Rotation")), width)  # fmt: skip
    assert line.cell_length == width
    assert "2 ask   10 at work" in line.plain
    assert " paused " in line.plain


def test_little_time_left_and_no_nodes_are_said() -> None:
    soon = class_header_line(ClassHeaderLook("lab", "c", False, 1, 3, 9), 160)
    assert "1 learner, 3 nodes" in soon.plain
    assert "runs end in 9 min" in soon.plain
    assert "end in" not in class_header_line(ClassHeaderLook("lab", "c", False, 1, 0), 160).plain


@pytest.mark.parametrize("width", [30, 48, 76])
@pytest.mark.parametrize("part", [None, "asks", "watches", "takes part"])
def test_what_can_be_done_for_a_learner_fits(width: int, part: str | None) -> None:
    look = PartLook("a" * 60, 3, "worker1", part, hand=True)  # type: ignore[arg-type]
    found = part_lines(look, width)
    assert max(line.cell_length for line in found) <= width
    keys = "\n".join(line.plain for line in found)
    assert all(f"{key} " in keys for key in "HMGRJDz")


def test_a_compact_learner_has_no_blank_rows() -> None:
    look = LearnerLook("mira", "asks", "step 4 of 9", "why?", "A title", "slide 5", (), "None.")
    assert "" in [line.plain for line in learner_lines(look, 50)]
    assert "" not in [line.plain for line in learner_lines(replace(look, compact=True), 50)]


def test_what_an_action_came_to() -> None:
    good = [Acted(f"run{n}", f"owner{n}", True, "done", 0.5) for n in range(9)]
    bad = [replace(each, done=False, words="the node is down; start it") for each in good[:5]]
    assert [x.plain for x in acted_lines("reset", good)] == ["✓ reset: 9 of 9, 0.5 s"]
    said = [x.plain for x in acted_lines("reset", [*bad, *good[5:]])]
    assert said[0] == "✗ reset: 4 of 9, 0.5 s"
    assert said[1] == "✗ owner0  the node is down; start it"
    assert said[-1] == "  not for owner3, owner4 either"
    assert "nobody" in acted_lines("reset", [])[0].plain
    error = StoreError("the file is read-only", next_step="free it")
    assert failed_lines("pause", error)[0].plain == "✗ pause: the file is read-only · free it"
