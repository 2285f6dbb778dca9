"""Pictures of the ladder of help: the question, the typing, its failure, the word for the stuck."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from swarmlab.errors import UnitFailed
from swarmlab.tui import clock
from tests.fakes.session import AT
from tests.tui import decks
from tests.tui.seen import lab_app, see

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tests.fakes.session import FakeSession

UNITS = decks.LAB.chapters[0].steps[0].slide.solution
Compare = Callable[..., bool]


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing takes time."""
    monkeypatch.setattr(clock, "ticks", lambda: 1000.0)


@pytest.fixture(params=[(160, 45), (80, 24)], ids=lambda size: f"{size[0]}x{size[1]}")
def size(request: pytest.FixtureRequest) -> Any:
    """The largest and the smallest layout."""
    return request.param


def pictured(
    compare: Compare, session: FakeSession, size: tuple[int, int], press: str, *wanted: str
) -> bool:
    """Press keys once the lab is there, and compare what they lead to."""

    async def before(pilot: Pilot[None]) -> None:
        await see(pilot, "goes only where", "manager1")
        await pilot.press(*press)
        await see(pilot, *wanted)

    return compare(lab_app(session), terminal_size=size, run_before=before)


def test_question(snap_compare: Compare, size: tuple[int, int]) -> None:
    session = decks.in_the_middle(decks.session())
    assert pictured(snap_compare, session, size, "x", "type it for me", "show it")


def test_typing(snap_compare: Compare, size: tuple[int, int]) -> None:
    session = decks.session()
    session.gate_at = UNITS[1].position
    try:
        assert pictured(snap_compare, session, size, "xt", "Now unit 2 of 3", "1 of 3")
    finally:
        session.stopped.set()


def test_typing_failed(snap_compare: Compare, size: tuple[int, int]) -> None:
    session = decks.session()
    session.gate_at = UNITS[2].position
    session.type_error = UnitFailed(
        "exit 1\n  Error response from daemon: node worker1 not found",
        place=str(UNITS[2].position),
        next_step="look at the shell of manager1",
    )
    assert pictured(snap_compare, session, size, "xt", "was not typed to its end", "esc back")


def test_stuck(
    snap_compare: Compare, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    session = decks.in_the_middle(decks.session())

    async def before(pilot: Pilot[None]) -> None:
        await see(pilot, "goes only where", "manager1")
        monkeypatch.setattr(clock, "now", lambda: AT + 400)
        await pilot.press("t")
        await see(pilot, "Red for 5 minutes")

    assert snap_compare(lab_app(session), terminal_size=size, run_before=before)
