"""The tables of the progress file, and its version."""

from __future__ import annotations

VERSION = 4
"""Kept in ``PRAGMA user_version``; a file with a higher one is refused."""

_NEW_IN_2 = """
CREATE TABLE outcomes (
    run    TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    task   TEXT NOT NULL,
    state  TEXT NOT NULL CHECK (state IN ('passed', 'skipped')),
    point  INTEGER NOT NULL DEFAULT 0,
    reason TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (run, task)
);
CREATE TABLE work (
    run      TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    place    TEXT NOT NULL,
    seconds  REAL NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    played   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (run, place)
);
CREATE TABLE told (
    number  INTEGER PRIMARY KEY AUTOINCREMENT,
    request INTEGER NOT NULL REFERENCES requests (id) ON DELETE CASCADE,
    event   TEXT NOT NULL
);
CREATE TABLE ways (
    at      REAL NOT NULL,
    lab     TEXT NOT NULL,
    chapter TEXT NOT NULL,
    slide   INTEGER NOT NULL,
    seconds REAL NOT NULL
);
"""

_NEW_IN_3 = """
CREATE TABLE quizzes (
    run    TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    quiz   TEXT NOT NULL,
    chosen TEXT NOT NULL,
    is_right INTEGER NOT NULL,
    tries  INTEGER NOT NULL,
    at     REAL NOT NULL,
    PRIMARY KEY (run, quiz)
);
"""

_NEW_IN_4 = """
CREATE TABLE messages (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    run    TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    at     REAL NOT NULL,
    kind   TEXT NOT NULL CHECK (kind IN ('message', 'hint')),
    text   TEXT NOT NULL,
    seen   REAL
);
CREATE INDEX messages_of_run ON messages (run, number);
CREATE TABLE hands (
    run      TEXT PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
    since    REAL NOT NULL,
    question TEXT NOT NULL DEFAULT ''
);
CREATE TABLE pauses (
    lab   TEXT PRIMARY KEY,
    words TEXT NOT NULL,
    since REAL NOT NULL
);
CREATE TABLE locked (
    lab     TEXT NOT NULL,
    chapter TEXT NOT NULL,
    since   REAL NOT NULL,
    PRIMARY KEY (lab, chapter)
);
CREATE TABLE parts (
    run   TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    desk  TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('watches', 'asks', 'takes part')),
    beat  REAL NOT NULL,
    PRIMARY KEY (run, desk)
);
CREATE TABLE presence (
    run TEXT PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
    at  REAL NOT NULL
);
"""

TABLES = (
    """
CREATE TABLE runs (
    id          TEXT PRIMARY KEY,
    lab         TEXT NOT NULL,
    owner       TEXT NOT NULL,
    path        TEXT NOT NULL,
    state       TEXT NOT NULL DEFAULT 'down' CHECK (state IN ('down', 'attached', 'kept')),
    attempt     TEXT NOT NULL DEFAULT '',
    expires     REAL NOT NULL DEFAULT 0,
    chapter     TEXT NOT NULL DEFAULT '',
    slide       INTEGER NOT NULL DEFAULT 0,
    up_chapter  TEXT NOT NULL DEFAULT '',
    started     REAL NOT NULL DEFAULT 0,
    created     REAL NOT NULL,
    UNIQUE (lab, owner)
);
CREATE TABLE steps (
    run       TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    step      TEXT NOT NULL,
    began     REAL,
    done      REAL,
    hints     INTEGER NOT NULL DEFAULT 0,
    solutions INTEGER NOT NULL DEFAULT 0,
    baseline  TEXT,
    PRIMARY KEY (run, step)
);
CREATE TABLE verdicts (
    run     TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    step    TEXT NOT NULL,
    task    TEXT NOT NULL,
    verdict TEXT NOT NULL,
    since   REAL NOT NULL,
    PRIMARY KEY (run, task)
);
CREATE TABLE journal (
    run     TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    number  INTEGER PRIMARY KEY AUTOINCREMENT,
    command TEXT NOT NULL
);
CREATE INDEX journal_of_run ON journal (run, number);
CREATE TABLE requests (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    run     TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    verb    TEXT NOT NULL,
    words   TEXT NOT NULL,
    posted  REAL NOT NULL,
    taken   REAL,
    answer  TEXT
);
CREATE TABLE boots (
    at      REAL NOT NULL,
    nodes   INTEGER NOT NULL,
    seconds REAL NOT NULL
);
"""
    + _NEW_IN_2
    + _NEW_IN_3
    + _NEW_IN_4
)
"""What a new file is made of."""

MIGRATIONS = {1: _NEW_IN_2, 2: _NEW_IN_3, 3: _NEW_IN_4}
"""For each older version, what makes it the next one."""
