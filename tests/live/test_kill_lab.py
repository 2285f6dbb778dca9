"""The screens killed while a lab is on: nothing stays but what was to be kept."""

from __future__ import annotations

import contextlib
import os
import signal
from typing import TYPE_CHECKING

import pytest

from tests.live.mortal import (
    KEEPER,
    OWNER,
    kill_sweepers,
    mortal,
    programs,
    sweepers,
)
from tests.live.nest import wait_until
from tests.live.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.live.mortal import Mortal

__all__ = ["mortal"]

pytestmark = pytest.mark.live


@contextlib.contextmanager
def on_screen(mortal: Mortal, where: Path, *words: str, owner: str = OWNER) -> Iterator[Terminal]:
    """The program on a terminal of its own."""
    argv = ("env", "-C", str(mortal.folder), *mortal.argv(*words, owner=owner))
    with Terminal(argv, where, columns=120, rows=36, env=mortal.environment()) as terminal:
        yield terminal


def enter(terminal: Terminal) -> None:
    """Wait until the lab is open, and its first shell too."""
    terminal.wait_for("Words of the first slide", ":~#")


def kill_program(mortal: Mortal) -> None:
    """SIGKILL what the terminal shows."""
    (pid,) = programs(mortal.folder)
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not programs(mortal.folder), "the program is dead")


def test_nothing_is_left_of_a_boot_screen(mortal: Mortal, tmp_path: Path) -> None:
    with on_screen(mortal, tmp_path, "tiny"):
        wait_until(lambda: not mortal.is_clean(), "the first object")
        kill_program(mortal)
        mortal.assert_swept()


def test_nothing_is_left_of_a_lab_with_busy_shells(mortal: Mortal, tmp_path: Path) -> None:
    with on_screen(mortal, tmp_path, "tiny") as terminal:
        enter(terminal)
        terminal.keys("1")
        terminal.wait_for("SHELL")
        terminal.type("docker run -d --name app localhost/app:1; echo $((6 * 7)); sleep 600")
        terminal.keys("Enter")
        terminal.wait_for("42")
        assert not mortal.is_clean()
        kill_program(mortal)
        mortal.assert_swept()


def test_nothing_is_left_of_a_closed_terminal(mortal: Mortal, tmp_path: Path) -> None:
    with on_screen(mortal, tmp_path, "tiny") as terminal:
        enter(terminal)
    wait_until(lambda: not programs(mortal.folder), "the program has ended")
    mortal.assert_swept()


def test_the_start_screen_clears_what_two_kills_left(mortal: Mortal, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    with on_screen(mortal, first, "tiny") as terminal:
        enter(terminal)
        assert kill_sweepers(mortal.folder)
        kill_program(mortal)
    assert not mortal.is_clean()
    with on_screen(mortal, second) as terminal:
        terminal.wait_for("Engine answers", "no leftovers")
        assert mortal.is_clean()
        kill_program(mortal)


def test_a_kept_run_outlives_the_screen_that_shows_it(mortal: Mortal, tmp_path: Path) -> None:
    with on_screen(mortal, tmp_path, "tiny", owner=KEEPER) as terminal:
        enter(terminal)
        assert not sweepers(mortal.folder)
        kill_program(mortal)
    assert mortal.is_clean()
    (kept,) = mortal.status(KEEPER)
    assert (kept["state"], kept["held"]) == ("kept", False)
    assert kept["nodes"] == {"manager1": "running", "worker1": "running"}


def test_what_is_kept_on_leaving_stays(mortal: Mortal, tmp_path: Path) -> None:
    with on_screen(mortal, tmp_path, "tiny") as terminal:
        enter(terminal)
        terminal.keys("q")
        terminal.wait_for("keep them")
        terminal.keys("k")
        assert terminal.wait_for_exit() == 0
    assert not sweepers(mortal.folder)
    (kept,) = mortal.status()
    assert kept["nodes"] == {"manager1": "running", "worker1": "running"}
    mortal.run("down", "tiny")
    assert mortal.is_clean()
