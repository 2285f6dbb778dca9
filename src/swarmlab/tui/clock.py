"""The screens' clocks, in one place so that a picture of a screen can be made the same twice."""

from __future__ import annotations

import time


def now() -> float:
    """Seconds since the epoch, as events of a session count them."""
    return time.time()


def ticks() -> float:
    """Seconds that never jump, for how long something takes."""
    return time.monotonic()
