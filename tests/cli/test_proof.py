"""``swarmlab test`` proves labs and says where a proof breaks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from tests.cli.conftest import Place


def test_a_good_lab_is_exit_code_0(place: Place) -> None:
    shown = place.run("test", "small")
    assert shown.exit_code == 0, shown.output
    assert "✓ green     first#make-it" in shown.stdout
    assert "proofs hold" in shown.stdout.splitlines()[-1]
    assert not place.ground.nodes_of


def test_a_chapter_alone_may_be_proved(place: Place) -> None:
    shown = place.run("test", "second")
    assert "second#rotate" in shown.stdout
    assert "✓ green     first#make-it" not in shown.stdout


def test_a_fault_is_exit_code_1_with_its_place(place: Place) -> None:
    chapter = place.folder / "slides" / "second.md"
    unit = "docker swarm join-token --rotate worker\n```\n"
    wrong = f"{unit}\n```text {{.expect}}\nSomething else.\n```\n"
    chapter.write_text(chapter.read_text().replace(unit, wrong))
    report = place.folder / "report.xml"
    shown = place.run("test", "second", "--junit", str(report))
    assert shown.exit_code == 1
    assert "✗ output" in shown.stdout
    assert "second.md:" in shown.stdout
    assert ET.parse(report).getroot().get("failures") != "0"


def test_programs_get_the_report_on_stdout_and_people_the_rest(place: Place) -> None:
    shown = place.run("test", "second", "--json")
    report = json.loads(shown.stdout)
    assert report["holds"] is True
    assert {proof["name"] for proof in report["proofs"]} >= {"red", "green"}
    assert "✓ green" in shown.stderr


def test_an_unknown_word_is_neither_lab_nor_chapter(place: Place) -> None:
    shown = place.run("test", "secnod")
    assert shown.exit_code == 2
    assert "secnod is neither a lab nor a chapter" in shown.stderr
    assert "did you mean second?" in shown.stderr


def test_a_lab_without_steps_is_a_fault(place: Place) -> None:
    for name in ("first", "second"):
        start = "bare" if name == "first" else "first"
        (place.folder / "slides" / f"{name}.md").write_text(
            f"---\ntitle: T\nminutes: 1\nnodes: [manager1, worker1]\nstart: {start}\n---\n\n# T\n"
        )
    shown = place.run("test", "small")
    assert shown.exit_code == 1
    assert "nothing to prove" in shown.stdout
