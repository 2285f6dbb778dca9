"""Nodes are coming up: what has ended, how long it takes usually, and how to stop."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.content import Content

from swarmlab.errors import SwarmlabError
from swarmlab.runs.events import BootProgress, ReplayProgress
from swarmlab.tui import clock, words
from swarmlab.tui.actions import Where, bindings
from swarmlab.tui.draw.boot import Boot, bar_line, boot_lines
from swarmlab.tui.draw.header import HeaderLook
from swarmlab.tui.draw.row import row
from swarmlab.tui.relay import relay
from swarmlab.tui.screens.base import LearnerScreen
from swarmlab.tui.usual import usual
from swarmlab.tui.widgets.flow import Flow
from swarmlab.tui.widgets.header_bar import HeaderBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from swarmlab.runs.model import Place
    from swarmlab.tui.ports import LabSession
    from swarmlab.tui.relay import Heard


class Stopped(SwarmlabError):
    """The learner stopped the start."""


class _Progress(Flow):
    def __init__(self, screen: BootScreen) -> None:
        super().__init__()
        self._boot_screen = screen

    def lines(self, width: int) -> list[Content]:
        return self._boot_screen.progress_lines(width)


class BootScreen(LearnerScreen[SwarmlabError | None]):
    """Does the work and ends with None, or with what went wrong."""

    CSS_PATH = "boot.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Where.BOOT)]

    def __init__(self, session: LabSession, work: Callable[[], object], chapter: str) -> None:
        super().__init__()
        self.session, self._work, self._chapter = session, work, chapter
        found = next(c for c in session.lab.chapters if c.chapter.title == chapter)
        colours = {node.name: index for index, node in enumerate(session.lab.nodes)}
        nodes = tuple(name for name in colours if name in found.chapter.nodes)
        self.boot = Boot(nodes, colours, found.chapter.start != "bare")
        self._replay: ReplayProgress | None = None
        self._began = clock.ticks()
        self._stopping = False
        self._usual: dict[Place, str] = {}

    @property
    def where(self) -> Where:
        """The start."""
        return Where.BOOT

    def body(self) -> ComposeResult:
        """Words and rows in one column."""
        with Vertical(id="boot"):
            yield _Progress(self)

    def on_mount(self) -> None:
        """Begin."""
        self._stop_hearing = relay(self.session, self)
        self.query_one(HeaderBar).look = self.header_look()
        self.draw_footer()
        self.set_interval(0.1, self._redraw)
        self.ask(self._work, group="boot", done=self._ended, failed=self._failed)

    def header_look(self) -> HeaderLook:
        """What the header says."""
        return HeaderLook(self.session.lab.name, self._chapter, engine=self.session.engine)

    def on_unmount(self) -> None:
        """Hear no more."""
        self._stop_hearing()

    def on_heard(self, message: Heard) -> None:
        """A phase or a unit ended."""
        match message.event:
            case BootProgress():
                self.boot.hear(message.event)
            case ReplayProgress():
                self._replay = message.event
            case _:
                return
        self._redraw()

    def _redraw(self) -> None:
        self.query_one(_Progress).refresh(layout=True)

    def _ended(self, _: object) -> None:
        self.end(None)

    def _failed(self, error: SwarmlabError) -> None:
        self.end(Stopped("stopped") if self._stopping else error)

    def action_stop(self) -> None:
        """Stop; what was made is removed before this screen goes."""
        if not self._stopping:
            self._stopping = True
            self.session.cancel_boot()
            self._redraw()

    def progress_lines(self, width: int) -> list[Content]:
        """Everything this screen says."""
        gap = self.layout_name != "-narrow"
        found = [*self._title_lines(), Content(), *([Content()] if gap else [])]
        found += boot_lines(self.boot, width, failed=None, gap=gap)
        found += [
            *([] if gap else [Content()]),
            bar_line(*self.boot.ended_phases(), width),
            Content(),
        ]
        found += self._replay_lines(width)
        last = "Everything is thrown away when you leave, unless you keep it. Your progress stays."
        return [*found, Content(), *Content.styled(last, "$muted").wrap(width)]

    def _title_lines(self) -> list[Content]:
        number = len(self.boot.nodes)
        nodes = "node is" if number == 1 else "nodes are"
        title = f"{words.count(number).capitalize()} {nodes} coming up"
        if self._stopping:
            title = "Stopping, and removing what was made"
        seconds = words.seconds(clock.ticks() - self._began)
        known = self._usual_at(self.session.place)
        said = f"{seconds}, {known} on this machine" if known else seconds
        return [Content.styled(title, "bold"), Content.styled(said, "$muted")]

    def _title_of(self, place: str) -> str:
        """``step 2 of Secrets, A node goes away``, for what a replay calls its place."""
        lab = self.session.lab
        for step in lab.steps:
            if step.id == place:
                title = lab.chapter(step.chapter).chapter.title
                return f"step {step.number} of {title}, {step.slide.title}"
        return place

    def _usual_at(self, place: Place) -> str:
        if place not in self._usual:
            self._usual[place] = usual(self.session, place)
        return self._usual[place]

    def _replay_lines(self, width: int) -> list[Content]:
        if self._replay is None:
            text = f"Then they are brought to where {words.line(self._chapter)} goes on."
            return Content.styled(text, "$muted").wrap(width)
        replay = self._replay
        unit = f"  unit {replay.done} of {replay.total}, {words.line(self._title_of(replay.step))}"
        said = row("Brought to where you are", (unit, "$muted"))
        return [*said.wrap(width), bar_line(replay.done, replay.total, width)]
