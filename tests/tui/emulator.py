"""Two readings of one terminal, to be compared cell for cell: tmux's own, and the widget's.

tmux's is read by a small parser of its own, so that a fault of ours is not made twice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from tests.tui.seen import until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.color import Color
    from rich.style import Style
    from textual.pilot import Pilot

    from swarmlab.tui.widgets.shell_view import ShellView

_ATTRIBUTES = {1: "bold", 2: "dim", 3: "italic", 4: "underline", 7: "reverse"}
_ENDS = {22: ("bold", "dim"), 23: ("italic",), 24: ("underline",), 27: ("reverse",)}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; colours as ``1`` or ``10`` for the palette, ``#rrggbb`` else, empty by default."""

    character: str = " "
    attributes: frozenset[str] = frozenset()
    colour: str = ""
    background: str = ""


@dataclass
class _Pen:
    attributes: frozenset[str] = frozenset()
    colour: str = ""
    background: str = ""

    def take(self, codes: list[int]) -> None:
        while codes:
            code = codes.pop(0)
            if code == 0:
                self.attributes, self.colour, self.background = frozenset(), "", ""
            elif code in _ATTRIBUTES:
                self.attributes |= {_ATTRIBUTES[code]}
            elif code in _ENDS:
                self.attributes -= set(_ENDS[code])
            elif code in {38, 48}:
                self._colour(code == 38, _long_colour(codes))
            elif code % 10 == 9 and code in {39, 49}:
                self._colour(code == 39, "")
            elif 30 <= code <= 37 or 90 <= code <= 97:
                self._colour(True, str(code % 10 + 8 * (code >= 90)))
            elif 40 <= code <= 47 or 100 <= code <= 107:
                self._colour(False, str(code % 10 + 8 * (code >= 100)))

    def _colour(self, text: bool, colour: str) -> None:
        if text:
            self.colour = colour
        else:
            self.background = colour


def _long_colour(codes: list[int]) -> str:
    kind = codes.pop(0)
    if kind == 5:
        return str(codes.pop(0))
    return "#" + "".join(f"{codes.pop(0):02x}" for _ in range(3))


def tmux_cells(captured: str, columns: int, rows: int) -> list[list[Cell]]:
    """The cells of what ``capture-pane -p -e`` printed."""
    pen, found = _Pen(), []
    for line in captured.split("\n")[:rows]:
        row: list[Cell] = []
        for n, piece in enumerate(re.split(r"\x1b\[([0-9;:]*)m", line)):
            if n % 2:
                pen.take([int(code or 0) for code in re.split("[;:]", piece)])
            else:
                for character in piece:
                    row += _cell(character, pen.attributes, pen.colour, pen.background)
        found.append((row + [Cell()] * columns)[:columns])
    return found + [[Cell()] * columns] * (rows - len(found))


def _cell(character: str, attributes: frozenset[str], colour: str, background: str) -> list[Cell]:
    first = Cell(character, attributes, colour, background)
    return [
        first,
        *(Cell("", attributes, colour, background) for _ in range(cell_len(character) - 1)),
    ]


def widget_cells(view: ShellView) -> list[list[Cell]]:
    """The cells that the widget draws."""
    base = view.rich_style
    return [list(_drawn(view, y, base)) for y in range(view.size.height)]


def _drawn(view: ShellView, y: int, base: Style) -> Iterator[Cell]:
    for segment in view.render_line(y):
        style = segment.style or base
        attributes = frozenset(name for name in _ATTRIBUTES.values() if getattr(style, name))
        for character in segment.text:
            yield from _cell(character, attributes, _named(style.color, base.color),
                             _named(style.bgcolor, base.bgcolor))  # fmt: skip


def _named(colour: Color | None, usual: Color | None) -> str:
    if colour is None or colour == usual:
        return ""
    return str(colour.number) if colour.number is not None else colour.name


def without_cursor(cells: list[list[Cell]], cursor: tuple[int, int]) -> list[list[Cell]]:
    """The cell under the cursor by its character alone: the widget draws the cursor there."""
    column, row = cursor
    found = [list(line) for line in cells]
    if row >= len(found) or column >= len(found[row]):
        return found
    found[row][column] = Cell(found[row][column].character)
    return found


async def alike(
    pilot: Pilot[int], view: ShellView, captured: Callable[[], str], *words: str
) -> list[list[Cell]]:
    """Wait until both show these words and are the same, cell for cell; returns the cells."""
    pair: list[list[list[Cell]]] = [[], []]

    def same() -> bool:
        size, screen = view.size, view._screen
        if screen is None:
            return False
        pair[0] = without_cursor(tmux_cells(captured(), size.width, size.height), screen.cursor)
        pair[1] = without_cursor(widget_cells(view), screen.cursor)
        text = "\n".join("".join(cell.character for cell in row) for row in pair[1])
        return pair[0] == pair[1] and all(word in text for word in words)

    try:
        await until(pilot, same, f"the same cells, with {words}")
    except AssertionError as error:
        raise AssertionError(f"{error}\n{_differences(*pair)}") from None
    return pair[1]


def _differences(wanted: list[list[Cell]], found: list[list[Cell]]) -> str:
    differ = [
        f"row {y} column {x}: tmux {a}, widget {b}"
        for y, rows in enumerate(zip(wanted, found, strict=False))
        for x, (a, b) in enumerate(zip(*rows, strict=False))
        if a != b
    ]
    return "\n".join(differ[:20])
