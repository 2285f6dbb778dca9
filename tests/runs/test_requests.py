"""Asking a holder, and being told its errors as one's own."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from swarmlab.deck.model import Position
from swarmlab.errors import RunHeld, ShellBusy, SwarmlabError
from swarmlab.runs import registry, requests
from swarmlab.runs.events import (
    BootProgress,
    NodeChanged,
    ReplayProgress,
    StepDone,
    UnitChanged,
)
from swarmlab.runs.requests import Server, Unheld, ask
from swarmlab.swarm.together import NoAnswer, Pending
from tests.runs.patience import SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swarmlab.runs.events import Event
    from swarmlab.runs.requests import Request
    from swarmlab.runs.store import Store


@pytest.fixture
def run(store: Store) -> str:
    return registry.make_run(store, "lab", "ada", "/x").id


def answer(request: Request) -> object:
    if request.verb == "busy":
        raise ShellBusy("it runs", place="worker1", next_step="wait")
    if request.verb == "bug":
        raise ValueError("oops")
    return {"verb": request.verb, **request.words}


@pytest.fixture
def server(store: Store, run: str) -> Iterator[Server]:
    serving = Server(store, run, answer)
    serving.start()
    yield serving
    serving.stop()


def test_the_holder_answers(store: Store, run: str, server: Server) -> None:
    assert ask(store, run, "check", {"step": "a#b"}, lambda: False) == {
        "verb": "check",
        "step": "a#b",
    }


def test_what_the_holder_tells_meanwhile_is_heard_here(store: Store, run: str) -> None:
    told: list[Event] = [
        BootProgress("worker1", "engine", 1.5),
        ReplayProgress(1, 2, "a#b"),
        UnitChanged(Position(Path("a.md"), 7), "failed", 5.0, reason="exit 1"),
        NodeChanged("worker1", alive=True, word="fresh shell"),
    ]

    def do(request: Request) -> str:
        for event in (*told, StepDone("a#b")):
            request.told(event)
        return request.verb

    server = Server(store, run, do)
    server.start()
    heard: list[Event] = []
    assert ask(store, run, "reset", {}, lambda: False, heard.append) == "reset"
    server.stop()
    assert heard == told
    assert store.rows("SELECT * FROM told") == [], "it goes with its request"


def test_the_holders_error_is_raised_here(store: Store, run: str, server: Server) -> None:
    with pytest.raises(ShellBusy) as fault:
        ask(store, run, "busy", {}, lambda: False)
    assert (fault.value.place, fault.value.next_step) == ("worker1", "wait")


def test_a_bug_of_the_holder_does_not_end_its_service(
    store: Store, run: str, server: Server
) -> None:
    with pytest.raises(SwarmlabError, match="the holder failed"):
        ask(store, run, "bug", {}, lambda: False)
    assert ask(store, run, "again", {}, lambda: False) == {"verb": "again"}


def test_a_holder_that_does_another_request_is_waited_for(
    store: Store, run: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requests, "PICK_UP_SECONDS", 0.3)
    doing, enough = threading.Event(), threading.Event()

    def do(request: Request) -> str:
        if request.verb == "reset":
            doing.set()
            assert enough.wait(SECONDS)
        return request.verb

    server = Server(store, run, do)
    server.start()
    first = Pending(lambda: ask(store, run, "reset", {}, lambda: False))
    assert doing.wait(SECONDS)
    second = Pending(lambda: ask(store, run, "check", {}, lambda: False))
    with pytest.raises(NoAnswer):
        second.result(1.0)
    enough.set()
    assert first.result(SECONDS) == "reset"
    assert second.result(SECONDS) == "check"
    server.stop()


def test_a_holder_that_does_nothing_is_not_waited_for(
    store: Store, run: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requests, "PICK_UP_SECONDS", 0.3)
    with pytest.raises(RunHeld, match="does not answer"):
        ask(store, run, "check", {}, lambda: False)


def test_a_request_nobody_took_is_withdrawn_when_the_run_is_free(store: Store, run: str) -> None:
    free = threading.Event()
    threading.Timer(0.6, free.set).start()
    with pytest.raises(Unheld):
        ask(store, run, "check", {}, free.is_set)
    assert store.rows("SELECT * FROM requests") == []


def test_a_request_given_back_in_the_moment_the_run_is_freed_was_not_taken(
    store: Store, run: str
) -> None:
    takes = iter([time.time(), None])  # when the run is looked at: taken, then given back and free

    def is_free() -> bool:
        taken = next(takes, None)
        store.write("UPDATE requests SET taken = ?", (taken,))
        return taken is None

    with pytest.raises(Unheld):
        ask(store, run, "check", {}, is_free)
    assert store.rows("SELECT * FROM requests") == []
