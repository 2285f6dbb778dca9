"""What the proofs of a lab found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

ProofName = Literal["start", "red", "green", "sabotage", "reset", "output", "end"]
"""The five proofs, and the two ends: nodes came up, and nothing is left over."""

PROOFS: tuple[ProofName, ...] = ("start", "red", "output", "green", "sabotage", "reset", "end")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a proof does not hold."""

    place: str
    """``file:line:column``."""
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


@dataclass(frozen=True, slots=True)
class Skip(Fault):
    """A task that cannot be judged here, and what this machine lacks; no fault of the lab."""


@dataclass(frozen=True, slots=True)
class Proof:
    """One proof of one step; without faults it holds."""

    chapter: str
    step: str
    """``chapter#slug``; the chapter's name for its start and end."""
    name: ProofName
    seconds: float
    faults: tuple[Fault, ...] = ()
    skips: tuple[Skip, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether it holds."""
        return not self.faults


@dataclass(frozen=True, slots=True)
class Report:
    """All proofs of a lab, in the order of its steps."""

    lab: str
    proofs: tuple[Proof, ...]
    seconds: float

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Every fault."""
        return tuple(fault for proof in self.proofs for fault in proof.faults)

    @property
    def skips(self) -> tuple[Skip, ...]:
        """Every task that could not be judged here, once."""
        return tuple(dict.fromkeys(skip for proof in self.proofs for skip in proof.skips))

    @property
    def holds(self) -> bool:
        """Whether there are proofs, and all hold."""
        return bool(self.proofs) and not self.faults


def in_order(proofs: Iterable[Proof], steps: Iterable[str]) -> tuple[Proof, ...]:
    """Proofs sorted by the lab's steps; they end in any order, being made side by side."""
    places = {step: number for number, step in enumerate(steps)}

    def place(proof: Proof) -> tuple[str | int, ...]:
        last = len(places) if proof.name == "end" else -1
        return (places.get(proof.step, last), PROOFS.index(proof.name))

    by_chapter: dict[str, list[Proof]] = {}
    for proof in proofs:
        by_chapter.setdefault(proof.chapter, []).append(proof)
    order = {step.partition("#")[0]: number for number, step in reversed(list(enumerate(steps)))}
    chapters = sorted(by_chapter, key=lambda name: order.get(name, -1))
    return tuple(p for name in chapters for p in sorted(by_chapter[name], key=place))
