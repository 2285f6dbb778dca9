"""The one registry of what a learner can do."""

from __future__ import annotations

from collections import Counter

import pytest
from scripts import keys

from swarmlab.tui import actions
from swarmlab.tui.actions import Where
from swarmlab.tui.screens.boot import BootScreen
from swarmlab.tui.screens.boot_failed import BootFailedScreen
from swarmlab.tui.screens.engine_gone import EngineGoneScreen
from swarmlab.tui.screens.instructor.screen import ClassScreen
from swarmlab.tui.screens.lab.screen import LabScreen
from swarmlab.tui.screens.present.notes import NotesScreen
from swarmlab.tui.screens.present.slides import SlidesScreen
from swarmlab.tui.screens.start import StartScreen
from swarmlab.tui.screens.summary import SummaryScreen

SCREENS: dict[Where, type] = {
    Where.START: StartScreen,
    Where.BOOT: BootScreen,
    Where.BOOT_FAILED: BootFailedScreen,
    Where.ENGINE_GONE: EngineGoneScreen,
    Where.SLIDE: LabScreen,
    Where.QUIZ: LabScreen,
    Where.TASKS: LabScreen,
    Where.SUMMARY: SummaryScreen,
    Where.MAP: LabScreen,
    Where.PRESENTING: SlidesScreen,
    Where.NOTES: NotesScreen,
    Where.CLASS: ClassScreen,
}


@pytest.mark.parametrize("where", SCREENS)
def test_every_action_is_a_method_of_its_screen(where: Where) -> None:
    for action in actions.here(where):
        assert hasattr(SCREENS[where], f"action_{action.id}"), action.id


@pytest.mark.parametrize("where", SCREENS)
def test_no_key_means_two_things_in_one_place(where: Where) -> None:
    keys = Counter(key for action in actions.here(where) for key in action.keys)
    assert [key for key, uses in keys.items() if uses > 1] == []


@pytest.mark.parametrize("where", SCREENS)
def test_the_way_out_ends_the_footer_and_every_place_has_help(where: Where) -> None:
    entries = actions.footer(where, shells=3)
    assert "keys" in {entry.action for entry in entries}
    assert where is Where.BOOT or entries[-1].action == "leave"


def test_a_shell_has_no_key_of_ours() -> None:
    assert not any(action.keys for action in actions.here(Where.SHELL))


def test_neighbours_with_one_word_share_an_entry() -> None:
    labels = {entry.word: entry.label for entry in actions.footer(Where.SLIDE, shells=3)}
    assert labels["slide"] == "n p"
    assert labels["shells"] == "1-3"


def test_the_documentation_lists_every_action() -> None:
    assert keys.TARGET.read_text(encoding="utf-8") == keys.page(), "python -m scripts.keys"
    text = actions.markdown()
    assert all(action.help in text for action in actions.ACTIONS)
    assert "| `ctrl+g` | shell |" in text
