"""The last row of a talk: where it is, what is still to come, and the time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from swarmlab.tui import words
from swarmlab.tui.draw.row import row, spread

if TYPE_CHECKING:
    from swarmlab.tui.pace import Pace

_GAP = "   "


@dataclass(frozen=True, slots=True)
class BarLook:
    """What the row says."""

    chapter: str = ""
    number: str = ""
    of: int = 0
    part: int = 1
    parts: int = 1
    below: int = 0
    """Rows of the slide that do not fit."""
    above: int = 0
    """Rows that were scrolled away."""
    typed: str = ""
    """The number of a slide, as far as it was typed."""
    pace: Pace | None = None
    """None where the time is not shown."""


def bar_line(look: BarLook, width: int) -> Content:
    """One row; what is least needed goes first where it is narrow."""
    if look.typed:
        left = row(" ", going_to(look.typed))
    else:
        left = row(" ", (words.line(look.chapter), "$muted"))
    number = row((look.number, "bold"), (f" / {look.of} ", "$muted"))
    pieces = [_more(look), _part(look), _time(look.pace), number]
    for shown in (pieces, [pieces[0], pieces[1], number], [pieces[0], number]):
        right = Content(_GAP).join([piece for piece in shown if piece])
        if left.cell_length + len(_GAP) + right.cell_length <= width:
            break
    return spread(left, right, width)


def going_to(typed: str) -> Content:
    """The number of a slide, as far as it was typed, and the key that goes there."""
    return row(("go to slide ", "$muted"), (typed, "bold $accent"),
               ("  enter", "bold $accent"), (" goes there", "$muted"))  # fmt: skip


def _more(look: BarLook) -> Content:
    if look.below:
        text = f"▼ {words.counted(look.below, 'more row')}"
        return row((text, "bold $accent"), ("  space", "$muted"))
    if look.above:
        return Content.styled(f"▲ {words.counted(look.above, 'row')} above", "$muted")
    return Content()


def _part(look: BarLook) -> Content:
    if look.parts < 2:
        return Content()
    return row(("●" * look.part, "$accent"), ("○" * (look.parts - look.part), "$muted"))


def _time(pace: Pace | None) -> Content:
    if pace is None:
        return Content()
    planned = f" of {words.minutes(pace.minutes)}" if pace.minutes else ""
    return Content.styled(f"{words.timer(pace.elapsed)}{planned}", "$muted")
