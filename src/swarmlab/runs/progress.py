"""What a run has reached: steps done, verdicts, hints, baselines and the journal.

Nothing secret is stored: texts are masked by whoever hands them in, and baselines hold
tokens only as salted hashes.
"""

from __future__ import annotations

import json
import time
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from swarmlab.checks.baseline import Baseline, NotABaseline
from swarmlab.checks.verdict import State, Verdict
from swarmlab.runs.events import TaskVerdict
from swarmlab.swarm.command import FinishedCommand

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from swarmlab.runs.store import Store
    from swarmlab.swarm.command import Journal

LONGEST_OUTPUT = 64 * 1024
"""Characters of a command's output that are stored."""


class Progress:
    """The stored progress of one run."""

    def __init__(self, store: Store, run: str) -> None:
        self._store = store
        self.run = run

    # --- steps -------------------------------------------------------------------------

    def is_done(self, step: str) -> bool:
        """Whether a step was done once."""
        return self._step(step, "done") is not None

    def done_steps(self) -> Mapping[str, float]:
        """The steps done, and when."""
        rows = self._store.rows(
            "SELECT step, done FROM steps WHERE run = ? AND done IS NOT NULL", (self.run,)
        )
        return {row["step"]: row["done"] for row in rows}

    def set_done(self, step: str) -> None:
        """A step is done; the first time counts."""
        self._set(step, "done = coalesce(done, ?)", time.time())

    def hints(self) -> Mapping[str, int]:
        """How many hints were shown, by step."""
        return self._counted("hints")

    def add_hint(self, step: str) -> None:
        """One hint more was shown."""
        self._set(step, "hints = hints + ?", 1)

    def solutions(self) -> Mapping[str, int]:
        """How often the solution was shown or typed, by step."""
        return self._counted("solutions")

    def add_solution(self, step: str) -> None:
        """The solution was shown or typed."""
        self._set(step, "solutions = solutions + ?", 1)

    # --- baselines ---------------------------------------------------------------------

    def begin_step(self, step: str, baseline: Baseline, began: float) -> None:
        """Store the baseline of a step, and when it began."""
        with self._store.changes() as db:
            db.execute("INSERT OR IGNORE INTO steps (run, step) VALUES (?, ?)", (self.run, step))
            db.execute(
                "UPDATE steps SET baseline = ?, began = ? WHERE run = ? AND step = ?",
                (baseline.to_json(), began, self.run, step),
            )

    def baseline(self, step: str) -> tuple[Baseline, float] | None:
        """The baseline of a step and when it began; None before that."""
        row = self._store.row(
            "SELECT baseline, began FROM steps WHERE run = ? AND step = ?", (self.run, step)
        )
        if row is None or row["baseline"] is None:
            return None
        try:
            return Baseline.from_json(row["baseline"]), float(row["began"])
        except NotABaseline:
            return None

    # --- verdicts ----------------------------------------------------------------------

    def verdicts(self, step: str) -> Mapping[str, TaskVerdict]:
        """The last verdicts of a step, by task key."""
        rows = self._store.rows(
            "SELECT task, verdict, since FROM verdicts WHERE run = ? AND step = ?",
            (self.run, step),
        )
        return {r["task"]: TaskVerdict(_verdict(r["verdict"]), r["since"]) for r in rows}

    def set_verdicts(self, step: str, verdicts: Mapping[str, TaskVerdict]) -> None:
        """Store the verdicts of a step."""
        with self._store.changes() as db:
            db.executemany(
                "INSERT OR REPLACE INTO verdicts VALUES (?, ?, ?, ?, ?)",
                [
                    (self.run, step, key, json.dumps(asdict(item.verdict)), item.since)
                    for key, item in verdicts.items()
                ],
            )

    # --- journal -----------------------------------------------------------------------

    def journal(self) -> Journal:
        """Every command that ended since the nodes were fresh."""
        rows = self._store.rows(
            "SELECT command FROM journal WHERE run = ? ORDER BY number", (self.run,)
        )
        return tuple(FinishedCommand(**json.loads(row["command"])) for row in rows)

    def add_command(self, command: FinishedCommand) -> None:
        """Store a command that ended; its texts are masked already, its output is cut."""
        kept = replace(command, output=command.output[:LONGEST_OUTPUT])
        self._store.write(
            "INSERT INTO journal (run, command) VALUES (?, ?)",
            (self.run, json.dumps(asdict(kept))),
        )

    # --- beginning again ---------------------------------------------------------------

    def fresh_nodes(self, steps: Iterable[str]) -> None:
        """The nodes were replaced: drop the journal, and baselines and verdicts of steps."""
        names = list(steps)
        with self._store.changes() as db:
            db.execute("DELETE FROM journal WHERE run = ?", (self.run,))
            for name in names:
                here = (self.run, name)
                db.execute("DELETE FROM verdicts WHERE run = ? AND step = ?", here)
                db.execute(
                    "UPDATE steps SET baseline = NULL, began = NULL WHERE run = ? AND step = ?",
                    here,
                )

    def undo(self, steps: Iterable[str]) -> None:
        """Steps are to be done again; hints and solutions stay counted."""
        names = list(steps)
        with self._store.changes() as db:
            for name in names:
                db.execute(
                    "UPDATE steps SET done = NULL WHERE run = ? AND step = ?", (self.run, name)
                )

    def _step(self, step: str, column: str) -> float | None:
        row = self._store.row(
            f"SELECT {column} AS value FROM steps WHERE run = ? AND step = ?",  # noqa: S608
            (self.run, step),
        )
        return row["value"] if row else None

    def _counted(self, column: str) -> Mapping[str, int]:
        rows = self._store.rows(
            f"SELECT step, {column} AS value FROM steps WHERE run = ?",  # noqa: S608
            (self.run,),
        )
        return {row["step"]: int(row["value"]) for row in rows}

    def _set(self, step: str, change: str, value: str | float) -> None:
        with self._store.changes() as db:
            db.execute("INSERT OR IGNORE INTO steps (run, step) VALUES (?, ?)", (self.run, step))
            db.execute(
                f"UPDATE steps SET {change} WHERE run = ? AND step = ?",  # noqa: S608
                (value, self.run, step),
            )


def _verdict(stored: str) -> Verdict:
    fields = json.loads(stored)
    return Verdict(**{**fields, "state": State(fields["state"])})
