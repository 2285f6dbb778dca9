"""The first screen: labs, chapters, and the state of the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content

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
        return [*chapters_lines(entry, width), Content(), *needs]


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
        self.draw_footer()
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
        self.query_one(_Chapters).refresh(layout=True)

    def action_up(self) -> None:
        """The lab above."""
        self.choose(self.chosen - 1)

    def action_down(self) -> None:
        """The lab below."""
        self.choose(self.chosen + 1)

    def action_go_on(self) -> None:
        """Begin, or go on."""
        entry = self.entry
        if entry is None:
            return
        if entry.fault:
            self.say("This lab has faults: swarmlab lint lists them all")
        else:
            self.post_message(LabWanted(entry.name))

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
