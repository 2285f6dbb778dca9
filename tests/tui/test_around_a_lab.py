"""The screens before and around a lab."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from swarmlab.errors import EngineGone, StartFailed
from swarmlab.runs.events import EngineChanged
from swarmlab.tui.app import SwarmlabApp
from swarmlab.tui.screens import engine_gone, start
from swarmlab.tui.screens.lab.screen import LabScreen
from tests.tui import decks
from tests.tui.seen import gone, lab_app, see, text, until

SIZES = [(160, 45), (120, 36), (80, 24)]


@pytest.mark.parametrize("size", SIZES)
async def test_the_start_screen_shows_labs_progress_and_engine(size: tuple[int, int]) -> None:
    app = SwarmlabApp(decks.desk(decks.session()))
    async with app.run_test(size=size) as pilot:
        await see(pilot, "Least privilege on Docker Swarm", "40 min", "1 of 2 steps",
                  "goes on at Secrets", "Zones, in depth", "not begun", "done 19 November",
                  "Chapters", "3 nodes, about 150 MB", "Engine answers",
                  'by the context "default"')  # fmt: skip


async def test_the_first_paint_asks_nothing() -> None:
    desk = decks.desk(decks.session())
    app = SwarmlabApp(desk)
    assert desk.asked == 0
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: desk.asked, "the questions, after the paint")


async def test_enter_opens_the_chosen_lab_and_a_faulty_one_says_what_to_do() -> None:
    session = decks.session()
    async with SwarmlabApp(decks.desk(session)).run_test(size=(120, 36)) as pilot:
        await see(pilot, "! 1 fault")
        await pilot.press("down", "down", "down", "enter")
        await see(pilot, "swarmlab lint lists them all")
        await pilot.press("up", "up", "up", "enter")
        await see(pilot, "A secret goes only where", " SLIDE ")


async def test_beginning_again_asks_first() -> None:
    desk = decks.desk(decks.session())
    async with SwarmlabApp(desk).run_test(size=(120, 36)) as pilot:
        await see(pilot, "goes on at Secrets")
        await pilot.press("R")
        await see(pilot, "Begin Least privilege on Docker Swarm again", "1 of 2 steps is forgotten")
        await pilot.press("escape")
        await gone(pilot, "is forgotten")
        assert desk.forgotten == []
        await pilot.press("R", "enter")
        await until(pilot, lambda: desk.forgotten == ["least-privilege"], "forgotten")


async def test_a_silent_engine_has_its_next_step_and_is_asked_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(start, "ASK_EVERY", 0.05)
    desk = decks.desk(decks.session())
    desk.silence()
    async with SwarmlabApp(desk).run_test(size=(120, 36)) as pilot:
        await see(pilot, "✗ The engine does not answer", "Next step  make engine starts it")
        desk.answer()
        await see(pilot, "● Engine answers")


async def test_a_lab_that_needs_the_engine_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_gone, "ASK_EVERY", 0.05)
    desk = decks.desk(decks.session())
    desk.silence()
    async with SwarmlabApp(desk, "least-privilege").run_test(size=(120, 36)) as pilot:
        await see(pilot, "ENGINE GONE", "The engine does not answer", "make engine starts it")
        desk.answer()
        await see(pilot, "A secret goes only where")


async def test_a_boot_shows_phases_as_they_end() -> None:
    session = decks.session(booted=False)
    session.boot_gate = threading.Event()
    async with lab_app(session).run_test(size=(120, 36)) as pilot:
        await see(pilot, "Three nodes are coming up", "usually 1.6 s on this machine",
                  "manager1    ✓ made         ✓ started      ✓ engine       ► app loaded",
                  "worker2     ✓ made         ✓ started      ► engine       · app loaded",
                  "7 of 15")  # fmt: skip
        session.boot_gate.set()
        await see(pilot, "A secret goes only where")


async def test_escape_stops_a_boot_and_removes() -> None:
    session = decks.session(booted=False)
    session.boot_gate = threading.Event()
    async with lab_app(session).run_test(size=(120, 36)) as pilot:
        await see(pilot, "Three nodes are coming up")
        await pilot.press("escape")
        await see(pilot, "Engine answers", "START")
        await until(pilot, lambda: session.calls[-1] == "leave remove", "leave")
        assert session.calls == ["boot", "cancel_boot", "leave remove"]


async def test_help_over_a_boot_does_not_hold_it_up() -> None:
    session = decks.session(booted=False)
    session.boot_gate = threading.Event()
    async with lab_app(session).run_test(size=(120, 36)) as pilot:
        await see(pilot, "Three nodes are coming up")
        await pilot.press("question_mark")
        await see(pilot, "Stop the start and remove what it made.")
        session.boot_gate.set()
        await see(pilot, "A secret goes only where", " SLIDE ")


FAILURE = StartFailed(
    "its engine stopped while starting\n14:20:06  failed to start daemon: no space left",
    place="worker2",
    next_step="Free about 300 MB of disk, then try again.",
)


@pytest.mark.parametrize("size", SIZES)
async def test_a_failed_boot_says_which_node_why_and_what_next(size: tuple[int, int]) -> None:
    session = decks.session(booted=False)
    session.boot_error = FAILURE
    async with lab_app(session).run_test(size=size) as pilot:
        await see(pilot, "✗ worker2 did not come up", "Its engine stopped while starting",
                  "failed to start daemon: no space left", "✗ engine", "removed",
                  "Next step  Free about 300 MB", "swarmlab doctor")  # fmt: skip
        session.boot_error = None
        await pilot.press("r")
        await see(pilot, "A secret goes only where")


async def test_a_failed_boot_leads_back_to_the_labs() -> None:
    session = decks.session(booted=False)
    session.boot_error = FAILURE
    async with lab_app(session).run_test(size=(120, 36)) as pilot:
        await see(pilot, "✗ worker2 did not come up")
        await pilot.press("y")
        await see(pilot, "Copied")
        assert "no space left" in pilot.app.clipboard
        await pilot.press("escape")
        await see(pilot, "START", "Engine answers")


async def test_an_engine_that_dies_in_a_boot_is_its_own_screen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(engine_gone, "ASK_EVERY", 0.05)
    session = decks.session(booted=False)
    session.boot_error = EngineGone("no answer for 6 s")
    app = lab_app(session)
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: session.calls.count("boot") > 1, "tried again by itself")
        session.boot_error = None
        await see(pilot, "A secret goes only where")


async def test_the_engine_gone_screen_goes_away_when_the_session_hears_it() -> None:
    session = decks.session()
    app = lab_app(session)
    async with app.run_test(size=(120, 36)) as pilot:
        await see(pilot, "A secret goes only where")
        app.desk.silence()  # type: ignore[attr-defined]
        session.tell(EngineChanged(answers=False, reason="no answer for 6 s"))
        await see(pilot, "✗ The engine stopped answering", "no answer for 6 s", "What is safe",
                  "make engine", "goes away by itself")  # fmt: skip
        assert "✗ engine gone" in text(pilot)
        session.tell(EngineChanged(answers=True))
        await gone(pilot, "The engine stopped answering")
        assert isinstance(app.screen, LabScreen)


async def test_the_engine_gone_screen_asks_by_itself_and_on_a_key() -> None:
    session = decks.session()
    app = lab_app(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await see(pilot, "A secret goes only where")
        app.desk.silence()  # type: ignore[attr-defined]
        session.tell(EngineChanged(answers=False))
        await see(pilot, "The engine stopped answering")
        await pilot.press("r")
        await see(pilot, "Asked 1 time")
        app.desk.answer()  # type: ignore[attr-defined]
        await pilot.press("r")
        await see(pilot, "A secret goes only where")


async def test_a_call_that_finds_the_engine_gone_leads_there() -> None:
    session = decks.session()
    session.refuse = EngineGone("no answer for 6 s")
    app = lab_app(session)
    async with app.run_test(size=(120, 36)) as pilot:
        await see(pilot, "A secret goes only where")
        app.desk.silence()  # type: ignore[attr-defined]
        await pilot.press("s")
        await see(pilot, "The engine stopped answering")


async def test_a_lab_that_is_not_there_is_said_on_the_start_screen() -> None:
    app = SwarmlabApp(decks.desk(decks.session()), "nowhere")
    async with app.run_test(size=(120, 36)) as pilot:
        await see(pilot, "no lab is called nowhere · swarmlab lists the labs", "Engine answers")
        assert app.failure is not None


async def test_a_running_lab_says_its_nodes_are_up() -> None:
    desk = decks.desk(decks.session())
    desk.entries[0] = replace(desk.entries[0], running=True)
    async with SwarmlabApp(desk).run_test(size=(120, 36)) as pilot:
        await see(pilot, "● its nodes are up")
