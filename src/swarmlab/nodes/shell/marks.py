"""Finds the shell's marks in what its terminal printed, and nobody else's.

A mark is an OSC 133 with this node's nonce (see ``files/bashrc``). The scan works on the
escaped bytes of the control stream, so that a flood of output costs a search and no decoding.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from swarmlab.nodes.shell.control import unescape
from swarmlab.nodes.shell.quoting import bash_unquote

if TYPE_CHECKING:
    from collections.abc import Iterator

_START = b"\\033]133;"
_MAX_MARK = 4 << 20
_ENTRY = re.compile(rb"(?:\A|\n) *\d+[* ] \x01")


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark."""

    kind: str
    """``C`` a command began, ``D`` all ended, ``B`` prompt, ``P`` prompt of an unfinished command,
    ``L`` line put aside, ``E`` bash itself ended."""
    fields: tuple[bytes, ...]

    @property
    def status(self) -> int:
        """The exit status it carries, 0 where it carries none."""
        return int(self.fields[0]) if self.fields and self.fields[0].isdigit() else 0

    @property
    def entries(self) -> tuple[str, ...]:
        """The history entries of a C or D, in order, as the shell read them."""
        if not self.fields:
            return ()
        listed = _ENTRY.split(bash_unquote(self.fields[-1]))[1:]
        return tuple(entry.decode(errors="replace").rstrip("\n") for entry in listed)

    @property
    def count(self) -> int:
        """How many entries of a D are new; the last one is repeated when none is."""
        return (
            max(0, int(self.fields[1])) if len(self.fields) > 1 and self.fields[1].isdigit() else 0
        )

    @property
    def line(self) -> str:
        """The half-typed line of an L."""
        return bash_unquote(self.fields[0]).decode(errors="replace") if self.fields else ""


_FIELDS = {"C": 2, "D": 3, "B": 2, "P": 0, "L": 1, "E": 1}


class MarkScanner:
    """Splits escaped output into marks and the rest, across any cuts of the stream."""

    def __init__(self, nonce: str) -> None:
        secret = re.escape(nonce.encode())
        self._mark = re.compile(rb"\\033\]133;([CDBPLE]);" + secret + rb"((?:;.*?)?)\\007", re.S)
        self._header = len(_START) + len(b"C;") + len(nonce)
        self._header_of = re.compile(rb"\\033\]133;[CDBPLE];" + secret)
        self._nonce = nonce.encode()
        self._held = b""

    def feed(self, data: bytes) -> Iterator[Mark | bytes]:
        """Marks, and escaped output that is none, in order."""
        data = self._held + data
        self._held = b""
        done = 0
        search = 0
        while (start := data.find(_START, search)) >= 0:
            if match := self._mark.match(data, start):
                if start > done:
                    yield data[done:start]
                yield _mark(match)
                done = search = match.end()
            elif self._may_become_mark(data[start:]):
                break
            else:
                search = start + len(_START)
        keep = start if start >= 0 else len(data) - _beginning_at_end(data)
        if keep > done:
            yield data[done:keep]
        self._held = data[max(keep, done) :]

    def _may_become_mark(self, rest: bytes) -> bool:
        if len(rest) > _MAX_MARK:
            return False
        if len(rest) >= self._header:
            return self._header_of.match(rest) is not None
        after = rest[len(_START) :]
        wanted = after[:1] + b";" + self._nonce
        return after[:1] in {b"", *(kind.encode() for kind in _FIELDS)} and wanted.startswith(after)


def _mark(match: re.Match[bytes]) -> Mark:
    kind = match.group(1).decode()
    count = _FIELDS[kind]
    body = match.group(2)[1:]
    if not count:
        return Mark(kind, ())
    return Mark(kind, tuple(unescape(part) for part in body.split(b";", count - 1)))


def _beginning_at_end(data: bytes) -> int:
    """How many bytes at the end may be the beginning of a mark."""
    for length in range(min(len(_START) - 1, len(data)), 0, -1):
        if data.endswith(_START[:length]):
            return length
    return 0
