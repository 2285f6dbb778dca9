"""The proofs of a lab as a table, a step a row, filled while they are made."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from swarmlab.runs.model import BoundChapter, Step
    from swarmlab.runs.report import Proof, ProofName, Report

COLUMNS: tuple[ProofName, ...] = ("red", "green", "sabotage", "reset", "output")
"""In the order of the table; ``start`` and ``end`` belong to a chapter, not to a step."""


class Cell(StrEnum):
    """What is known of one kind of proof of a step."""

    HOLDS = "holds"
    FAILS = "fails"
    OPEN = "open"
    """Not made yet, or not all of it."""
    ABSENT = "absent"
    """Nothing to prove, or never reached."""


@dataclass(frozen=True, slots=True)
class Row:
    """A step's proofs."""

    label: str
    """``chapter#slug``; of a chapter's own proofs that fail, words."""
    cells: Mapping[ProofName, Cell]
    seconds: float
    """Of all its proofs together, made side by side or not."""
    fails: bool
    """Whether one of them does not hold."""

    @property
    def begun(self) -> bool:
        """Whether any proof of it was made."""
        return self.seconds > 0

    @property
    def complete(self) -> bool:
        """Whether nothing more is to come."""
        return Cell.OPEN not in self.cells.values()


class ProofTable:
    """Takes proofs from any thread as they end.

    Args:
        chapters: whose steps are the rows.
        once: each chapter is gone through once, not also the wrong way.
    """

    def __init__(self, chapters: Sequence[BoundChapter], *, once: bool = False) -> None:
        self._walks = 1 if once else 2
        self._lock = threading.Lock()
        self._steps = {step.id: step for chapter in chapters for step in chapter.steps}
        self._proofs: dict[str, list[Proof]] = {}
        self._ends: Counter[str] = Counter()
        self._told: set[str] = set()

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of all steps."""
        return tuple(self._steps)

    def add(self, proof: Proof) -> tuple[Row, ...]:
        """Take a proof; the rows that are complete by it."""
        with self._lock:
            self._proofs.setdefault(proof.step, []).append(proof)
            if proof.name == "end":
                self._ends[proof.chapter] += 1
            rows = [self._row(step) for step in self._steps.values()]
            complete = tuple(r for r in rows if r.complete and r.label not in self._told)
            self._told.update(row.label for row in complete)
            return complete

    def rows(self) -> tuple[Row, ...]:
        """The table now, chapters' own faults first."""
        with self._lock:
            own = [p for name, made in self._proofs.items() if name not in self._steps
                   for p in made if p.faults]  # fmt: skip
            faulty = tuple(_own_fault(proof) for proof in own)
            return (*faulty, *(self._row(step) for step in self._steps.values()))

    def close(self) -> None:
        """No proof comes any more: what is open never was reached."""
        with self._lock:
            self._ends.update(dict.fromkeys((s.chapter for s in self._steps.values()), self._walks))

    def _row(self, step: Step) -> Row:
        proofs = self._proofs.get(step.id, ())
        over = self._ends[step.chapter] >= self._walks
        cells = {name: _cell(proofs, name, expected(step)[name], over=over) for name in COLUMNS}
        seconds = sum(proof.seconds for proof in proofs)
        return Row(step.id, cells, seconds, Cell.FAILS in cells.values())


def table_of(report: Report, chapters: Sequence[BoundChapter]) -> tuple[Row, ...]:
    """The whole table of a report that is done."""
    table = ProofTable(chapters)
    for proof in report.proofs:
        table.add(proof)
    table.close()
    return table.rows()


def expected(step: Step) -> Counter[ProofName]:
    """How often each proof is made of a step that is gone through to its end."""
    sabotages = len(step.slide.details("sabotage"))
    has_work = bool(step.slide.units or step.slide.solution)
    return Counter({
        "red": 1, "green": 1, "output": int(has_work),
        "sabotage": sabotages, "reset": max(sabotages, 1),
    })  # fmt: skip


def _cell(proofs: Iterable[Proof], name: ProofName, expected: int, *, over: bool) -> Cell:
    made = [proof for proof in proofs if proof.name == name]
    if any(not proof.holds for proof in made):
        return Cell.FAILS
    if len(made) < expected and not over:
        return Cell.OPEN
    return Cell.HOLDS if made else Cell.ABSENT


def _own_fault(proof: Proof) -> Row:
    absent = dict.fromkeys(COLUMNS, Cell.ABSENT)
    return Row(f"{proof.step}: {proof.name}", absent, proof.seconds, fails=True)
