"""The end of a chapter: what it came to, what was proved, and where to go from here."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from textual.containers import Horizontal, VerticalScroll
from textual.reactive import reactive

from swarmlab.runs.events import StepDone, VerdictsChanged
from swarmlab.tui.actions import Where, bindings
from swarmlab.tui.draw.summary import account_lines, facts_lines
from swarmlab.tui.relay import relay
from swarmlab.tui.screens.base import LearnerScreen
from swarmlab.tui.summing import SummaryLook, summed
from swarmlab.tui.widgets.flow import Flow
from swarmlab.tui.widgets.header_bar import HeaderBar

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content

    from swarmlab.tui.draw.header import HeaderLook
    from swarmlab.tui.ports import LabSession
    from swarmlab.tui.relay import Heard

WayOn = Literal["next", "again", "leave"]


class _Account(Flow):
    look: reactive[SummaryLook] = reactive(SummaryLook(), layout=True)

    def lines(self, width: int) -> list[Content]:
        return account_lines(self.look, width)


class _Facts(_Account):
    def lines(self, width: int) -> list[Content]:
        return facts_lines(self.look, width)


class SummaryScreen(LearnerScreen[WayOn | None]):
    """Ends with where the learner wants to go; None leads back to the slide."""

    CSS_PATH = "summary.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Where.SUMMARY)]

    def __init__(self, session: LabSession, header: HeaderLook) -> None:
        super().__init__()
        self._session, self._header = session, header
        self._following = False

    @property
    def where(self) -> Where:
        """The summary."""
        return Where.SUMMARY

    def body(self) -> ComposeResult:
        """Two columns, or one below the other; they scroll together."""
        with VerticalScroll(id="summary", can_focus=False), Horizontal(id="summary-columns"):
            yield _Account(id="account")
            yield _Facts(id="facts")

    def on_mount(self) -> None:
        """Hear what turns green meanwhile."""
        self._stop_hearing = relay(self._session, self)
        self.query_one(HeaderBar).look = self._header
        self._draw()
        self.watch(self._scroll, "scroll_y", self._draw_keys, init=False)

    def on_unmount(self) -> None:
        """Hear no more."""
        self._stop_hearing()

    def on_heard(self, message: Heard) -> None:
        """A task turned."""
        if isinstance(message.event, VerdictsChanged | StepDone):
            self._draw()

    def _draw(self) -> None:
        look = summed(self._session)
        for part in self.query(_Account):
            part.look = look
        self._following = bool(look.following)
        self.call_after_refresh(self._draw_keys)

    def _draw_keys(self) -> None:
        word = "more" if self._has_more else "next chapter" if self._following else ""
        self.draw_footer(labels={"next_chapter": word})

    @property
    def _has_more(self) -> bool:
        return self._scroll.scroll_offset.y < self._scroll.max_scroll_y

    def size_changed(self) -> None:
        """There may be more to read, or less."""
        self.call_after_refresh(self._draw_keys)

    @property
    def _scroll(self) -> VerticalScroll:
        return self.query_one("#summary", VerticalScroll)

    def action_next_chapter(self) -> None:
        """A page, where there is more to read; then the next chapter."""
        if self._has_more:
            self._scroll.scroll_page_down(animate=False)
        elif self._following:
            self.end("next")
        else:
            self.say("This is the last chapter of the lab")

    def action_page_up(self) -> None:
        """A page up."""
        self._scroll.scroll_page_up(animate=False)

    def action_scroll_up(self) -> None:
        """A line up."""
        self._scroll.scroll_relative(y=-1, animate=False)

    def action_scroll_down(self) -> None:
        """A line down."""
        self._scroll.scroll_relative(y=1, animate=False)

    def action_again(self) -> None:
        """The chapter once more, on fresh nodes."""
        self.end("again")

    def action_to_slide(self) -> None:
        """Back to the slide."""
        self.end(None)

    def action_leave(self) -> None:
        """Leave, as from the slide."""
        self.end("leave")
