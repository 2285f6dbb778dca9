"""What a test sees on a screen, and waiting for it."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

from swarmlab.tui.app import SwarmlabApp
from tests.tui import decks

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from tests.fakes.session import FakeSession

DEADLINE = 10.0
"""Seconds after which what a test waits for will not come."""


def text(pilot: Pilot[Any]) -> str:
    """The screen as rows of text."""
    screen = pilot.app.screen
    strips = screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)


async def until(pilot: Pilot[Any], holds: Callable[[], object], what: str = "") -> None:
    """Wait until something holds."""
    end = time.monotonic() + DEADLINE
    while not holds():
        assert time.monotonic() < end, f"never came: {what}\n{text(pilot)}"
        await pilot.pause()
        await asyncio.sleep(0.005)
    await pilot.pause()


async def see(pilot: Pilot[Any], *wanted: str) -> str:
    """Wait until all of these words are on the screen."""
    await until(pilot, lambda: all(word in text(pilot) for word in wanted), ", ".join(wanted))
    return text(pilot)


async def gone(pilot: Pilot[Any], *words: str) -> str:
    """Wait until none of these words is on the screen."""
    await until(
        pilot, lambda: all(word not in text(pilot) for word in words), "without " + words[0]
    )
    return text(pilot)


def lab_app(session: FakeSession, theme: str = "swarmlab-dark") -> SwarmlabApp:
    """The app that opens the session's lab at once."""
    return SwarmlabApp(decks.desk(session), session.lab.name, theme=theme)
