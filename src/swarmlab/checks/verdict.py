"""What a check found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Passed, waiting, failed, skipped or error.

    Waiting: not yet true, nothing wrong. Failed: the work went the wrong way.
    Skipped: this machine lacks something. Error: could not look.
    """

    PASSED = "passed"
    WAITING = "waiting"
    FAILED = "failed"
    SKIPPED = "skipped"
    ERROR = "error"

    @property
    def is_red(self) -> bool:
        """Red in proofs: waiting or failed; never error or skipped."""
        return self in {State.WAITING, State.FAILED}


ASCII_SIGN = {
    State.PASSED: "[x]",
    State.WAITING: "[ ]",
    State.FAILED: "[X]",
    State.SKIPPED: "[-]",
    State.ERROR: "[!]",
}
"""How a state is written in plain text and where there is no UTF-8, never without its word."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A state with its reason. All texts are plain, masked, and may hold untrusted words."""

    state: State
    reason: str = ""
    """One line; for waiting, skipped and error what the screen shows under the task."""
    expected: str = ""
    observed: str = ""
    node: str = ""
    """Where it was seen."""
    look_at: str = ""
    """A direction, never the solution."""

    @property
    def words(self) -> str:
        """All texts in one line: what a sabotage's promise is looked for in."""
        parts = (self.reason, self.expected, self.observed, self.node, self.look_at)
        return " | ".join(part for part in parts if part)


def passed(reason: str = "", *, observed: str = "", node: str = "") -> Verdict:
    """It is true."""
    return Verdict(State.PASSED, reason=reason, observed=observed, node=node)


def waiting(reason: str, *, node: str = "") -> Verdict:
    """It is not true yet, and nothing is wrong."""
    return Verdict(State.WAITING, reason=reason, node=node)


def failed(*, expected: str, observed: str, node: str = "", look_at: str = "") -> Verdict:
    """The work went the wrong way."""
    return Verdict(State.FAILED, expected=expected, observed=observed, node=node, look_at=look_at)


def skipped(reason: str) -> Verdict:
    """This machine lacks what the check needs."""
    return Verdict(State.SKIPPED, reason=reason)


def error(reason: str, *, node: str = "", look_at: str = "") -> Verdict:
    """Could not look: neither passed nor failed."""
    return Verdict(State.ERROR, reason=reason, node=node, look_at=look_at)
