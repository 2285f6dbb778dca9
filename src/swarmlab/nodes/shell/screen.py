"""What a shell shows, made safe: text and SGR sequences, nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from swarmlab.nodes.shell.control import Reply

STATE_FORMAT = " ".join(
    f"#{{{name}}}"
    for name in (
        "pane_width",
        "pane_height",
        "history_size",
        "cursor_x",
        "cursor_y",
        "cursor_flag",
        "keypad_cursor_flag",
        "mouse_any_flag",
        "mouse_sgr_flag",
        "alternate_on",
        "mouse_button_flag",
        "mouse_all_flag",
    )
)

_SGR = re.compile(r"\x1b\[[0-9;:]*m")
_NOT_TEXT = re.compile(
    r"(?P<sgr>\x1b\[[0-9;:]*m)"
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?"  # OSC: tmux 3.4 gives hyperlinks back
    r"|\x1b[PX^_][^\x1b]*(?:\x1b\\)?"
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|\x1b[ -/]*[0-~]?"
    r"|[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_DRAWING = re.compile("\x0e([^\x0f]*)\x0f?")
_LINES = str.maketrans("`afgijklmnopqrstuvwxyz{|}~", "◆▒°±␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·")
"""The VT100 line drawing set, which tmux gives back between SO and SI."""


@dataclass(frozen=True, slots=True)
class PaneState:
    """Size, cursor and modes of a terminal."""

    columns: int
    height: int
    history: int
    cursor: tuple[int, int]
    cursor_visible: bool
    application_cursor: bool
    mouse: bool
    mouse_sgr: bool
    alternate: bool
    mouse_drags: bool = False
    mouse_moves: bool = False

    @classmethod
    def of(cls, reply: Reply) -> PaneState:
        """Read what ``STATE_FORMAT`` gave."""
        values = [int(word or 0) for word in reply.lines[0].split(b" ")]
        columns, height, history, x, y = values[:5]
        return cls(columns, height, history, (x, y), *(bool(value) for value in values[5:]))


@dataclass(frozen=True, slots=True)
class Screen:
    """What a shell shows now."""

    rows: tuple[str, ...]
    """Older rows first, then the screen: text with SGR sequences only. Each row stands by itself:
    it repeats the attributes it begins with."""
    state: PaneState
    older: int = 0
    """How many of the rows are older than the screen."""

    @property
    def cursor(self) -> tuple[int, int]:
        """Column and row from 0; the row counts from the first of ``rows``."""
        column, row = self.state.cursor
        return column, row + self.older

    @property
    def cursor_visible(self) -> bool:
        """False while a program hides it."""
        return self.state.cursor_visible

    @property
    def application_cursor(self) -> bool:
        """True while the program wants cursor keys in their application form."""
        return self.state.application_cursor

    @property
    def mouse(self) -> bool:
        """True while the program in the shell asks for the mouse."""
        return self.state.mouse

    @property
    def mouse_drags(self) -> bool:
        """True while it asks for moves with a button held (mode 1002) or for all of them."""
        return self.state.mouse_drags or self.state.mouse_moves

    @property
    def mouse_moves(self) -> bool:
        """True while it asks for every move (mode 1003)."""
        return self.state.mouse_moves

    @property
    def mouse_sgr(self) -> bool:
        """True while it asks for reports in SGR form (mode 1006)."""
        return self.state.mouse_sgr

    @property
    def alternate(self) -> bool:
        """True while a program of the full screen is on the terminal's other screen."""
        return self.state.alternate

    @property
    def columns(self) -> int:
        """The terminal's width."""
        return self.state.columns


def screen_of(state: PaneState, lines: Sequence[bytes]) -> Screen:
    """A screen from a captured pane."""
    rows = tuple(safe_rows(line.decode(errors="replace") for line in lines))
    return Screen(rows, state, older=len(rows) - state.height)


def safe_rows(rows: Iterable[str]) -> Iterable[str]:
    """Rows with nothing in them but text and SGR, each with the attributes it begins with.

    tmux writes a row's attributes as what changes after the row before it.
    """
    attributes: dict[str, str] = {}
    for row in rows:
        begins = "".join(attributes.values())
        text = safe_row(row)
        for sequence in _SGR.findall(text):
            _apply(attributes, sequence)
        yield begins + text


def safe_row(row: str) -> str:
    """Everything dropped that is neither text nor SGR; line drawing as Unicode."""
    if row.isprintable():
        return row
    if "\x0e" in row:
        row = _DRAWING.sub(_drawn, row)
    return _NOT_TEXT.sub(_kept, row)


def _drawn(match: re.Match[str]) -> str:
    pieces = re.split(f"({_SGR.pattern})", match.group(1))
    return "".join(
        piece if index % 2 else piece.translate(_LINES) for index, piece in enumerate(pieces)
    )


def _kept(match: re.Match[str]) -> str:
    return match.group("sgr") or ""


def _apply(attributes: dict[str, str], sequence: str) -> None:
    """Note an SGR sequence by what it sets; a reset forgets everything before it."""
    first = sequence[2:-1].replace(":", ";").split(";")[0] or "0"
    if first == "0":
        attributes.clear()
        if sequence not in {"\x1b[0m", "\x1b[m"}:
            attributes["attributes"] = sequence
        return
    code = int(first)
    if code in {38, 39} or 30 <= code <= 37 or 90 <= code <= 97:
        attributes["foreground"] = sequence
    elif code in {48, 49} or 40 <= code <= 47 or 100 <= code <= 107:
        attributes["background"] = sequence
    elif code in {58, 59}:
        attributes["underline colour"] = sequence
    else:
        attributes[f"attribute {sequence}"] = sequence
