"""The engine dies while a lab is on the screen, and comes back with its nodes stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.live.learner import Learner, Program
from tests.live.nest import NODE, nest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.live.nest import Nest

__all__ = ["nest"]

pytestmark = pytest.mark.live

DEAD = "unix:///nowhere/docker.sock"


def numbers(nest: Nest) -> tuple[int, ...]:
    """How much the engine holds of each kind; its own networks get new ids at a start."""
    return tuple(map(len, nest.holds()))


def test_a_lab_outlives_its_engine(tmp_path: Path, nest: Nest) -> None:
    before = numbers(nest)
    host = nest.topology.nodes[NODE]
    program = Program(tmp_path, "gone")
    program.environment["DOCKER_HOST"] = nest.url
    with program.terminal("least-privilege") as terminal:
        learner = Learner(terminal)
        learner.enter_lab()
        learner.turn_to(2)
        learner.send()
        learner.until("✓ passed   1 manager1", "Step 1 done")

        host.power("kill")
        learner.until("✗ The engine stopped answering", "stored: 1 step done", "Next step",
                      "This screen goes away by itself")  # fmt: skip
        learner.until("Asked 2 times")
        code, _, errors = program.run("clean", "--yes")
        assert (code, "no Docker Engine answers" in errors) == (2, True), errors

        host.power("start")
        terminal.wait_until_gone("The engine stopped answering")
        learner.until("! error", "Could not look at manager1", "the node is not running")
        learner.until("The shell of manager1 ended", "S starts manager1")
        assert "Traceback" not in terminal.screen()
        terminal.keys("1")
        learner.when(lambda view: view.chip == "SHELL manager1", "the shell")
        terminal.keys("S")
        learner.until("✓ passed   1 manager1 manages a swarm", "root@manager1:~#")
        terminal.keys("C-g")
        learner.when(lambda view: view.chip == "SLIDE", "the slide")
        assert learner.leave("r") == 0
        assert terminal.modes_left_on() == set()
    assert numbers(nest) == before


@pytest.mark.parametrize(
    "words", [("least-privilege",), ("up", "least-privilege"), ("clean", "--yes"), ("test",)]
)
def test_without_an_engine_a_command_says_what_to_do(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    program = Program(tmp_path, "none")
    program.environment["DOCKER_HOST"] = DEAD
    code, _, errors = program.run(*words)
    assert code == 2
    assert "no Docker Engine answers\nnext step: start it" in errors
    assert "Traceback" not in errors


def test_without_an_engine_the_screens_wait_for_one(tmp_path: Path) -> None:
    program = Program(tmp_path, "none")
    program.environment["DOCKER_HOST"] = DEAD
    with program.terminal("least-privilege") as terminal:
        Learner(terminal).until("✗ The engine does not answer", "make engine",
                                "This screen goes away by itself")  # fmt: skip
        terminal.keys("q")
        terminal.wait_for_exit()
        assert terminal.modes_left_on() == set()
