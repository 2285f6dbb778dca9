"""The collector of cyclic garbage, told not to stop the screen for long."""

from __future__ import annotations

import gc

_YOUNG, _MIDDLE, _OLD = 20_000, 10, 10


def shorten() -> None:
    """What is loaded by now is never looked at again, and new objects less often.

    With Python's own settings a full collection took 90 to 140 ms on the map, at every
    twentieth snapshot or so (``make bench map``, two cores).
    """
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
