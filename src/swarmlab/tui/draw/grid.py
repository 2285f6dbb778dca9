"""The grid of a class, line by line: only what is in view is ever drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from swarmlab.tui import signs, words
from swarmlab.tui.draw.row import clickable, pad, row

if TYPE_CHECKING:
    from collections.abc import Iterable

    from swarmlab.tui.draw.grid_look import CellLook, GridLook, Remark, RowLook
    from swarmlab.tui.draw.row import Part

MARK = 2
"""Cells before a name: the sign of the selected one."""
HINTS = 7
LEAST_REASON = 12
_NAME, _LONG_NAME = 12, 20
_LAYOUTS = ((6, True, LEAST_REASON), (6, True, 0), (6, False, 0), (3, False, 0), (2, False, 0))
"""Cells of a step, whether hints are counted, and the fewest cells of a reason: the first that
fits. A step of six cells has room for its minutes."""
_SIGNS = {
    "done": (signs.PASSED, "$success"),
    "waiting": (signs.WAITING, "bold $foreground"),
    "failed": (signs.FAILED, "bold $error"),
    "error": (signs.ERROR, "bold $warning"),
    "open": (signs.NOT_YET, "$faint"),
}


@dataclass(frozen=True, slots=True)
class Columns:
    """How wide each column is."""

    name: int
    cell: int
    hints: bool
    reason: int

    @property
    def minutes(self) -> bool:
        """There is room for them in a step's cells."""
        return self.cell >= 6


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the grid: a learner, a heading, or nothing."""

    row: RowLook | None = None
    heading: str = ""
    about: str = ""


def columns(look: GridLook, width: int) -> Columns:
    """What fits: the reason is shortened first, then hints go, then minutes."""
    longest = max((len(each.name) for each in look.rows), default=0)
    name = max(_NAME, min(longest + 2, _LONG_NAME if width >= 110 else _NAME))
    for cell, hints, least in _LAYOUTS:
        left = width - MARK - name - look.steps * cell - HINTS * hints
        if left >= least:
            return Columns(name, cell, hints, left if least else 0)
    return Columns(name, 2, hints=False, reason=0)


def entries(look: GridLook) -> tuple[Entry, ...]:
    """The lines between the numbers of the steps and the foot."""
    found: list[Entry] = []
    for group in look.groups:
        found += [
            Entry(),
            Entry(None, group.heading, group.about),
            *(Entry(each) for each in group.rows),
        ]
    return tuple(found)


def numbers_line(look: GridLook, at: Columns) -> Content:
    """The numbers of the steps, and what the other columns are."""
    if at.cell == 2:
        numbers = [str(number % 10) for number in range(1, look.steps + 1)]
    else:
        numbers = [str(number) for number in range(1, look.steps + 1)]
    more = "hints".ljust(HINTS) if at.hints else ""
    if at.reason:
        more += "last reason for red"
    return Content.styled(_in_columns("", numbers, at) + more, "$muted")


def entry_line(entry: Entry, at: Columns, width: int, *, selected: bool) -> Content:
    """A line of the grid."""
    if entry.heading:
        return _heading(entry).truncate(width, ellipsis=True)
    if entry.row is None:
        return Content()
    return _row(entry.row, at, width, selected=selected)


def _heading(entry: Entry) -> Content:
    return row((entry.heading, "bold"), (f"  {entry.about}" if entry.about else "", "$muted"))


def _row(look: RowLook, at: Columns, width: int, *, selected: bool) -> Content:
    mark = (f"{signs.HERE} ", "$accent") if selected else "  "
    name = Content.styled(look.name, "bold" if selected else "")
    left = row(mark, pad(name, at.name - 1), " ")
    if look.elsewhere:
        text = row(left, (look.elsewhere, "$muted"))
    else:
        text = row(left, *(_cell(each, at) for each in look.cells), *_rest(look, at))
    text = text.truncate(width, ellipsis=True, pad=True)
    return text.stylize_before("on $panel") if selected else text


def _cell(look: CellLook, at: Columns) -> Content:
    sign, style = _SIGNS[look.state]
    text = f"{sign} {look.minutes}" if at.minutes and look.minutes else sign
    if look.state == "waiting":
        # Nothing is wrong: the sign is plain, the time is what counts.
        return pad(row(sign, (text[1:], "bold")), at.cell)
    return pad(Content.styled(text, style), at.cell)


def _rest(look: RowLook, at: Columns) -> list[Part]:
    parts: list[Part] = []
    if at.hints:
        parts.append((f"{look.hints:>3}".ljust(HINTS), "$muted"))
    if at.reason and look.done:
        parts += [(look.last[0], "$success"), (look.last[1:], "$muted")]
    elif at.reason:
        parts.append((look.last, "$muted"))
    return parts


# The foot


def foot_lines(look: GridLook, at: Columns, width: int, *, roomy: bool) -> list[Content]:
    """What holds for the whole class; without the legend and blanks where it is not roomy."""
    if not look.steps:
        return []
    found: list[Content] = []
    if at.cell > 2:
        found.append(_of_steps("done by", map(str, look.done_by), at))
    if at.minutes:
        found.append(_of_steps("usual time", look.usual, at))
    if roomy:
        found = [Content(), Content(), *found, Content(), legend_line(width, minutes=at.minutes)]
    else:
        found = [Content(), *found]
    if look.remark is not None:
        remark = remark_line(look.remark, width)
        found += [Content(), remark] if roomy else [remark]
    return [line.truncate(width, ellipsis=True) for line in found]


def _of_steps(label: str, values: Iterable[str], at: Columns) -> Content:
    return Content.styled(_in_columns(label, values, at), "$muted")


def _in_columns(label: str, values: Iterable[str], at: Columns) -> str:
    cells = "".join(value.ljust(at.cell) for value in values)
    return f"{label.ljust(MARK + at.name)}{cells}"


def legend_line(width: int, *, minutes: bool) -> Content:
    """What the signs mean; without an example's minutes where there is no room for them."""
    waiting, red, error = (" 4m", " 9m", " 8m") if minutes else ("", "", "")
    here = " here, 4 minutes   " if minutes else " here   "
    line = row(
        (signs.PASSED, "$success"), (" done   ", "$muted"),
        signs.WAITING, (waiting, "bold"), (here, "$muted"),
        (f"{signs.FAILED}{red}", "bold $error"), (" here, a red task   ", "$muted"),
        (f"{signs.ERROR}{error}", "bold $warning"), (" could not look   ", "$muted"),
        (f"{signs.NOT_YET} not yet", "$muted"),
    )  # fmt: skip
    return legend_line(width, minutes=False) if minutes and line.cell_length > width else line


def remark_line(remark: Remark, width: int) -> Content:
    """``3 of 12 are red at step 4 for the same reason.`` And what may help."""
    key = clickable(row(("A", "bold $accent"), (" message to all", "$muted")), "message_all")
    said = f" are red at step {remark.step} for the same reason"
    line = Content()
    for more in (". Perhaps say a word to all: ", ": "):
        line = row((f"{remark.learners} of {remark.of}", "bold"), (said + more, "$muted"), key)
        if line.cell_length <= width:
            break
    return line


def nobody_lines(lab: str) -> list[Content]:
    """Said where a lab has no runs."""
    name = words.line(lab) or "LAB"
    return [
        Content.styled(f"Nobody has begun {words.line(lab) or 'a lab'} here yet.", "bold"),
        Content(),
        row(("Learners begin by themselves:  ", "$muted"), f"swarmlab {name}"),
        row(("Or bring their nodes up:       ", "$muted"), f"swarmlab up {name} --for NAME ..."),
        Content(),
        Content.styled("This screen shows them as soon as they are there.", "$muted"),
    ]
