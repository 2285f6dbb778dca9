"""The folder of the progress file: read-only, garbled, cut, of another version."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.runs.test_migration import VERSION_1

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.cli.conftest import Place

FILE = "progress.sqlite"
NO_OVERRIDE = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search")
"""Without these root, too, may only write where the modes allow it (capabilities(7))."""


def state(place: Place) -> Path:
    return place.folder / "state"


@contextlib.contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nobody may write there, or to what lies there."""
    inside = [folder, *folder.rglob("*")]
    for path in inside:
        path.chmod(0o500 if path.is_dir() else 0o400)
    try:
        yield
    finally:
        for path in inside:
            path.chmod(0o700 if path.is_dir() else 0o600)


def as_anybody(place: Place, *words: str) -> tuple[int, str]:
    """The command as one whom modes bind: exit status and what it told people."""
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        pytest.skip("root may write everywhere, and there is no setpriv")
    prefix = NO_OVERRIDE if os.geteuid() == 0 else ()
    done = subprocess.run(
        [*prefix, sys.executable, "-m", "swarmlab", *words],
        cwd=place.folder, env={**os.environ, "DOCKER_HOST": "unix:///nowhere.sock"},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    "words", ["status", "up small", "up small --for ada,bob", "check", "down", "reset", "clean"]
)
def test_a_folder_that_cannot_be_written_is_said_and_left_alone(up: Place, words: str) -> None:
    before = {path.name: path.read_bytes() for path in state(up).glob(f"{FILE}*")}
    with read_only(state(up)):
        code, said = as_anybody(up, *words.split())
    assert code == 2, said
    assert FILE in said
    assert "next step: set SWARMLAB_STATE to a folder you may write" in said
    assert "Traceback" not in said
    assert {path.name: path.read_bytes() for path in state(up).glob(f"{FILE}*")} == before
    assert "kept until" in up.run("status").stdout


def test_a_folder_that_cannot_be_made_is_said(place: Place) -> None:
    with read_only(place.folder):
        code, said = as_anybody(place, "status")
    assert code == 2
    assert "cannot write the progress file: Permission denied" in said


def garble(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[100 : len(data) // 2] = b"\xa5" * (len(data) // 2 - 100)
    file.write_bytes(data)


def cut(file: Path) -> None:
    os.truncate(file, 5000)


@pytest.mark.parametrize("damage", [garble, cut])
def test_a_damaged_file_is_kept_and_the_lab_can_be_begun_again(
    up: Place, damage: Callable[[Path], None]
) -> None:
    up.run("solve")
    damage(state(up) / FILE)
    damaged = (state(up) / FILE).read_bytes()
    shown = up.run("up", "small", "--as", "ada")
    assert shown.exit_code == 0, shown.stderr
    assert "the progress file was damaged; it is kept as" in shown.stderr
    assert "`swarmlab clean --all`" in shown.stderr
    (aside,) = state(up).glob("progress-damaged-*.sqlite")
    assert aside.read_bytes() == damaged
    again = up.run("status")
    assert "damaged" not in again.stderr
    assert "small  for ada  kept until" in again.stdout


@pytest.mark.parametrize("words", ["status", "up small --as bob", "check", "down", "clean --yes"])
def test_a_file_of_a_newer_version_is_refused_and_keeps_all(up: Place, words: str) -> None:
    up.run("solve")
    with contextlib.closing(sqlite3.connect(state(up) / FILE)) as db:
        (version,) = db.execute("PRAGMA user_version").fetchone()
        db.execute("PRAGMA user_version = 99")
    nodes = dict(up.ground.nodes_of)
    shown = up.run(*words.split())
    assert shown.exit_code == 2
    assert "the progress file was written by a newer swarmlab" in shown.stderr
    assert "next step: use that version, or set SWARMLAB_STATE" in shown.stderr
    assert up.ground.nodes_of == nodes
    with contextlib.closing(sqlite3.connect(state(up) / FILE)) as db:
        db.execute(f"PRAGMA user_version = {version}")
    assert "small  for ada  kept until" in up.run("status").stdout


def test_a_file_of_an_older_version_is_gone_on_with(place: Place) -> None:
    state(place).mkdir()
    path = place.folder / "labs" / "small.toml"
    with contextlib.closing(sqlite3.connect(state(place) / FILE)) as db:
        db.executescript(VERSION_1)
        db.execute(
            "INSERT INTO runs (id, lab, owner, path, created) VALUES ('r1', 'small', 'ada', ?, 1)",
            (str(path),),
        )
        db.execute("INSERT INTO steps (run, step, done) VALUES ('r1', 'first#make-it', 1)")
        db.execute("PRAGMA user_version = 1")
        db.commit()
    shown = place.run("up", "small", "--as", "ada")
    assert shown.exit_code == 0, shown.stderr
    assert "1 of 4 steps done" in shown.stdout
    assert not list(state(place).glob("progress-damaged-*"))
