"""A hundred kills at random moments of whole lives: starts, labs that play themselves, removals."""

from __future__ import annotations

import random
import subprocess
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.live.mortal import (
    LAST_STEP,
    kill,
    kill_sweepers,
    mortal,
)

if TYPE_CHECKING:
    from tests.live.mortal import Mortal

__all__ = ["mortal"]

pytestmark = pytest.mark.soak

KILLS = 100
LIVES = (("up", "tiny", "--at", LAST_STEP), ("tiny",))
"""A start that ends in a kept run; and all of a lab, down to the removal of its nodes."""
BOTH = 0.3
"""How often the sweeper dies too."""


@dataclass(frozen=True)
class Death:
    """When and of what a program dies; shown when something is left."""

    words: tuple[str, ...]
    seconds: float
    both: bool


@pytest.fixture(scope="module")
def lifetimes(mortal: Mortal) -> dict[tuple[str, ...], float]:
    """How long each life takes here when nobody ends it."""
    taken: dict[tuple[str, ...], float] = {}
    for words in LIVES:
        begun = time.monotonic()
        mortal.run(*words)
        taken[words] = time.monotonic() - begun
    mortal.run("down", "tiny")
    assert mortal.is_clean()
    return taken


@pytest.mark.parametrize("number", range(KILLS))
def test_nothing_is_left(
    number: int, mortal: Mortal, lifetimes: dict[tuple[str, ...], float]
) -> None:
    words = LIVES[number % len(LIVES)]
    moment = random.uniform(0, 1.1 * lifetimes[words])
    death = Death(words, moment, random.random() < BOTH)
    print(death)  # noqa: T201  pytest shows it of a test that failed
    _die(mortal, death)
    if death.both:
        mortal.start_another()
    _end_kept_run(mortal)
    mortal.assert_swept()


def _die(mortal: Mortal, death: Death) -> None:
    program = mortal.start(*death.words)
    try:
        program.communicate(timeout=death.seconds)
    except subprocess.TimeoutExpired:
        if death.both:
            kill_sweepers(mortal.folder)
        kill(program)


def _end_kept_run(mortal: Mortal) -> None:
    """A start that was faster than its death kept its nodes: all of them."""
    mortal.await_sweepers()
    kept = [run for run in mortal.status() if run["state"] == "kept" and run["nodes"]]
    for run in kept:
        assert run["nodes"] == {"manager1": "running", "worker1": "running"}
        mortal.run("down", "tiny")
