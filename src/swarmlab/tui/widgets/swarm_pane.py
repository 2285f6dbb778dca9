"""What the swarm is now: a card a node and the last changes, or a line a node."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.reactive import reactive

from swarmlab.tui import signs
from swarmlab.tui.draw.row import clickable, row, spread
from swarmlab.tui.draw.swarm import card_lines, change_line, node_line
from swarmlab.tui.widgets.flow import Flow

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.events import Click

    from swarmlab.tui.draw.swarm import NodeLook, SwarmLook


class _Title(Flow):
    look: reactive[SwarmLook | None] = reactive(None)

    def lines(self, width: int) -> list[Content]:
        if self.look is None:
            return [Content()]
        key = clickable(row(("m", "bold $accent"), (" map", "$muted")), "map")
        return [spread(self.look.title, key, width)]


class _Card(Flow):
    def __init__(self, look: NodeLook, number: int) -> None:
        super().__init__(classes=f"card {signs.node_class(look.index)}")
        self._look, self._number = look, number

    def lines(self, width: int) -> list[Content]:
        return card_lines(self._look, width)

    async def on_click(self, event: Click) -> None:
        """To its node on the map."""
        event.stop()
        await self.run_action(f"screen.show_on_map({self._number})")


class _Rows(Flow):
    look: reactive[SwarmLook | None] = reactive(None, layout=True)

    def lines(self, width: int) -> list[Content]:
        if self.look is None:
            return []
        if not self.look.cards:
            return [node_line(node, width) for node in self.look.nodes]
        return [change_line(change, width) for change in self.look.changes]


class SwarmPane(Vertical):
    """Redrawn for every snapshot that differs."""

    look: reactive[SwarmLook | None] = reactive(None)

    def compose(self) -> ComposeResult:
        """Title, cards, rows."""
        yield _Title(classes="swarm--title")
        yield Horizontal(classes="swarm--cards")
        yield _Rows(classes="swarm--rows")

    async def on_click(self) -> None:
        """To the map."""
        await self.run_action("screen.map")

    async def watch_look(self, before: SwarmLook | None, look: SwarmLook | None) -> None:
        """Hand it on; cards are made anew only where a node differs."""
        if look is None or not self.is_mounted:
            return
        self.query_one(_Title).look = look
        self.query_one(_Rows).look = look
        cards = self.query_one(Horizontal)
        cards.display = look.cards
        if look.cards and (before is None or before.nodes != look.nodes or not cards.children):
            with self.app.batch_update():
                await cards.remove_children()
                await cards.mount_all(
                    [_Card(node, number) for number, node in enumerate(look.nodes)]
                )
