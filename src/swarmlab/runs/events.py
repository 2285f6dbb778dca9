"""What a session tells whoever listens: small frozen messages, sent from its own threads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from swarmlab.checks.verdict import Verdict
    from swarmlab.deck.model import Position
    from swarmlab.runs.classroom.model import ClassWord, Message
    from swarmlab.runs.resetting import ResetProof
    from swarmlab.swarm.command import FinishedCommand
    from swarmlab.swarm.snapshot import Snapshot

BootPhase = Literal["made", "started", "engine", "app loaded", "in swarm"]
"""What a node passes through, in this order; ``in swarm`` only where the chapter needs it."""

UnitPhase = Literal["pasted", "running", "ran", "failed", "skipped"]


@dataclass(frozen=True, slots=True)
class BootProgress:
    """A node ended a phase; sent as it happens."""

    node: str
    phase: BootPhase
    seconds: float
    """Since the start of the boot."""


@dataclass(frozen=True, slots=True)
class ReplayProgress:
    """A unit of the chapters before was run to bring the nodes to the chapter's start."""

    done: int
    total: int
    step: str


@dataclass(frozen=True, slots=True)
class TaskVerdict:
    """A task's verdict and since when it is so."""

    verdict: Verdict
    since: float
    """Seconds since the epoch of the last change of state."""


@dataclass(frozen=True, slots=True)
class VerdictsChanged:
    """The verdicts of a step, all of them; sent when any changed."""

    step: str
    verdicts: Mapping[str, TaskVerdict]
    """By task key."""


@dataclass(frozen=True, slots=True)
class StepDone:
    """Every task of the step has passed (or is skipped), for the first time."""

    step: str


@dataclass(frozen=True, slots=True)
class SnapshotTaken:
    """A new snapshot that differs from the one before."""

    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class UnitChanged:
    """A unit sent to a shell moved on."""

    unit: Position
    """The unit's position names it."""
    phase: UnitPhase
    at: float
    """Seconds since the epoch."""
    seconds: float = 0.0
    status: int = 0
    reason: str = ""
    """Why it failed or was skipped: ``exit 1``, ``printed something else`` …"""
    node: str = ""
    """Where it runs, as far as who tells knows."""


@dataclass(frozen=True, slots=True)
class CommandFinished:
    """A command line ended in any shell of the run."""

    command: FinishedCommand


@dataclass(frozen=True, slots=True)
class NodeChanged:
    """A node's container changed its state."""

    node: str
    alive: bool
    word: str
    """``running``, ``paused``, ``stopped``, ``gone``, ``fresh shell``."""


@dataclass(frozen=True, slots=True)
class EngineChanged:
    """The engine stopped or began to answer."""

    answers: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ProgressTrouble:
    """Progress could not be stored; what was not is tried again at the next look."""

    reason: str
    next_step: str


@dataclass(frozen=True, slots=True)
class Rebooted:
    """The nodes are fresh ones: reset, goto or another chapter; shells must be opened again."""

    reason: str


@dataclass(frozen=True, slots=True)
class ResetProved:
    """It was looked whether fresh nodes are as they must be."""

    proof: ResetProof


@dataclass(frozen=True, slots=True)
class MessageCame:
    """The instructor sent a message or a hint."""

    message: Message


@dataclass(frozen=True, slots=True)
class ClassChanged:
    """What the class is told is otherwise: a pause, a lock, who looks at the shells, the hand."""

    word: ClassWord


Event = (
    BootProgress | ReplayProgress | VerdictsChanged | StepDone | SnapshotTaken | UnitChanged
    | CommandFinished | NodeChanged | EngineChanged | ProgressTrouble | Rebooted
    | ResetProved | MessageCame | ClassChanged
)  # fmt: skip
