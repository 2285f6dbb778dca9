"""What a start screen or a status line tells of labs and of the engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from swarmlab.errors import EngineError
    from swarmlab.runs.model import Place


@dataclass(frozen=True, slots=True)
class ChapterEntry:
    """A chapter on the start screen."""

    name: str
    title: str
    minutes: int
    steps: int
    steps_done: int


@dataclass(frozen=True, slots=True)
class LabEntry:
    """A lab on the start screen."""

    name: str
    title: str
    summary: str
    minutes: int
    chapters: tuple[ChapterEntry, ...]
    nodes: int
    steps: int
    steps_done: int
    goes_on_at: Place | None
    """Where the stored progress goes on; None when not begun or all done."""
    done_on: str = ""
    """``19 November``, when every step is done."""
    running: bool = False
    """A kept run of this owner is up."""
    fault: str = ""
    """The first diagnostic, when the lab cannot be used."""
    faults: int = 0


@dataclass(frozen=True, slots=True)
class EngineWord:
    """The engine's state in words for header and start screen."""

    answers: bool
    version: str = ""
    cgroup: str = ""
    """``v1`` or ``v2``."""
    target: str = ""
    """``unix socket of this machine, by the context "default"``."""
    where: str = "this machine"
    memory_free: int = 0
    """Bytes."""
    image: str = ""
    """``node image found``, ``node image is made at the first start`` …"""
    leftovers: int = 0
    """Objects of runs whose program is gone."""
    reason: str = ""
    next_step: str = ""

    @classmethod
    def of_fault(cls, fault: EngineError) -> Self:
        """No engine answers, and why."""
        return cls(False, target=fault.place, reason=fault.message, next_step=fault.next_step)
