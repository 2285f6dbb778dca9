"""A progress file of an older version is brought to this one, and loses nothing."""

from __future__ import annotations

import sqlite3
import time
from typing import TYPE_CHECKING

import pytest

from swarmlab.runs import registry, schema
from swarmlab.runs.classroom import board
from swarmlab.runs.progress import Progress
from swarmlab.runs.scores import Scores
from swarmlab.runs.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from swarmlab.runs.model import Lab

VERSION_1 = """
CREATE TABLE runs (
    id TEXT PRIMARY KEY, lab TEXT NOT NULL, owner TEXT NOT NULL, path TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'down' CHECK (state IN ('down', 'attached', 'kept')),
    attempt TEXT NOT NULL DEFAULT '', expires REAL NOT NULL DEFAULT 0,
    chapter TEXT NOT NULL DEFAULT '', slide INTEGER NOT NULL DEFAULT 0,
    up_chapter TEXT NOT NULL DEFAULT '', started REAL NOT NULL DEFAULT 0,
    created REAL NOT NULL, UNIQUE (lab, owner)
);
CREATE TABLE steps (
    run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE, step TEXT NOT NULL,
    began REAL, done REAL, hints INTEGER NOT NULL DEFAULT 0,
    solutions INTEGER NOT NULL DEFAULT 0, baseline TEXT, PRIMARY KEY (run, step)
);
CREATE TABLE verdicts (
    run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE, step TEXT NOT NULL,
    task TEXT NOT NULL, verdict TEXT NOT NULL, since REAL NOT NULL, PRIMARY KEY (run, task)
);
CREATE TABLE journal (
    run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    number INTEGER PRIMARY KEY AUTOINCREMENT, command TEXT NOT NULL
);
CREATE INDEX journal_of_run ON journal (run, number);
CREATE TABLE requests (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    verb TEXT NOT NULL, words TEXT NOT NULL, posted REAL NOT NULL, taken REAL, answer TEXT
);
CREATE TABLE boots (at REAL NOT NULL, nodes INTEGER NOT NULL, seconds REAL NOT NULL);
"""


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A folder with a file of version 1: one step done alone, one with its solution."""
    folder = tmp_path / "older"
    folder.mkdir()
    db = sqlite3.connect(folder / "progress.sqlite")
    db.executescript(VERSION_1)
    db.execute(
        "INSERT INTO runs (id, lab, owner, path, created) VALUES ('r1', 'small', 'ada', '/x', 1)"
    )
    db.executemany(
        "INSERT INTO steps (run, step, done, hints, solutions) VALUES ('r1', ?, ?, ?, ?)",
        [("first#make-it", time.time(), 1, 0), ("first#join-it", time.time(), 0, 1)],
    )
    db.execute("INSERT INTO boots VALUES (1, 2, 1.5)")
    db.execute("PRAGMA user_version = 1")
    db.commit()
    db.close()
    return folder


@pytest.fixture
def third(older: Path) -> Path:
    """The same folder with a file of version 3: without what a class needs."""
    db = sqlite3.connect(older / "progress.sqlite")
    for version in (1, 2):
        db.executescript(schema.MIGRATIONS[version])
    db.execute("INSERT INTO work VALUES ('r1', 'first#make-it', 61.5, 2, 0)")
    db.execute("INSERT INTO quizzes VALUES ('r1', 'first#first/quiz-1', '2', 1, 1, 9)")
    db.execute("PRAGMA user_version = 3")
    db.commit()
    db.close()
    return older


def test_a_file_of_version_3_keeps_everything_and_can_hold_a_class(third: Path, lab: Lab) -> None:
    with Store(third) as store:
        assert store.set_aside is None
        score = Scores(store, Progress(store, "r1")).score(lab.steps[0])
        assert (score.seconds, score.attempts) == (61.5, 2)
        assert store.row("SELECT tries FROM quizzes") is not None
        board.say(store, ["r1"], "message", "hello")
        assert [message.text for message in board.unread(store, "r1")] == ["hello"]
    with Store(third) as again:
        (version,) = again.rows("PRAGMA user_version")[0]
        assert version == schema.VERSION == 4


def test_a_file_of_version_3_becomes_what_a_new_one_is(third: Path, tmp_path: Path) -> None:
    assert _shape(third) == _shape(tmp_path / "new")


def _shape(folder: Path) -> dict[str, list[str]]:
    with Store(folder) as store:
        names = [r["name"] for r in store.rows("SELECT name FROM sqlite_master")]
        return {n: [r["name"] for r in store.rows(f"PRAGMA table_info({n})")] for n in names}


def test_an_older_file_keeps_its_progress_and_can_keep_scores(older: Path, lab: Lab) -> None:
    with Store(older) as store:
        assert store.set_aside is None
        progress = Progress(store, "r1")
        assert set(progress.done_steps()) == {"first#make-it", "first#join-it"}
        assert registry.usual_boot_seconds(store, 2) == 1.5
        first, second = (Scores(store, progress).score(step) for step in lab.steps[:2])
        assert (first.points, first.of, first.hints) == (1, 1, 1)
        assert (second.points, second.of, second.solutions) == (0, 1, 1)
    with Store(older) as again:
        (version,) = again.rows("PRAGMA user_version")[0]
        assert version == schema.VERSION


def test_an_older_file_becomes_what_a_new_one_is(older: Path, tmp_path: Path) -> None:
    assert _shape(older) == _shape(tmp_path / "new")


def test_a_file_that_knows_more_than_its_version_is_set_aside(older: Path) -> None:
    with sqlite3.connect(older / "progress.sqlite") as db:
        db.execute("CREATE TABLE work (anything TEXT)")
    db.close()
    with Store(older) as store:
        assert store.set_aside is not None
        assert registry.all_runs(store) == ()
