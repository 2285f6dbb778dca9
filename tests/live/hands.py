"""What a learner works with: the keyboard alone, or the mouse alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tests.live.lab_view import LabView, UnitSeen
    from tests.live.terminal import Terminal


class Hand(Protocol):
    """Does on the lab screen what a learner wants."""

    def page_on(self, view: LabView) -> None:
        """A page down, then the next slide."""

    def send(self, unit: UnitSeen) -> None:
        """Paste the current unit."""

    def run(self, view: LabView) -> None:
        """Run what was pasted."""

    def leave(self, view: LabView) -> None:
        """Ask to leave the lab."""

    def answer(self, view: LabView, key: str, label: str) -> None:
        """Answer a question."""


@dataclass(frozen=True, slots=True)
class Keyboard:
    """Keys only."""

    terminal: Terminal

    def page_on(self, _: LabView) -> None:
        """Space."""
        self.terminal.keys("Space")

    def send(self, _: UnitSeen) -> None:
        """``s``."""
        self.terminal.keys("s")

    def run(self, _: LabView) -> None:
        """Enter, in the shell."""
        self.terminal.keys("Enter")

    def leave(self, _: LabView) -> None:
        """``q``."""
        self.terminal.keys("q")

    def answer(self, _: LabView, key: str, __: str) -> None:
        """The answer's key."""
        self.terminal.keys(key)


@dataclass(frozen=True, slots=True)
class Mouse:
    """Clicks only."""

    terminal: Terminal

    def page_on(self, view: LabView) -> None:
        """The footer's entry."""
        self._click_on(view, "space on")

    def send(self, unit: UnitSeen) -> None:
        """The unit's corner."""
        self.terminal.click(unit.corner_ends, unit.row)

    def run(self, view: LabView) -> None:
        """The footer's entry of the shell."""
        self._click_on(view, "enter run it")

    def leave(self, view: LabView) -> None:
        """The footer's entry."""
        self._click_on(view, "q leave")

    def answer(self, view: LabView, _: str, label: str) -> None:
        """The answer's row."""
        self._click_on(view, label)

    def _click_on(self, view: LabView, words: str) -> None:
        rows = view.text.split("\n")
        row = max(number for number, text in enumerate(rows) if words in text)
        self.terminal.click(rows[row].index(words), row)
