"""A program on a pseudo-terminal of its own: keys in, bytes out, both with their times."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import signal
import struct
import termios
import threading
import time
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SEQUENCES = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-~])")
DEADLINE = 60.0


class PtyProgram:
    """Runs a program as a terminal emulator would.

    Args:
        argv: the program.
        columns: the terminal's width.
        rows: the terminal's height.
        env: added to this program's environment.
    """

    def __init__(
        self,
        argv: Sequence[str],
        *,
        columns: int = 160,
        rows: int = 45,
        env: Mapping[str, str] | None = None,
    ) -> None:
        self._changed = threading.Condition()
        self._output = bytearray()
        self.began = time.perf_counter()
        self._pid, self._terminal = pty.fork()
        if self._pid == 0:
            settings = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8"}
            os.execvpe(argv[0], list(argv), {**os.environ, **settings, **(env or {})})
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.kill(self._pid, signal.SIGTERM)
        os.waitpid(self._pid, 0)
        os.close(self._terminal)

    def send(self, data: bytes) -> float:
        """Type; returns when."""
        with self._changed:
            self._output.clear()
        at = time.perf_counter()
        os.write(self._terminal, data)
        return at

    def await_text(self, text: str, deadline: float = DEADLINE) -> float:
        """Wait until what was printed since the last ``send`` holds a text; returns when.

        Raises:
            TimeoutError: it did not.
        """
        wanted = text.encode()
        end = time.perf_counter() + deadline
        with self._changed:
            while wanted not in _SEQUENCES.sub(b"", bytes(self._output[-200_000:])):
                if not self._changed.wait(max(0.0, end - time.perf_counter())):
                    shown = _SEQUENCES.sub(b"", bytes(self._output[-2000:]))
                    raise TimeoutError(f"{text!r} was not printed: {shown!r}")
            return time.perf_counter()

    def await_end(self) -> None:
        """Return when the program has ended, or does not within the deadline."""
        self._reader.join(DEADLINE)

    def _read(self) -> None:
        while True:
            try:
                data = os.read(self._terminal, 1 << 16)
            except OSError:
                return
            if not data:
                return
            with self._changed:
                self._output += data
                self._changed.notify_all()
