"""The sweeper against an engine of its own: whatever ends the program, nothing stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from swarmlab.nodes import sweeper
from tests.live.nest import nest, wait_until

if TYPE_CHECKING:
    from tests.live.nest import Nest

__all__ = ["nest"]

pytestmark = pytest.mark.live

PROGRAM = """
import sys, time
from swarmlab.nodes import sweeper
from swarmlab.nodes.engine import Engine
from swarmlab.nodes.topology import up
from tests.live.nest import NodeSpec, spec_of

spec = spec_of(NodeSpec("manager1"), NodeSpec("worker1"), run=sys.argv[2])
with Engine.connect(sys.argv[1]) as engine:
    watch = sweeper.start(engine.target, spec.run)
    print("sweeper", watch.pid, flush=True)
    up(engine, spec, lambda node, phase, _: print(phase, node, flush=True))
    print("up", flush=True)
    time.sleep(600)
"""
PHASES = ("sweeper", "made", "started", "engine", "app loaded", "up")


@pytest.mark.parametrize("phase", PHASES)
def test_nothing_is_left_of_a_program_killed_in(phase: str, nest: Nest) -> None:
    before = nest.holds()
    with _program(nest, f"killed{PHASES.index(phase)}") as program:
        watching = _read_until(program, phase)
        program.kill()
        program.wait()
        wait_until(lambda: not _is_alive(watching), "the sweeper has ended")
    assert nest.holds() == before


def test_a_sweeper_outlives_the_signals_of_a_terminal(nest: Nest) -> None:
    before = nest.holds()
    with _program(nest, "hangup") as program:
        watching = _read_until(program, "made")
        os.kill(watching, signal.SIGHUP)
        os.kill(watching, signal.SIGINT)
        program.kill()
        program.wait()
        wait_until(lambda: not _is_alive(watching), "the sweeper has ended")
    assert nest.holds() == before


def test_a_sweeper_told_to_stand_down_leaves_the_nodes(nest: Nest) -> None:
    before = nest.holds()
    watch = sweeper.start(nest.engine.target, "kept")
    nest.engine.api.create_network("keeper", labels={"swarmlab": "1", "swarmlab.run": "kept"})
    try:
        watch.stand_down()
        assert not watch.alive
        assert nest.holds() != before
    finally:
        nest.engine.api.remove_network("keeper")


def test_a_sweeper_removes_its_own_run_only(nest: Nest) -> None:
    api = nest.engine.api
    before = nest.holds()
    watch = sweeper.start(nest.engine.target, "mine")
    api.create_network("mine", labels={"swarmlab": "1", "swarmlab.run": "mine"})
    api.create_volume("mine", labels={"swarmlab": "1", "swarmlab.run": "mine"})
    api.create_volume("other", labels={"swarmlab": "1", "swarmlab.run": "other"})
    try:
        watch.sweep()
        assert nest.holds() == (before[0], before[1], before[2] | {"other"})
    finally:
        api.remove_volume("other")


def _program(nest: Nest, run: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        (sys.executable, "-c", PROGRAM, nest.url, run),
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def _read_until(program: subprocess.Popen[str], phase: str) -> int:
    """The sweeper's process id, once the program has said that it passed a phase."""
    assert program.stdout is not None
    watching = 0
    for line in program.stdout:
        if line.startswith("sweeper"):
            watching = int(line.split()[1])
        if line.startswith(phase):
            return watching
    pytest.fail(f"the program ended before {phase}")


def _is_alive(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text("ascii", "replace")
    except OSError:
        return False
    return status.rsplit(")", 1)[1].split()[0] != "Z"
