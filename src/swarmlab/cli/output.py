"""Where words leave the program: results on stdout, words for people on stderr.

Everything that goes through here is cleaned of control characters and masked, so no
command can forget it. Styles are laid on afterwards and fall away without a terminal.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TextIO

import click

from swarmlab.swarm.text import clean, mask

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SIGNS = {
    "passed": ("✓", "[x]", "green"),
    "failed": ("✗", "[X]", "red"),
    "waiting": ("○", "[ ]", None),
    "skipped": ("–", "[-]", None),
    "error": ("!", "[!]", "yellow"),
}
"""Sign, the same for a terminal without UTF-8, and colour."""


@dataclass(frozen=True, slots=True)
class Styled:
    """A piece of a line that is bold, dim or coloured where there is a terminal."""

    text: str
    fg: str | None = None
    bold: bool = False
    dim: bool = False


Part = str | Styled


def result(*parts: Part) -> None:
    """Write a line of the result to stdout."""
    click.echo(_line(parts), color=_colour())


def tell(*parts: Part) -> None:
    """Write a line for people to stderr."""
    click.echo(_line(parts), err=True, color=_colour())


def result_json(value: Any) -> None:
    """Write a value as JSON to stdout, every string in it cleaned and masked."""
    click.echo(json.dumps(safe(value), indent=2, ensure_ascii=not _speaks_utf8(sys.stdout)))


def sign(state: str) -> Styled:
    """The sign of a verdict's state, in ASCII where the terminal knows no other."""
    symbol, ascii_symbol, colour = _SIGNS[state]
    return Styled(symbol if _speaks_utf8(sys.stdout) else ascii_symbol, fg=colour)


def table(rows: Sequence[Sequence[str]], indent: str = "") -> None:
    """Write rows to stdout, columns aligned, two blanks between them."""
    safe = [[_plain(cell) for cell in row] for row in rows]
    widths = [max(len(cell) for cell in column) for column in zip(*safe, strict=True)]
    for row in safe:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        result(indent + "  ".join(cells).rstrip())


def prepare_streams() -> None:
    """Let no character of a deck or node break a terminal that cannot encode it."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


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


def _speaks_utf8(stream: TextIO) -> bool:
    encoding = (getattr(stream, "encoding", None) or "ascii").lower().replace("-", "")
    return encoding == "utf8"
