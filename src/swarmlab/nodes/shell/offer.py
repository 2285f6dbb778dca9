"""A pasted unit, followed until it has run or somebody changed their mind."""

from __future__ import annotations

import time
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from swarmlab.nodes.shell.recording import Recorded
    from swarmlab.nodes.shell.result import Origin, UnitResult


class OfferPhase(StrEnum):
    """How far a pasted unit is."""

    EDITED = "edited"
    """Another key than Enter came first."""
    RUNNING = "running"
    FINISHED = "finished"
    """With its result."""
    UNFINISHED = "unfinished"
    """bash asks for the rest of it: it is no whole command."""
    ABANDONED = "abandoned"
    """Something else ran, the line was given up, or another unit took its place."""


_ENTER = frozenset({b"\r", b"\n"})


class Offer:
    """One pasted unit. ``key`` comes from any thread, the rest from the herald's."""

    def __init__(
        self,
        text: str,
        origin: Origin,
        on: Callable[[OfferPhase, UnitResult | None], None],
        *,
        ours: bool = False,
    ) -> None:
        self.text = text
        self._origin = origin
        self._on = on
        self._entered = ours
        self._edited = False
        self.over = False

    def key(self, data: bytes) -> bool:
        """Note a key; whether it is the first that edits."""
        if self._entered or self._edited:
            return False
        if data in _ENTER:
            self._entered = True
            return False
        self._edited = True
        return True

    def edited(self) -> None:
        """Tell that it was edited."""
        if not self.over:
            self._on(OfferPhase.EDITED, None)

    def began(self) -> None:
        """What was entered runs."""
        if self._entered and not self.over:
            self._on(OfferPhase.RUNNING, None)

    def unfinished(self) -> None:
        """Bash asks for more."""
        if not self.over:
            self._on(OfferPhase.UNFINISHED, None)

    def prompt_back(self, commands: tuple[Recorded, ...]) -> None:
        """What was entered ended."""
        if self.over:
            return
        self.over = True
        if not self._entered and not self._is_it(commands):
            self._on(OfferPhase.ABANDONED, None)
            return
        now = time.time()
        result = self._origin.result(
            commands,
            started=commands[0].started if commands else now,
            ended=commands[-1].ended if commands else now,
            text=self.text,
        )
        self._on(OfferPhase.FINISHED, result)

    def abandon(self) -> None:
        """Nothing will come of it."""
        if not self.over:
            self.over = True
            self._on(OfferPhase.ABANDONED, None)

    def _is_it(self, commands: tuple[Recorded, ...]) -> bool:
        ran = "\n".join(command.text for command in commands)
        return bool(commands) and _plain(ran) == _plain(self.text)


def _plain(text: str) -> list[str]:
    """Lines that count when two texts are compared: neither blank ones nor comments."""
    lines = (line.rstrip() for line in text.split("\n"))
    return [line for line in lines if line and not line.lstrip().startswith("#")]
