"""What screens ask of the app that shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from swarmlab.runs.model import Place
    from swarmlab.tui.ports import LabSession


class LabWanted(Message):
    """The learner chose a lab."""

    def __init__(self, lab: str, place: Place | None = None) -> None:
        super().__init__()
        self.lab, self.place = lab, place
        """Where to go in it; None goes on where the learner was."""


class NodesWanted(Message):
    """Nodes are to be made: ``work`` blocks until they are up, and its events tell how far."""

    def __init__(self, session: LabSession, work: Callable[[], object], chapter: str) -> None:
        super().__init__()
        self.session, self.work, self.chapter = session, work, chapter


class EngineLost(Message):
    """The engine does not answer."""

    def __init__(self, reason: str = "") -> None:
        super().__init__()
        self.reason = reason
