"""Pictures of a talk's slides and notes at the three layouts, compared cell by cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input

from tests.tui.seen import see
from tests.tui.talks import talking

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from tests.tui.test_pictures import Before, Compare

SIZES = [(160, 45), (120, 36), (80, 24)]


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def size(request: pytest.FixtureRequest) -> Any:
    """Each layout."""
    return request.param


def shown(*words: str, press: tuple[str, ...] = ()) -> Before:
    """Press keys once the talk is there, then wait until these words are on the screen."""

    async def before(pilot: Pilot[None]) -> None:
        await see(pilot, "1 / 6")
        await pilot.press(*press)
        await see(pilot, *words)
        for field in pilot.app.screen.query(Input):
            field.cursor_blink = False

    return before


SLIDES = {
    "opening": (("What a swarm keeps",), ()),
    "piece": (("A secret goes", "●○"), ("n",)),
    "whole": (("docker secret ls", "●●"), ("n", "space")),
    "told": (("Because nothing",), ("3", "enter", "space")),
    "long": (("Paragraph 1 of many", "5 / 6"), ("5", "enter")),
    "outline": (("6 slides", "here"), ("o",)),
    "shell": (("root@manager1", "SHELL manager1"), ("s",)),
}


@pytest.mark.parametrize("what", SLIDES)
def test_slides(snap_compare: Compare, size: tuple[int, int], what: str, tmp_path: Path) -> None:
    words, press = SLIDES[what]
    if what == "long" and size != SIZES[0]:
        words = (*words, "more row")
    with talking(tmp_path) as app:
        assert snap_compare(app, terminal_size=size, run_before=shown(*words, press=press))


NOTES = {
    "opening": (("Ask who keeps passwords", "Next   2"), ()),
    "piece": (("Say it twice", "part 2"), ("n",)),
    "dark": (("DARK", "b . light"), ("n", "b")),
}


@pytest.mark.parametrize("what", NOTES)
def test_notes(snap_compare: Compare, size: tuple[int, int], what: str, tmp_path: Path) -> None:
    words, press = NOTES[what]
    with talking(tmp_path, notes=True) as app:
        assert snap_compare(app, terminal_size=size, run_before=shown(*words, press=press))


@pytest.mark.parametrize("theme", ["light", "contrast"])
def test_themes(snap_compare: Compare, theme: str, tmp_path: Path) -> None:
    with talking(tmp_path, theme=f"swarmlab-{theme}") as app:
        before = shown("docker secret ls", press=("n", "space"))
        assert snap_compare(app, terminal_size=(120, 36), run_before=before)


def test_a_very_large_screen(snap_compare: Compare, tmp_path: Path) -> None:
    with talking(tmp_path) as app:
        before = shown("docker secret ls", press=("n", "space"))
        assert snap_compare(app, terminal_size=(250, 80), run_before=before)
