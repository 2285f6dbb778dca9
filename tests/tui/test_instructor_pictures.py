"""Pictures of the instructor's screen at the three layouts, compared cell by cell."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input

from swarmlab.runs.model import Place
from tests.fakes.session import ENGINE
from tests.tui import classes
from tests.tui.seen import see, until

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tests.fakes.class_desk import FakeClassDesk
    from tests.tui.test_pictures import Before, Compare

SIZES = [(160, 45), (120, 36), (80, 24)]


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def size(request: pytest.FixtureRequest) -> Any:
    """Each layout."""
    return request.param


def desk(view: Any = classes.VIEW) -> FakeClassDesk:
    made = classes.desk(view)
    made.word = replace(ENGINE, where="lab-server over ssh")
    return made


def shown(*words: str, press: tuple[str, ...] = ()) -> Before:
    """Press keys once the class and the engine are there, then wait until the words are."""

    async def before(pilot: Pilot[None]) -> None:
        await see(pilot, "● engine")
        await until(pilot, lambda: pilot.app.screen_stack[0].roster.view)  # type: ignore[attr-defined]
        await pilot.press(*press)
        await see(pilot, *words)
        for field in pilot.app.screen.query(Input):
            field.cursor_blink = False

    return before


WHAT: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "class": (("► mira", "done by"), ()),
    "learner": (("step 4 of 9, 9 min", "in /run/secrets", "looks at a shell"), ("enter",)),
    "watching": (("mount | grep", "watching"), ("2",)),
    "reset": (("the step of mira", "all of mira"), ("R",)),
    "message": (("Message to all 12",), ("A",)),
    "lock": (("Security zones", "none is locked"), ("L",)),
}


@pytest.mark.parametrize("what", WHAT)
def test_class(snap_compare: Compare, size: tuple[int, int], what: str) -> None:
    words, press = WHAT[what]
    app = classes.app(desk())
    assert snap_compare(app, terminal_size=size, run_before=shown(*words, press=press))


def test_a_hundred(snap_compare: Compare, size: tuple[int, int]) -> None:
    before = shown("100 learners", "of 100 in view", press=("end",))
    assert snap_compare(classes.app(desk(classes.many(100))), terminal_size=size, run_before=before)


@pytest.mark.parametrize("theme", ["light", "contrast"])
def test_themes(snap_compare: Compare, theme: str) -> None:
    app = classes.app(desk(), f"swarmlab-{theme}")
    before = shown("mount | grep", "watching", "passed", press=("2",))
    assert snap_compare(app, terminal_size=(160, 45), run_before=before)


def test_a_paused_class_in_two_chapters(snap_compare: Compare, size: tuple[int, int]) -> None:
    there = tuple(
        replace(each, place=Place("chapter2", 1), step=classes.LAB.steps[9].id)
        if each.owner in {"yuki", "tomas"} else each
        for each in classes.LEARNERS
    )  # fmt: skip
    view = replace(classes.VIEW, learners=there, paused="look here", locked=frozenset({"chapter2"}))
    before = shown("paused", "look here", "in Security zones", press=("H",))
    assert snap_compare(classes.app(desk(view)), terminal_size=size, run_before=before)


def test_nobody(snap_compare: Compare, size: tuple[int, int]) -> None:
    app = classes.app(desk(replace(classes.VIEW, learners=())))
    assert snap_compare(app, terminal_size=size, run_before=shown("Nobody has begun"))
