"""Chapters to lock or release, and slides to move a learner to: type to narrow, enter chooses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from swarmlab.runs.model import Place
from swarmlab.tui import signs, words
from swarmlab.tui.draw.row import row, spread
from swarmlab.tui.screens.finding import FindScreen, OutlineScreen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.content import Content

    from swarmlab.tui.outline import OutlineRow


@dataclass(frozen=True, slots=True)
class ChapterRow:
    """A chapter that can be locked."""

    name: str
    number: int
    title: str
    locked: bool
    learners: int
    """Who are in it."""


class LockScreen(FindScreen):
    """Ends with the chapter to lock, or to release where it is locked."""

    CSS_PATH = "../finding.tcss"
    HINT = "Lock or release: a word of a chapter's title"
    DOES = "lock it, or release it"

    def __init__(self, rows: Sequence[ChapterRow]) -> None:
        super().__init__()
        self._all = self._rows = tuple(rows)

    def narrow(self, text: str) -> int:
        """Every word must be in the title, or be its number."""
        asked = text.casefold().split()
        self._rows = tuple(
            each for each in self._all
            if all(word in each.title.casefold() or word == str(each.number) for word in asked)
        )  # fmt: skip
        return 0

    def places(self) -> Sequence[Place]:
        """The chapters."""
        return [Place(each.name) for each in self._rows]

    def entry_lines(self, number: int, width: int) -> list[Content]:
        """One line: what it is, and who is in it."""
        each, chosen = self._rows[number], number == self.chosen
        sign = (f"{signs.HERE} ", "$accent") if chosen else "  "
        left = row(sign, (str(each.number).ljust(3), "$muted"), (words.line(each.title), "bold"))
        there = f"{words.counted(each.learners, 'learner')} in it   " if each.learners else ""
        state = ("locked", "bold $warning") if each.locked else ("open  ", "$muted")
        line = spread(left, row((there, "$muted"), state), width)
        return [line.stylize_before("on $background") if chosen else line]

    def said(self) -> str:
        """How many are locked."""
        locked = sum(each.locked for each in self._all)
        return f"{words.counted(locked, 'chapter')} locked" if locked else "none is locked"


class MoveScreen(OutlineScreen):
    """Ends with the slide a learner is brought to."""

    CSS_PATH = "../finding.tcss"
    DOES = "bring there"

    def __init__(self, name: str, rows: Sequence[OutlineRow]) -> None:
        super().__init__(rows)
        self.HINT = f"Move {name} to: a word of a title, or a number such as 2.3"
