"""Whatever became of the progress file, there is one to work with or plain words."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from swarmlab.errors import StoreError
from swarmlab.runs import registry
from swarmlab.runs.lock import RunLock
from swarmlab.runs.progress import Progress
from swarmlab.runs.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FILE = "progress.sqlite"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with some progress, closed in order."""
    folder = tmp_path_factory.mktemp("filled")
    with Store(folder) as store:
        run = registry.make_run(store, "lab", "ada", "/x")
        for number in range(100):
            Progress(store, run.id).set_done(f"a#{number}")
    return folder


def work_on(folder: Path) -> list[Path]:
    """Open the file and write; the files put aside."""
    with Store(folder) as store:
        run = registry.make_run(store, "other", "bob", "/y")
        Progress(store, run.id).set_done("a#b")
        assert registry.get_run(store, run.id).owner == "bob"
        found = sorted(p for p in folder.glob("progress-damaged-*") if p.suffix == ".sqlite")
        assert found == ([store.set_aside] if store.set_aside else [])
    return found


def garbled(seed: int) -> Callable[[Path], None]:
    def change(file: Path) -> None:
        dice, data = random.Random(seed), bytearray(file.read_bytes())
        for _ in range(30):
            data[dice.randrange(len(data))] = dice.randrange(256)
        file.write_bytes(data)

    return change


@pytest.mark.parametrize("seed", range(20))
def test_a_garbled_file_never_ends_the_program(filled: Path, tmp_path: Path, seed: int) -> None:
    folder = shutil.copytree(filled, tmp_path / "s")
    garbled(seed)(folder / FILE)
    work_on(folder)
    with Store(folder) as store:
        assert store.set_aside is None, "the second time nothing is wrong"


@pytest.mark.parametrize("size", [100, 1000, 4096, 8192, 12000])
def test_a_file_cut_short_is_set_aside(filled: Path, tmp_path: Path, size: int) -> None:
    folder = shutil.copytree(filled, tmp_path / "s")
    os.truncate(folder / FILE, size)
    (aside,) = work_on(folder)
    assert aside.stat().st_size == size


@pytest.mark.parametrize(
    "sql",
    [
        "DROP TABLE steps",
        "PRAGMA user_version = 0",
        "PRAGMA user_version = -3",
    ],
)
def test_a_file_of_something_else_is_set_aside(filled: Path, tmp_path: Path, sql: str) -> None:
    folder = shutil.copytree(filled, tmp_path / "s")
    db = sqlite3.connect(folder / FILE)
    db.execute(sql)
    db.commit()
    db.close()
    assert len(work_on(folder)) == 1


def test_programs_at_once_set_one_file_aside(filled: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(filled, tmp_path / "s")
    (folder / FILE).write_bytes(b"no database" * 1000)

    def open_one(number: int) -> str:
        with Store(folder) as store:
            return registry.make_run(store, "lab", str(number), "/x").id

    with ThreadPoolExecutor(6) as pool:
        made = set(pool.map(open_one, range(6)))
    with Store(folder) as store:
        assert {run.id for run in registry.all_runs(store)} == made
    (aside,) = (p for p in folder.glob("progress-damaged-*") if p.suffix == ".sqlite")
    assert aside.read_bytes().startswith(b"no database")


def test_a_folder_in_its_place_is_said(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(StoreError) as fault:
        Store(tmp_path)
    assert "SWARMLAB_STATE" in fault.value.next_step


def test_a_lock_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        run = registry.make_run(store, "lab", "ada", "/x")
        (tmp_path / "locks").write_text("in the way")
        lock = RunLock(store, run.id)
        with pytest.raises(StoreError, match="cannot write the lock"):
            lock.take()
        with pytest.raises(StoreError, match="cannot write the lock"):
            lock.is_free()
