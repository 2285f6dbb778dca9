"""The files of a deck: read from one folder only, bounded, and numbered through.

A deck's slides are put together from many files. Every line read gets a number of its own,
so that a page of Markdown may hold lines of several files and a fault still finds its place.
"""

from __future__ import annotations

import os
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from swarmlab.deck.characters import judge_characters
from swarmlab.deck.faults import Faults
from swarmlab.deck.model import Position
from swarmlab.deck.regular import first_bytes
from swarmlab.deck.remark.line import SIGNS, Line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LARGEST: Final = 8 << 20
"""Bytes of one file, at most."""
LARGEST_DECK: Final = 32 << 20
"""Characters of all files, and of what macros and templates make of them, at most."""
MOST_LINES: Final = 300_000
"""Lines of a deck, at most."""
WIDEST: Final = 10_000
"""Characters of a line, at most."""
_SHOWN: Final = 300
"""Characters of a line that a fault quotes."""


class DeckFaults(Faults):
    """Collects the diagnostics of all files of a deck; lines are numbered through them."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, ())
        self._begins: list[int] = []
        self._files: list[tuple[Path, int, Sequence[str]]] = []
        self._lines: dict[Path, Sequence[str]] = {}
        self._end = 1

    def add_source(self, path: Path, lines: Sequence[str], first: int = 1) -> int:
        """Number the lines of a file, or of a part of it; the number of the first is returned."""
        self._begins.append(self._end)
        self._files.append((path, first, lines))
        self._lines.setdefault(path, lines)
        self._end += max(len(lines), 1)
        return self._begins[-1]

    def at(self, line: int, column: int = 1) -> Position:
        """The position of a numbered line, moved into its file where it lies outside."""
        if not self._files:
            return Position(self.path, 1)
        index = max(bisect_right(self._begins, line) - 1, 0)
        path, first, lines = self._files[index]
        within = min(max(line - self._begins[index], 0), max(len(lines) - 1, 0))
        number = min(first + within, max(len(self._lines[path]), 1))
        width = len(lines[within]) if lines else 0
        return Position(path, number, min(max(column, 1), width + 1))

    def source_line(self, position: Position) -> str:
        """The line a position points into, cut where it is very long."""
        lines = self._lines.get(position.path, ())
        line = lines[position.line - 1] if 0 < position.line <= len(lines) else ""
        return line[: max(_SHOWN, position.column)]


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read."""

    path: Path
    lines: tuple[Line, ...]

    @property
    def origins(self) -> range:
        """The numbers of its lines."""
        begin = self.lines[0].origin if self.lines else 0
        return range(begin, begin + len(self.lines))


class Folder:
    """What may be read: the files in and below one folder, no link out of it followed."""

    def __init__(self, root: Path, faults: DeckFaults) -> None:
        self.root = root
        self.faults = faults
        self._read: dict[str, Source | None] = {}
        self._characters = 0
        self._real = os.path.realpath(root)

    def reaches(self, name: str) -> bool:
        """Whether a name stays inside the folder; nothing needs to be there."""
        if not name or "\0" in name or name.startswith(("/", "\\", "~")):
            return False
        try:
            real = os.path.realpath(self.root / name)
        except (OSError, ValueError):
            return False
        return os.path.commonpath([real, self._real]) == self._real

    @property
    def files(self) -> list[Path]:
        """The files that were read."""
        return [self.root / name for name, source in self._read.items() if source is not None]

    def has(self, name: str) -> bool:
        """Whether a file of that name is there."""
        try:
            return (self.root / name).is_file()
        except (OSError, ValueError):
            return False

    def read(self, name: str, place: Position) -> Source | None:
        """A file by its name in the folder; None after reporting why it cannot be read.

        Args:
            name: its path, from the folder.
            place: where the deck names it, which faults point to.
        """
        if name not in self._read:
            self._read[name] = self._open(name, place)
        elif self._read[name] is None:
            self.faults.add("missing-file", f"`{name[:80]}` cannot be read", place)
        return self._read[name]

    def _open(self, name: str, place: Position) -> Source | None:
        if not self.reaches(name):
            message = f"`{name[:80]}` leads out of the deck's folder"
            self.faults.add("outside", message, place, f"keep the file below {self.root}")
            return None
        try:
            data = first_bytes(self.root / name, LARGEST + 1)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "it cannot be opened"
            self.faults.add("missing-file", f"`{name[:80]}` cannot be read: {reason}", place)
            return None
        if data is None:
            self.faults.add("missing-file", f"`{name[:80]}` is no file", place)
            return None
        return self._decoded(self.root / name, data, place)

    def _decoded(self, path: Path, data: bytes, place: Position) -> Source | None:
        self._characters += len(data)
        if len(data) > LARGEST or self._characters > LARGEST_DECK:
            most = LARGEST if len(data) > LARGEST else LARGEST_DECK
            message = f"with `{path.name}` the deck has more than {most >> 20} MiB"
            self.faults.add("too-large", message, place)
            return None
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            self.faults.add("undecodable", f"`{path.name}` is not UTF-8 text", place)
            return None
        return self.take(path, text)

    def take(self, path: Path, text: str, first: int = 1) -> Source:
        """A text as a source, its lines numbered and judged.

        Args:
            path: the file it stands in.
            text: all of it.
            first: its first line's number in that file.
        """
        lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
        begin = self.faults.add_source(path, lines, first)
        judge_characters([line[:WIDEST] for line in lines], self.faults, begin)
        for origin, line in enumerate(lines, begin):
            if len(line) > WIDEST:
                message = f"this line has more than {WIDEST} characters; the rest is left out"
                self.faults.add("too-wide", message, self.faults.at(origin, WIDEST))
        return Source(
            path,
            tuple(
                Line(SIGNS.sub("\ufffd", line[:WIDEST]), origin)
                for origin, line in enumerate(lines, begin)
            ),
        )


class Room:
    """How much more text a deck may become by macros and templates."""

    def __init__(self, faults: DeckFaults) -> None:
        self._faults = faults
        self._characters = LARGEST_DECK
        self._lines = MOST_LINES

    def takes(self, lines: Sequence[Line]) -> bool:
        """Whether there is room for these lines, which is then theirs; reported when not."""
        self._characters -= sum(len(line.text) for line in lines)
        self._lines -= len(lines)
        if self._characters >= 0 and self._lines >= 0:
            return True
        message = (
            f"with this the deck has more than {MOST_LINES} lines or {LARGEST_DECK} characters"
        )
        place = self._faults.at(lines[0].origin if lines else 1)
        self._faults.add("too-large", message, place)
        return False
