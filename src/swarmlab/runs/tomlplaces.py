"""Where the keys of a TOML text stand; ``tomllib`` gives values without places.

Only as much of TOML is scanned as finding keys needs: table headers, ``key =`` at the
beginning of a line, and strings of several lines, which are passed over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from swarmlab.deck.model import Position

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KeyPath = tuple[str | int, ...]
"""``("nodes", 1, "memory")``: tables by name, arrays of tables by index from 0."""

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?")
_KEY = re.compile(r"""^\s*("[^"]*"|'[^']*'|[A-Za-z0-9_.-]+)\s*=""")
_ERROR_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")


@dataclass(frozen=True)
class Places:
    """The places of one TOML text."""

    path: Path
    lines: tuple[str, ...]
    keys: dict[KeyPath, tuple[int, int]]

    @classmethod
    def of(cls, path: Path, text: str) -> Places:
        """Scan a text."""
        lines = tuple(text.split("\n"))
        keys: dict[KeyPath, tuple[int, int]] = {}
        for key, line, column in _scan(lines):
            keys.setdefault(key, (line, column))
        return cls(path, lines, keys)

    def of_key(self, *key: str | int) -> Position:
        """Where a key stands, or the nearest table around it, or the file's beginning."""
        for length in range(len(key), 0, -1):
            if found := self.keys.get(key[:length]):
                return Position(self.path, *found)
        return Position(self.path, 1, 1)

    def of_text(self, text: str, *key: str | int, after: int = 0) -> Position:
        """Where a string among the values of a key stands, or the key's own place.

        Args:
            text: the string.
            key: whose values.
            after: how many of the same string to pass over.
        """
        start = self.of_key(*key)
        quoted = re.compile(rf"""["']{re.escape(text)}["']""")
        for number in range(start.line, len(self.lines) + 1):
            begin = start.column - 1 if number == start.line else 0
            for found in quoted.finditer(self.lines[number - 1], begin):
                if after == 0:
                    return Position(self.path, number, found.start() + 1)
                after -= 1
        return start

    def line(self, position: Position) -> str:
        """The source line a position points into."""
        return self.lines[position.line - 1] if position.line <= len(self.lines) else ""

    def of_error(self, message: str) -> Position:
        """The place a message of ``tomllib`` names; the end of the text without one."""
        if found := _ERROR_PLACE.search(message):
            return Position(self.path, int(found[1]), int(found[2]))
        return Position(self.path, len(self.lines), len(self.lines[-1]) + 1)


def without_place(message: str) -> str:
    """A message of ``tomllib`` without the place, which the diagnostic gives."""
    return _ERROR_PLACE.sub("", message).strip()


def _scan(lines: tuple[str, ...]) -> Iterator[tuple[KeyPath, int, int]]:
    table: KeyPath = ()
    counts: dict[str, int] = {}
    closing: str | None = None
    for number, line in enumerate(lines, start=1):
        if closing is not None:
            closing = None if closing in line else closing
            continue
        if header := _HEADER.match(line):
            table = _table(header[1], header[2], counts)
            yield table, number, header.start(2) + 1
        elif key := _KEY.match(line):
            path = (*table, *_parts(key[1]))
            yield path, number, key.start(1) + 1
            closing = _opened_string(line[key.end() :])


def _table(bracket: str, name: str, counts: dict[str, int]) -> KeyPath:
    if bracket == "[":
        return _parts(name)
    counts[name] = counts.get(name, -1) + 1
    return (*_parts(name), counts[name])


def _parts(name: str) -> tuple[str, ...]:
    if name[:1] in {'"', "'"}:
        return (name[1:-1],)
    return tuple(part.strip() for part in name.split("."))


def _opened_string(value: str) -> str | None:
    for quotes in ('"""', "'''"):
        if value.count(quotes) % 2:
            return quotes
    return None
