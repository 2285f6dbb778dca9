"""Answers to the quizzes of a deck, kept with the progress of a run."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from swarmlab.deck.model import Quiz, within

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from swarmlab.deck.model import Block, Chapter, Position
    from swarmlab.runs.store import Store


@dataclass(frozen=True, slots=True)
class QuizAnswer:
    """What was answered last."""

    chosen: frozenset[int]
    """Numbers of the answers, from 1."""
    right: bool
    at: float
    """Seconds since the epoch."""
    tries: int = 1


def is_right(quiz: Quiz, chosen: Iterable[int]) -> bool:
    """Whether all the right answers were chosen, and no other."""
    return set(chosen) == {n for n, (right, _) in enumerate(quiz.answers, 1) if right}


def quizzes_of(blocks: Iterable[Block]) -> Iterator[Quiz]:
    """The quizzes among blocks, in order, at any depth."""
    for block in blocks:
        if isinstance(block, Quiz):
            yield block
        yield from quizzes_of(within(block))


def quiz_keys(chapter: Chapter) -> Mapping[Position, str]:
    """``chapter#slug/quiz-n`` of every quiz, n from 1 under one heading: stable as the deck is."""
    found: dict[Position, str] = {}
    numbers: dict[str, int] = {}
    for slide in chapter.slides:
        for quiz in quizzes_of(slide.blocks):
            number = numbers[slide.anchor] = numbers.get(slide.anchor, 0) + 1
            found[quiz.position] = f"{chapter.name}#{slide.anchor}/quiz-{number}"
    return found


class Quizzes:
    """The stored answers of one run."""

    def __init__(self, store: Store, run: str) -> None:
        self._store, self._run = store, run

    def answers(self) -> Mapping[str, QuizAnswer]:
        """The last answer to each quiz, by its key."""
        rows = self._store.rows(
            "SELECT quiz, chosen, is_right, tries, at FROM quizzes WHERE run = ?", (self._run,)
        )
        return {
            row["quiz"]: QuizAnswer(_numbers(row["chosen"]), bool(row["is_right"]), row["at"],
                                    row["tries"])
            for row in rows
        }  # fmt: skip

    def record(self, key: str, chosen: Iterable[int], *, right: bool) -> QuizAnswer:
        """Store an answer in the place of an earlier one; tries are counted."""
        numbers = frozenset(chosen)
        self._store.write(
            "INSERT INTO quizzes (run, quiz, chosen, is_right, tries, at) VALUES (?, ?, ?, ?, 1, ?)"
            " ON CONFLICT (run, quiz) DO UPDATE SET chosen = excluded.chosen,"
            " is_right = excluded.is_right, tries = tries + 1, at = excluded.at",
            (self._run, key, " ".join(map(str, sorted(numbers))), int(right), time.time()),
        )
        return self.answers()[key]


def _numbers(stored: str) -> frozenset[int]:
    return frozenset(int(word) for word in stored.split() if word.isdigit())
