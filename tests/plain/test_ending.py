"""Stopping what runs, and leaving: what becomes of the nodes."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING

import pytest

from swarmlab.plain.lab import PlainLab
from swarmlab.plain.talk import Talk
from swarmlab.plain.work import GivenUp
from tests.plain.writing import FakePaper, answered, play
from tests.tui import decks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(autouse=True)
def _ctrl_c_arrives() -> Iterator[None]:
    """What a shell starts in the background ignores ctrl+c, and so would these tests."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize(
    ("booted", "answers", "ended"),
    [
        (True, ["quit", "keep"], "leave keep"),
        (True, ["q", "r"], "leave remove"),
        (True, ["q", "stay", "q remove"], "leave remove"),
        (True, ["keep"], "leave keep"),
        (True, [], "leave keep"),
        (False, [], "leave remove"),
        (False, ["keep"], "leave keep"),
        (False, ["quit"], "leave remove"),
    ],
    ids=str,
)
def test_nodes_are_kept_when_somebody_said_so(booted: bool, answers: list[str], ended: str) -> None:
    session = decks.session(booted=booted)
    play(session, *answers)
    assert session.calls[-1] == ended
    assert sum(call.startswith("leave") for call in session.calls) == 1


def press_ctrl_c() -> None:
    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)


def when(holds: Callable[[], object], act: Callable[[], None]) -> threading.Thread:
    """Do something once it is so."""

    def wait() -> None:
        for _ in range(1500):
            if holds():
                act()
                return
            threading.Event().wait(0.01)

    thread = threading.Thread(target=wait, daemon=True)
    thread.start()
    return thread


def test_ctrl_c_goes_to_the_shell_in_which_a_unit_runs() -> None:
    session = decks.session()
    session.unit_gate = gate = threading.Event()
    pressed = session.shell("manager1").sent
    when(lambda: "run manager1" in session.calls, press_ctrl_c)
    when(lambda: b"\x03" in pressed, gate.set)
    said = answered(session, "run 1")
    assert "ctrl+c to manager1" in said
    assert pressed == [b"\x03"]


def test_ctrl_c_stops_a_start_and_what_was_made_is_removed() -> None:
    session = decks.session(booted=False)
    session.boot_gate = threading.Event()
    when(lambda: "boot" in session.calls, press_ctrl_c)
    text = play(session, "no")
    assert "Stopping, and removing what was made." in text
    assert "[!] the start was stopped" in text
    assert session.calls == ["boot", "cancel_boot", "leave remove"]


def test_ctrl_c_at_the_prompt_leaves_nothing() -> None:
    text = play(decks.session(), KeyboardInterrupt(), "check")
    assert "quit leaves, help lists the commands\n> check\nTasks" in text


def test_ctrl_c_that_comes_too_late_ends_nothing() -> None:
    session = decks.session()
    lab = PlainLab(session, Talk(FakePaper("why", "map")))
    asked: list[str] = []

    def late(_: str) -> None:
        asked.append("why")
        raise KeyboardInterrupt

    lab.do_why = late  # type: ignore[method-assign]
    lab.play()
    assert asked == ["why"]
    assert "> map\nSwarm: 3 members" in lab.talk.paper.text  # type: ignore[attr-defined]


def test_ctrl_c_again_and_again_waits_for_nothing() -> None:
    session = decks.session(booted=False)
    session.boot_gate = threading.Event()
    session.cancelled.is_set = lambda: False  # type: ignore[method-assign]
    calls = session.calls
    when(lambda: "boot" in calls, press_ctrl_c)
    when(lambda: calls.count("cancel_boot") == 1, press_ctrl_c)
    when(lambda: calls.count("cancel_boot") == 2, press_ctrl_c)
    with pytest.raises(GivenUp):
        play(session)
    session.boot_gate.set()
    assert "leave remove" not in calls


def test_whoever_reads_may_go_and_the_lab_is_left() -> None:
    session, paper = decks.session(booted=False), FakePaper("check")
    lab = PlainLab(session, Talk(paper))

    def gone(_: str) -> None:
        paper.write = broken  # type: ignore[method-assign]

    def broken(*_: object) -> None:
        raise BrokenPipeError

    paper.before = gone
    with pytest.raises(BrokenPipeError):
        lab.play()
    assert session.calls[-1] == "leave remove"
