"""The presenter's own terminal: notes, what comes next, and the time."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Container, VerticalScroll
from textual.reactive import reactive

from swarmlab.tui import clock
from swarmlab.tui.actions import Where, bindings
from swarmlab.tui.draw.talk_notes import (
    NotesLook,
    TimesLook,
    next_lines,
    now_lines,
    times_lines,
)
from swarmlab.tui.pace import pace_of
from swarmlab.tui.screens.present.talking import TalkScreen
from swarmlab.tui.widgets.flow import Flow
from swarmlab.tui.widgets.key_footer import KeyFooter
from swarmlab.tui.widgets.notice import Notice

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content


class TalkTimes(Flow):
    """How long it has taken."""

    look: reactive[TimesLook] = reactive(TimesLook(), layout=True)

    def lines(self, width: int) -> list[Content]:
        """One row, or three."""
        return times_lines(self.look, width)


class TalkNow(Flow):
    """The slide that the room sees, and its notes."""

    look: reactive[NotesLook | None] = reactive(None, layout=True)

    def lines(self, width: int) -> list[Content]:
        """Wrapped."""
        return now_lines(self.look, width) if self.look else []


class TalkNext(TalkNow):
    """What comes next."""

    def lines(self, width: int) -> list[Content]:
        """As it will be drawn."""
        return next_lines(self.look, width) if self.look else []


class NotesScreen(TalkScreen):
    """What only the presenter sees."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Where.NOTES)]

    _noted = -1
    """The slide whose notes were drawn last."""

    @property
    def where(self) -> Where:
        """The notes."""
        return Where.NOTES

    def compose(self) -> ComposeResult:
        """The time above; notes and what comes next beside or below each other."""
        yield TalkTimes(id="talk-times")
        yield KeyFooter()
        with Container(id="talk-panes"):
            with VerticalScroll(id="talk-now", can_focus=False):
                yield TalkNow()
            with Container(id="talk-next"):
                yield TalkNext()
        yield Notice(id="notice")

    def draw(self) -> None:
        """Notes and what comes next."""
        look = NotesLook(self.talk, self.stand, self.typed)
        for pane in self.query(TalkNow):
            pane.look = look
        if self._noted != self.stand.slide:
            self._noted = self.stand.slide
            self._notes.scroll_home(animate=False, immediate=True)
        word = "light" if self.stand.dark else "dark"
        self.draw_footer(labels={"dark": word})
        self.draw_time()

    def draw_time(self) -> None:
        """The time, and the number that is typed."""
        now = clock.now()
        chapter = self.talk.chapter(self.shown).title
        self.query_one(TalkTimes).look = TimesLook(
            pace_of(self.talk, self.stand, now), now, self.talk.deck.title, chapter,
            tall=self.layout_name in {"-wide", "-middle"},
        )  # fmt: skip
        for pane in self.query(TalkNow):
            pane.look = NotesLook(self.talk, self.stand, self.typed)

    def size_changed(self) -> None:
        """Room for large digits, or none."""
        super().size_changed()
        if self.is_mounted:
            self.draw_time()

    @property
    def _notes(self) -> VerticalScroll:
        return self.query_one("#talk-now", VerticalScroll)

    def action_scroll_up(self) -> None:
        """A line up in the notes."""
        self._notes.scroll_relative(y=-1, animate=False)

    def action_scroll_down(self) -> None:
        """A line down in the notes."""
        self._notes.scroll_relative(y=1, animate=False)
