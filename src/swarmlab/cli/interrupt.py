"""Ctrl-C while nodes come up: called off in order, not torn."""

from __future__ import annotations

import contextlib
import signal
from typing import TYPE_CHECKING, Any

from swarmlab.cli.output import tell
from swarmlab.errors import SwarmlabError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Arm = Callable[[Callable[[], None]], None]


@contextlib.contextmanager
def called_off() -> Iterator[Arm]:
    """The first Ctrl-C calls the armed work off; a second one interrupts it at once.

    Yields a function that takes what calls the work off. Ends in KeyboardInterrupt when
    the work was called off, whatever error it came back with.
    """
    cancels: list[Callable[[], None]] = []
    interrupted = False

    def interrupt(*_: Any) -> None:
        nonlocal interrupted
        if interrupted or not cancels:
            raise KeyboardInterrupt
        interrupted = True
        tell("called off; what was made is removed")
        for cancel in cancels:
            cancel()

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield cancels.append
    except SwarmlabError as error:
        if interrupted:
            raise KeyboardInterrupt from error
        raise
    finally:
        signal.signal(signal.SIGINT, before)
