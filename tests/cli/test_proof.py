"""``swarmlab test`` proves labs and says where a proof breaks."""

from __future__ import annotations

import io
import json
import re
import sys
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from swarmlab.cli.main import cli

if TYPE_CHECKING:
    from tests.cli.conftest import Place


def test_a_good_lab_is_exit_code_0(place: Place) -> None:
    shown = place.run("test", "small")
    assert shown.exit_code == 0, shown.output
    assert rows(shown.stdout)["first#make-it"] == ["✓", "✓", "✓", "✓", "✓"]
    assert rows(shown.stdout)["first#be-refused"] == ["✓", "✓", "–", "✓", "✓"]
    assert "proofs hold" in shown.stdout.splitlines()[-1]
    assert not place.ground.nodes_of


def test_a_chapter_alone_may_be_proved(place: Place) -> None:
    shown = place.run("test", "second")
    assert set(rows(shown.stdout)) == {"second#rotate"}


def test_a_fault_is_exit_code_1_with_its_place(place: Place) -> None:
    chapter = place.folder / "slides" / "second.md"
    unit = "docker swarm join-token --rotate worker\n```\n"
    wrong = f"{unit}\n```text {{.expect}}\nSomething else.\n```\n"
    chapter.write_text(chapter.read_text().replace(unit, wrong))
    report = place.folder / "report.xml"
    shown = place.run("test", "second", "--junit", str(report))
    assert shown.exit_code == 1
    assert rows(shown.stdout)["second#rotate"] == ["✓", "–", "–", "✓", "✗"]
    _, _, below = shown.stdout.partition("✗ output    second#rotate\n    ")
    assert "second.md:" in below.splitlines()[0]
    assert "proofs fail" in shown.stdout.splitlines()[-1]
    assert ET.parse(report).getroot().get("failures") != "0"


def test_programs_get_the_report_on_stdout_and_people_the_rest(place: Place) -> None:
    shown = place.run("test", "second", "--json")
    report = json.loads(shown.stdout)
    assert report["holds"] is True
    assert {proof["name"] for proof in report["proofs"]} >= {"red", "green"}
    assert rows(shown.stderr)["second#rotate"] == ["✓", "✓", "–", "✓", "✓"]


def test_rows_are_shown_as_they_end_and_the_whole_table_after_them(place: Place) -> None:
    shown = place.run("test", "small")
    heads = [text.splitlines()[at].split() for text, at in ((shown.stderr, 1), (shown.stdout, 0))]
    assert (
        heads[0] == heads[1] == ["step", "red", "green", "sabotage", "reset", "output", "seconds"]
    )
    assert sorted(rows(shown.stderr)) == sorted(rows(shown.stdout))
    assert list(rows(shown.stdout)) == [
        "first#make-it", "first#join-it", "first#be-refused", "second#rotate",
    ]  # fmt: skip


def test_nodes_that_do_not_come_up_are_a_row_of_their_own(place: Place) -> None:
    place.ground.fails = "worker1 did not start"
    shown = place.run("test", "second")
    assert shown.exit_code == 1
    assert rows(shown.stdout) == {"second: start": ["–"] * 5, "second#rotate": ["–"] * 5}
    assert "worker1 did not start" in shown.stdout
    assert "worker1 did not start" in shown.stderr


def test_on_a_terminal_the_table_fills_in_place_and_stays_at_the_end(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    streams = {"stdout": Terminal(), "stderr": Terminal()}
    for name, stream in streams.items():
        monkeypatch.setattr(sys, name, stream)
    monkeypatch.setenv("TERM", "xterm")
    with pytest.raises(SystemExit) as ended:
        cli(["test", "second"])
    assert ended.value.code == 0
    drawn = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", streams["stdout"].getvalue())
    assert re.search(r"second#rotate +✓ +✓ +– +✓ +✓ +[\d.]+", drawn), drawn
    assert "\x1b[?25h" in streams["stderr"].getvalue()
    assert "seconds" in streams["stderr"].getvalue()


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def rows(shown: str) -> dict[str, list[str]]:
    """The signs of each row of the plain table, by its label."""
    found = re.findall(r"^(\S+(?:: \w+)?) +((?:[✓✗–] +){5})[\d.]*$", shown, re.M)
    return {label: signs.split() for label, signs in found}


def test_an_unknown_word_is_neither_lab_nor_chapter(place: Place) -> None:
    shown = place.run("test", "secnod")
    assert shown.exit_code == 2
    assert "secnod is neither a lab nor a chapter" in shown.stderr
    assert "did you mean second?" in shown.stderr


def test_a_chapter_of_two_labs_is_proved_in_the_one_that_is_named(place: Place) -> None:
    labs = place.folder / "labs"
    (labs / "other.toml").write_text((labs / "small.toml").read_text())
    assert place.run("test", "--lab", "other", "second").stderr.count("second\n") == 1
    assert place.run("test", "second").stderr.count("second\n") == 2


def test_a_lab_with_faults_is_in_the_way_only_of_what_may_be_in_it(place: Place) -> None:
    (place.folder / "labs" / "broken.toml").write_text("title = 1\n")
    assert place.run("test", "second").exit_code == 0
    assert "broken.toml:1" in place.run("test", "broken").stderr
    assert "for their faults: broken" in place.run("test", "third").stderr


def test_a_lab_without_steps_is_a_fault(place: Place) -> None:
    for name in ("first", "second"):
        start = "bare" if name == "first" else "first"
        (place.folder / "slides" / f"{name}.md").write_text(
            f"---\ntitle: T\nminutes: 1\nnodes: [manager1, worker1]\nstart: {start}\n---\n\n# T\n"
        )
    shown = place.run("test", "small")
    assert shown.exit_code == 1
    assert "nothing to prove" in shown.stdout
