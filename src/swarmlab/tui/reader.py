"""What a learner uncovered while reading: pauses passed, quizzes answered, captures shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from swarmlab.deck.gap import named_gaps
from swarmlab.deck.model import Pause
from swarmlab.runs.quizzes import is_right, quiz_keys
from swarmlab.tui.draw.captures import CaptureLook, CapturesLook
from swarmlab.tui.draw.quiz import QuizLook

if TYPE_CHECKING:
    from collections.abc import Mapping

    from swarmlab.deck.model import Position, Quiz, Slide
    from swarmlab.runs.quizzes import QuizAnswer
    from swarmlab.tui.ports import LabSession

_VARIABLE = re.compile(r"\$\{?(\w+)")


class Reader:
    """Remembers it for as long as the lab screen lives; answers are stored by the session."""

    def __init__(self, session: LabSession) -> None:
        self._session = session
        self._parts: dict[Position, int] = {}
        self._whole: set[Position] = set()
        self._marked: dict[Position, frozenset[int]] = {}
        self._again: set[Position] = set()
        self._keys: dict[str, Mapping[Position, str]] = {}
        self._answers = dict(session.quiz_answers())
        self.captures_shown = False
        """Secret captures are written out, until another slide is shown."""
        place = session.place
        for slide in session.lab.chapter(place.chapter).chapter.slides[: place.slide]:
            self.uncover(slide)

    # Pauses

    def parts(self, slide: Slide) -> int:
        """How many pieces of the slide, as its pauses part it, are shown."""
        total = 1 + sum(isinstance(block, Pause) for block in slide.blocks)
        step = self._session.lab.chapter(self._session.place.chapter).step_of(slide.index)
        if slide.position in self._whole or (step and self._session.step_is_done(step.id)):
            return total
        return min(total, self._parts.get(slide.position, 1))

    def uncover_next(self, slide: Slide) -> bool:
        """One piece more; False where all is shown."""
        before = self.parts(slide)
        self._parts[slide.position] = before + 1
        return self.parts(slide) > before

    def uncover(self, slide: Slide) -> None:
        """The slide is shown whole from now on."""
        self._whole.add(slide.position)

    # Quizzes

    def quiz(self, quiz: Quiz) -> QuizLook:
        """How far a quiz is."""
        answer = None if quiz.position in self._again else self._answers.get(self._key(quiz))
        if answer is not None and not answer.chosen <= set(range(1, len(quiz.answers) + 1)):
            answer = None  # the deck was changed since
        return QuizLook(quiz, self._marked.get(quiz.position, frozenset()), answer)

    def mark(self, quiz: Quiz, number: int) -> frozenset[int]:
        """Choose an answer, or take it back; where only one is right it takes another's place."""
        if not 1 <= number <= len(quiz.answers):
            return frozenset()
        before = self._marked.get(quiz.position, frozenset())
        one = frozenset({number})
        self._marked[quiz.position] = before ^ one if self.quiz(quiz).several else one
        return self._marked[quiz.position]

    def answer(self, quiz: Quiz, chosen: frozenset[int]) -> QuizAnswer:
        """Store what was chosen; may block.

        Raises:
            StoreError: it could not be stored.
        """
        return self._session.answer_quiz(self._key(quiz), chosen, right=is_right(quiz, chosen))

    def answered(self, quiz: Quiz, answer: QuizAnswer) -> None:
        """It was stored."""
        self._answers[self._key(quiz)] = answer
        self._marked.pop(quiz.position, None)
        self._again.discard(quiz.position)

    def ask_again(self, quiz: Quiz) -> None:
        """The quiz is open once more; the stored answer stays until there is another."""
        self._again.add(quiz.position)

    def _key(self, quiz: Quiz) -> str:
        chapter = self._session.place.chapter
        if chapter not in self._keys:
            self._keys[chapter] = quiz_keys(self._session.lab.chapter(chapter).chapter)
        return self._keys[chapter].get(quiz.position, "")

    # Captures

    def captures(self, slide: Slide) -> CapturesLook:
        """What was captured that the slide's units name, in the order of the captures."""
        named = _names(slide)
        return CapturesLook(
            tuple(
                CaptureLook(capture.name, capture.type, capture.value, secret=capture.secret)
                for capture in self._session.captures()
                if capture.name in named
            ),
            shown=self.captures_shown,
        )


def _names(slide: Slide) -> set[str]:
    found: set[str] = set()
    for unit in slide.units:
        found.update(_VARIABLE.findall(getattr(unit, "text", "")))
        expectation = getattr(unit, "expectation", None)
        if expectation is not None:
            found.update(name for name, _ in named_gaps(expectation.lines))
    return found
