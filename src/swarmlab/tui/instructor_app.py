"""The app of an instructor: one screen over a class."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from swarmlab.tui.screens.instructor.screen import ClassScreen
from swarmlab.tui.themed import ThemedApp

if TYPE_CHECKING:
    from textual._path import CSSPathType

    from swarmlab.tui.class_port import ClassDesk


class InstructorApp(ThemedApp[None], inherit_bindings=False):
    """Every run of a lab, on one screen.

    Args:
        desk: where the class comes from, and what is done with it.
        lab: the lab's name; without one the lab most learners are in.
        theme: the name of the theme to begin with.
    """

    CSS_PATH: ClassVar[CSSPathType | None] = [
        "screens/base.tcss",
        "screens/instructor/instructor.tcss",
    ]

    def __init__(
        self, desk: ClassDesk, lab: str | None = None, *, theme: str = "swarmlab-dark"
    ) -> None:
        super().__init__(theme)
        self._desk, self._lab = desk, lab

    def get_default_screen(self) -> ClassScreen:
        """The class."""
        return ClassScreen(self._desk, self._lab)
