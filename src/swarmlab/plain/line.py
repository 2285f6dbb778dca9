"""Pieces of a plain line; styles are laid on where there is a terminal for them."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from swarmlab.checks.verdict import ASCII_SIGN, State

WIDEST = 76
"""Prose never runs wider."""
NARROWEST = 20


@dataclass(frozen=True, slots=True)
class Styled:
    """A piece of a line that is bold, dim or coloured where there is a terminal."""

    text: str
    fg: str | None = None
    bold: bool = False
    dim: bool = False


Part = str | Styled
Line = tuple[Part, ...]

STATE_COLOUR = {State.PASSED: "green", State.FAILED: "red", State.ERROR: "yellow"}
"""Beside sign and word, never instead. Waiting has no colour: nothing is wrong yet."""


def state_sign(state: State) -> Styled:
    """``[x]``, ``[X]``, ``[ ]``, ``[-]`` or ``[!]``."""
    return Styled(ASCII_SIGN[state], fg=STATE_COLOUR.get(state))


def wrapped(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    """Text in lines of at most ``width`` columns; only a word alone may be longer.

    Args:
        text: one paragraph.
        width: at least ``NARROWEST`` is taken.
        first: stands before the first line.
        rest: stands before all others; as wide as ``first``, in blanks, without one.
    """
    rest = " " * len(first) if rest is None else rest
    return textwrap.wrap(
        text, max(width, NARROWEST), initial_indent=first, subsequent_indent=rest,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
