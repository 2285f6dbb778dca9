"""What verbs tell of runs, steps and tasks: plain values that commands print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from swarmlab.runs import registry


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task and its verdict."""

    key: str
    number: int
    text: str
    sentence: str
    guard: bool
    state: str
    reason: str
    expected: str
    observed: str
    node: str
    look_at: str
    since: float


@dataclass(frozen=True, slots=True)
class StepLines:
    """A step and its tasks."""

    step: str
    title: str
    done: bool
    holds: bool
    """Whether every task holds now."""
    tasks: tuple[TaskLine, ...]


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run as ``status`` tells it."""

    run: str
    lab: str
    owner: str
    state: registry.RunState
    held: bool
    """Another program shows it now."""
    chapter: str
    slide: int
    step: str
    steps_done: int
    steps: int
    expires: float
    nodes: Mapping[str, str]
    """Each node's state; empty while down or the engine does not answer."""
    points: int
    of: int
    """Points that there are in the lab."""
    hints: int
    solutions: int
    attempts: int
    seconds: float
    """Of work, in all chapters."""


@dataclass(frozen=True, slots=True)
class ShellTarget:
    """Where ``swarmlab shell`` goes."""

    run: str
    node: str
    container_id: str


def step_lines(told: Mapping[str, Any]) -> StepLines:
    """A step as ``service.told_step`` tells it."""
    tasks = tuple(TaskLine(**task) for task in told["tasks"])
    return StepLines(told["step"], told["title"], told["done"], told["holds"], tasks)
