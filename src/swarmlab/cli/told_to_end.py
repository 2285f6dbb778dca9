"""SIGTERM while the screens are up: they give the terminal back before the program ends."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextlib.contextmanager
def leaving_in_order(leave: Callable[[int], object]) -> Iterator[None]:
    """The first SIGTERM leaves; a second one ends the program at once.

    Args:
        leave: called in a thread with the exit code; may raise RuntimeError where there is
            nothing to leave.
    """

    def told(number: int, _: Any) -> None:
        signal.signal(number, signal.SIG_DFL)
        threading.Thread(target=go, args=(number,), daemon=True).start()

    def go(number: int) -> None:
        try:
            leave(128 + number)
        except RuntimeError:
            os.kill(os.getpid(), number)

    before = signal.signal(signal.SIGTERM, told)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
