"""The first chapter by the mouse alone, in a real terminal, on real nodes."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from swarmlab.deck.parse import read_chapter
from tests.live.hands import Mouse
from tests.live.learner import Learner, on_the_engine, program_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.live.learner import Program

pytestmark = pytest.mark.live

LAB = "least-privilege"
ROLES = Path(__file__).parents[2] / "slides" / "roles.md"
EVIL = (
    r"printf '\033]52;c;aGFja2Vk\007\033]0;owned\007\302\23331m\033[21t\342\200\256drowssap\n';"
    " echo o'k'"
)


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    yield from program_for(tmp_path, f"mouse-{secrets.token_hex(3)}")


def test_the_first_chapter_by_the_mouse_alone(program: Program) -> None:
    chapter = read_chapter(ROLES).chapter
    assert chapter is not None
    with program.terminal(LAB) as terminal:
        learner = Learner(terminal, hand=Mouse(terminal))
        learner.enter_lab()
        for slide in (slide for slide in chapter.slides if slide.tasks):
            learner.turn_to(slide.index + 1)
            learner.work_through(len(slide.units), len(slide.tasks))
        run = program.status()
        assert run["steps_done"] == 7
        assert learner.leave("r") == 0
        assert on_the_engine(run["run"]) == ()
        assert terminal.modes_left_on() == set()


def test_what_a_node_prints_only_ever_draws(program: Program) -> None:
    with program.terminal(LAB) as terminal:
        learner = Learner(terminal)
        learner.enter_lab()
        terminal.keys("1")
        learner.when(lambda view: view.chip == "SHELL manager1", "the shell")
        terminal.type(EVIL)
        terminal.keys("Enter")
        learner.when(lambda view: "▌ok" in view.shell, "what it printed")
        terminal.keys("C-g")
        learner.when(lambda view: view.chip == "SLIDE", "the slide")
        assert learner.leave("r") == 0
        assert terminal.commands_written() == set()
