"""A class as its instructor sees it, and what reaches a learner: frozen values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from swarmlab.runs.model import Lab, Place
    from swarmlab.runs.registry import RunState

Standing = Literal["asks", "stuck", "at work", "done", "away"]
"""Who needs help first: a hand is up; longer at a step than the class took; at work; all steps
of the chapter done; no program has the run open."""
CellState = Literal["done", "waiting", "failed", "error", "open"]
"""``done`` once; at it with no task red, with a red one, or one that could not be looked at;
``open``: not begun."""
PartState = Literal["watches", "asks", "takes part"]
"""What an instructor does with a learner's shells: looks on, asks to type, was let in."""
MessageKind = Literal["message", "hint"]
SOON_MINUTES = 30
"""From here on a learner is told that the nodes end."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One step of one learner."""

    state: CellState
    seconds: float = 0.0
    """Spent at it while it was open."""


@dataclass(frozen=True, slots=True)
class Learner:
    """One run, as the class sees it."""

    run: str
    owner: str
    lab: str
    standing: Standing
    state: RunState
    held: bool
    """A program has it open."""
    place: Place | None
    step: str
    """The id of the step it is at; empty past the last."""
    cells: Mapping[str, Cell]
    """By step id, for every step of the lab."""
    hints: int
    points: int
    attempts: int
    seconds: float
    """Spent in the lab."""
    reason: str
    """The last reason for a red task, untrusted; empty when none is red."""
    hand: float
    """Since when the hand is up, in seconds since the epoch; 0 when it is not."""
    question: str
    """What was asked with it, untrusted."""
    part: PartState | None
    """What an instructor does with its shells at this moment."""
    seen: float
    """When a program last had it open."""
    expires: float
    """When its nodes end; 0 while they are down."""


@dataclass(frozen=True, slots=True)
class ClassView:
    """Every run of one lab at one moment."""

    lab: Lab
    learners: tuple[Learner, ...]
    """Who needs help first comes first."""
    usual_seconds: Mapping[str, float]
    """By step id: the median of those who did it."""
    paused: str | None
    """What the pause for all says; None while there is none."""
    locked: frozenset[str]
    """Chapters that nobody may enter."""


@dataclass(frozen=True, slots=True)
class Message:
    """What an instructor sent to a learner."""

    number: int
    at: float
    kind: MessageKind
    text: str
    """As typed, untrusted: a learner's terminal sees it drawn only."""


def minutes_until(end: float, now: float) -> int:
    """Whole minutes that are left; none once it is over."""
    return max(0, int(end - now) // 60)


@dataclass(frozen=True, slots=True)
class ClassWord:
    """What a learner's screen shows of the class at this moment."""

    paused: str | None = None
    locked: frozenset[str] = frozenset()
    part: PartState | None = None
    hand: float = 0.0
    expires: float = 0.0
    """When the nodes end; 0 while they are down."""

    def ends_soon(self, now: float) -> int | None:
        """The minutes until the nodes end, once there are few; an instructor may give more."""
        minutes = minutes_until(self.expires, now)
        return minutes if self.expires and minutes < SOON_MINUTES else None


@dataclass(frozen=True, slots=True)
class Acted:
    """What became of an action for one learner."""

    run: str
    owner: str
    done: bool
    words: str
    """What was done and proved, or why not, with the next step."""
    seconds: float
