"""The signs of the screens, each one cell wide and never without its word where there is room."""

from __future__ import annotations

from swarmlab.checks.verdict import State

PASSED, FAILED, WAITING, SKIPPED, ERROR = "✓", "✗", "○", "–", "!"
ALIVE, HERE, NOT_YET = "●", "►", "·"
HOLDS, LENT = "■", "▼"
BAR = "▌"
DONE_BAR, HERE_BAR, TO_COME_BAR = "━", "■", "─"

STATE_SIGN = {
    State.PASSED: PASSED,
    State.WAITING: WAITING,
    State.FAILED: FAILED,
    State.SKIPPED: SKIPPED,
    State.ERROR: ERROR,
}

STATE_ROLE = {
    State.PASSED: "$success",
    State.WAITING: "$muted",
    State.FAILED: "$error",
    State.SKIPPED: "$muted",
    State.ERROR: "$warning",
}
"""The theme variable of a state. Waiting has no colour: nothing is wrong yet."""


def node_role(index: int) -> str:
    """The theme variable of the node at this place of the lab; the seventh begins again."""
    return f"$node-{index % 6 + 1}"


def node_class(index: int) -> str:
    """The CSS class that carries the same colour to borders."""
    return f"node-{index % 6 + 1}"
