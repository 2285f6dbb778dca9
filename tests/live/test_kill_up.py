"""``swarmlab up`` killed in each phase of a start: nothing stays, and nobody else is harmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.live.gate import Gate
from tests.live.mortal import (
    KEEPER,
    LAST_STEP,
    kill,
    kill_sweepers,
    mortal,
    read_until,
    sweepers,
)

if TYPE_CHECKING:
    from tests.live.mortal import Mortal

__all__ = ["mortal"]

pytestmark = pytest.mark.live

REQUESTS = ("/networks/create", "/containers/create", "/start HTTP")
PHASES = (": made", ": started", ": engine", ": app loaded", ": in swarm", "going there, unit 1")


def test_nothing_is_made_by_a_program_killed_before_its_first_create(mortal: Mortal) -> None:
    with Gate(mortal.nest.url, REQUESTS[0]) as gate:
        program = mortal.start("up", "tiny", engine=gate.url)
        gate.await_request()
        assert sweepers(mortal.folder), "nobody watches before the first create"
        assert mortal.is_clean()
        kill(program)
        gate.turn_away()
        mortal.assert_swept()


@pytest.mark.parametrize("request_line", REQUESTS)
def test_what_is_made_after_the_kill_is_removed(request_line: str, mortal: Mortal) -> None:
    with Gate(mortal.nest.url, request_line) as gate:
        program = mortal.start("up", "tiny", engine=gate.url)
        gate.await_request()
        kill(program)
        gate.let_pass()
        mortal.assert_swept()


@pytest.mark.parametrize("phase", PHASES)
def test_nothing_is_left_of_a_program_killed_in(phase: str, mortal: Mortal) -> None:
    program = mortal.start("up", "tiny", "--at", LAST_STEP)
    read_until(program, phase)
    assert not mortal.is_clean()
    kill(program)
    mortal.assert_swept()


@pytest.mark.parametrize("phase", [": made", ": in swarm"])
def test_a_start_right_after_a_kill_is_not_swept(phase: str, mortal: Mortal) -> None:
    program = mortal.start("up", "tiny")
    read_until(program, phase)
    kill(program)
    try:
        mortal.run("up", "tiny")
        (run,) = mortal.status()
        assert run["nodes"] == {"manager1": "running", "worker1": "running"}
    finally:
        mortal.run("down", "tiny")
    mortal.assert_swept()


def test_the_next_start_of_the_lab_clears_what_two_kills_left(mortal: Mortal) -> None:
    _kill_both(mortal)
    mortal.run("up", "tiny")
    mortal.run("down", "tiny")
    mortal.assert_swept()


def test_the_next_start_of_another_lab_clears_what_two_kills_left(mortal: Mortal) -> None:
    _kill_both(mortal)
    mortal.start_another()
    mortal.assert_swept()


def test_the_next_start_ends_a_removal_that_was_killed(mortal: Mortal) -> None:
    mortal.run("up", "tiny")
    with Gate(mortal.nest.url, "DELETE /") as gate:
        program = mortal.start("down", "tiny", engine=gate.url)
        gate.await_request()
        kill(program)
        gate.turn_away()
    assert not mortal.is_clean()
    mortal.start_another()
    mortal.assert_swept()


def test_clean_clears_what_two_kills_left(mortal: Mortal) -> None:
    _kill_both(mortal)
    mortal.run("clean", "--yes")
    mortal.assert_swept()


def test_a_kept_run_outlives_the_programs_that_use_it(mortal: Mortal) -> None:
    watching = mortal.start("--lab", "tiny", "check", "--watch", owner=KEEPER)
    assert watching.stdout is not None
    assert "waiting" in watching.stdout.readline() + watching.stdout.readline()
    assert not sweepers(mortal.folder)
    kill(watching)
    assert mortal.is_clean()
    (kept,) = mortal.status(KEEPER)
    assert kept["state"] == "kept"
    assert kept["nodes"] == {"manager1": "running", "worker1": "running"}


def _kill_both(mortal: Mortal) -> None:
    """End program and sweeper in the middle of a start."""
    program = mortal.start("up", "tiny")
    read_until(program, ": app loaded")
    assert kill_sweepers(mortal.folder)
    kill(program)
    assert not mortal.is_clean()
