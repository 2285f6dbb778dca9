"""Scores that a test sets."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from swarmlab.runs.scores import Score, total

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from swarmlab.deck.model import Details
    from swarmlab.runs.model import Step
    from swarmlab.runs.scorebook import Outcome


class FakeScores:
    """Counts help; the rest is as its fields say."""

    def __init__(self, record: Callable[[str], None]) -> None:
        self._record = record
        self.hints: Counter[str] = Counter()
        self.solutions: Counter[str] = Counter()
        self.attempts: dict[str, int] = {}
        self.seconds: dict[str, float] = {}
        """By step, or by chapter for its slides after the last step."""
        self.played: set[str] = set()
        self.outcomes: dict[str, Outcome] = {}

    def score(self, step: Step) -> Score:
        known = [self.outcomes.get(task.key) for task in step.tasks]
        skipped = sum(found is not None and found.state == "skipped" for found in known)
        return Score(
            sum(found.point for found in known if found), len(step.tasks) - skipped,
            self.seconds.get(step.id, 0.0), self.hints[step.id], self.solutions[step.id],
            self.attempts.get(step.id, 0), step.id in self.played,
        )  # fmt: skip

    def of_chapter(self, chapter: str, steps: Sequence[Step]) -> Score:
        return total(map(self.score, steps), self.seconds.get(chapter, 0.0))

    def outcome(self, task: str) -> Outcome | None:
        return self.outcomes.get(task)

    def next_hint(self, step: Step) -> Details | None:
        hints = step.slide.details("hint")
        if self.hints[step.id] >= len(hints):
            return None
        self.hints[step.id] += 1
        return hints[self.hints[step.id] - 1]

    def hints_shown(self, step_id: str) -> int:
        return self.hints[step_id]

    def record_solution(self, step: Step) -> None:
        self._record(f"solution {step.id}")
        self.solutions[step.id] += 1

    def solutions_shown(self, step_id: str) -> int:
        return self.solutions[step_id]
