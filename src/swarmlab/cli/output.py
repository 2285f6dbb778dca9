"""Where words leave the program: results on stdout, words for people on stderr.

Everything that goes through here is cleaned of control characters and masked, so no
command can forget it. Styles are laid on afterwards and fall away without a terminal.
"""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

import click

from swarmlab.checks.verdict import ASCII_SIGN, State
from swarmlab.cli.charset import speaks_utf8
from swarmlab.plain.line import STATE_COLOUR, Part, Styled
from swarmlab.swarm.text import clean, mask

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Part", "Styled", "prompt", "result", "result_json", "safe", "sign", "table", "tell"]

_SIGNS = {
    State.PASSED: "✓",
    State.FAILED: "✗",
    State.WAITING: "○",
    State.SKIPPED: "–",
    State.ERROR: "!",
}


def result(*parts: Part) -> None:
    """Write a line of the result to stdout."""
    click.echo(_line(parts), color=_colour())


def tell(*parts: Part) -> None:
    """Write a line for people to stderr."""
    click.echo(_line(parts), err=True, color=_colour())


def result_json(value: Any) -> None:
    """Write a value as JSON to stdout, every string in it cleaned and masked."""
    click.echo(json.dumps(safe(value), indent=2, ensure_ascii=not speaks_utf8(sys.stdout)))


def prompt(words: str) -> None:
    """Write the words before an answer to stdout; the line stays open."""
    click.echo(_plain(words), nl=False, color=_colour())


def sign(state: str) -> Styled:
    """The sign of a verdict's state, in ASCII where the terminal knows no other."""
    known = State(state)
    signs = _SIGNS if speaks_utf8(sys.stdout) else ASCII_SIGN
    return Styled(signs[known], fg=STATE_COLOUR.get(known))


def table(rows: Sequence[Sequence[str]], indent: str = "") -> None:
    """Write rows to stdout, columns aligned, two blanks between them."""
    safe = [[_plain(cell) for cell in row] for row in rows]
    widths = [max(len(cell) for cell in column) for column in zip(*safe, strict=True)]
    for row in safe:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        result(indent + "  ".join(cells).rstrip())


def _colour() -> bool | None:
    """False when the environment asks for none (no-color.org) or the terminal has none."""
    refused = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    return False if refused else None


def _line(parts: Iterable[Part]) -> str:
    return "".join(_piece(part) for part in parts)


def _piece(part: Part) -> str:
    if isinstance(part, str):
        return _plain(part)
    return click.style(_plain(part.text), fg=part.fg, bold=part.bold or None, dim=part.dim or None)


def _plain(text: str) -> str:
    return mask(clean(text))


def safe(value: Any) -> Any:
    """The same value with every string in it cleaned and masked, keys too."""
    if isinstance(value, str):
        return _plain(value)
    if isinstance(value, dict):
        return {_plain(str(key)): safe(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [safe(item) for item in value]
    return value
