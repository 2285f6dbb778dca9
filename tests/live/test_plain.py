"""A chapter played to green by a script that sees only the text of ``swarmlab --plain``."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import signal
import subprocess
import threading
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Self

import pytest

from swarmlab.runs.engine_ground import EngineGround
from tests.live.learner import on_the_engine, program_for
from tests.live.nest import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.live.learner import Program

pytestmark = pytest.mark.live

DEADLINE = 120.0
"""Seconds for any single answer."""
_UNIT = re.compile(r"^Unit (\d+), .*$", re.MULTILINE)
_TASK = re.compile(r"^\[(.)\] (\w+) +(\d+) ", re.MULTILINE)
_PLACE = re.compile(r", slide (\d+) of (\d+),")


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    yield from program_for(tmp_path, f"plain-{secrets.token_hex(3)}")


class Script:
    """Types lines into a pipe and reads what comes out of another, up to the next prompt."""

    def __init__(self, program: Program, *words: str) -> None:
        self._process = subprocess.Popen(
            [*program.argv, "--plain", *words], env={**os.environ, **program.environment},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        self._pieces: SimpleQueue[bytes] = SimpleQueue()
        self.written = b""
        threading.Thread(target=self._drain, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()

    def _drain(self) -> None:
        assert self._process.stdout is not None
        while piece := os.read(self._process.stdout.fileno(), 65536):
            self._pieces.put(piece)
        self._pieces.put(b"")

    def until(self, end: str) -> str:
        """What is written up to these words at the end, or up to the program's end."""
        said = b""
        while not said.decode(errors="replace").endswith(end):
            try:
                piece = self._pieces.get(timeout=DEADLINE)
            except Empty:
                raise AssertionError(f"never came: {end!r}\n{said.decode()}") from None
            said, self.written = said + piece, self.written + piece
            if not piece:
                break
        return said.decode()

    def answer(self) -> str:
        """What is written up to the prompt."""
        return self.until("\n> ")

    def type(self, line: str) -> str:
        """Type a line; what is answered."""
        self.send(line)
        return self.answer()

    def send(self, line: str) -> None:
        """Type a line."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n".encode())
        self._process.stdin.flush()

    def close_input(self) -> int:
        """End the input; the program's exit status."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        return self._process.wait(DEADLINE)

    def press_ctrl_c(self) -> None:
        """As a terminal would for its foreground program."""
        self._process.send_signal(signal.SIGINT)

    def wait(self) -> int:
        """The program's exit status."""
        return self._process.wait(DEADLINE)


def states(text: str) -> dict[int, str]:
    """The last state of each task, by its number."""
    return {int(number): state for _, state, number in _TASK.findall(text)}


def test_a_chapter_is_played_to_green_through_a_pipe(program: Program) -> None:
    with Script(program, "least-privilege") as script:
        text, seen = script.answer(), 0
        while True:
            place = _PLACE.search(text)
            assert place is not None, text
            number, last = map(int, place.groups())
            seen += work_through(script, text)
            if number == last:
                break
            text = script.type("next")
        run = program.status()
        assert seen == run["steps_done"] == 7
        assert "Step 7 done." in script.written.decode()
        script.send("quit")
        assert script.until("stay> ").endswith("remove, keep or stay> ")
        script.send("remove")
        assert script.wait() == 0
        script.until("Your progress is stored.\n")
    assert script.written.isascii() or "…" in script.written.decode()
    assert not re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", script.written)
    assert on_the_engine(run["run"]) == ()
    assert program.status()["state"] == "down"


def work_through(script: Script, slide: str) -> int:
    """Run the units that a slide offers, by number; 1 if it has tasks, and all are green then."""
    for number in dict.fromkeys(_UNIT.findall(slide)):
        said = script.type(f"run {number}")
        ended = said.rpartition(f"Unit {number}")[2]
        assert re.search(r"^\[x\] (ran|refused, as it must be)", ended, re.MULTILINE), said
    if "\nTasks  " not in slide:
        return 0
    assert "passed" not in states(slide).values() or len(states(slide)) > 1
    for _ in range(100):
        text = script.type("check")
        if set(states(text).values()) == {"passed"}:
            return 1
        threading.Event().wait(0.2)
    raise AssertionError(f"did not turn green:\n{text}")


def test_ctrl_c_reaches_the_node_and_the_end_of_the_input_leaves_nothing(program: Program) -> None:
    with Script(program, "least-privilege") as script:
        script.answer()
        run = program.status()["run"]
        script.send("on worker1 sleep 600")
        wait_until(lambda: runs_on(run, "worker1", "sleep 600"), "the sleep runs")
        script.press_ctrl_c()
        said = script.answer()
        assert "ctrl+c to worker1" in said
        assert "exit 130" in said
        assert on_the_engine(run)
        assert script.close_input() == 0
    assert on_the_engine(run) == ()


def runs_on(run: str, node: str, command: str) -> bool:
    """Whether a program with these words runs in a node."""
    ground = EngineGround.connect()
    try:
        found = ground.find(run)
        assert found is not None
        with contextlib.closing(found):
            ran = found.nodes[node].link.run(["sh", "-c", "cat /proc/[0-9]*/cmdline"])
            return command.replace(" ", "\0") in ran.stdout
    finally:
        ground.engine.close()


def test_nodes_that_keep_was_said_of_are_there_again(program: Program) -> None:
    with Script(program, "least-privilege") as script:
        script.answer()
        script.type("next")
        assert "[x] passed   1 manager1 manages a swarm" in script.type("run")
        script.send("keep")
        assert script.wait() == 0
    run = program.status()
    kept = on_the_engine(run["run"])
    assert (run["state"], bool(kept)) == ("kept", True)
    with Script(program, "least-privilege") as script:
        text = script.answer()
        assert "coming up" not in text
        assert "[x] passed   1 manager1 manages a swarm" in text
        assert script.close_input() == 0
    assert on_the_engine(run["run"]) == kept
