"""Work that may take long, in a thread: ctrl+c stops it in order."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

_SECONDS = 0.2
"""Between two looks for a ctrl+c that the system gave to another thread."""


class GivenUp(KeyboardInterrupt):
    """ctrl+c was pressed again and again: nothing is waited for any more."""


_PATIENCE = 3
"""Presses of ctrl+c until nothing is waited for: a program may need two, as in any terminal."""


def work(call: Callable[[], T], stop: Callable[[], object] = lambda: None) -> T:
    """Call in a thread and wait for it; what it raises is raised here.

    Args:
        call: the work.
        stop: called at a ctrl+c, from this thread; the work is waited for all the same.

    Raises:
        GivenUp: at the third ctrl+c; the work goes on in its thread.
    """
    results: list[T] = []
    faults: list[BaseException] = []
    over = threading.Event()

    def run() -> None:
        try:
            results.append(call())
        except BaseException as fault:
            faults.append(fault)
        finally:
            over.set()

    threading.Thread(target=run, name="plain-work", daemon=True).start()
    pressed = 0
    while not over.is_set():
        try:
            over.wait(_SECONDS)
        except KeyboardInterrupt as press:
            pressed += 1
            if pressed == _PATIENCE:
                raise GivenUp from press
            stop()
    if faults:
        raise faults[0]
    return results[0]
