"""The table of proofs: what is complete, what is absent, what fails."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from swarmlab.cli.proof_table import rows_that_fit
from swarmlab.runs.proofs import prove
from swarmlab.runs.prooftable import COLUMNS, Cell, ProofTable, Row, expected, table_of
from swarmlab.runs.report import Fault, Proof, Report

if TYPE_CHECKING:
    from swarmlab.runs.model import Lab
    from swarmlab.runs.report import ProofName
    from swarmlab.runs.store import Store
    from tests.fakes.ground import FakeGround

STEP = "first#make-it"


def proof(name: ProofName, *faults: str, step: str = STEP) -> Proof:
    told = tuple(Fault("first.md:1:1", words) for words in faults)
    return Proof(step.partition("#")[0], step, name, 1.0, told)


def cells(table: ProofTable, label: str = STEP) -> dict[ProofName, Cell]:
    return dict(next(row for row in table.rows() if row.label == label).cells)


def test_what_is_expected_of_a_step_is_what_is_made(
    lab: Lab, store: Store, ground: FakeGround
) -> None:
    report = prove(ground, store, lab)
    for step in lab.steps:
        made = Counter(p.name for p in report.proofs if p.step == step.id)
        assert made == +expected(step), step.id
    rows = table_of(report, lab.chapters)
    assert [row.label for row in rows] == [step.id for step in lab.steps]
    assert not any(row.fails or Cell.OPEN in row.cells.values() for row in rows)


def test_a_row_is_told_once_when_its_last_proof_has_come(lab: Lab) -> None:
    table = ProofTable(lab.chapters)
    for name in COLUMNS[:-1]:
        assert table.add(proof(name)) == ()
    assert cells(table)["output"] is Cell.OPEN
    (row,) = table.add(proof("output"))
    assert (row.label, row.seconds, row.fails) == (STEP, 5.0, False)
    assert table.add(proof("reset")) == ()


def test_a_sabotage_that_holds_does_not_hide_one_that_fails(lab: Lab) -> None:
    table = ProofTable(lab.chapters)
    table.add(proof("sabotage", "is passed, not red"))
    table.add(proof("sabotage"))
    assert cells(table)["sabotage"] is Cell.FAILS


def test_what_both_lines_have_left_behind_is_absent(lab: Lab) -> None:
    table = ProofTable(lab.chapters)
    table.add(proof("red", "is passed"))
    assert table.add(proof("end", step="first")) == ()
    told = table.add(proof("end", step="first"))
    assert [row.label for row in told] == [s.id for s in lab.chapter("first").steps]
    assert cells(table) == {**dict.fromkeys(COLUMNS, Cell.ABSENT), "red": Cell.FAILS}
    assert cells(table, "second#rotate")["red"] is Cell.OPEN


@pytest.mark.parametrize("name", ["start", "end", "output"])
def test_a_chapters_own_fault_is_a_row(lab: Lab, name: ProofName) -> None:
    report = Report("small", (proof(name, "left over", step="first"),), 1.0)
    first, *steps = table_of(report, lab.chapters)
    assert (first.label, first.fails) == (f"first: {name}", True)
    assert all(set(row.cells.values()) == {Cell.ABSENT} and not row.fails for row in steps)


def test_of_a_table_that_is_too_high_the_rows_in_work_are_shown() -> None:
    def row(label: str, cell: Cell, seconds: float, *, fails: bool = False) -> Row:
        return Row(label, dict.fromkeys(COLUMNS, cell), seconds, fails)

    rows = [
        row("a", Cell.HOLDS, 1.0),
        row("b", Cell.FAILS, 1.0, fails=True),
        row("c", Cell.OPEN, 1.0),
        row("d", Cell.OPEN, 0.0),
        row("e", Cell.OPEN, 2.0),
    ]
    shown = [[r.label for r in rows_that_fit(rows, height)] for height in (5, 4, 3, 2)]
    assert shown == [["a", "b", "c", "d", "e"], ["a", "b", "c", "e"], ["b", "c", "e"], ["c", "e"]]
