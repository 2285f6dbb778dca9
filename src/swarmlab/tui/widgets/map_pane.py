"""The map of the swarm: cards and who holds what at the left, one node in full at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal, VerticalScroll
from textual.geometry import Region
from textual.reactive import reactive

from swarmlab.tui.draw.map_board import board_lines, row_of_selected
from swarmlab.tui.draw.map_look import MapLook
from swarmlab.tui.draw.map_node import facts_lines
from swarmlab.tui.widgets.flow import Flow

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.content import Content


class _Part(Flow):
    """Draws its part of a look; lays the screen out again only where it has other lines."""

    look: reactive[MapLook] = reactive(MapLook(), layout=False, repaint=False)

    def __init__(self) -> None:
        super().__init__()
        self._drawn: tuple[MapLook, int, list[Content]] | None = None

    def lines(self, width: int) -> list[Content]:
        if self._drawn is None or self._drawn[0] is not self.look or self._drawn[1] != width:
            self._drawn = self.look, width, self.draw_lines(width)
        return self._drawn[2]

    def draw_lines(self, width: int) -> list[Content]:
        """The lines of the look now."""
        raise NotImplementedError

    def draw_again(self) -> None:
        """Something else than the look is another."""
        self._drawn = None
        self.refresh(layout=True)

    def watch_look(self) -> None:
        """Repaint; lay out where there are more or fewer lines."""
        size = self.content_size
        self.refresh(layout=not size.width or len(self.lines(size.width)) != size.height)


class _Board(_Part):
    listed = False

    def draw_lines(self, width: int) -> list[Content]:
        return board_lines(self.look, width, listed=self.listed)


class _Facts(_Part):
    def draw_lines(self, width: int) -> list[Content]:
        return facts_lines(self.look.facts, width) if self.look.facts else []


class _Scroll(VerticalScroll, can_focus=False, inherit_bindings=False):
    """Scrolls by the wheel and by the map's keys; the keys go to the map itself."""


class MapPane(Horizontal, can_focus=True):
    """Draws a look; on a narrow screen the list, or the one node that is open."""

    look: reactive[MapLook] = reactive(MapLook())

    def compose(self) -> ComposeResult:
        """Board and facts."""
        with _Scroll(id="map-board"):
            yield _Board()
        with _Scroll(id="map-facts"):
            yield _Facts()

    def watch_look(self, before: MapLook, look: MapLook) -> None:
        """Hand it on; another node's facts begin at their top."""
        if not self.is_mounted:
            return
        self.query_one(_Board).look = look
        self.query_one(_Facts).look = look
        if before.node != look.node:
            self.query_one("#map-facts", _Scroll).scroll_home(animate=False)
            self.call_after_refresh(self._keep_in_view)

    def show_as(self, *, listed: bool, opened: bool) -> None:
        """Lines instead of cards; the selected node alone."""
        board = self.query_one(_Board)
        if board.listed != listed:
            board.listed = listed
            board.draw_again()
        self.set_class(listed and opened, "-opened")

    @property
    def board_width(self) -> int:
        """Cells a line of the board has."""
        return self.query_one(_Board).content_size.width

    def page(self, direction: int) -> None:
        """A page of the node's facts, or of the board where all facts are in view."""
        facts, board = (self.query_one(f"#map-{name}", _Scroll) for name in ("facts", "board"))
        scroll = facts if facts.max_scroll_y or not board.display else board
        scroll.scroll_relative(y=direction * max(1, scroll.size.height - 2), animate=False)

    def line(self, direction: int) -> None:
        """A line of the board, or of the facts where they stand alone."""
        board, facts = (self.query_one(f"#map-{name}", _Scroll) for name in ("board", "facts"))
        (board if board.display else facts).scroll_relative(y=direction, animate=False)

    def _keep_in_view(self) -> None:
        scroll, width = self.query_one("#map-board", _Scroll), self.board_width
        if width:
            listed = self.query_one(_Board).listed
            top, below = row_of_selected(self.look, width, listed=listed)
            scroll.scroll_to_region(Region(0, top, width, below - top), animate=False)
