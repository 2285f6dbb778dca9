"""A real terminal for end-to-end tests: tmux on a socket of its own, driven by keys."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DEADLINE = 40.0
"""Seconds any single wait may take: far above what is usual, so that only a fault runs into it."""


_RUN = (
    'at=$1; shift; read -r _; stty -g >"$at-0"; '
    '"$@"; is=$?; stty -g >"$at-1"; echo $is >"$at-is"; exit $is'
)
"""Begins once everything the program writes is being kept."""
_MODE = re.compile(rb"\x1b\[([?>=<])([0-9;]*)([hlu])")
_MORE_THAN_DRAWING = re.compile(
    # Of operating system commands, only the shape of the mouse pointer is Textual's own.
    rb"\x1b\](?!22;)[^\x07\x1b]*|\x1b[PX^_][^\x1b]*|\x1b\[[0-9;]*[it]|\x1bc"
    rb"|\xc2[\x80-\x9f]|\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]"
)
"""OSC, DCS, APC, PM, SOS, window reports, a full reset; C1 controls and bidi overrides in UTF-8."""
_ON_AT_FIRST = {b"?7", b"?25"}


def _left_on(written: bytes) -> set[bytes]:
    left: set[bytes] = set()
    for kind, numbers, letter in _MODE.findall(written):
        for number in numbers.split(b";"):
            mode = b"keys" if letter == b"u" else kind + number
            switched_on = kind == b">" if letter == b"u" else letter == b"h"
            as_at_first = switched_on is (mode in _ON_AT_FIRST)
            (left.discard if as_at_first else left.add)(mode)
    return left


class Terminal:
    """A program in a terminal of a given size.

    Args:
        argv: the program.
        where: a directory; every terminal has its own in there.
    """

    def __init__(
        self,
        argv: Sequence[str],
        where: Path,
        *,
        columns: int = 160,
        rows: int = 45,
        env: Mapping[str, str] | None = None,
    ) -> None:
        where = Path(tempfile.mkdtemp(prefix="tty", dir=where))
        self._socket = str(where / "sock")
        settings = where / "tmux.conf"
        settings.write_text(
            'set -g default-terminal "tmux-256color"\nset -g remain-on-exit on\n'
            "set -s escape-time 0\nset -g status off\nset -g history-limit 20000\n"
        )
        self._written, self._lines = where / "written", where / "lines"
        pairs = [f"{key}={value}" for key, value in (env or {}).items()]
        self._tmux(
            *("-f", str(settings), "new-session", "-d", "-s", "e2e"),
            # Workers of pytest-xdist name a size that is not this terminal's.
            *("-x", str(columns), "-y", str(rows), "env", "-u", "COLUMNS", "-u", "LINES", *pairs),
            *("sh", "-c", _RUN, "sh", str(self._lines), *argv),
        )
        self._tmux("pipe-pane", "-t", "e2e", f"cat >{shlex.quote(str(self._written))}")
        self.keys("Enter")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        subprocess.run(
            ["tmux", "-S", self._socket, "kill-server"], check=False, capture_output=True
        )

    def keys(self, *names: str) -> None:
        """Send keys by tmux's names: ``Enter``, ``C-g``, ``q``."""
        self._tmux("send-keys", "-t", "e2e", *names)

    def type(self, text: str) -> None:
        """Send text letter by letter, no key names."""
        self._tmux("send-keys", "-t", "e2e", "-l", text)

    def click(self, column: int, row: int) -> None:
        """Press and release the first mouse button on a cell, counted from 0."""
        self.type("".join(f"\x1b[<0;{column + 1};{row + 1}{ends}" for ends in "Mm"))

    def resize(self, columns: int, rows: int) -> None:
        """Resize the terminal."""
        self._tmux("resize-window", "-t", "e2e", "-x", str(columns), "-y", str(rows))

    def screen(self) -> str:
        """What the terminal shows."""
        return self._tmux("capture-pane", "-p", "-t", "e2e")

    def exit_status(self) -> int | None:
        """The program's status, None while it runs."""
        # A pane whose output is piped may never be called dead by tmux 3.3.
        written = Path(f"{self._lines}-is")
        status = written.read_text().strip() if written.exists() else ""
        return int(status) if status else None

    def modes_left_on(self, deadline: float = 5.0) -> set[bytes]:
        """What the program switched in the terminal and left so: private modes, key protocols.

        Its last words may take a moment to be written down.
        """
        end = time.monotonic() + deadline
        while (left := _left_on(self._written.read_bytes())) and time.monotonic() < end:
            time.sleep(0.05)
        return left

    def commands_written(self) -> set[bytes]:
        """What the program wrote that could do more than draw: titles, the clipboard, queries."""
        return set(_MORE_THAN_DRAWING.findall(self._written.read_bytes()))

    def line_settings_kept(self) -> bool:
        """Echo, line editing and the like are as before the program."""
        before, after = (Path(f"{self._lines}-{n}").read_text() for n in (0, 1))
        return bool(before) and before == after

    def wait_for(self, *texts: str, deadline: float = DEADLINE) -> str:
        """Wait until the screen shows every text; returns the screen.

        Raises:
            AssertionError: with the screen as it is, after the deadline.
        """
        end = time.monotonic() + deadline
        while True:
            screen = self.screen()
            if all(text in screen for text in texts):
                return screen
            assert time.monotonic() < end, f"never showed {texts!r}:\n{screen}"
            time.sleep(0.05)

    def wait_until_gone(self, *texts: str, deadline: float = DEADLINE) -> str:
        """Wait until the screen shows none of the texts."""
        end = time.monotonic() + deadline
        while True:
            screen = self.screen()
            if not any(text in screen for text in texts):
                return screen
            assert time.monotonic() < end, f"still shows {texts!r}:\n{screen}"
            time.sleep(0.05)

    def wait_for_exit(self, deadline: float = DEADLINE) -> int:
        """Wait until the program ended; its status."""
        end = time.monotonic() + deadline
        while (status := self.exit_status()) is None:
            assert time.monotonic() < end, f"did not end:\n{self.screen()}"
            time.sleep(0.05)
        return status

    def _tmux(self, *words: str) -> str:
        done = subprocess.run(
            ["tmux", "-S", self._socket, *words],
            check=True,
            capture_output=True,
            text=True,
            timeout=20,
            env={**os.environ, "LC_ALL": "C.UTF-8", "TMUX": ""},
        )
        return done.stdout.rstrip("\n")
