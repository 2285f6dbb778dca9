"""``reset``, ``goto`` and ``down`` of a kept run, killed in each phase: nothing of it stays.

Progress does, and the lab can be begun again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.live.gate import Gate
from tests.live.mortal import DOWN, GOTO, LAST_STEP, RESET, UP, kill, mortal, up

if TYPE_CHECKING:
    from tests.live.mortal import Mortal

__all__ = ["mortal", "up"]

pytestmark = pytest.mark.live

PHASES = (
    (RESET, "DELETE /", "before"),
    (RESET, "/containers/create", "after"),
    (GOTO, "/networks/create", "before"),
    (GOTO, "/logs?", "after"),  # the node is started
    (DOWN, "DELETE /", "after"),
)


@pytest.mark.parametrize(("words", "request_line", "when"), PHASES)
def test_nothing_but_progress_is_left_of(
    words: tuple[str, ...], request_line: str, when: str, up: Mortal
) -> None:
    with Gate(up.nest.url, request_line) as gate:
        program = up.start(*words, engine=gate.url)
        gate.await_request()
        kill(program)
        if when == "after":
            gate.let_pass()
        else:
            gate.turn_away()
        if words == DOWN:  # nobody watches a removal: the next start ends it
            up.start_another()
        up.assert_swept()
    (run,) = [run for run in up.status() if run["lab"] == "tiny"]
    assert run["steps_done"] == 1
    assert not run["nodes"]
    up.run(*UP)
    assert up.call("check", LAST_STEP)[0] == 1, "nothing of it was done for good"
