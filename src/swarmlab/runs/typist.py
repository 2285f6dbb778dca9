"""Types a solution into the shells, and can be stopped in the middle of a unit."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from swarmlab.deck.model import ShellUnit
from swarmlab.errors import SwarmlabError, UnitFailed

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Sequence

    from swarmlab.deck.model import Unit
    from swarmlab.runs.ground import NodeShell
    from swarmlab.runs.player import Player


class TypingStopped(UnitFailed):
    """The solution was called off; what was typed until then stays done."""


class Typist:
    """Types units in order.

    Args:
        player: runs and checks a unit.
        shell: a node's shell.
        cancelled: set, no further unit is begun.
    """

    def __init__(
        self,
        player: Player,
        shell: Callable[[str, str | None], NodeShell],
        cancelled: threading.Event,
    ) -> None:
        self._player = player
        self._shell = shell
        self._cancelled = cancelled
        self._unit: Unit | None = None

    def type(self, units: Sequence[Unit]) -> None:
        """Type them, each checked.

        Raises:
            UnitFailed: one did not end as it must.
            TypingStopped: ``stop`` was called; its place is the unit that was not done.
        """
        try:
            for unit in units:
                self._unit = unit
                if self._cancelled.is_set():
                    raise _stopped(unit)
                self._run(unit)
        finally:
            self._unit = None

    def _run(self, unit: Unit) -> None:
        try:
            self._player.play((unit,), self._cancelled)
        except SwarmlabError as fault:
            if self._cancelled.is_set():
                raise _stopped(unit) from fault
            raise

    def stop(self) -> None:
        """Begin no other unit, and end the command that runs as ctrl+c does."""
        self._cancelled.set()
        unit = self._unit
        if isinstance(unit, ShellUnit):
            with contextlib.suppress(SwarmlabError):
                shell = self._shell(unit.node, unit.shell)
                if shell.busy:
                    shell.interrupt()


def _stopped(unit: Unit) -> TypingStopped:
    return TypingStopped(
        "the solution was stopped before this unit was done",
        place=str(unit.position),
        next_step="go on by yourself, or reset the step",
    )
