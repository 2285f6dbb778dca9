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


class Painter:
    """One thread for the one shell in view; a context manager.

    Args:
        painted: called from the painter's thread with the shell and what it shows, or None
            when it could not be looked at.
    """

    def __init__(self, painted: Callable[[ShellPort, Screen | None], None]) -> None:
        self._painted = painted
        self._wake = threading.Event()
        self._closed = False
        self._shell: ShellPort | None = None
        self._stop_listening: Callable[[], None] | None = None
        self._scrollback = 0
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
        self._shell, self._scrollback = shell, 0
        self._stop_listening = shell.listen(self._wake.set) if shell is not None else None
        self._wake.set()

    def look_back(self, rows: int) -> None:
        """Capture so many older rows too."""
        self._scrollback = rows
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
                self._painted(shell, self._captured(shell))

    def _captured(self, shell: ShellPort) -> Screen | None:
        try:
            return shell.capture(self._scrollback)
        except SwarmlabError:
            return None
