"""``up --for`` and ``down --all`` on real nodes: a queue, Ctrl-C in it, and the rest later."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.live.learner import on_the_engine
from tests.live.mortal import read_until
from tests.runs.labs import write_one_node_lab

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.live

NAMES = ("ada", "bob", "cyd")


class Class:
    """``swarmlab`` for a class in a folder with a lab and a progress file of its own."""

    def __init__(self, folder: Path) -> None:
        self.lab = str(write_one_node_lab(folder))
        self._environment = {**os.environ, "SWARMLAB_STATE": str(folder / "state")}

    def start(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "swarmlab", *words],
            env=self._environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def up(self, *more: str) -> subprocess.Popen[str]:
        return self.start("up", self.lab, "--for", ",".join(NAMES), "--json", *more)

    def down(self) -> list[tuple[str, str]]:
        code, removals = outcome(self.start("down", self.lab, "--all", "--yes", "--json"))
        assert code == 0, removals
        return [(each["owner"], each["state"]) for each in removals]


def outcome(program: subprocess.Popen[str]) -> tuple[int, list[dict[str, Any]]]:
    """The exit status, and what became of each learner."""
    output, errors = program.communicate(timeout=180)
    assert "Traceback" not in errors, errors
    return program.returncode, json.loads(output)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Class]:
    made = Class(tmp_path)
    yield made
    made.down()


def test_a_queue_is_called_off_and_finished_later(room: Class) -> None:
    program = room.up("--at-once", "1")
    read_until(program, "ada: up")
    program.send_signal(signal.SIGINT)
    code, first = outcome(program)
    assert code == 2
    assert [each["owner"] for each in first] == [*NAMES]
    assert first[0]["is_up"]
    assert first[-1]["state"] in {"called off", "not begun"}
    (here,) = {each["run"] for each in first if each["is_up"]}
    assert on_the_engine(here)

    code, again = outcome(room.up())
    assert code == 0, again
    assert again[0]["state"] == "up already"
    assert again[0]["run"] == here
    runs = {each["run"] for each in again}
    assert len(runs) == len(NAMES), "a run each"
    assert all(on_the_engine(run) for run in runs)

    assert room.down() == [(name, "removed") for name in NAMES]
    assert not any(on_the_engine(run) for run in runs)
