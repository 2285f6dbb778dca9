"""Faults under the screens: words above the footer, or at the end; never a traceback."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swarmlab.errors import StoreError
from swarmlab.runs.events import ProgressTrouble
from tests.fakes.session import FakeSession
from tests.tui import decks
from tests.tui.seen import lab_app, see

if TYPE_CHECKING:
    from swarmlab.runs.model import Place
    from swarmlab.tui.app import SwarmlabApp

TOKEN = f"SWMTKN-1-{'3g7o0lxdn5' * 5}-{'a58fl' * 5}"
FULL = StoreError("the disk is full", place="progress.sqlite", next_step="make room")


async def test_a_place_that_is_not_stored_is_shown_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    move = FakeSession.move

    def forgetful(self: FakeSession, place: Place) -> None:
        move(self, place)
        raise FULL

    session = decks.session()
    monkeypatch.setattr(FakeSession, "move", forgetful)
    async with lab_app(session).run_test(size=(160, 45)) as pilot:
        await see(pilot, "■■ ──")
        await pilot.press("n")
        await see(pilot, "A node goes away", "the disk is full", "make room")


async def test_trouble_with_progress_is_said() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=(160, 45)) as pilot:
        await see(pilot, "■■ ──")
        session.tell(ProgressTrouble("the disk is full", "make room"))
        await see(pilot, "the disk is full", "make room")


async def test_a_fault_of_the_screens_ends_in_words_without_variables(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(self: FakeSession, place: Place) -> None:
        raise LookupError(f"a bug, with {TOKEN}")

    app = lab_app(decks.session())
    monkeypatch.setattr(FakeSession, "move", broken)
    with pytest.raises(LookupError):
        await turn(app)
    assert app.failure is not None
    assert "LookupError: a bug" in app.failure.message
    assert TOKEN not in str(app.failure)
    assert app._exit_renderables == []


async def turn(app: SwarmlabApp) -> None:
    async with app.run_test(size=(160, 45)) as pilot:
        await see(pilot, "■■ ──")
        await pilot.press("n")
        await pilot.pause()
