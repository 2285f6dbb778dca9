"""An engine that is late, breaks off its answers or says nothing: waits end, and a retry works.

Each test begins with the engine well, and ends with nothing left of its run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.live.faulty import Fault, FaultyDoor
from tests.live.learner import Learner, Program
from tests.live.mortal import CHECK, DOWN, GOTO, RESET, UP, mortal, read_until, up

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.live.mortal import Mortal

__all__ = ["mortal", "up"]

AT_A_LAB = (CHECK, RESET, GOTO, DOWN)
SOON = 90.0
"""Seconds within which every wait has ended, however much the engine owes."""


@pytest.fixture
def door(mortal: Mortal) -> Iterator[FaultyDoor]:
    """A door to the engine, and the engine as empty as before when the test has ended."""
    with FaultyDoor(mortal.nest.url) as made:
        yield made
    mortal.call(*DOWN)
    mortal.assert_swept()


def _is_well(mortal: Mortal, words: tuple[str, ...]) -> None:
    """The same command again, on the engine that answers."""
    code, _, errors = mortal.call(*words)
    assert code == (1 if words == CHECK else 0), errors


@pytest.mark.soak
def test_a_late_engine_makes_commands_slow_and_nothing_else(
    mortal: Mortal, door: FaultyDoor
) -> None:
    mortal.run(*UP)
    door.fault = Fault.LATE
    code, output, errors = mortal.call(*CHECK, engine=door.url)
    assert code == 2, (output, errors)
    assert "no answer within its time" in output, "to dial a node takes two requests, each late"
    code, _, errors = mortal.call(*DOWN, engine=door.url)
    assert code == 0, errors
    mortal.assert_swept()


@pytest.mark.soak
@pytest.mark.parametrize("words", [UP, RESET, GOTO])
def test_nodes_come_up_on_a_late_engine(
    words: tuple[str, ...], mortal: Mortal, door: FaultyDoor
) -> None:
    if words != UP:
        mortal.run(*UP)
    door.fault = Fault.LATE
    code, _, errors = mortal.call(*words, engine=door.url)
    assert code == 0, errors


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        pytest.param(words, fault, marks=pytest.mark.live if words == CHECK else pytest.mark.soak)
        for words in AT_A_LAB
        for fault in (Fault.CUT, Fault.SILENT)
    ],
)
def test_a_command_at_a_lab_ends_with_a_word_and_can_be_done_again(
    words: tuple[str, ...], fault: Fault, up: Mortal, door: FaultyDoor
) -> None:
    door.fault = fault
    up.ends_in_a_word(up.start(*words, engine=door.url), SOON)
    door.fault = Fault.NONE
    up.await_sweepers(SOON)
    (run,) = up.status()
    assert run["steps_done"] == 1, "earlier steps stay done"
    if not run["nodes"]:
        up.run(*UP)
    _is_well(up, words)


@pytest.mark.parametrize(
    ("fault", "moment"),
    [
        pytest.param(Fault.CUT, "made", marks=pytest.mark.live),
        pytest.param(Fault.SILENT, "made", marks=pytest.mark.soak),
        pytest.param(Fault.CUT, "started", marks=pytest.mark.soak),
        pytest.param(Fault.SILENT, "started", marks=pytest.mark.soak),
    ],
)
def test_a_start_that_loses_its_engine_leaves_nothing(
    fault: Fault, moment: str, mortal: Mortal, door: FaultyDoor
) -> None:
    program = mortal.start(*UP, engine=door.url)
    read_until(program, moment)
    door.fault = fault
    mortal.ends_in_a_word(program, SOON)
    door.fault = Fault.NONE
    mortal.await_sweepers(SOON)
    mortal.run(*UP)


@pytest.mark.live
def test_the_screen_moves_while_the_engine_says_nothing(tmp_path: Path, door: FaultyDoor) -> None:
    program = Program(tmp_path, "faulty")
    program.environment["DOCKER_HOST"] = door.url
    with program.terminal("least-privilege") as terminal:
        learner = Learner(terminal)
        learner.enter_lab()
        door.fault = Fault.SILENT
        learner.turn_to(3)
        learner.until("✗ The engine stopped answering", "This screen goes away by itself")
        learner.until("Asked 2 times")
        door.fault = Fault.LATE
        terminal.wait_until_gone("The engine stopped answering")
        learner.turn_to(4)
        door.fault = Fault.NONE
        assert learner.leave("r") == 0
        assert "Traceback" not in terminal.screen()
        assert terminal.modes_left_on() == set()
