"""Runs in the progress file: who runs which lab, and whether its nodes are up."""

from __future__ import annotations

import os
import pwd
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from swarmlab.errors import AmbiguousRun, RunNotFound
from swarmlab.runs.model import Place
from swarmlab.runs.owners import TEST_OWNER

if TYPE_CHECKING:
    import sqlite3

    from swarmlab.runs.store import Store

RunState = Literal["down", "attached", "kept"]
"""``down``: only progress is left. ``attached``: nodes live as long as the program that
shows them. ``kept``: they outlive it, until they expire."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run as stored."""

    id: str
    lab: str
    owner: str
    path: str
    """The lab file, as it was named when the run was made."""
    state: RunState
    attempt: str
    """Names the present nodes; a boot gets a new one."""
    expires: float
    """Seconds since the epoch; 0 while down."""
    place: Place | None
    up_chapter: str
    """The chapter the nodes were brought up for."""
    started: float
    created: float

    @property
    def is_proof(self) -> bool:
        """Whether it only proves a lab: no learner's."""
        return self.owner.startswith(TEST_OWNER)


def this_owner() -> str:
    """The OS user's name: the owner unless ``--as`` says otherwise."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid-{os.getuid()}"


def find_run(store: Store, lab: str, owner: str) -> Run | None:
    """The run of a lab and owner, if there is one."""
    row = store.row("SELECT * FROM runs WHERE lab = ? AND owner = ?", (lab, owner))
    return _run(row) if row else None


def get_run(store: Store, run: str) -> Run:
    """A run by its id.

    Raises:
        RunNotFound: it was forgotten meanwhile.
    """
    row = store.row("SELECT * FROM runs WHERE id = ?", (run,))
    if row is None:
        raise RunNotFound("the run is gone from the progress file", next_step="begin it again")
    return _run(row)


def all_runs(store: Store) -> tuple[Run, ...]:
    """Every run, oldest first."""
    return tuple(_run(row) for row in store.rows("SELECT * FROM runs ORDER BY created"))


def learners(store: Store, lab: str) -> tuple[Run, ...]:
    """Every run of a lab, oldest first; proofs are not among them."""
    return tuple(run for run in all_runs(store) if run.lab == lab and not run.is_proof)


def make_run(store: Store, lab: str, owner: str, path: str) -> Run:
    """The run of a lab and owner, made if it is not there yet."""
    store.write(
        "INSERT OR IGNORE INTO runs (id, lab, owner, path, created) VALUES (?, ?, ?, ?, ?)",
        (secrets.token_hex(6), lab, owner, path, time.time()),
    )
    found = find_run(store, lab, owner)
    if found is None:
        raise RunNotFound("the run was removed while it was made", next_step="try again")
    return found


def forget_run(store: Store, run: str) -> None:
    """Drop a run and all its progress."""
    store.write("DELETE FROM runs WHERE id = ?", (run,))


def begin_attempt(store: Store, run: str, chapter: str, expires: float) -> str:
    """Write down, synced, that nodes of a new attempt are about to be made."""
    attempt = secrets.token_hex(4)
    store.write(
        "UPDATE runs SET state = 'attached', attempt = ?, up_chapter = ?, expires = ? WHERE id = ?",
        (attempt, chapter, expires, run),
    )
    return attempt


def set_state(store: Store, run: str, state: RunState) -> None:
    """Say whether the nodes are down, attached or kept."""
    store.write("UPDATE runs SET state = ? WHERE id = ?", (state, run))


def set_expires(store: Store, run: str, expires: float) -> None:
    """Say when the nodes end."""
    store.write("UPDATE runs SET expires = ? WHERE id = ?", (expires, run))


def set_up_chapter(store: Store, run: str, chapter: str) -> None:
    """The nodes now serve another chapter."""
    store.write("UPDATE runs SET up_chapter = ? WHERE id = ?", (chapter, run))


def set_place(store: Store, run: str, place: Place) -> None:
    """Where the learner is; entering another chapter starts its clock."""
    store.write(
        "UPDATE runs SET started = CASE WHEN chapter = ?1 AND started > 0 THEN started ELSE ?3 END,"
        " chapter = ?1, slide = ?2 WHERE id = ?4",
        (place.chapter, place.slide, time.time(), run),
    )


def choose(store: Store, lab: str | None, owner: str | None, *, up: bool = False) -> Run:
    """The one run that fits; both words may be left out when exactly one does.

    Args:
        store: the progress file.
        lab: a lab's name, or None.
        owner: an owner, or None.
        up: only runs whose nodes are up.

    Raises:
        RunNotFound: none fits.
        AmbiguousRun: several fit; the message lists them.
    """
    fitting = [
        run
        for run in all_runs(store)
        if lab in {None, run.lab} and owner in {None, run.owner} and (run.state != "down" or not up)
    ]
    if not fitting:
        raise RunNotFound(_none_fits(lab, owner), next_step="swarmlab up LAB starts one")
    if len(fitting) > 1:
        lines = "\n".join(f"  --lab {run.lab} --as {run.owner}" for run in fitting)
        raise AmbiguousRun(
            f"more than one run fits:\n{lines}", next_step="name one with --lab and --as"
        )
    return fitting[0]


def _none_fits(lab: str | None, owner: str | None) -> str:
    if lab and owner:
        return f"lab {lab} does not run for {owner}"
    if lab or owner:
        return f"lab {lab} does not run" if lab else f"nothing runs for {owner}"
    return "nothing runs"


def record_boot(store: Store, nodes: int, seconds: float) -> None:
    """Note how long a boot took on this machine."""
    store.write("INSERT INTO boots VALUES (?, ?, ?)", (time.time(), nodes, seconds))


def usual_boot_seconds(store: Store, nodes: int) -> float | None:
    """The median of the last boots of as many nodes; None at the first."""
    rows = store.rows(
        "SELECT seconds FROM boots WHERE nodes = ? ORDER BY at DESC LIMIT 15", (nodes,)
    )
    ordered = sorted(float(row["seconds"]) for row in rows)
    return ordered[len(ordered) // 2] if ordered else None


def _run(row: sqlite3.Row) -> Run:
    place = Place(row["chapter"], row["slide"]) if row["chapter"] else None
    return Run(
        id=row["id"], lab=row["lab"], owner=row["owner"], path=row["path"], state=row["state"],
        attempt=row["attempt"], expires=row["expires"], place=place,
        up_chapter=row["up_chapter"], started=row["started"], created=row["created"],
    )  # fmt: skip
