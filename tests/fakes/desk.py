"""A desk with one lab that can be opened, and any others to look at."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from swarmlab.errors import EngineMissing, UsageError
from swarmlab.tui.ports import ChapterEntry, LabEntry
from tests.fakes.session import ENGINE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swarmlab.runs.model import Lab
    from swarmlab.tui.ports import EngineWord
    from tests.fakes.session import FakeSession


def entry_of(lab: Lab, done: int = 0) -> LabEntry:
    """What the start screen says of a lab of which so many steps are done."""
    left, chapters = done, []
    for bound in lab.chapters:
        here = min(left, len(bound.steps))
        left -= here
        chapters.append(ChapterEntry(bound.name, bound.chapter.title, bound.chapter.minutes,
                                     len(bound.steps), here))  # fmt: skip
    return LabEntry(lab.name, lab.title, lab.summary, lab.minutes, tuple(chapters),
                    len(lab.nodes), len(lab.steps), done, None)  # fmt: skip


class FakeDesk:
    """Answers as its fields say."""

    def __init__(self, session: FakeSession, *others: LabEntry) -> None:
        self.session = session
        self.word = ENGINE
        self.entries: list[LabEntry] = [entry_of(session.lab), *others]
        self.forgotten: list[str] = []
        self.asked = 0

    def labs(self) -> Sequence[LabEntry]:
        return list(self.entries)

    def engine(self) -> EngineWord:
        self.asked += 1
        return self.word

    def silence(self) -> None:
        """The engine stops answering."""
        self.word = replace(ENGINE, answers=False, reason="no answer within 2 s",
                            next_step="make engine starts it")  # fmt: skip

    def answer(self) -> None:
        """The engine answers again."""
        self.word = ENGINE

    def open(self, lab: str) -> FakeSession:
        if lab != self.session.lab.name:
            raise UsageError(f"no lab is called {lab}", next_step="swarmlab lists the labs")
        if not self.word.answers:
            raise EngineMissing("no engine answers", next_step="make engine starts it")
        return self.session

    def forget(self, lab: str) -> None:
        self.forgotten.append(lab)
