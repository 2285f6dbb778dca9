"""What the mouse does as the bytes a terminal reports it with.

https://invisible-island.net/xterm/ctlseqs/ctlseqs.html, "Mouse Tracking".
"""

from __future__ import annotations

from enum import Enum

LEFT, MIDDLE, RIGHT, NONE, WHEEL_UP, WHEEL_DOWN = 0, 1, 2, 3, 64, 65
"""The buttons; NONE is a move without one."""
_FARTHEST = 223
"""Columns and rows that the old form can say: it adds 32 and has one byte."""


class MouseAct(Enum):
    """What a button does."""

    PRESS = "press"
    MOVE = "move"
    RELEASE = "release"


def mouse_bytes(
    act: MouseAct,
    button: int,
    cell: tuple[int, int],
    *,
    alt: bool = False,
    ctrl: bool = False,
    sgr: bool = True,
) -> bytes:
    """A report for the program; empty for a place that the old form cannot say.

    Args:
        act: what happened.
        button: to which.
        cell: column and row from 0.
        alt: the key was held.
        ctrl: likewise. Shift never comes along: with it the mouse is the learner's own.
        sgr: the form of mode 1006, else the old one.
    """
    column, row = cell[0] + 1, cell[1] + 1
    code = button + 8 * alt + 16 * ctrl + 32 * (act is MouseAct.MOVE)
    if sgr:
        return f"\x1b[<{code};{column};{row}{'m' if act is MouseAct.RELEASE else 'M'}".encode()
    if column > _FARTHEST or row > _FARTHEST:
        return b""
    if act is MouseAct.RELEASE:
        code = code - button + NONE
    return b"\x1b[M" + bytes((32 + code, 32 + column, 32 + row))
