"""A paper for tests: what was written, and what is typed when an answer is waited for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.plain.lab import PlainLab
from swarmlab.plain.talk import Talk
from swarmlab.swarm.text import clean, mask

if TYPE_CHECKING:
    from collections.abc import Callable

    from swarmlab.plain.line import Part
    from tests.fakes.session import FakeSession

Answer = str | BaseException | None
"""What comes instead of a typed line: ctrl+c is raised, None is the end of the input."""


class FakePaper:
    """Keeps lines; ``answers`` are typed in turn, then the input ends.

    Attributes:
        before: called with each prompt, before it is answered.
    """

    width = 80
    echoes = False

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.lines: list[str] = [""]
        self.before: Callable[[str], None] = lambda _: None

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def write(self, *parts: Part) -> None:
        words = (part if isinstance(part, str) else part.text for part in parts)
        self.lines[-1] += mask(clean("".join(words)))
        self.lines.append("")

    def prompt(self, words: str) -> None:
        self.lines[-1] += words

    def read(self) -> str | None:
        self.before(self.lines[-1])
        answer = self.answers.pop(0) if self.answers else None
        if isinstance(answer, BaseException):
            raise answer
        return answer


def play(session: FakeSession, *answers: Answer) -> str:
    """What a learner who types this reads, up to the end of the input."""
    paper = FakePaper(*answers)
    PlainLab(session, Talk(paper)).play()
    return paper.text


def answered(session: FakeSession, *answers: Answer) -> str:
    """What the last of the commands was answered."""
    text = play(session, *answers)
    return text.rpartition(f"> {answers[-1]}\n")[2].rpartition("> \n")[0]
