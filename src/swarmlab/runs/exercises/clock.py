"""Time as exercises spend it: waits that can be called off, and how long each may take."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from swarmlab.errors import RunError
from swarmlab.patience import patient

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable


class CalledOff(RunError):
    """The exercises were called off in the middle."""


class Clock(Protocol):
    """What tells the time and lets it pass."""

    def now(self) -> float:
        """Seconds since some beginning."""

    def pause(self, seconds: float) -> None:
        """Let time pass.

        Raises:
            CalledOff: no more of it shall be spent.
        """


class RealClock:
    """The machine's.

    Args:
        stopped: set, whoever waits is called off.
    """

    def __init__(self, stopped: threading.Event) -> None:
        self._stopped = stopped

    def now(self) -> float:
        """Seconds, not of the day."""
        return time.monotonic()

    def pause(self, seconds: float) -> None:
        """Let time pass, or raise."""
        if self._stopped.wait(seconds):
            raise CalledOff("called off", next_step="begin again when you like")


def until(clock: Clock, so: Callable[[], bool], seconds: float, look: float) -> bool:
    """Wait until something is so; whether it came in time. It is asked once at least."""
    deadline = clock.now() + seconds
    while not so():
        if clock.now() >= deadline:
            return False
        clock.pause(look)
    return True


@dataclass(frozen=True, slots=True)
class Limits:
    """How long things may take, in seconds; the first three are autopilot's own."""

    prompt: float = patient(60.0)
    """A command, until its prompt is back."""
    wait: float = patient(60.0)
    """The text of a ``wait``."""
    longwait: float = patient(600.0)
    """The text of a ``longwait``."""
    grace: float = patient(5.0)
    """A command that keys follow: so long it may take to end by itself before they are sent."""
    again: float = patient(12.0)
    """A program that ctrl-c has not ended so long is pressed once more before the next command.
    `watch` does not hear it while its command runs; containers have 10 s to stop by themselves."""
    quiet: float = patient(0.3)
    """A program whose screen ends in a prompt waits at it when nothing has changed for so long."""
    look: float = patient(0.05)
    """Between two looks."""
