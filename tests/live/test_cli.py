"""The command line on real nodes, as programs of their own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.live.terminal import Terminal
from tests.runs.labs import FIRST, LAB

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.live

OWNER = "clitest"


class Program:
    """Runs ``swarmlab`` in a folder with a lab and a progress file of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {**os.environ, "SWARMLAB_STATE": str(folder / "state")}

    @property
    def argv(self) -> tuple[str, ...]:
        return (sys.executable, "-m", "swarmlab", "--lab", "small", "--as", OWNER)

    def start(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [*self.argv, *words],
            cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def run(self, *words: str) -> tuple[int, str, str]:
        program = self.start(*words)
        output, errors = program.communicate(timeout=120)
        return program.returncode, output, errors

    def json(self, *words: str) -> Any:
        code, output, errors = self.run(*words, "--json")
        assert output, (code, errors)
        return json.loads(output)


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    for name, text in (("labs/small.toml", LAB_HERE), ("slides/first.md", FIRST)):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    made = Program(tmp_path)
    yield made
    made.run("down")


LAB_HERE = LAB.replace('chapters = ["first", "second"]', 'chapters = ["first"]')


def test_a_lab_is_worked_through_by_commands(program: Program) -> None:
    code, output, errors = program.run("up")
    assert code == 0, errors
    assert "manager1  running" in output

    code, output, _ = program.run("check")
    assert code == 1
    assert "waiting  manager1 manages" in output

    assert program.run("solve")[0] == 0
    assert program.json("check", "first#make-it")["holds"] is True

    code, _, errors = program.run("node", "kill", "worker1")
    assert (code, errors) == (0, "worker1: stopped\n")
    (run,) = program.json("status")
    assert run["nodes"] == {"manager1": "running", "worker1": "stopped"}
    assert program.run("node", "start", "worker1")[2] == "worker1: running\n"
    assert "Daemon has completed initialization" in program.run("logs", "worker1")[1]

    assert program.run("goto", "first#be-refused")[0] == 0
    assert program.json("check", "first#join-it")["holds"] is True
    assert program.run("down")[0] == 0
    assert program.json("status")[0]["state"] == "down"
    assert program.run("check")[0] == 2


def shell_on(program: Program, node: str, folder: Path) -> Terminal:
    argv = ("env", "-C", str(program.folder), *program.argv, "shell", node)
    state = {"SWARMLAB_STATE": program.environment["SWARMLAB_STATE"]}
    return Terminal(argv, folder, columns=100, rows=30, env=state)


def try_to_list_nodes(terminal: Terminal) -> None:
    """As a worker, which may not."""
    terminal.wait_for("worker1:~#")
    terminal.type("docker node ls")
    terminal.keys("Enter")
    terminal.wait_for("This node is not a swarm manager")


def leave(terminal: Terminal) -> None:
    terminal.keys("C-g")
    assert terminal.wait_for_exit() == 0


def test_what_is_typed_in_a_shell_counts(program: Program, tmp_path: Path) -> None:
    assert program.run("up", "--at", "first#be-refused")[0] == 0
    with shell_on(program, "worker1", tmp_path) as terminal:
        terminal.wait_for("worker1", "ctrl+g leaves")
        try_to_list_nodes(terminal)
        # The shell's program holds the run meanwhile, and answers for it.
        step = program.json("check", "first#be-refused")
        assert step["tasks"][0]["state"] == "passed", step
        leave(terminal)
    assert program.json("status")[0]["nodes"] == {"manager1": "running", "worker1": "running"}


def test_what_is_typed_counts_beside_a_program_that_holds_the_run(
    program: Program, tmp_path: Path
) -> None:
    assert program.run("up", "--at", "first#be-refused")[0] == 0
    with shell_on(program, "manager1", tmp_path) as holder:
        holder.wait_for("manager1:~#")
        assert program.json("status")[0]["held"] is True
        with shell_on(program, "worker1", tmp_path) as beside:
            try_to_list_nodes(beside)
            step = program.json("check", "first#be-refused")
            assert step["tasks"][0]["state"] == "passed", step
            leave(beside)
        leave(holder)
    assert program.json("status")[0]["nodes"] == {"manager1": "running", "worker1": "running"}


def presenting(program: Program, folder: Path) -> Terminal:
    argv = ("env", "-C", str(program.folder), sys.executable, "-m", "swarmlab", "--as", OWNER,
            "present", "small")  # fmt: skip
    state = {"SWARMLAB_STATE": program.environment["SWARMLAB_STATE"]}
    return Terminal(argv, folder, columns=100, rows=30, env=state)


def test_the_nodes_shells_are_one_key_from_a_slide(program: Program, tmp_path: Path) -> None:
    with presenting(program, tmp_path) as terminal:
        terminal.wait_for("First")
        terminal.keys("s")
        terminal.wait_for("no nodes of small are up", "swarmlab up small")
        assert program.run("up")[0] == 0
        terminal.keys("s")
        terminal.wait_for("manager1:~#")
        terminal.type("echo from-$(hostname)")
        terminal.keys("Enter")
        terminal.wait_for("from-manager1")
        terminal.keys("C-g")
        terminal.wait_until_gone("manager1:~#")
        # Between two visits nobody holds the run.
        assert program.json("status")[0]["held"] is False
        terminal.keys("q")
        assert terminal.wait_for_exit() == 0
    assert program.json("status")[0]["nodes"] == {"manager1": "running", "worker1": "running"}


def test_a_presenters_shell_counts_beside_a_program_that_holds_the_run(
    program: Program, tmp_path: Path
) -> None:
    assert program.run("up", "--at", "first#be-refused")[0] == 0
    with shell_on(program, "worker1", tmp_path) as holder:
        holder.wait_for("worker1:~#")
        with presenting(program, tmp_path) as presenter:
            presenter.wait_for("First")
            presenter.keys("S")
            presenter.wait_for("The shell of which node")
            presenter.keys("2")
            try_to_list_nodes(presenter)
            step = program.json("check", "first#be-refused")
            assert step["tasks"][0]["state"] == "passed", step
            holder.wait_for("This node is not a swarm manager")  # one shell, seen twice
            presenter.keys("C-g")
            presenter.wait_until_gone("worker1:~#")
            presenter.keys("q")
            assert presenter.wait_for_exit() == 0
        leave(holder)
    assert program.json("status")[0]["nodes"] == {"manager1": "running", "worker1": "running"}


def test_a_watch_ends_when_the_work_is_done(program: Program) -> None:
    assert program.run("up")[0] == 0
    watch = program.start("check", "first#make-it", "--watch", "--json")
    assert watch.stdout is not None
    assert json.loads(watch.stdout.readline())["holds"] is False
    assert program.run("solve", "first#make-it")[0] == 0
    assert json.loads(watch.stdout.readline())["holds"] is True
    watch.communicate(timeout=30)
    assert watch.returncode == 0


def test_ctrl_c_while_nodes_come_up_leaves_nothing(program: Program) -> None:
    starting = program.start("up")
    assert starting.stderr is not None
    assert "made" in starting.stderr.readline()
    starting.send_signal(signal.SIGINT)
    _, errors = starting.communicate(timeout=60)
    assert starting.returncode == 130, errors
    assert "called off" in errors
    assert "Traceback" not in errors
    (run,) = program.json("status")
    assert run["state"] == "down"
    assert not run["nodes"]


def test_doctor_says_that_labs_can_run_here(program: Program) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "swarmlab", "doctor", "--json"],
        env=program.environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    states = {finding["topic"]: finding["state"] for finding in json.loads(done.stdout)}
    assert done.returncode == 0
    assert (states["engine"], states["subnet"]) == ("passed", "passed")
