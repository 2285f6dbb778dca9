"""Pictures of screens are made at one time of day, wherever and whenever the tests run."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from swarmlab.tui import clock
from tests.fakes.session import AT

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def fixed_clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """It is 14:31:40 UTC, and stays so."""
    monkeypatch.setattr(clock, "now", lambda: AT + 100)
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()
