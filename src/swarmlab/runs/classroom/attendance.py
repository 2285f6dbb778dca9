"""A learner's program reads the board, and tells its screen what is new."""

from __future__ import annotations

import contextlib
import threading
import time
from typing import TYPE_CHECKING

from swarmlab.errors import SwarmlabError
from swarmlab.runs.classroom import board
from swarmlab.runs.classroom.model import ClassWord
from swarmlab.runs.events import ClassChanged, MessageCame

if TYPE_CHECKING:
    from collections.abc import Callable

    from swarmlab.runs.events import Event
    from swarmlab.runs.store import Store

LOOK_SECONDS = 0.5
"""One query each time."""
PRESENT_SECONDS = 20.0
"""How often the class is told that the run is open."""


class Attendance:
    """One run's ear to the board, in a thread of its own.

    Args:
        store: the progress file.
        run: the run's id.
        lab: the lab's name.
        tell: hears what is new.
    """

    def __init__(self, store: Store, run: str, lab: str, tell: Callable[[Event], None]) -> None:
        self._store = store
        self._run = run
        self._lab = lab
        self._tell = tell
        self._looking = threading.Lock()
        self._stopped = threading.Event()
        self._present = 0.0
        self._last = 0
        self.word = ClassWord()
        """The board as last seen."""
        self._thread = threading.Thread(target=self._attend, name="attendance", daemon=True)

    def start(self) -> None:
        """See what is there already, then go on looking."""
        self._look_if_possible()
        self._thread.start()

    def stop(self) -> None:
        """Look no more; the class sees from when on the run was not open."""
        self._stopped.set()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join()
        with contextlib.suppress(SwarmlabError):
            board.note_open(self._store, self._run)

    def look(self) -> None:
        """Look now, and tell what is new."""
        with self._looking:
            seen = board.look(self._store, self._run, self._lab)
            if seen.word != self.word:
                self.word = seen.word
                self._tell(ClassChanged(seen.word))
            if seen.newest > self._last:
                for message in board.unread(self._store, self._run, self._last):
                    self._last = message.number
                    self._tell(MessageCame(message))

    def _attend(self) -> None:
        while not self._stopped.wait(LOOK_SECONDS):
            self._look_if_possible()

    def _look_if_possible(self) -> None:
        """The progress file may be busy or full: then it is looked at the next time."""
        with contextlib.suppress(SwarmlabError):
            if time.monotonic() - self._present > PRESENT_SECONDS or not self._present:
                board.note_open(self._store, self._run)
                self._present = time.monotonic()
            self.look()
