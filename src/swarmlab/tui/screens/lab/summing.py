"""The chapter's summary, and what follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.runs.model import Place
from swarmlab.tui.screens.dialog import Answer, Question
from swarmlab.tui.screens.lab.reading import LabReading
from swarmlab.tui.summing import chapter_after

if TYPE_CHECKING:
    from swarmlab.tui.screens.summary import WayOn


class LabSumming(LabReading):
    """Sums up; where space would turn past the chapter's last slide, by itself."""

    _paging = False

    async def action_on(self) -> None:
        """A page, then the next slide, then the summary."""
        self._paging = True
        try:
            await super().action_on()
        finally:
            self._paging = False

    async def _turn(self, direction: int) -> None:
        if self._paging and self.lesson.is_last and direction > 0:
            self.action_summary()
        else:
            await super()._turn(direction)

    def action_summary(self) -> None:
        """What the chapter came to."""
        from swarmlab.tui.screens.summary import SummaryScreen  # noqa: PLC0415 - not at first

        self.app.push_screen(
            SummaryScreen(self.session, self.lesson.header_look()), self._summed_up
        )

    def _summed_up(self, way: WayOn | None) -> None:
        following = chapter_after(self.session, self.lesson.chapter)
        if way == "leave":
            self.action_leave()
        elif way == "again":
            self._ask_again()
        elif way == "next" and following is not None:
            self._cross(Place(following.name))

    def _ask_again(self) -> None:
        title, begin = self.lesson.chapter.chapter.title, Place(self.lesson.chapter.name)
        lines = (
            f"{self.all_nodes()} thrown away, fresh ones come. {self.usual(begin)}".strip(),
            "Its steps are open again. Points, hints and time stay as they are.",
        )
        question = Question(f"{title} again", lines, (Answer("enter", "begin it again"),))
        self.ask_first(question, lambda _: self.make_nodes(self.session.reset_lab))
