"""Paging through slides and chapters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.errors import SwarmlabError
from swarmlab.tui.screens.dialog import Answer, Question
from swarmlab.tui.screens.lab.hearing import LabHearing
from swarmlab.tui.widgets.task_pane import TaskPane

if TYPE_CHECKING:
    from textual.containers import VerticalScroll

    from swarmlab.runs.model import Place


class LabReading(LabHearing):
    """Reads."""

    async def action_on(self) -> None:
        """A page, then what a pause hides, then the next slide."""
        if self.pane != "tasks" and self.slide_view.page(1):
            return
        if self.lesson.reader.uncover_next(self.lesson.slide):
            await self._uncovered()
        else:
            await self._turn(1)

    async def _uncovered(self) -> None:
        self.go_to("slide")
        await self.draw_slide()
        if self.slide_view.current is None and self.slide_view.quiz is None:
            self.slide_view.select_open(self.lesson.units)
        else:
            self.slide_view.pass_over(self.lesson.units)
        self.draw_units()
        self.call_after_refresh(self.slide_view.page, 1)
        self.call_after_refresh(self.draw_bar)

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

    def action_half_down(self) -> None:
        """Half a page down."""
        pane = self._scrolled
        pane.scroll_relative(y=pane.size.height // 2, animate=False, immediate=True)

    def action_half_up(self) -> None:
        """Half a page up."""
        pane = self._scrolled
        pane.scroll_relative(y=-(pane.size.height // 2), animate=False, immediate=True)

    def action_top(self) -> None:
        """The first line."""
        self._scrolled.scroll_home(animate=False, immediate=True)

    def action_bottom(self) -> None:
        """The last line."""
        self._scrolled.scroll_end(animate=False, immediate=True)

    @property
    def _scrolled(self) -> VerticalScroll:
        return self.query_one(TaskPane) if self.pane == "tasks" else self.slide_view

    async def _turn(self, direction: int) -> None:
        place = self.lesson.neighbour(direction)
        if place is None:
            self.say("This is the last slide of the lab" if direction > 0
                     else "This is the first slide of the lab")  # fmt: skip
        else:
            await self.jump(place, whole=direction < 0)

    async def jump(self, place: Place, *, whole: bool = False) -> None:
        """Go to a slide; another chapter may ask first.

        Args:
            place: the slide.
            whole: show it with all that its pauses hide.
        """
        self.lesson.reader.captures_shown = False
        if whole:
            slides = self.session.lab.chapter(place.chapter).chapter.slides
            self.lesson.reader.uncover(slides[place.slide])
        if place.chapter != self.session.place.chapter:
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
        chapter = self.session.lab.chapter(place.chapter)
        if place.chapter in self.session.class_word.locked:
            self.say(f"The instructor has locked the chapter {chapter.chapter.title}")
            return
        if not self.session.needs_fresh_nodes(place.chapter):
            self.ask(lambda: self.session.enter(place), group="place",
                     done=lambda _: self.call_later(self.draw_slide))  # fmt: skip
            return
        change = f"It has nodes of its own: {self.all_nodes()} thrown away, fresh ones come."
        lines = [f"{change} {self.usual(place)}", "Your progress stays."]
        if any(step.slide.index < place.slide for step in chapter.steps):
            lines.insert(1, "The steps before that slide are done for you.")
        question = Question(
            f"To the chapter {chapter.chapter.title}", tuple(lines), (Answer("enter", "go there"),)
        )
        self.ask_first(
            question, lambda _: self.make_nodes(lambda: self.session.enter(place), place)
        )
