"""Pictures of a learner's screen in a class: with a message, watched, and paused."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from swarmlab.tui import clock
from tests.tui import decks
from tests.tui.seen import lab_app, see

if TYPE_CHECKING:
    from textual.pilot import Pilot

Compare = Callable[..., bool]


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing takes time."""
    monkeypatch.setattr(clock, "ticks", lambda: 1000.0)


@pytest.fixture(params=[(160, 45), (80, 24)], ids=lambda size: f"{size[0]}x{size[1]}")
def size(request: pytest.FixtureRequest) -> Any:
    """The largest and the smallest layout."""
    return request.param


def test_message(snap_compare: Compare, size: tuple[int, int]) -> None:
    session = decks.in_the_middle(decks.session())

    async def before(pilot: Pilot[None]) -> None:
        await see(pilot, "goes only where", "manager1")
        session.say_of_class(part="watches", hand=1.0)
        session.send(
            "We look at task 2 together in five minutes.\nUntil then: which node holds it?"
        )
        session.send("And another")
        await see(pilot, "which node holds it?", "1 more", "watched", "hand up")

    assert snap_compare(lab_app(session), terminal_size=size, run_before=before)


def test_paused(snap_compare: Compare, size: tuple[int, int]) -> None:
    session = decks.in_the_middle(decks.session())

    async def before(pilot: Pilot[None]) -> None:
        await see(pilot, "goes only where", "manager1")
        session.say_of_class(paused="Who may read a secret, and who may not?")
        await see(pilot, "Paused for a discussion", "who may not?")

    assert snap_compare(lab_app(session), terminal_size=size, run_before=before)
