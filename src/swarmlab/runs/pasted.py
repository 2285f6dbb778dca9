"""Units the learner runs: pasted, followed, and judged like those the program runs."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from swarmlab.errors import UnitFailed
from swarmlab.runs.events import UnitChanged

if TYPE_CHECKING:
    from collections.abc import Callable

    from swarmlab.deck.model import ShellUnit
    from swarmlab.runs.events import Event, UnitPhase
    from swarmlab.runs.ground import NodeShell, Ran
    from swarmlab.runs.units import UnitRunner


@dataclass(frozen=True)
class Pasted:
    """Follows pasted units; their captures count as those of a run unit do."""

    runner: UnitRunner
    tell: Callable[[Event], None]

    def paste(self, shell: NodeShell, unit: ShellUnit) -> bool:
        """Paste a unit; the learner's Enter runs it. False: this kernel cannot serve it.

        Raises:
            ShellBusy: a command still runs there.
            ShellLost: the terminal ended.
        """

        def followed(phase: str, ran: Ran | None) -> None:
            if phase == "running":
                self._moved(unit, "running")
            elif phase == "finished" and ran is not None:
                self._finished(unit, ran)

        if self.runner.skips(unit):
            return False
        shell.offer(unit.text, followed)
        self._moved(unit, "pasted")
        return True

    def _finished(self, unit: ShellUnit, ran: Ran) -> None:
        try:
            self.runner.judge(unit, ran)
        except UnitFailed as fault:
            self._moved(unit, "failed", ran, fault.message.split("\n")[0])
        else:
            self._moved(unit, "ran", ran)

    def _moved(
        self, unit: ShellUnit, phase: UnitPhase, ran: Ran | None = None, reason: str = ""
    ) -> None:
        seconds, status = (ran.seconds, ran.status) if ran else (0.0, 0)
        self.tell(UnitChanged(unit.position, phase, time.time(), seconds, status, reason))
