"""What a class came to, for spreadsheets and programs."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from swarmlab.runs import registry
from swarmlab.runs.classroom import results
from swarmlab.runs.progress import Progress
from tests.runs.classroom.labs import FIRST, SECOND, Pupil

if TYPE_CHECKING:
    from swarmlab.runs.model import Lab
    from swarmlab.runs.store import Store


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_each_step_of_each_learner_is_a_row(store: Store, lab: Lab) -> None:
    ada = Pupil(store, lab, "ada").did(FIRST, 61.25, attempts=3).spent(SECOND, 5.0)
    ada.progress.add_hint(FIRST)
    ada.progress.add_solution(SECOND)
    Pupil(store, lab, "bob")
    Pupil(store, lab, "test-99")
    found = results.read(store, lab)
    assert [(one.learner, one.step) for one in found] == [
        (name, step.id) for name in ("ada", "bob") for step in lab.steps
    ]
    first, second = found[:2]
    assert (first.state, first.seconds, first.attempts, first.hints) == ("done", 61.2, 3, 1)
    assert (first.points, first.of, first.title, first.played) == (1, 1, "Make it", False)
    assert first.done_at
    assert (second.state, second.solutions, second.points) == ("begun", 1, 0)
    assert found[-1].state == "open"
    rows = table(results.as_csv(found))
    assert len(rows) == 8
    assert (rows[0]["learner"], rows[0]["seconds"], rows[0]["played"]) == ("ada", "61.2", "no")
    assert json.loads(json.dumps(results.as_json(found)))[0]["hints"] == 1


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "  =1+1", "\t=1", "\u200e=1"])
def test_no_name_becomes_a_formula(store: Store, lab: Lab, name: str) -> None:
    run = registry.make_run(store, lab.name, name, str(lab.path))
    Progress(store, run.id).set_done(FIRST)
    for row in table(results.as_csv(results.read(store, lab))):
        assert row["learner"].startswith("'")


def test_a_name_cannot_break_out_of_its_cell_or_reach_the_terminal(store: Store, lab: Lab) -> None:
    name = 'a"b,c\nd\x1b[31me\u202e'
    registry.make_run(store, lab.name, name, str(lab.path))
    rows = table(results.as_csv(results.read(store, lab)))
    assert {row["learner"] for row in rows} == {'a"b,c de'}
