"""The program is told to end while its screens are up."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest

from tests.live.learner import Learner, on_the_engine, program_for
from tests.live.mortal import programs
from tests.live.nest import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.live.learner import Program

pytestmark = pytest.mark.live


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    yield from program_for(tmp_path, "signals")


def test_sigterm_gives_the_terminal_back_and_the_nodes_are_removed(program: Program) -> None:
    with program.terminal("least-privilege") as terminal:
        Learner(terminal).enter_lab()
        run = program.status()["run"]
        assert on_the_engine(run)
        (pid,) = programs(program.folder)
        os.kill(pid, signal.SIGTERM)
        assert terminal.wait_for_exit() == 128 + signal.SIGTERM
        assert terminal.modes_left_on() == set()
        assert terminal.line_settings_kept()
    wait_until(lambda: not on_the_engine(run), "the nodes are gone")
