"""Where scores are kept in the progress file: what became of tasks, time, attempts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from swarmlab.runs.store import Store


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a task while its step was open."""

    state: Literal["passed", "skipped"]
    point: int = 0
    """1 where it passed before its step's solution was shown."""
    reason: str = ""
    """Why it was skipped."""


@dataclass(frozen=True, slots=True)
class Work:
    """What was spent at one place."""

    seconds: float = 0.0
    attempts: int = 0
    played: bool = False
    """The program played the step on the way to another place."""


class Scorebook:
    """The rows of one run."""

    def __init__(self, store: Store, run: str) -> None:
        self._store = store
        self._run = run

    def outcomes(self) -> Mapping[str, Outcome]:
        """By task key."""
        rows = self._store.rows("SELECT * FROM outcomes WHERE run = ?", (self._run,))
        return {r["task"]: Outcome(r["state"], r["point"], r["reason"]) for r in rows}

    def add_outcome(self, task: str, outcome: Outcome) -> None:
        """The first outcome stays; only a skipped task may still pass."""
        self._store.write(
            "INSERT INTO outcomes (run, task, state, point, reason) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (run, task) DO UPDATE SET state = excluded.state,"
            " point = excluded.point, reason = excluded.reason WHERE state = 'skipped'",
            (self._run, task, outcome.state, outcome.point, outcome.reason),
        )

    def work(self) -> Mapping[str, Work]:
        """By step, or by chapter for its slides after the last step."""
        rows = self._store.rows("SELECT * FROM work WHERE run = ?", (self._run,))
        return {r["place"]: Work(r["seconds"], r["attempts"], bool(r["played"])) for r in rows}

    def set_work(self, place: str, work: Work) -> None:
        """What was spent there in all."""
        self._store.write(
            "INSERT OR REPLACE INTO work (run, place, seconds, attempts, played)"
            " VALUES (?, ?, ?, ?, ?)",
            (self._run, place, work.seconds, work.attempts, int(work.played)),
        )

    def forget(self) -> None:
        """The learner begins anew: no points, no time, no help had, no quiz answered."""
        with self._store.changes() as db:
            for table in ("outcomes", "work", "quizzes"):
                db.execute(f"DELETE FROM {table} WHERE run = ?", (self._run,))  # noqa: S608 - ours
            db.execute("UPDATE steps SET hints = 0, solutions = 0 WHERE run = ?", (self._run,))
