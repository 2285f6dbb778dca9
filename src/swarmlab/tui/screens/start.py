"""The first screen: labs, chapters, and the state of the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Region

from swarmlab.runs.model import Place
from swarmlab.tui.actions import Where, bindings
from swarmlab.tui.draw.header import HeaderLook
from swarmlab.tui.draw.start import chapters_lines, engine_lines, lab_lines, needs_lines
from swarmlab.tui.requests import LabWanted
from swarmlab.tui.screens.base import LearnerScreen
from swarmlab.tui.screens.dialog import Answer, Dialog, Question
from swarmlab.tui.widgets.flow import Flow
from swarmlab.tui.widgets.header_bar import HeaderBar
from swarmlab.tui.widgets.notice import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.events import Click

    from swarmlab.tui.ports import Desk, EngineWord, LabEntry

SUBTITLE = "Docker Swarm, least privilege, on throwaway nodes"
_LABS_KEYS = {"to_labs": ""}
_CHAPTERS_KEYS = {
    "up": "chapter", "down": "chapter", "go_on": "begin it", "to_chapters": "", "begin_again": "",
}  # fmt: skip
"""What the footer says while labs, or chapters, have the keys."""
ASK_EVERY = 3.0
"""Seconds between two questions to an engine that does not answer."""


class _LabCard(Flow):
    def __init__(self, screen: StartScreen, index: int) -> None:
        super().__init__(classes="lab")
        self._start, self._index = screen, index

    def lines(self, width: int) -> list[Content]:
        chosen = self._start.chosen == self._index
        return lab_lines(self._start.labs[self._index], width, chosen=chosen)

    async def on_click(self, event: Click) -> None:
        """Choose; a second click goes on."""
        event.stop()
        if self._start.chosen == self._index:
            self._start.action_go_on()
        self._start.choose(self._index)


class _Chapters(Flow):
    def __init__(self, screen: StartScreen) -> None:
        super().__init__()
        self._start = screen

    def lines(self, width: int) -> list[Content]:
        entry = self._start.entry
        if entry is None or entry.fault:
            return []
        needs = needs_lines(entry, self._start.engine, width)
        chapters = chapters_lines(entry, width, self._start.chapter)
        return [*(line for lines in chapters for line in lines), Content(), *needs]

    def place_of(self, chapter: int) -> tuple[int, int]:
        """First row and number of rows of a chapter."""
        entry = self._start.entry
        if entry is None or entry.fault:
            return 0, 0
        drawn = chapters_lines(entry, max(1, self.content_size.width), chapter)
        return sum(len(lines) for lines in drawn[: chapter + 1]), len(drawn[chapter + 1])


class _Engine(Flow):
    def __init__(self, screen: StartScreen) -> None:
        super().__init__(id="engine")
        self._start = screen

    def lines(self, width: int) -> list[Content]:
        return engine_lines(self._start.engine, width)


class StartScreen(LearnerScreen[None]):
    """Choose a lab; nothing is asked of the engine before this is painted."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Where.START)]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.labs: Sequence[LabEntry] = ()
        self.engine: EngineWord | None = None
        self.chosen = 0
        self.chapter: int | None = None
        """The chosen chapter, while the chapters have the keys."""

    @property
    def where(self) -> Where:
        """The labs."""
        return Where.START

    @property
    def entry(self) -> LabEntry | None:
        """The chosen lab."""
        return self.labs[self.chosen] if self.labs else None

    def body(self) -> ComposeResult:
        """Labs left, chapters right, engine below."""
        with Horizontal(id="choice"):
            with Vertical(id="labs-column"):
                yield Words(id="labs-title")
                yield VerticalScroll(id="labs", can_focus=False)
            with VerticalScroll(id="chapters", can_focus=False):
                yield _Chapters(self)
        with Vertical(id="engine-band"):
            yield _Engine(self)

    def on_mount(self) -> None:
        """Paint first, then ask."""
        self.query_one("#labs-title", Words).said = (Content.styled("Labs", "bold"),)
        self._draw_header()
        self.draw_footer(labels=_LABS_KEYS)
        self.call_after_refresh(self.action_look_again)
        self.set_interval(ASK_EVERY, self._ask_silent_engine)

    def on_screen_resume(self) -> None:
        """Back from a lab: its progress is another by now."""
        if self.labs:
            self.action_look_again()

    def _ask_silent_engine(self) -> None:
        if self.is_current and self.engine is not None and not self.engine.answers:
            self._ask_engine()

    def action_look_again(self) -> None:
        """Read the labs and ask the engine."""
        self.ask(self.desk.labs, group="labs", done=self._show_labs)
        self._ask_engine()

    def _ask_engine(self) -> None:
        self.ask(self.desk.engine, group="engine", done=self._show_engine)

    async def _show_labs(self, labs: Sequence[LabEntry]) -> None:
        self.labs = labs
        self.chosen = min(self.chosen, max(0, len(labs) - 1))
        cards = self.query_one("#labs")
        with self.app.batch_update():
            await cards.remove_children()
            await cards.mount_all([_LabCard(self, index) for index in range(len(labs))])
        self.choose(self.chosen)

    def _show_engine(self, engine: EngineWord) -> None:
        self.engine = engine
        self._draw_header()
        self.query_one(_Engine).refresh(layout=True)
        self.query_one(_Chapters).refresh(layout=True)

    def _draw_header(self) -> None:
        self.query_one(HeaderBar).look = HeaderLook(subtitle=SUBTITLE, engine=self.engine)

    def choose(self, index: int) -> None:
        """Another lab is the chosen one."""
        if not 0 <= index < len(self.labs):
            return
        self.chosen = index
        for number, card in enumerate(self.query(_LabCard)):
            card.set_class(number == index, "-chosen")
            card.refresh(layout=True)
            if number == index:
                card.scroll_visible(animate=False)
        self.choose_chapter(None)

    def choose_chapter(self, number: int | None) -> None:
        """Another chapter is the chosen one; None gives the keys back to the labs."""
        entry = self.entry
        if number is not None and not (entry and 0 <= number < len(entry.chapters)):
            return
        self.chapter = number
        self.query_one("#choice").set_class(number is not None, "-chapters")
        chapters = self.query_one(_Chapters)
        chapters.refresh(layout=True)
        self.draw_footer(labels=_LABS_KEYS if number is None else _CHAPTERS_KEYS)
        if number is not None:
            first, rows = chapters.place_of(number)
            self.query_one("#chapters", VerticalScroll).scroll_to_region(
                Region(0, first, 1, rows), animate=False
            )

    def action_up(self) -> None:
        """The lab or chapter above."""
        if self.chapter is None:
            self.choose(self.chosen - 1)
        else:
            self.choose_chapter(self.chapter - 1)

    def action_down(self) -> None:
        """The lab or chapter below."""
        if self.chapter is None:
            self.choose(self.chosen + 1)
        else:
            self.choose_chapter(self.chapter + 1)

    def action_to_chapters(self) -> None:
        """To the chapter where one goes on, or the first."""
        entry = self.entry
        if entry is None or entry.fault or self.chapter is not None:
            return
        here = entry.goes_on_at.chapter if entry.goes_on_at else None
        names = [chapter.name for chapter in entry.chapters]
        self.choose_chapter(names.index(here) if here in names else 0)

    def action_to_labs(self) -> None:
        """The labs have the keys."""
        self.choose_chapter(None)

    def action_chapter(self, number: int) -> None:
        """A click on a chapter: choose it; a second one begins it."""
        if self.chapter == number:
            self.action_go_on()
        self.choose_chapter(number)

    def action_go_on(self) -> None:
        """Begin, or go on; a chosen chapter begins with its first slide."""
        entry = self.entry
        if entry is None:
            return
        if entry.fault:
            self.say("This lab has faults: swarmlab lint lists them all")
        else:
            self.post_message(LabWanted(entry.name, self._chosen_place(entry)))

    def _chosen_place(self, entry: LabEntry) -> Place | None:
        if self.chapter is None:
            return None
        name = entry.chapters[self.chapter].name
        goes_on_here = entry.goes_on_at is not None and entry.goes_on_at.chapter == name
        return None if goes_on_here else Place(name)

    def action_begin_again(self) -> None:
        """Forget the lab's progress; asks first."""
        entry = self.entry
        if entry is None or entry.fault:
            return
        lines = [f"The progress of {entry.steps_done} of {entry.steps} steps is forgotten."]
        if entry.running:
            lines.append(f"Its nodes are up: {entry.nodes} are thrown away.")
        question = Question(
            f"Begin {entry.title} again", tuple(lines), (Answer("enter", "forget"),)
        )
        self.app.push_screen(Dialog(question), lambda key: self._forget(entry) if key else None)

    def _forget(self, entry: LabEntry) -> None:
        self.ask(lambda: self.desk.forget(entry.name), group="forget",
                 done=lambda _: self.action_look_again())  # fmt: skip
