"""A shell that behaves: echoes keys, edits a line, runs it on enter."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from swarmlab.errors import ShellLost

if TYPE_CHECKING:
    from collections.abc import Callable

ENTER, BACKSPACE, KILL_LINE = 0x0D, 0x7F, 0x15


@dataclass(frozen=True)
class FakeScreen:
    rows: tuple[str, ...]
    cursor: tuple[int, int]
    cursor_visible: bool = True
    mouse: bool = False
    application_cursor: bool = False
    alternate: bool = False
    mouse_drags: bool = False
    mouse_moves: bool = False
    mouse_sgr: bool = True


class FakeShell:
    """Rows of text; ``entered`` is called with the line when enter is typed."""

    def __init__(
        self, node: str, entered: Callable[[str], str] | None = None, name: str | None = None
    ) -> None:
        self._node, self._name = node, name
        self._entered = entered or (lambda line: f"ran {line}\n" if line else "")
        self._done: list[str] = []
        self._line = ""
        self._pasted = ""
        self._listeners: list[Callable[[], None]] = []
        self._lock = threading.Lock()
        self.size = (80, 24)
        self.sent: list[bytes] = []
        self.is_lost = False
        self.is_busy = False
        self.ended = False
        self.application_cursor = False
        self.modes: dict[str, bool] = {}
        """What a program in it asks for: ``mouse``, ``alternate`` and the like."""
        self.before_enter: Callable[[], None] | None = None

    @property
    def node(self) -> str:
        return self._node

    @property
    def name(self) -> str | None:
        return self._name

    @property
    def busy(self) -> bool:
        return self.is_busy

    @property
    def lost(self) -> bool:
        return self.is_lost

    @property
    def prompt(self) -> str:
        return f"\x1b[1mroot@{self._node}\x1b[0m:~# "

    def listen(self, changed: Callable[[], None]) -> Callable[[], None]:
        self._listeners.append(changed)
        return lambda: self._listeners.remove(changed)

    def _tell(self) -> None:
        for listener in list(self._listeners):
            listener()

    def feed(self, *rows: str) -> None:
        """Something prints these rows, raw."""
        with self._lock:
            self._done += rows
        self._tell()

    def lose(self) -> None:
        """The terminal ends."""
        self.is_lost = True
        self._tell()

    def capture(self, scrollback: int = 0) -> FakeScreen:
        with self._lock:
            columns, height = self.size
            typed = f"{self.prompt}{self._line}"
            if self._pasted:
                typed += f"\x1b[7m{self._pasted}\x1b[27m"
            rows = [*self._done, *typed.split("\n")]
            older = max(0, len(rows) - height)
            shown = rows[max(0, older - scrollback) :]
            last = rows[-1].replace("\x1b[7m", "").replace("\x1b[27m", "")
            column = len(last.replace("\x1b[1m", "").replace("\x1b[0m", ""))
            shown += [""] * (height - len(shown))
            row = len(rows) - 1 - older
            return FakeScreen(tuple(shown), (min(column, columns - 1), row),
                              application_cursor=self.application_cursor,
                              **self.modes)  # fmt: skip

    def keys(self, data: bytes) -> None:
        if self.is_lost:
            raise ShellLost(f"the shell of {self._node} ended")
        self.sent.append(data)
        if data[:1] == b"\x1b":
            return
        for byte in data:
            self._type(byte)
        self._tell()

    def _type(self, byte: int) -> None:
        if byte == ENTER:
            line = self._line + self._pasted
            with self._lock:
                self._done += f"{self.prompt}{line}".split("\n")
                self._line = self._pasted = ""
            printed = self._entered(line)
            with self._lock:
                self._done += printed.splitlines()
            return
        with self._lock:
            self._line, self._pasted = self._line + self._pasted, ""
            if byte == BACKSPACE:
                self._line = self._line[:-1]
            elif byte == KILL_LINE:
                self._line = ""
            elif byte >= 0x20:
                self._line += chr(byte)

    def paste(self, text: str) -> None:
        with self._lock:
            self._pasted += text.rstrip("\n")
        self._tell()

    def resize(self, columns: int, rows: int) -> None:
        self.size = (columns, rows)
        self._tell()

    def end(self) -> None:
        """The terminal is ended on purpose."""
        self.ended = True
        self.lose()
