"""The slides of a talk, for the room: nothing but the slide and one quiet row."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.reactive import reactive

from swarmlab.tui import clock, words
from swarmlab.tui.actions import Where, bindings
from swarmlab.tui.draw.stage import StageLook
from swarmlab.tui.draw.talk_bar import BarLook, bar_line
from swarmlab.tui.pace import pace_of
from swarmlab.tui.screens.dialog import Answer, Dialog, Question
from swarmlab.tui.screens.present.node_shell import NodeShellScreen
from swarmlab.tui.screens.present.talking import TalkScreen
from swarmlab.tui.widgets.flow import Flow
from swarmlab.tui.widgets.notice import Notice
from swarmlab.tui.widgets.stage_view import StageView

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content

    from swarmlab.tui.podium import Podium
    from swarmlab.tui.screens.present.node_shell import NodeShells, Visit
    from swarmlab.tui.talk import Talk


class TalkBar(Flow):
    """The last row."""

    look: reactive[BarLook] = reactive(BarLook())

    def lines(self, width: int) -> list[Content]:
        """One row."""
        return [bar_line(self.look, width)]


class SlidesScreen(TalkScreen):
    """What the room sees."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Where.PRESENTING)]

    def __init__(self, talk: Talk, podium: Podium, shells: NodeShells) -> None:
        super().__init__(talk, podium)
        self._shells = shells
        self._visited = -1, ""
        """The slide from which a shell was shown last, and its node."""
        self._drawn = -1, 0, 0
        """Slide, piece and page as they were drawn last."""
        self._timed = True

    @property
    def where(self) -> Where:
        """The slides."""
        return Where.PRESENTING

    def compose(self) -> ComposeResult:
        """The slide, and the row below it."""
        yield TalkBar(id="talk-bar")
        yield StageView()
        yield Notice(id="notice")

    # Drawing

    def draw(self) -> None:
        """The slide as far as it is shown, at its page."""
        view, stand = self.query_one(StageView), self.stand
        self.set_class(stand.dark, "-dark")
        view.show(StageLook(self.talk, self.shown, stand.part))
        before, self._drawn = self._drawn, (stand.slide, stand.part, stand.page)
        if before != self._drawn:
            view.turn_to(stand.page)
        if before[:2] != self._drawn[:2]:
            self.call_after_refresh(self._tell_pages)
        self.draw_time()

    def _tell_pages(self) -> None:
        """Whoever moves the talk must know how many pages the slide has here.

        Only who has just drawn it tells: two screens of different heights would never agree.
        """
        view = self.query_one(StageView)
        page = min(self.stand.page, view.pages - 1)
        if (view.pages, page) != (self.stand.pages, self.stand.page):
            self.put(replace(self.stand, pages=view.pages, page=page))

    def draw_time(self) -> None:
        """The last row."""
        view, here = self.query_one(StageView), self.shown
        self.query_one(TalkBar).look = BarLook(
            self.talk.chapter(here).title, self.talk.label(here), len(self.talk.slides),
            self.stand.part, len(here.reveals), view.below, view.above, self.typed,
            pace_of(self.talk, self.stand, clock.now()) if self._timed else None,
        )  # fmt: skip

    def on_stage_view_moved(self, message: StageView.Moved) -> None:
        """Other rows are in view: here, or because the screen has another size."""
        self.call_after_refresh(self._moved, resized=message.resized)

    def _moved(self, *, resized: bool) -> None:
        view = self.query_one(StageView)
        if resized:
            view.turn_to(min(self.stand.page, view.pages - 1))
            self.call_after_refresh(self._tell_pages)
        self.draw_time()

    # Keys

    def action_scroll_up(self) -> None:
        """A line up."""
        self._scroll(-1)

    def action_scroll_down(self) -> None:
        """A line down."""
        self._scroll(1)

    def _scroll(self, rows: int) -> None:
        view = self.query_one(StageView)
        view.scroll_relative(y=rows, animate=False, immediate=True)
        self._drawn = *self._drawn[:2], view.page
        self.put(replace(self.stand, page=view.page))

    def action_timer(self) -> None:
        """Show or hide the time."""
        self._timed = not self._timed
        self.draw_time()

    # Shells

    def action_node_shell(self) -> None:
        """The shell of the slide's node."""
        self._show_shell(self._node_here())

    def action_which_shell(self) -> None:
        """Choose a node of the chapter first."""
        nodes = self._chapter_nodes[:9]
        if not nodes:
            self._show_shell("")
            return
        answers = tuple(Answer(str(n), words.line(node)) for n, node in enumerate(nodes, 1))
        self.app.push_screen(
            Dialog(Question("The shell of which node", (), answers)),
            lambda key: self._show_shell(nodes[int(key) - 1]) if key else None,
        )

    @property
    def _chapter_nodes(self) -> tuple[str, ...]:
        return self.talk.chapter(self.shown).nodes or self.talk.nodes

    def _node_here(self) -> str:
        """The node whose shell was shown from this slide, or that of the slide's first unit."""
        slide, node = self._visited
        if slide == self.stand.slide:
            return node
        first = next((unit.node for unit in self.shown.slide.units), "")
        return first or (
            node if node in self._chapter_nodes else next(iter(self._chapter_nodes), "")
        )

    def _show_shell(self, node: str) -> None:
        self._visited = self.stand.slide, node
        colour = self.talk.nodes.index(node) if node in self.talk.nodes else 0
        screen = NodeShellScreen(node, colour, lambda screen: self._visit(screen, node),
                                 self._go_from)  # fmt: skip
        self.app.push_screen(screen, lambda error: self.complain(error) if error else None)

    def _visit(self, screen: NodeShellScreen, node: str) -> None:
        def opened(visit: Visit) -> None:
            if not screen.attach(visit):
                self._go_from(visit)  # the presenter is back on the slide already

        self.ask(lambda: self._shells.visit(node), group=f"shell {id(screen)}",
                 done=opened, failed=screen.end)  # fmt: skip

    def _go_from(self, visit: Visit) -> None:
        self.ask(visit.end, group=f"shell {id(visit)}")

    def on_unmount(self) -> None:
        """Who goes on with the notes alone has no pages to turn."""
        with suppress(OSError):
            self._podium.put(replace(self.stand, page=0, pages=1))
