"""The engine's own disk is full: a start says so and leaves nothing, a lab that is up goes on.

In a disposable engine, whose nodes keep their data on a small disk that a test fills.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.live.mortal import LAST_STEP, mortal
from tests.live.nest import VOLUMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.live.mortal import Mortal

__all__ = ["mortal"]

FILL = f"{VOLUMES}/fill"


@pytest.fixture(scope="module")
def small_disk(mortal: Mortal) -> Mortal:
    mortal.nest.keep_volumes_on("256m")
    return mortal


def fill(mortal: Mortal) -> None:
    mortal.nest.run("sh", "-c", f"cat /dev/zero >{FILL} 2>/dev/null; true")


@pytest.fixture
def empty(small_disk: Mortal) -> Iterator[Mortal]:
    """Nothing is up; afterwards there is room again, and nothing is left."""
    yield small_disk
    small_disk.nest.run("rm", "-f", FILL)
    small_disk.call("down", "tiny")
    small_disk.assert_swept()


@pytest.mark.live
def test_a_start_says_what_is_full_and_a_later_one_works(empty: Mortal) -> None:
    fill(empty)
    code, _, errors = empty.call("up", "tiny")
    assert code == 2, errors
    assert "the engine's disk is full" in errors
    assert "next step: make room on it" in errors
    empty.assert_swept()
    empty.nest.run("rm", "-f", FILL)
    empty.run("up", "tiny")


@pytest.mark.soak
def test_a_lab_that_is_up_is_looked_at_and_reset_once_there_is_room(empty: Mortal) -> None:
    empty.run("up", "tiny", "--at", LAST_STEP)
    fill(empty)
    code, output, errors = empty.call("check", LAST_STEP)
    assert code == 1, (output, errors)
    code, _, errors = empty.call("--lab", "tiny", "reset", LAST_STEP)
    assert code == 2, errors
    assert "next step: " in errors
    (run,) = empty.status()
    assert run["steps_done"] == 1, "earlier steps stay done"
    empty.nest.run("rm", "-f", FILL)
    empty.run("up", "tiny")
    code, output, errors = empty.call("--lab", "tiny", "reset", LAST_STEP)
    assert code == 0, (output, errors)
    assert empty.call("check", LAST_STEP)[0] == 1
