"""Rows of the outline and of a search, as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from swarmlab.tui import signs, words
from swarmlab.tui.draw.row import row, spread

if TYPE_CHECKING:
    from swarmlab.tui.outline import OutlineRow
    from swarmlab.tui.search import Hit

_INDENT = 4


def outline_line(entry: OutlineRow, width: int, *, chosen: bool) -> Content:
    """A chapter with its steps and minutes, or a slide with what became of its step."""
    sign = (f"{signs.HERE} ", "$accent") if chosen else "  "
    title = words.line(entry.title)
    if entry.is_chapter:
        left = row(sign, (entry.number.ljust(3), "$muted"), (title, "bold"))
        right = row(_steps(entry), (f"{words.minutes(entry.minutes):>12}", "$muted"))
    else:
        number = entry.number.ljust(6)
        left = row(sign, " " * _INDENT, (number, "$muted"), (title, "bold" if entry.here else ""))
        right = row(("here  ", "bold") if entry.here else "", _step(entry))
    return _line(left, right, width, chosen=chosen)


def _steps(entry: OutlineRow) -> Content:
    if not entry.steps:
        return Content()
    text = f" {entry.done} of {words.counted(entry.steps, 'step')}"
    if entry.done == entry.steps:
        return row((signs.PASSED, "$success"), (text, "$muted"))
    return Content.styled(f"{signs.WAITING}{text}", "$muted")


def _step(entry: OutlineRow) -> Content:
    if not entry.step:
        return Content()
    if entry.done:
        return row((signs.PASSED, "$success"), (f" step {entry.step} done", "$muted"))
    return Content.styled(f"{signs.WAITING} step {entry.step}     ", "$muted")


def hit_lines(hit: Hit, width: int, *, chosen: bool) -> list[Content]:
    """A slide and the line of it where the words stand."""
    sign = (f"{signs.HERE} ", "$accent") if chosen else "  "
    left = row(sign, (hit.page.number.ljust(6), "$muted"), (hit.page.title, "bold"))
    right = Content.styled(hit.page.chapter, "$muted")
    snippet = Content(hit.snippet)
    for begin, end in hit.marks:
        snippet = snippet.stylize("bold underline", begin, end)
    below = row(" " * 8, snippet.stylize_before("$muted"))
    return [
        _line(left, right, width, chosen=chosen),
        _line(below, Content(), width, chosen=chosen),
    ]


def _line(left: Content, right: Content, width: int, *, chosen: bool) -> Content:
    line = spread(left, right, width)
    return line.stylize_before("on $background") if chosen else line
