"""The app of a talk: its slides, or its notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from swarmlab.tui.screens.present.notes import NotesScreen
from swarmlab.tui.screens.present.slides import SlidesScreen
from swarmlab.tui.themed import ThemedApp

if TYPE_CHECKING:
    from textual._path import CSSPathType

    from swarmlab.tui.podium import Podium
    from swarmlab.tui.screens.present.node_shell import NodeShells
    from swarmlab.tui.screens.present.talking import TalkScreen
    from swarmlab.tui.talk import Talk


class PresentApp(ThemedApp[None], inherit_bindings=False):
    """One of the terminals of a talk.

    Args:
        talk: the deck.
        podium: entered already; keeps the terminals in step.
        shells: the shells of the deck's run.
        notes: this is the presenter's own terminal.
        theme: the name of the theme to begin with.
    """

    CSS_PATH: ClassVar[CSSPathType | None] = ["screens/base.tcss", "screens/present/talk.tcss"]

    def __init__(
        self,
        talk: Talk,
        podium: Podium,
        shells: NodeShells,
        *,
        notes: bool = False,
        theme: str = "swarmlab-dark",
    ) -> None:
        super().__init__(theme)
        self._talk, self._podium, self._shells, self._notes = talk, podium, shells, notes

    def get_default_screen(self) -> TalkScreen:
        """The slides, or the notes."""
        if self._notes:
            return NotesScreen(self._talk, self._podium)
        return SlidesScreen(self._talk, self._podium, self._shells)
