"""The progress file: private, whole after a kill, set aside when damaged."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from swarmlab.errors import AmbiguousRun, RunHeld, RunNotFound, StoreError
from swarmlab.runs import registry
from swarmlab.runs.hold import Hold
from swarmlab.runs.model import Place
from swarmlab.runs.progress import LONGEST_OUTPUT, Progress
from swarmlab.runs.store import Store
from swarmlab.swarm.command import FinishedCommand

if TYPE_CHECKING:
    from pathlib import Path


def test_the_file_is_private(store: Store) -> None:
    assert store.path.stat().st_mode & 0o777 == 0o600
    assert store.directory.stat().st_mode & 0o777 == 0o700


def test_progress_is_there_after_opening_again(tmp_path: Path) -> None:
    with Store(tmp_path / "s") as first:
        run = registry.make_run(first, "lab", "ada", "/x")
        Progress(first, run.id).set_done("a#b")
        registry.set_place(first, run.id, Place("a", 3))
    with Store(tmp_path / "s") as second:
        found = registry.find_run(second, "lab", "ada")
        assert found is not None
        assert found.place == Place("a", 3)
        assert Progress(second, found.id).is_done("a#b")


def test_a_lab_and_an_owner_have_one_run(store: Store) -> None:
    assert (
        registry.make_run(store, "l", "o", "/x").id == registry.make_run(store, "l", "o", "/y").id
    )


def test_a_damaged_file_is_set_aside_and_named(tmp_path: Path) -> None:
    with Store(tmp_path):
        pass
    (tmp_path / "progress.sqlite").write_bytes(b"this is no database" * 400)
    for ending in ("-wal", "-shm"):
        (tmp_path / f"progress.sqlite{ending}").unlink(missing_ok=True)
    with Store(tmp_path) as store:
        assert store.set_aside is not None
        assert store.set_aside.read_bytes().startswith(b"this is no database")
        assert registry.all_runs(store) == ()


def test_a_newer_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    with Store(tmp_path):
        pass
    with sqlite3.connect(tmp_path / "progress.sqlite") as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(StoreError, match="newer swarmlab"):
        Store(tmp_path)
    assert [p.name for p in tmp_path.glob("*damaged*")] == []


WRITER = """
import sys
from swarmlab.runs.store import Store
from swarmlab.runs import registry
from swarmlab.runs.progress import Progress
from pathlib import Path
store = Store(Path(sys.argv[1]))
run = registry.make_run(store, "lab", "ada", "/x")
progress = Progress(store, run.id)
number = 0
while True:
    progress.set_done(f"a#{number}")
    print(number, flush=True)
    number += 1
"""


def test_what_was_written_before_a_kill_is_there_after_it(tmp_path: Path) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    told = [int(writer.stdout.readline()) for _ in range(20)]
    os.kill(writer.pid, signal.SIGKILL)
    rest = [int(line) for line in writer.stdout.read().split()]
    writer.wait()
    writer.stdout.close()
    with Store(tmp_path) as store:
        run = registry.find_run(store, "lab", "ada")
        assert run is not None
        assert set(Progress(store, run.id).done_steps()) >= {f"a#{n}" for n in told + rest}
        assert store.set_aside is None


def test_commands_are_kept_in_order(store: Store) -> None:
    run = registry.make_run(store, "lab", "ada", "/x")
    commands = [FinishedCommand("n", f"echo {i}", 0, "x", 1.0, 2.0 + i) for i in range(3)]
    for command in commands:
        Progress(store, run.id).add_command(command)
    assert Progress(store, run.id).journal() == tuple(commands)


def test_a_flood_of_output_is_stored_in_part(store: Store) -> None:
    run = registry.make_run(store, "lab", "ada", "/x")
    flood = "x" * (LONGEST_OUTPUT + 1)
    Progress(store, run.id).add_command(FinishedCommand("n", "yes", 0, flood, 1.0, 2.0))
    (kept,) = Progress(store, run.id).journal()
    assert kept.output == flood[:LONGEST_OUTPUT]


def test_one_run_is_chosen_or_the_list_is_told(store: Store) -> None:
    with pytest.raises(RunNotFound):
        registry.choose(store, None, None)
    one = registry.make_run(store, "lab", "ada", "/x")
    assert registry.choose(store, None, None) == one
    registry.make_run(store, "lab", "bob", "/x")
    with pytest.raises(AmbiguousRun, match=r"--lab lab --as ada\n  --lab lab --as bob"):
        registry.choose(store, "lab", None)
    assert registry.choose(store, None, "ada") == one


HOLDER = """
import sys, time
from swarmlab.runs.store import Store
from swarmlab.runs import registry
from swarmlab.runs.hold import Hold
from pathlib import Path
store = Store(Path(sys.argv[1]))
hold = Hold.take(store, registry.make_run(store, "lab", "ada", "/x"))
print("held", flush=True)
sys.stdin.read()
"""


def test_a_hold_ends_with_the_program_that_had_it(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    with holder, Store(tmp_path) as store:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        run = registry.make_run(store, "lab", "ada", "/x")
        with pytest.raises(RunHeld, match=f"process {holder.pid}"):
            Hold.take(store, run)
        holder.kill()
        holder.wait()
        Hold.take(store, run).end()


def test_the_usual_boot_is_the_median(store: Store) -> None:
    assert registry.usual_boot_seconds(store, 3) is None
    for seconds in (9.0, 1.0, 2.0):
        registry.record_boot(store, 3, seconds)
    assert registry.usual_boot_seconds(store, 3) == 2.0


def test_an_attempt_is_stored_with_its_expiry(store: Store) -> None:
    run = registry.make_run(store, "lab", "ada", "/x")
    expires = time.time() + 60
    attempt = registry.begin_attempt(store, run.id, "first", expires)
    found = registry.get_run(store, run.id)
    assert (found.state, found.attempt, found.expires) == ("attached", attempt, expires)
