"""Asking the program that holds a run to change it: a table it serves about five times a second."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from swarmlab import errors
from swarmlab.errors import RunHeld, SwarmlabError
from swarmlab.patience import patient
from swarmlab.runs.following import Follower, Teller
from swarmlab.runs.turns import RunLeft
from swarmlab.swarm.text import mask

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from swarmlab.runs.events import Event
    from swarmlab.runs.store import Store

SERVE_SECONDS = 0.2
PICK_UP_SECONDS = patient(10.0)
"""A holder that has not taken a request by then, and does no other, does not answer."""
ANSWER_SECONDS = 600.0
"""Nothing a run can be asked takes longer."""
_POLL_SECONDS = 0.05


class Unheld(Exception):
    """Nobody holds the run any more, and the request was not taken: do it yourself."""


@dataclass(frozen=True, slots=True)
class Request:
    """What another program asks of the holder."""

    id: int
    verb: str
    words: Mapping[str, Any]
    told: Callable[[Event], None] = lambda _: None
    """Hears what goes on while it is done."""


def ask(
    store: Store,
    run: str,
    verb: str,
    words: Mapping[str, Any],
    is_free: Callable[[], bool],
    on_event: Callable[[Event], None] = lambda _: None,
) -> Any:
    """Post a request and wait for the holder's answer.

    Args:
        store: the progress file.
        run: the run's id.
        verb: what is asked.
        words: its arguments, as JSON can hold them.
        is_free: whether the run's lock is free at this moment.
        on_event: hears what the holder tells of while it does what is asked.

    Raises:
        Unheld: the holder ended before it took the request, which is withdrawn.
        RunHeld: the holder does not answer.
        SwarmlabError: the holder's own error.
    """
    with store.changes() as db:
        cursor = db.execute(
            "INSERT INTO requests (run, verb, words, posted) VALUES (?, ?, ?, ?)",
            (run, verb, json.dumps(dict(words)), time.time()),
        )
        number = int(cursor.lastrowid or 0)
    try:
        return _wait(store, number, is_free, Follower(store, number, on_event))
    finally:
        store.write("DELETE FROM requests WHERE id = ?", (number,))


def _wait(store: Store, number: int, is_free: Callable[[], bool], follower: Follower) -> Any:
    begun = time.monotonic()
    pause = threading.Event()
    while True:
        row = store.row("SELECT taken, answer FROM requests WHERE id = ?", (number,))
        if row is None:
            raise RunHeld("the run was forgotten while it was asked", next_step="begin it again")
        follower.catch_up()
        if row["answer"] is not None:
            return _result(json.loads(row["answer"]))
        waited = time.monotonic() - begun
        if row["taken"] is None and waited > 2 * SERVE_SECONDS and is_free():
            if _withdraw(store, number):
                raise Unheld
        elif row["taken"] is not None and is_free() and _is_left(store, number):
            raise RunHeld(
                "the program that held the run ended before it answered", next_step="ask again"
            )
        is_expected = row["taken"] is not None or _is_busy(store, number)
        if waited > (ANSWER_SECONDS if is_expected else PICK_UP_SECONDS):
            raise RunHeld(
                "the program that holds the run does not answer",
                next_step="look at that program, or end it",
            )
        pause.wait(_POLL_SECONDS)


def _withdraw(store: Store, number: int) -> bool:
    return store.write("DELETE FROM requests WHERE id = ? AND taken IS NULL", (number,)) == 1


def _is_busy(store: Store, number: int) -> bool:
    """Whether the holder does what another program asked before."""
    sql = (
        "SELECT 1 FROM requests WHERE run = (SELECT run FROM requests WHERE id = ?)"
        " AND taken IS NOT NULL AND answer IS NULL"
    )
    return store.row(sql, (number,)) is not None


def _is_left(store: Store, number: int) -> bool:
    """Whether it stays taken and unanswered; who leaves a run gives back what it had taken."""
    sql = "SELECT 1 FROM requests WHERE id = ? AND taken IS NOT NULL AND answer IS NULL"
    return store.row(sql, (number,)) is not None


def _result(answer: Mapping[str, Any]) -> Any:
    if "error" not in answer:
        return answer.get("result")
    fault = answer["error"]
    kind = getattr(errors, str(fault.get("kind")), SwarmlabError)
    if not (isinstance(kind, type) and issubclass(kind, SwarmlabError)):
        kind = SwarmlabError
    raise kind(fault["message"], place=fault["place"], next_step=fault["next_step"])


class Server:
    """The holder's side: takes requests of its run and answers each, in a thread of its own."""

    def __init__(self, store: Store, run: str, do: Callable[[Request], Any]) -> None:
        self._store = store
        self._run = run
        self._do = do
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="requests", daemon=True)

    def start(self) -> None:
        """Begin to serve; what was left by programs that no longer wait is dropped."""
        stale = time.time() - PICK_UP_SECONDS
        self._store.write(
            "DELETE FROM requests WHERE run = ? AND (posted < ? OR taken IS NOT NULL)",
            (self._run, stale),
        )
        self._thread.start()

    def stop(self) -> None:
        """Serve no more; a request being done is finished first."""
        self._stopped.set()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join()

    def _serve(self) -> None:
        while not self._stopped.wait(SERVE_SECONDS):
            try:
                while not self._stopped.is_set() and (request := self._take()):
                    self._answer(request)
            except RunLeft:
                return
            except SwarmlabError:
                continue  # the progress file is busy: the request is still there next time

    def _take(self) -> Request | None:
        waiting = "SELECT 1 FROM requests WHERE run = ? AND taken IS NULL LIMIT 1"
        if self._store.row(waiting, (self._run,)) is None:
            return None
        with self._store.changes() as db:
            row = db.execute(
                "SELECT * FROM requests WHERE run = ? AND taken IS NULL ORDER BY id LIMIT 1",
                (self._run,),
            ).fetchone()
            if row is None:
                return None
            db.execute("UPDATE requests SET taken = ? WHERE id = ?", (time.time(), row["id"]))
        told = Teller(self._store, row["id"]).hear
        return Request(row["id"], row["verb"], json.loads(row["words"]), told)

    def _answer(self, request: Request) -> None:
        answer: dict[str, Any]
        try:
            answer = {"result": self._do(request)}
        except RunLeft:
            self._store.write("UPDATE requests SET taken = NULL WHERE id = ?", (request.id,))
            raise
        except SwarmlabError as fault:
            answer = {"error": _told(fault)}
        except Exception as fault:  # a bug must reach who asked, not end the holder's thread
            answer = {"error": _told(SwarmlabError(f"the holder failed: {mask(repr(fault))}"))}
        self._store.write(
            "UPDATE requests SET answer = ? WHERE id = ?", (json.dumps(answer), request.id)
        )


def _told(fault: SwarmlabError) -> dict[str, str]:
    kind = next(
        (t.__name__ for t in type(fault).__mro__ if getattr(errors, t.__name__, None) is t),
        "SwarmlabError",
    )
    return {
        "kind": kind,
        "message": fault.message,
        "place": fault.place,
        "next_step": fault.next_step,
    }
