"""What a learner reads off the lab screen: the slide, the current unit, the tasks."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SLIDE = re.compile(r"Slide +(\d+) of (\d+)")
_LINES = re.compile(r"lines (\d+)-(\d+) of (\d+)")
_TASK = re.compile(r"([○✓✗–!]) (waiting|passed|failed|skipped|error) +(\d+) (\S.*)")
_UNIT = re.compile(r"►[▌╏║] (\S+) ")
_SIGNS = {"waiting": "○", "passed": "✓", "failed": "✗", "skipped": "–", "error": "!"}


@dataclass(frozen=True, slots=True)
class UnitSeen:
    """The unit the screen marks as the current one."""

    row: int
    node: str
    corner: str
    """The rest of its first row."""
    corner_ends: int
    """The column of the corner's last letter."""


@dataclass(frozen=True, slots=True)
class LabView:
    """One look at a screen.

    Args:
        text: all its rows.
        slide_columns: how many columns the slide has, from the left.
    """

    text: str
    slide_columns: int

    @property
    def chip(self) -> str:
        """Where the footer says that keys go: ``SLIDE``, ``SHELL manager1``."""
        last = self.text.rstrip().split("\n")[-1]
        return last.strip().split("  ")[0]

    @property
    def slide(self) -> int:
        """The slide's number, 0 where none is shown."""
        found = _SLIDE.search(self.text)
        return int(found[1]) if found else 0

    @property
    def has_more(self) -> bool:
        """The slide goes on below."""
        found = _LINES.search(self.text)
        return found is not None and int(found[2]) < int(found[3])

    @property
    def holds_back(self) -> bool:
        """The slide's next part is still hidden."""
        return "space shows what comes next" in self.text

    @property
    def is_running(self) -> bool:
        """A unit was pasted, or runs."""
        return any(re.search(r"pasted, enter runs it|running \d", row) for row in self.slide_rows)

    @property
    def slide_rows(self) -> list[str]:
        """The rows as far as the slide goes."""
        return [row[: self.slide_columns].rstrip() for row in self.text.split("\n")]

    @property
    def page(self) -> list[str]:
        """The slide's own rows: what lies below it changes by itself."""
        rows = self.slide_rows
        ends = (n for n, row in enumerate(rows) if row.startswith("───"))
        return rows[1 : next(ends, -2)]

    def says(self, words: str) -> bool:
        """Whether the words stand on one row, or wrapped on the slide."""
        slide = " ".join(" ".join(row.strip(" ▌╏║►") for row in self.slide_rows).split())
        return words in self.text or words in slide

    @property
    def shell(self) -> str:
        """What is right of the slide."""
        return "\n".join(row[self.slide_columns :] for row in self.text.split("\n"))

    @property
    def unit(self) -> UnitSeen | None:
        """The current unit, if it is in view."""
        for number, row in enumerate(self.slide_rows):
            if found := _UNIT.search(row):
                return UnitSeen(number, found[1], row[found.end() :].strip(), len(row) - 1)
        return None

    @property
    def tasks(self) -> dict[int, str]:
        """The state of each task in view, by number; each with its own sign."""
        found = {}
        for sign, state, number, _ in _TASK.findall(self.text):
            assert _SIGNS[state] == sign, self.text
            found[int(number)] = state
        return found
