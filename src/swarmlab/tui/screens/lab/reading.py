"""Paging through slides and chapters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.errors import SwarmlabError
from swarmlab.tui.screens.dialog import Answer, Question
from swarmlab.tui.screens.lab.hearing import LabHearing

if TYPE_CHECKING:
    from swarmlab.runs.model import Place


class LabReading(LabHearing):
    """Reads."""

    async def action_on(self) -> None:
        """A page, then the next slide."""
        if self.pane == "tasks" or not self.slide_view.page(1):
            await self._turn(1)

    async def action_page_back(self) -> None:
        """A page, then the slide before."""
        if self.pane == "tasks" or not self.slide_view.page(-1):
            await self._turn(-1)

    async def action_next_slide(self) -> None:
        """The next slide."""
        await self._turn(1)

    async def action_previous_slide(self) -> None:
        """The slide before."""
        await self._turn(-1)

    async def _turn(self, direction: int) -> None:
        place = self.lesson.neighbour(direction)
        if place is None:
            self.say("This is the last slide of the lab" if direction > 0
                     else "This is the first slide of the lab")  # fmt: skip
        elif place.chapter != self.session.place.chapter:
            self._cross(place)
        else:
            await self._move(place)

    async def _move(self, place: Place) -> None:
        trouble = None
        try:
            self.session.move(place)
        except SwarmlabError as error:  # not stored; reading goes on all the same
            trouble = error
        self.go_to("slide")
        await self.draw_slide()
        if trouble is not None:
            self.complain(trouble)

    def _cross(self, place: Place) -> None:
        title = self.session.lab.chapter(place.chapter).chapter.title
        if not self.session.needs_fresh_nodes(place.chapter):
            self.ask(lambda: self.session.enter(place), group="place",
                     done=lambda _: self.call_later(self.draw_slide))  # fmt: skip
            return
        change = f"It has nodes of its own: {self.all_nodes()} thrown away, fresh ones come."
        question = Question(
            f"To the chapter {title}",
            (f"{change} {self.usual(place)}", "Your progress stays."),
            (Answer("enter", "go there"),),
        )
        self.ask_first(
            question, lambda _: self.make_nodes(lambda: self.session.enter(place), place)
        )
