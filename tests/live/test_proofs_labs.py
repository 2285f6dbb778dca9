"""``swarmlab test`` on real nodes: the first lab holds, and a faulty one does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swarmlab.runs import labfile, registry
from swarmlab.runs.proofs import prove
from tests.runs.labs import FIRST, write_lab

if TYPE_CHECKING:
    from pathlib import Path

    from swarmlab.runs.engine_ground import EngineGround
    from swarmlab.runs.store import Store

pytestmark = pytest.mark.live


CHAPTERS = [bound.name for bound in labfile.load("least-privilege").chapters]


@pytest.mark.parametrize(
    "chapter",
    [
        pytest.param(name, marks=pytest.mark.xdist_group(f"proofs of {name}"), id=name)
        for name in CHAPTERS
    ],
)
def test_each_chapter_of_the_first_lab_proves_itself(
    chapter: str, ground: EngineGround, store: Store
) -> None:
    lab = labfile.load("least-privilege")
    report = prove(ground, store, lab, [chapter])
    assert [str(fault) for fault in report.faults] == []
    proven = {(proof.step, proof.name) for proof in report.proofs}
    for step in lab.chapter(chapter).steps:
        assert {(step.id, name) for name in ("red", "green", "reset")} <= proven
        assert not step.slide.details("sabotage") or (step.id, "sabotage") in proven
    assert registry.all_runs(store) == ()


def test_a_promise_no_verdict_keeps_is_a_fault_with_its_line(
    tmp_path: Path, ground: EngineGround, store: Store
) -> None:
    text = FIRST.replace("sabotage #made: manager1 is in no swarm", "sabotage #made: the moon")
    path = write_lab(tmp_path, first=text)
    report = prove(ground, store, labfile.load(path), ["first"])
    (fault,) = report.faults
    assert "does not say 'the moon'" in fault.message
    line = text[: text.index('<details class="sabotage">')].count("\n") + 1
    assert fault.place.endswith(f"first.md:{line}:1")
