"""The exercises of a deck as lines: one for each action as it ends, and what was wrong below it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from swarmlab.cli.output import Styled, safe, sign

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from swarmlab.cli.output import Part
    from swarmlab.runs.exercises.outcome import DeckReport, Done, Kind
    from swarmlab.runs.exercises.plan import Planned

_STATES: dict[Kind, str] = {
    "ran": "passed", "came": "passed", "skipped": "skipped", "failed": "failed",
    "timed out": "failed", "unknown": "error",
}  # fmt: skip
_VERB = 9
"""As long as ``copypaste`` and ``longwait``."""
_BRIEF = 17
"""As long as ``came after 59.9 s``."""
_LEAST_TEXT = 12
_LONGEST_PLACE = 30


class ExerciseLines:
    """Writes an action's line when it ends, below the title of its slide.

    Args:
        planned: all that will be done: it decides how wide the first column is.
        write: takes the parts of a line.
        columns: of the terminal; asked for where it is not given.
    """

    def __init__(
        self,
        planned: Sequence[Planned],
        write: Callable[..., None],
        columns: int | None = None,
    ) -> None:
        self._write = write
        self._columns = columns or shutil.get_terminal_size().columns
        self._place = max((len(_place(one)) for one in planned), default=0)
        self._slide = ("", "")

    def __call__(self, done: Done) -> None:
        """An action has ended."""
        planned = done.planned
        slide = (planned.chapter, planned.slide)
        if slide != self._slide:
            self._slide = slide
            if planned.slide:
                self._write(Styled(f"  {safe(planned.slide)}", bold=True))
        self._write(*self._line(done))
        for lead, text, dim in _below(done):
            for piece in wrapped(str(safe(text)), self._columns - len(lead)):
                self._write(Styled(f"{lead}{piece}", dim=dim))

    def _line(self, done: Done) -> Iterator[Part]:
        from rich.cells import set_cell_size

        place, verb = _place(done.planned), safe(done.planned.action.verb)
        room = self._columns - 2 - self._place - 2 - _VERB - 2 - 2 - _BRIEF
        text = _cut(_first_line(done), max(room, _LEAST_TEXT))
        yield sign(_STATES[done.outcome.kind])
        yield f" {place.ljust(self._place)}  {verb[:_VERB].ljust(_VERB)}  "
        yield set_cell_size(text, max(room, _LEAST_TEXT))
        yield f"  {_brief(done).rjust(_BRIEF)}"


def verdict(report: DeckReport) -> str:
    """The last line: how many actions worked, failed and were skipped."""
    total, faults = len(report.done), len(report.faults)
    actions = "1 action" if total == 1 else f"{total} actions"
    said = f"{faults} of {actions} failed" if faults else f"{actions}, none failed"
    skipped = report.count("skipped")
    skips = f", {skipped} skipped" if skipped else ""
    left = f", {len(report.left_over)} objects left over" if report.left_over else ""
    return f"{report.deck}: {said}{skips}{left}, {report.seconds:.0f} s"


def _place(planned: Planned) -> str:
    """``file:line``, short enough for a column; the whole of it stands below a fault."""
    position = planned.action.position
    place = str(safe(f"{position.path.name}:{position.line}"))
    return place if len(place) <= _LONGEST_PLACE else f"…{place[1 - _LONGEST_PLACE :]}"


def _first_line(done: Done) -> str:
    first, *more = str(safe(done.planned.action.text)).strip().split("\n")
    return f"{first} …" if more else first


def _cut(text: str, cells: int) -> str:
    from rich.cells import cell_len, set_cell_size

    text = text.replace("\t", " ")
    return text if cell_len(text) <= cells else f"{set_cell_size(text, cells - 1).rstrip()}…"


def _brief(done: Done) -> str:
    outcome = done.outcome
    match outcome.kind:
        case "ran" if 0 < len(outcome.words) <= _BRIEF:
            return outcome.words
        case "ran" | "came" if outcome.seconds:
            return f"{outcome.kind} after {outcome.seconds:.1f} s"
        case "skipped" | "unknown":
            return outcome.kind
        case kind:
            return outcome.says if len(outcome.says) <= _BRIEF else kind


def _below(done: Done) -> Iterator[tuple[str, str, bool]]:
    """Why an action failed or was passed over, with its place and what the shell showed.

    Each line has what it begins with, its text, and whether it is dim.
    """
    outcome = done.outcome
    if not outcome.is_good:
        yield "    ", f"{done.place}: {outcome.words}", False
        for line in outcome.output.split("\n") if outcome.output else ():
            yield "    | ", line, True
    elif outcome.kind == "skipped" or len(outcome.words) > _BRIEF:
        yield "    ", outcome.words, True


def wrapped(text: str, cells: int) -> list[str]:
    """A text broken where it fills that many cells of a terminal; one line at least."""
    from rich.cells import chop_cells

    return chop_cells(text.replace("\t", "    ").rstrip(), max(cells, _LEAST_TEXT)) or [""]
