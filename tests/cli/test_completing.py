"""Completion names labs, steps and nodes, and asks no engine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.runs.labs import write_lab

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Place


def complete(folder: Path, *words: str) -> list[str]:
    """What bash would be offered after these words."""
    line = ["swarmlab", *words]
    environment = {
        **os.environ,
        "_SWARMLAB_COMPLETE": "bash_complete",
        "COMP_WORDS": " ".join(line),
        "COMP_CWORD": str(len(words)),
        "DOCKER_HOST": "unix:///nowhere/docker.sock",
        "SWARMLAB_STATE": str(folder / "state"),
    }
    code = "import sys; sys.argv[0] = 'swarmlab'; from swarmlab.cli.main import main; main()"
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=30, check=True,
    )  # fmt: skip
    assert not ran.stderr
    return [item.partition(",")[2] for item in ran.stdout.splitlines() if item]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_lab(tmp_path)
    return tmp_path


def test_the_first_word_is_a_command_or_a_lab(folder: Path) -> None:
    assert complete(folder, "s") == ["status", "solve", "shell", "slides", "small"]


def test_the_mode_without_a_screen_is_offered(folder: Path) -> None:
    assert complete(folder, "--pl") == ["--plain"]
    assert complete(folder, "small", "--pl") == ["--plain"]


def test_labs_come_after_up_and_lab(folder: Path) -> None:
    assert complete(folder, "up", "sm") == ["small"]
    assert complete(folder, "check", "--lab", "sm") == ["small"]


def test_steps_are_those_of_the_lab_named(folder: Path) -> None:
    assert complete(folder, "--lab", "small", "goto", "first") == [
        "first", "first#make-it", "first#join-it", "first#be-refused",
    ]  # fmt: skip


def test_nodes_are_those_of_the_lab_named(folder: Path) -> None:
    assert complete(folder, "--lab", "small", "shell", "") == ["manager1", "worker1"]


def test_a_faulty_lab_offers_nothing_and_breaks_nothing(folder: Path) -> None:
    (folder / "labs" / "small.toml").write_text("= no toml")
    assert complete(folder, "--lab", "small", "shell", "") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_each_shell_is_printed(place: Place, shell: str) -> None:
    shown = place.run("completion", shell)
    assert shown.exit_code == 0
    assert "_SWARMLAB_COMPLETE" in shown.stdout


def test_bash_takes_the_script(place: Place) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("no bash here")
    script = place.run("completion", "bash").stdout
    subprocess.run([bash, "-n"], input=script, text=True, check=True)
