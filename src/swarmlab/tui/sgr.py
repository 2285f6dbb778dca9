"""A terminal's row as styled cells: SGR sequences become styles, anything else is dropped.

ECMA-48 8.3.117 and xterm's extensions for 256 and direct colours, with ``;`` or ``:``.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rich.color import Color
from rich.segment import Segment
from rich.style import Style

from swarmlab.swarm.text import clean

_SGR = re.compile(r"\x1b\[([0-9;:]*)m")
_OTHER = re.compile(r"\x1b(?!\[[0-9;:]*m)(?:[\]PX^_].*?(?:\x07|\x1b\\|$)|\[[0-?]*[ -/]*[@-~]?|.)?")
_ON = {1: "bold", 2: "dim", 3: "italic", 4: "underline", 7: "reverse", 8: "conceal", 9: "strike"}
_OFF = {
    22: ("bold", "dim"), 23: ("italic",), 24: ("underline",), 27: ("reverse",),
    28: ("conceal",), 29: ("strike",),
}  # fmt: skip

Attributes = dict[str, bool | Color]


def segments(text: str, base: Style) -> list[Segment]:
    """The row's text in segments, each on top of the shell's own style."""
    found: list[Segment] = []
    state: Attributes = {}
    pieces = _SGR.split(_OTHER.sub("", text))
    for index, piece in enumerate(pieces):
        if index % 2:
            state = _applied(state, piece)
        elif shown := clean(piece, keep_newlines=False).replace("\t", " "):
            found.append(Segment(shown, base + _style(tuple(state.items()))))
    return found


def plain(text: str) -> str:
    """The row's text alone, cell for cell that of its segments."""
    return clean(_SGR.sub("", _OTHER.sub("", text)), keep_newlines=False).replace("\t", " ")


@lru_cache(maxsize=1024)
def _style(state: tuple[tuple[str, bool | Color], ...]) -> Style:
    return Style(**dict(state))  # type: ignore[arg-type]


def _applied(state: Attributes, parameters: str) -> Attributes:
    state = dict(state)
    codes = _codes(parameters)
    while codes:
        code = codes.pop(0)
        if code == 0:
            state.clear()
        elif code in {38, 48}:
            _set_colour(state, "color" if code == 38 else "bgcolor", codes)
        elif code in {39, 49}:
            state.pop("color" if code == 39 else "bgcolor", None)
        elif code in _ON:
            state[_ON[code]] = True
        elif code in _OFF:
            for name in _OFF[code]:
                state.pop(name, None)
        else:
            _set_basic(state, code)
    return state


def _codes(parameters: str) -> list[int]:
    # 4:3 is a curly underline and 4:0 none; 38:2::r:g:b has an empty colour space field.
    found: list[int] = []
    for field in parameters.split(";"):
        head, *rest = field.split(":")
        if head == "4" and rest:
            found.append(24 if rest[0] == "0" else 4)
        elif head in {"38", "48"} and len(rest) > 4 and rest[0] == "2":
            found += [int(head), 2, *(int(value or 0) for value in rest[2:5])]
        else:
            found += [int(value or 0) for value in (head, *rest)]
    return found


def _set_colour(state: Attributes, name: str, codes: list[int]) -> None:
    kind = codes.pop(0) if codes else 0
    if kind == 5 and codes:
        number = codes.pop(0)
        if number < 256:
            state[name] = Color.from_ansi(number)
    elif kind == 2 and len(codes) >= 3:
        red, green, blue = (min(255, codes.pop(0)) for _ in range(3))
        state[name] = Color.from_rgb(red, green, blue)


def _set_basic(state: Attributes, code: int) -> None:
    for name, low, first in (
        ("color", 30, 0),
        ("bgcolor", 40, 0),
        ("color", 90, 8),
        ("bgcolor", 100, 8),
    ):
        if low <= code < low + 8:
            state[name] = Color.from_ansi(code - low + first)
