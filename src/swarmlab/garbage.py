"""Python's collector of cyclic garbage, kept from stopping what somebody waits for."""

from __future__ import annotations

import contextlib
import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_YOUNG, _MIDDLE, _OLD = 20_000, 10, 10


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """Nothing is searched for garbage meanwhile."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def settle() -> None:
    """What is loaded by now is never searched again, and new objects less often.

    With Python's own settings a full collection took 90 to 140 ms on the map, at every
    twentieth snapshot or so (``make bench map``, two cores).
    """
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
