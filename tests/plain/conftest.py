"""The clock of these tests stands still, as that of the screens' tests does."""

from __future__ import annotations

from tests.tui.conftest import fixed_clock

__all__ = ["fixed_clock"]
