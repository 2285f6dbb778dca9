"""Doctor's words: what is, what a lack means for which chapter, what to do."""

from __future__ import annotations

import json
import stat
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from swarmlab.cli import findings
from swarmlab.cli.main import cli
from swarmlab.cli.needs import ChapterNeeds
from swarmlab.errors import EngineMissing, ImageError
from swarmlab.nodes import examine
from swarmlab.nodes.clean import Leftover, RunOnEngine
from swarmlab.nodes.engine import EngineFacts
from swarmlab.nodes.examine import Examination
from swarmlab.nodes.examine_kernel import FEATURES, Feature
from swarmlab.nodes.examine_machine import Inotify

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

TOKEN = f"SWMTKN-1-{'0a1b2' * 10}-{'z' * 25}"
FACTS = EngineFacts(
    version="26.1.5", api_version="1.45", cgroup_version="2", cpus=2, memory=8 << 30,
    kernel="6.12", os="Debian", socket="unix socket of this machine",
)  # fmt: skip
GOOD = Examination(
    target="unix socket of this machine",
    facts=FACTS,
    kernel={name: Feature(name, True, f"{name}: built in") for name in FEATURES},
    cgroup="2",
    inotify=Inotify(1024, 65536),
    memory=8 << 30,
    disk=50 << 30,
    subnet="10.213.0.0/27",
    image="swarmlab/node:abc",
    raw={"info": {"Name": "vm", "Note": TOKEN}},
)
LEFTOVER = Leftover(RunOnEngine("r", "roles", "ada", 0, ("worker1",), 1, 1, 1), "expired")
CHAPTERS = (
    ChapterNeeds("lab", "roles", 3, 3 << 29, frozenset()),
    ChapterNeeds("lab", "overlay", 2, 1 << 30, frozenset({"vxlan", "esp"})),
)


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SWARMLAB_STATE", str(tmp_path / "state"))
    monkeypatch.setattr(findings, "chapters_found", lambda: CHAPTERS)


def doctor(monkeypatch: pytest.MonkeyPatch, seen: Examination, *words: str) -> Result:
    monkeypatch.setattr(examine, "examine", lambda engine, leftovers, image: seen)
    return CliRunner().invoke(cli, ["doctor", *words])


def test_a_good_machine_is_exit_code_0(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = doctor(monkeypatch, GOOD)
    assert shown.exit_code == 0, shown.output
    assert "Docker Engine 26.1.5" in shown.stdout
    assert "next step" not in shown.stdout
    assert "no wall against an attacker who is root in it" in shown.stdout


def test_without_an_engine_labs_cannot_run(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = EngineMissing("no Docker Engine answers", next_step="make engine")
    seen = replace(GOOD, facts=None, problem=problem)
    shown = doctor(monkeypatch, seen)
    assert shown.exit_code == 1
    assert "no Docker Engine answers" in shown.stdout
    assert "next step: make engine" in shown.stdout


def test_a_lacking_feature_names_the_chapters_it_touches(monkeypatch: pytest.MonkeyPatch) -> None:
    kernel = {**GOOD.kernel, "esp": Feature("esp", False, "INET_ESP: not set")}
    shown = doctor(monkeypatch, replace(GOOD, kernel=kernel))
    assert shown.exit_code == 0
    assert "INET_ESP: not set" in shown.stdout
    assert "touches lab/overlay" in shown.stdout


def test_a_lack_no_chapter_minds_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    kernel = {**GOOD.kernel, "ip_vs": Feature("ip_vs", False, "IP_VS: not set")}
    shown = doctor(monkeypatch, replace(GOOD, kernel=kernel))
    assert "no chapter found here needs it" in shown.stdout


def test_little_memory_names_the_chapter(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = doctor(monkeypatch, replace(GOOD, memory=150 << 20))
    assert "too little for the nodes of lab/roles" in shown.stdout
    assert "lab/overlay" not in shown.stdout


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"disk": 1 << 20}, "make room"),
        ({"inotify": Inotify(16, 65536)}, "max_user_instances=512"),
        ({"leftovers": (LEFTOVER,)}, "nodes of ended runs: roles for ada"),
        ({"image": "", "image_problem": ImageError("tmux missing", next_step="install tmux")},
         "install tmux"),
    ],
)  # fmt: skip
def test_each_lack_has_a_next_step(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, Any], words: str
) -> None:
    shown = doctor(monkeypatch, replace(GOOD, **change))
    assert shown.exit_code == 0
    assert words in shown.stdout


def test_the_image_that_was_asked_for_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = replace(GOOD, image="swarmlab/node:debian", image_asked_for="swarmlab/node:debian")
    assert "swarmlab/node:debian, asked for" in doctor(monkeypatch, asked).stdout
    assert "asked for" not in doctor(monkeypatch, GOOD).stdout


def test_without_the_image_that_was_asked_for_no_lab_can_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem = ImageError("the engine has no image x:1", next_step="make image-debian")
    seen = replace(GOOD, image="", image_asked_for="x:1", image_problem=problem)
    shown = doctor(monkeypatch, seen)
    assert shown.exit_code == 1
    assert "the engine has no image x:1" in shown.stdout
    assert "next step: make image-debian" in shown.stdout


def test_no_free_subnet_stops_labs(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = doctor(monkeypatch, replace(GOOD, subnet=""))
    assert shown.exit_code == 1
    assert "all are taken" in shown.stdout


def test_programs_read_the_findings_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = doctor(monkeypatch, GOOD, "--json")
    topics = {finding["topic"]: finding["state"] for finding in json.loads(shown.stdout)}
    assert topics["engine"] == "passed"
    assert {*FEATURES, "cgroup", "inotify", "memory", "disk", "subnet", "image"} <= set(topics)


def test_the_bundle_is_whole_private_and_masked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    target = tmp_path / "report.json"
    shown = doctor(monkeypatch, GOOD, "--bundle", str(target))
    assert shown.exit_code == 0, shown.output
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    text = target.read_text()
    assert TOKEN not in text
    bundle = json.loads(text)
    assert bundle["engine"]["info"]["Note"] == "SWMTKN-1-0a1b…"
    assert bundle["runs"] == []
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["report.json"]


def test_a_bundle_that_cannot_be_written_leaves_the_old_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shown = doctor(monkeypatch, GOOD, "--bundle", str(tmp_path / "no" / "report.json"))
    assert shown.exit_code == 2
    assert "No such file or directory" in shown.stderr
    assert str(tmp_path / "no" / "report.json") in shown.stderr
