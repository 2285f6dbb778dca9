"""What a running command prints, kept as it came and decoded when somebody asks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from swarmlab.nodes.shell.control import unescape
from swarmlab.swarm.text import clean

OUTPUT_LIMIT = 1 << 20
"""The bytes of output kept of one command: its beginning."""
_ESCAPED_LIMIT = 4 * OUTPUT_LIMIT

_COMPLAINT = re.compile(r"^bash: .*(?:syntax error|unexpected (?:EOF|token))", re.M)


@dataclass
class Recording:
    """The output of one command while it runs."""

    text: str | None
    """None while nobody knows: it began before this program looked."""
    started: float
    _chunks: list[bytes] = field(default_factory=list)
    _size: int = 0

    def add(self, escaped: bytes) -> None:
        """Keep more output, up to the limit."""
        if self._size < _ESCAPED_LIMIT:
            self._chunks.append(escaped)
            self._size += len(escaped)

    @property
    def escaped(self) -> bytes:
        """What was kept."""
        return b"".join(self._chunks)


@dataclass(frozen=True)
class Recorded:
    """One command that ended."""

    text: str
    status: int
    started: float
    ended: float
    escaped: bytes = b""
    before_complaint: bool = False
    """A line after it had a syntax error: bash's complaint stands at the end of its output."""
    only_complaint: bool = False
    """It is that line, and the output is the complaint."""

    @cached_property
    def output(self) -> str:
        """Exact and unwrapped, control sequences removed; at most ``OUTPUT_LIMIT`` bytes."""
        text = clean(unescape(self.escaped)[:OUTPUT_LIMIT].decode(errors="replace"))
        found = _COMPLAINT.search(text)
        if self.before_complaint:
            return text[: found.start()] if found else text
        return text[found.start() :] if self.only_complaint and found else text


def is_comment(entry: str) -> bool:
    """Whether an entry of the history holds nothing to run."""
    return all(not line.strip() or line.lstrip().startswith("#") for line in entry.split("\n"))
