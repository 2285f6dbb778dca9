"""The part of a session that belongs to a class: what it hears, says and is held to."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from swarmlab.runs.classroom import board
from swarmlab.runs.classroom.attendance import Attendance
from swarmlab.runs.classroom.model import ClassWord

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swarmlab.runs.bus import Bus
    from swarmlab.runs.classroom.model import Message
    from swarmlab.runs.hold import Hold
    from swarmlab.runs.live import Live
    from swarmlab.runs.model import Lab, Place
    from swarmlab.runs.turns import Turns


class Attending:
    """A session in a class; alone, until ``attend`` is called."""

    _hold: Hold
    _lab: Lab
    _bus: Bus
    _turns: Turns
    _live: Live
    _up_chapter: str
    _attendance: Attendance | None = None

    def attend(self) -> None:
        """Read the board from now on, until the hold ends."""
        self._attendance = Attendance(
            self._hold.store, self._hold.run.id, self._lab.name, self._bus.tell
        )
        self._attendance.start()
        self._hold.before_end(self._attendance.stop)

    @property
    def class_word(self) -> ClassWord:
        """What the class is told at this moment."""
        return self._attendance.word if self._attendance else ClassWord()

    def messages(self) -> tuple[Message, ...]:
        """What the instructor sent and was not dismissed, oldest first."""
        return board.unread(self._hold.store, self._hold.run.id)

    def dismiss(self, number: int) -> None:
        """A message was read, and those before it."""
        board.dismiss(self._hold.store, self._hold.run.id, number)

    def raise_hand(self, question: str = "") -> None:
        """Ask the instructor for help."""
        board.raise_hand(self._hold.store, self._hold.run.id, question)
        self._look_at_board()

    def lower_hand(self) -> None:
        """The question is answered."""
        board.lower_hand(self._hold.store, self._hold.run.id)
        self._look_at_board()

    def answer_part(self, *, agreed: bool) -> None:
        """Let the instructor type into the run's shells, or only look (again)."""
        board.answer_part(self._hold.store, self._hold.run.id, agreed=agreed)
        self._look_at_board()

    def _look_at_board(self) -> None:
        if self._attendance is not None:
            self._attendance.look()

    @contextlib.contextmanager
    def _entering(self, place: Place) -> Iterator[None]:
        """A turn to bring nodes to a place; its chapter may be locked to who is not in it.

        Raises:
            UsageError: it is.
            RunLeft: the run was left before the turn came.
        """
        with self._turns.one():
            is_there = self._live.on and self._up_chapter == place.chapter
            if not is_there and not self._hold.run.is_proof:
                board.refuse_locked(self._hold.store, self._lab.name, place.chapter)
            yield
