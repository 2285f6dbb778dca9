"""Captures a shell's screen whenever it may have changed, off the screen's thread."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Self

from swarmlab.errors import SwarmlabError

if TYPE_CHECKING:
    from collections.abc import Callable

    from swarmlab.tui.ports import Screen, ShellPort

PERIOD = 1 / 60
"""Seconds between two captures at least; the first after a rest is made at once."""
KEPT_ROWS = 10_000
"""How many older rows a terminal keeps (``history-limit`` of nodes/shell/files/tmux.conf)."""


class Painter:
    """One thread for the one shell in view; a context manager.

    Args:
        painted: called from the painter's thread with the shell and what it shows, or None
            when it could not be looked at.
        recalled: likewise with all that the terminal kept, when that was asked for.
    """

    def __init__(
        self,
        painted: Callable[[ShellPort, Screen | None], None],
        recalled: Callable[[ShellPort, Screen | None], None],
    ) -> None:
        self._painted, self._recalled = painted, recalled
        self._wake = threading.Event()
        self._closed = False
        self._shell: ShellPort | None = None
        self._stop_listening: Callable[[], None] | None = None
        self._recall = False
        self._thread = threading.Thread(target=self._run, name="shell-painter", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closed = True
        self.watch(None)
        self._thread.join(timeout=2)

    def watch(self, shell: ShellPort | None) -> None:
        """Look at another shell from now on."""
        if self._stop_listening is not None:
            self._stop_listening()
        self._shell, self._recall = shell, False
        self._stop_listening = shell.listen(self._wake.set) if shell is not None else None
        self._wake.set()

    def recall(self) -> None:
        """Capture all older rows too, once."""
        self._recall = True
        self._wake.set()

    def _run(self) -> None:
        last = 0.0
        while not self._closed:
            self._wake.wait()
            time.sleep(max(0.0, PERIOD - (time.monotonic() - last)))
            self._wake.clear()
            last = time.monotonic()
            shell = self._shell
            if shell is not None and not self._closed:
                self._look(shell)

    def _look(self, shell: ShellPort) -> None:
        if self._recall:
            self._recall = False
            self._recalled(shell, self._captured(shell, KEPT_ROWS))
        self._painted(shell, self._captured(shell, 0))

    def _captured(self, shell: ShellPort, older: int) -> Screen | None:
        try:
            return shell.capture(older)
        except SwarmlabError:
            return None
