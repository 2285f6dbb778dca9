"""On the way out."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from swarmlab.errors import NodeError
from swarmlab.runs.events import NodeChanged
from swarmlab.tui.app import SwarmlabApp
from swarmlab.tui.screens.leaving import LeavingScreen
from tests.tui import decks
from tests.tui.seen import lab_app, see, text, until

if TYPE_CHECKING:
    from tests.fakes.session import FakeSession


class Gate:
    """A session whose nodes take as long to go as the test likes."""

    def __init__(self, session: FakeSession) -> None:
        self._leave, self._open = session.leave, threading.Event()
        session.leave = self.leave  # type: ignore[method-assign]

    def leave(self, *, keep: bool) -> None:
        assert self._open.wait(10)
        self._leave(keep=keep)

    def open(self) -> None:
        self._open.set()


@pytest.mark.parametrize(("key", "word"), [("r", "Removing the nodes"), ("k", "Keeping the nodes")])
async def test_a_calm_word_stands_until_the_nodes_are_gone(key: str, word: str) -> None:
    session = decks.session()
    gate = Gate(session)
    app = lab_app(session)
    async with app.run_test(size=(160, 45)) as pilot:
        await see(pilot, " SLIDE ")
        await pilot.press("q", key)
        before = await see(pilot, word, "manager1, worker1, worker2. Your progress is stored")
        session.tell(NodeChanged("worker1", alive=False, word="stopped"))
        await pilot.press("q", "r", "1", "s", "escape")
        assert text(pilot) == before
        assert isinstance(app.screen, LeavingScreen)
        gate.open()
        await until(pilot, lambda: not app.is_running, "the end")
    assert [call for call in session.calls if "leave" in call] == [
        "leave remove" if key == "r" else "leave keep"
    ]


async def test_nodes_that_do_not_go_leave_a_word_and_its_next_step() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=(160, 45)) as pilot:
        await see(pilot, " SLIDE ")
        session.refuse = NodeError("worker1 does not go", next_step="swarmlab clean")
        await pilot.press("q", "r")
        await see(pilot, "worker1 does not go", "swarmlab clean", " SLIDE ")


async def test_a_lab_chosen_again_is_opened_once_its_nodes_of_before_are_gone() -> None:
    session = decks.session(booted=False)
    session.boot_gate = threading.Event()
    gate, desk = Gate(session), decks.desk(session)
    opened: list[str] = []

    def open_lab(lab: str) -> FakeSession:
        opened.append(lab)
        return session

    desk.open = open_lab  # type: ignore[method-assign]
    async with SwarmlabApp(desk, "least-privilege").run_test(size=(160, 45)) as pilot:
        await see(pilot, "Three nodes are coming up")
        await pilot.press("escape")
        await see(pilot, "Engine answers", "START")
        await pilot.press("enter")
        await pilot.pause(0.2)
        assert opened == ["least-privilege"]
        gate.open()
        await until(pilot, lambda: opened == ["least-privilege"] * 2, "the lab opened again")
        session.boot_gate.set()
