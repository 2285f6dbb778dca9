"""What a session notes of a learner's reading: quizzes answered, and what units captured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.runs.quizzes import Quizzes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from swarmlab.deck.expectation import Capture
    from swarmlab.runs.captures import Captures
    from swarmlab.runs.hold import Hold
    from swarmlab.runs.quizzes import QuizAnswer


class Notes:
    """The part of a session that the slide asks."""

    _hold: Hold
    _captures: Captures

    def quiz_answers(self) -> Mapping[str, QuizAnswer]:
        """The last answer to each quiz, by its key."""
        return Quizzes(self._hold.store, self._hold.run.id).answers()

    def answer_quiz(self, key: str, chosen: Iterable[int], *, right: bool) -> QuizAnswer:
        """Store an answer."""
        return Quizzes(self._hold.store, self._hold.run.id).record(key, chosen, right=right)

    def captures(self) -> tuple[Capture, ...]:
        """What units captured since the nodes were fresh: in memory only, secrets included."""
        return self._captures.known
