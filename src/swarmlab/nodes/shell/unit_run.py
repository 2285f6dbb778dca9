"""A unit that swarmlab itself types and waits for."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from swarmlab.nodes.shell.offer import Offer, OfferPhase
from swarmlab.patience import patient

if TYPE_CHECKING:
    from swarmlab.nodes.shell.recording import Recorded
    from swarmlab.nodes.shell.result import Origin, UnitResult

_SETTLE_SECONDS = patient(2.0)
_BAD_SYNTAX = 2


class UnitRun:
    """One run of a unit, from Enter to the prompt or the end of its time."""

    def __init__(self, text: str, origin: Origin) -> None:
        self.offer = Offer(text, origin, self._on, ours=True)
        self._origin = origin
        self._started = time.time()
        self._woken = threading.Event()
        self._over = threading.Event()
        self._incomplete = False
        self._result: UnitResult | None = None

    def wait(self, timeout: float) -> None:
        """Until it ended, turned out to be incomplete, was lost, or the time is over."""
        self._woken.wait(timeout)

    @property
    def incomplete(self) -> bool:
        """Bash asked for more."""
        return self._incomplete

    @property
    def result(self) -> UnitResult | None:
        """Of a unit that ended by itself."""
        return None if self._incomplete else self._result

    def incomplete_result(self) -> UnitResult:
        """Of a unit that was interrupted because bash asked for more."""
        self._over.wait(_SETTLE_SECONDS)
        result = self._result or self._so_far((), ())
        return replace(result, incomplete=True, status=_BAD_SYNTAX)

    def timed_out(self, ended: tuple[Recorded, ...], running: tuple[Recorded, ...]) -> UnitResult:
        """Of a unit whose time was over first."""
        return replace(self._so_far(ended, running), timed_out=True)

    def _so_far(self, ended: tuple[Recorded, ...], running: tuple[Recorded, ...]) -> UnitResult:
        return self._origin.result(
            ended, started=self._started, ended=time.time(), running=running, text=self.offer.text
        )

    def _on(self, phase: OfferPhase, result: UnitResult | None) -> None:
        if phase is OfferPhase.UNFINISHED:
            self._incomplete = True
            self._woken.set()
        elif phase in {OfferPhase.FINISHED, OfferPhase.ABANDONED}:
            self._result = result
            self._over.set()
            self._woken.set()
