"""What tmux says in control mode, as events. Pure: bytes in, events out.

Source: tmux(1), "CONTROL MODE". A reply is framed by ``%begin TIME NUMBER FLAGS`` and
``%end`` or ``%error`` with the same three; flags are 1 where this client asked. Between
replies come notifications, of which ``%output PANE DATA`` holds what programs printed:
bytes below the blank and the backslash written as three octal digits.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_ESCAPES = tuple((b"\\%03o" % code, bytes([code])) for code in range(32))


class OutOfStep(Exception):
    """The stream is not what tmux would say; nothing after it can be trusted."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to one command of this client."""

    lines: tuple[bytes, ...]
    error: bool = False


@dataclass(frozen=True, slots=True)
class Output:
    """Something a program printed, still escaped: see ``unescape``."""

    pane: bytes
    data: bytes


@dataclass(frozen=True, slots=True)
class Notice:
    """Any other notification: its name without the percent sign, and the rest of the line."""

    name: str
    rest: bytes


ControlEvent = Reply | Output | Notice


def unescape(data: bytes) -> bytes:
    """The bytes that a program printed.

    Escapes always begin with a backslash and real backslashes are escaped too, so replacing
    one kind after the other, the backslash last, cannot mistake one for another.
    """
    if b"\\" not in data:
        return data
    for written, meant in _ESCAPES:
        data = data.replace(written, meant)
    return data.replace(b"\\134", b"\\")


@dataclass
class _Block:
    """A reply that is not complete yet."""

    frame: bytes
    ours: bool
    rows: int | None
    lines: list[bytes] = field(default_factory=list)


class ControlParser:
    """Cuts a control-mode stream into events.

    Args:
        rows_of_next: how many lines the reply that now begins must have, or None. A reply of
            known length is read by counting, so that a screen that shows ``%end`` cannot end it.
    """

    def __init__(self, rows_of_next: Callable[[], int | None] = lambda: None) -> None:
        self._rows_of_next = rows_of_next
        self._rest = b""
        self._block: _Block | None = None

    def feed(self, data: bytes) -> Iterator[ControlEvent]:
        """The events that are complete with this data.

        Raises:
            OutOfStep: a reply of known length went on.
        """
        lines = (self._rest + data).split(b"\n")
        self._rest = lines.pop()
        for line in lines:
            event = self._line(line.removesuffix(b"\r") if self._block is None else line)
            if event is not None:
                yield event

    def _line(self, line: bytes) -> ControlEvent | None:
        if self._block is not None:
            return self._in_block(self._block, line)
        if line.startswith(b"%output "):
            _, pane, payload = line.split(b" ", 2)
            return Output(pane, payload)
        if line.startswith(b"%begin "):
            frame = line[len(b"%begin ") :]
            ours = frame.endswith(b" 1")
            self._block = _Block(frame, ours, self._rows_of_next() if ours else None)
            return None
        name, _, rest = line.partition(b" ")
        return Notice(name.removeprefix(b"%").decode(errors="replace"), rest)

    def _in_block(self, block: _Block, line: bytes) -> Reply | None:
        if block.rows is not None and len(block.lines) < block.rows:
            block.lines.append(line)
            return None
        if line in {b"%end " + block.frame, b"%error " + block.frame}:
            self._block = None
            reply = Reply(tuple(block.lines), error=line.startswith(b"%error"))
            return reply if block.ours else None
        if block.rows is not None:
            raise OutOfStep(f"a reply of {block.rows} lines went on")
        block.lines.append(line)
        return None
