"""The five proofs on nodes that act: a good lab holds, and each kind of fault is found."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from swarmlab.checks import registry as sentences
from swarmlab.checks.verdict import skipped
from swarmlab.runs import junit, labfile, orphans, player, registry, rightline, wrongline
from swarmlab.runs.ground import Thing
from swarmlab.runs.proofs import prove
from tests.fakes.ground import FakeGround
from tests.fakes.swarms import WORKER_TOKEN
from tests.runs.labs import FIRST, LAB, SECOND, write_lab

if TYPE_CHECKING:
    from pathlib import Path

    from swarmlab.checks.scene import Scene
    from swarmlab.checks.verdict import Verdict
    from swarmlab.runs.report import Report
    from swarmlab.runs.store import Store

JOIN = 'docker swarm join --token "$worker_token" manager1:2377'


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not going to come need not be waited for long on nodes that act at once."""
    for module, name in (
        (rightline, "GREEN_SECONDS"),
        (rightline, "SETTLE_SECONDS"),
        (wrongline, "RED_SECONDS"),
        (wrongline, "STEADY_SECONDS"),
        (player, "HOLD_SECONDS"),
    ):
        monkeypatch.setattr(module, name, 0.3)


def proven(folder: Path, store: Store, ground: FakeGround, first: str, lab: str = LAB) -> Report:
    return prove(ground, store, labfile.load(write_lab(folder, lab, first=first)), ["first"])


def faults(report: Report) -> list[tuple[str, str, str]]:
    return [(p.name, p.step, f.message) for p in report.proofs for f in p.faults]


def test_a_good_lab_proves_itself_and_leaves_nothing(
    tmp_path: Path, store: Store, ground: FakeGround
) -> None:
    report = prove(ground, store, labfile.load(write_lab(tmp_path)))
    assert faults(report) == []
    assert report.holds
    assert ground.nodes_of == {}
    assert registry.all_runs(store) == ()
    assert not any(sweeper.watching for sweeper in ground.sweepers)
    made = {(proof.step, proof.name) for proof in report.proofs}
    assert {("first#make-it", n) for n in ("red", "output", "green", "sabotage", "reset")} <= made
    assert ("second#rotate", "reset") in made


def test_a_check_that_is_green_before_the_work_is_a_fault(
    tmp_path: Path, store: Store, ground: FakeGround
) -> None:
    text = FIRST.replace(
        "check: worker1 tried",
        "check: manager1 is a manager -->\n- [ ] x <!-- check: worker1 tried",
    )
    found = faults(proven(tmp_path, store, ground, text))
    assert ("red", "first#be-refused") in [(name, step) for name, step, _ in found]
    # It is found as early as it becomes true: two steps before its own.
    assert ("green", "first#make-it") in [(name, step) for name, step, _ in found]


def test_a_task_that_stays_red_is_a_fault_at_its_sentence(
    tmp_path: Path, store: Store, ground: FakeGround
) -> None:
    text = FIRST.replace(
        "check #joined: worker1 is a worker", "check #joined: worker1 is a manager"
    )
    report = proven(tmp_path, store, ground, text)
    (fault,) = next(p for p in report.proofs if p.name == "green" and p.faults).faults
    line = text[: text.index("worker1 is a manager")].count("\n") + 1
    assert f"first.md:{line}:" in fault.place
    assert "not green after the step's units" in fault.message


def test_output_that_differs_is_a_fault_at_the_expectation(
    tmp_path: Path, store: Store, ground: FakeGround
) -> None:
    text = FIRST.replace(JOIN + "\n```\n", JOIN + "\n```\n\n```text {.expect}\nhello\n```\n")
    found = faults(proven(tmp_path, store, ground, text))
    (output, after_reset) = found
    assert output[:2] == ("output", "first#join-it")
    assert "printed something else" in output[2]
    # The other walk cannot go on either: what it does not reach would be missing, untold.
    assert after_reset[:2] == ("reset", "first#join-it")
    assert after_reset[2].startswith("the work after the reset: printed something else")


@pytest.mark.parametrize("strict", [False, True])
def test_what_the_kernel_lacks_is_skipped_and_is_a_fault_only_when_all_is_to_be_proved(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch, *, strict: bool
) -> None:
    monkeypatch.setattr(sentences, "_registered", list(sentences.registered()))
    needy = "worker1 needs IPVS to work"
    sentences.sentence("{node:node} needs IPVS to work", example=needy, reads=[])(needs_ipvs)
    text = FIRST.replace(
        "bash {node=worker1}\ndocker swarm join", "bash {node=worker1 needs=ipvs}\nfalse"
    )
    sabotage = SABOTAGE.replace("#made", "#joined")
    text = text.replace(
        "#joined: worker1 is a worker", f"#joined: {needy} -->\n- [ ] told <!-- check: {TOLD}"
    )
    text = text.replace("---\n\n## Be refused", f"{sabotage}\n---\n\n## Be refused")
    lab = labfile.load(write_lab(tmp_path, first=text))
    ground = FakeGround(lacks=frozenset({"ip_vs"}))
    report = prove(ground, store, lab, ["first"], strict=strict)
    told = report.faults if strict else report.skips
    assert {fault.message for fault in told} == {f"{needy}: worker1: this kernel has no IPVS"}
    assert report.holds is not strict
    told_by = {p.name for p in report.proofs if p.step == "first#join-it" and (p.skips or p.faults)}
    assert told_by == {"red", "green", "sabotage", "reset"}
    cases = junit.document(report).iterfind(f".//testcase[{'failure' if strict else 'skipped'}]")
    assert {case.get("name") for case in cases} == told_by


def test_solved_once_a_chapter_is_not_spoilt(
    tmp_path: Path, store: Store, ground: FakeGround
) -> None:
    report = prove(ground, store, labfile.load(write_lab(tmp_path)), ["first"], once=True)
    assert report.holds
    made = {proof.name for proof in report.proofs if proof.step == "first#make-it"}
    assert made == {"red", "output", "green"}


def test_an_attack_that_succeeds_is_a_fault(
    tmp_path: Path, store: Store, ground: FakeGround
) -> None:
    text = FIRST.replace(
        "node=worker1 refused=not-a-manager", "node=manager1 refused=not-a-manager"
    )
    found = faults(proven(tmp_path, store, ground, text))
    assert any("was not refused" in message for _, _, message in found)


def test_a_sabotage_must_say_what_it_promises(
    tmp_path: Path, store: Store, ground: FakeGround
) -> None:
    text = FIRST.replace("sabotage #made: manager1 is in no swarm", "sabotage #made: the moon")
    found = faults(proven(tmp_path, store, ground, text))
    assert [(name, step) for name, step, _ in found] == [("sabotage", "first#make-it")]
    assert "does not say 'the moon'" in found[0][2]


def test_a_sabotage_that_does_no_harm_is_a_fault(
    tmp_path: Path, store: Store, ground: FakeGround
) -> None:
    before, sabotage, after = FIRST.partition("<!-- sabotage")
    text = before + sabotage + after.replace("node=worker1}", "node=manager1}", 1)
    found = faults(proven(tmp_path, store, ground, text))
    assert [(name, step) for name, step, _ in found] == [("sabotage", "first#make-it")]
    assert "is passed, not red, after the wrong work" in found[0][2]


TOLD = "manager1 tried `docker swarm join-token` and it worked"


def needs_ipvs(scene: Scene, *, node: str) -> Verdict:
    """Nobody can say."""
    assert scene.lacks == {"ip_vs"}
    return skipped(f"{node}: this kernel has no IPVS")


SABOTAGE = FIRST[FIRST.index('<details class="sabotage">') : FIRST.index("---\n\n## Join it")]
BREAKING = "```bash {node=worker1 refused=not-a-manager}"
LEAVING = "```bash {node=worker1}\ndocker swarm leave\n```\n\n" + BREAKING


def test_a_step_that_breaks_an_earlier_task_must_say_so(
    tmp_path: Path, store: Store, ground: FakeGround
) -> None:
    text = FIRST.replace(BREAKING, LEAVING)
    found = faults(proven(tmp_path, store, ground, text))
    assert [(name, step) for name, step, _ in found] == [("green", "first#be-refused")]
    assert "was green, and is not after first#be-refused" in found[0][2]
    said = text.replace("## Be refused\n", "## Be refused\n\n<!-- step: breaks=#joined -->\n")
    assert faults(proven(tmp_path, store, ground, said)) == []


def test_a_step_may_not_say_it_breaks_what_it_leaves(
    tmp_path: Path, store: Store, ground: FakeGround
) -> None:
    text = FIRST.replace("## Be refused\n", "## Be refused\n\n<!-- step: breaks=#joined -->\n")
    found = faults(proven(tmp_path, store, ground, text))
    assert "says it breaks this, and it is still green" in found[0][2]


def test_what_a_reset_leaves_over_is_a_fault(
    tmp_path: Path, store: Store, ground: FakeGround
) -> None:
    ground.extra.append(Thing("volume", "forgotten", "another-attempt"))
    found = faults(proven(tmp_path, store, ground, FIRST))
    assert ("reset", "first#make-it", "left over after the reset: volume forgotten") in found
    assert ("end", "first", "left over at the end: volume forgotten") in found


def test_nodes_that_do_not_come_up_are_a_fault(
    tmp_path: Path, store: Store, ground: FakeGround
) -> None:
    ground.fails = "worker1 did not start"
    found = faults(proven(tmp_path, store, ground, FIRST))
    assert ("start", "first", "worker1 did not start") in found


def test_a_run_whose_nodes_stay_is_known_to_the_next_start(
    tmp_path: Path, store: Store, ground: FakeGround
) -> None:
    ground.stuck = "the volume is in use"
    found = faults(proven(tmp_path, store, ground, FIRST))
    assert ("end", "first", "the volume is in use") in found
    assert {run.state for run in orphans.orphans(store)} == {"attached"}


def test_a_lab_without_steps_is_a_fault(tmp_path: Path, store: Store, ground: FakeGround) -> None:
    lab = LAB.replace('["first", "second"]', '["first"]')
    text = SECOND.partition("- [ ]")[0].replace("start: first", "start: bare")
    (found,) = faults(proven(tmp_path, store, ground, text, lab))
    assert found[2] == "no step: there is nothing to prove"


def test_junit_counts_faults_and_survives_what_xml_cannot_hold(
    tmp_path: Path, store: Store, ground: FakeGround
) -> None:
    ground.fails = f"worker1 said \x1b[31m\x00 & <died> {WORKER_TOKEN.reveal()}"
    report = proven(tmp_path, store, ground, FIRST)
    junit.write(report, tmp_path / "out.xml")
    root = ET.parse(tmp_path / "out.xml").getroot()
    assert root.get("failures") == str(sum(not proof.holds for proof in report.proofs))
    failure = root.find("./testsuite/testcase/failure")
    assert failure is not None
    assert "& <died>" in str(failure.text)
    assert WORKER_TOKEN.secret not in (tmp_path / "out.xml").read_text()
