"""What the swarm is now: a card a node and the last changes, or a line a node."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.reactive import reactive

from swarmlab.tui import signs, words
from swarmlab.tui.draw.row import pad, row
from swarmlab.tui.draw.swarm import card_lines, node_line
from swarmlab.tui.widgets.flow import Flow

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from swarmlab.tui.draw.swarm import Change, NodeLook, SwarmLook


class _Title(Flow):
    look: reactive[SwarmLook | None] = reactive(None)

    def lines(self, width: int) -> list[Content]:
        return [self.look.title.truncate(width, ellipsis=True)] if self.look else [Content()]


class _Card(Flow):
    def __init__(self, look: NodeLook) -> None:
        super().__init__(classes=f"card {signs.node_class(look.index)}")
        self._look = look

    def lines(self, width: int) -> list[Content]:
        return card_lines(self._look, width)


class _Rows(Flow):
    look: reactive[SwarmLook | None] = reactive(None, layout=True)

    def lines(self, width: int) -> list[Content]:
        if self.look is None:
            return []
        if not self.look.cards:
            return [node_line(node, width) for node in self.look.nodes]
        return [_change_line(change).truncate(width, ellipsis=True) for change in self.look.changes]


def _change_line(change: Change) -> Content:
    role = signs.node_role(change.index) if change.index is not None else ""
    bold = "bold " if change.fresh else ""
    return row(
        (f"{words.clock_seconds(change.at)}  ", "$muted"),
        pad(row((words.line(change.node), f"{bold}{role}".strip())), 10),
        (words.line(change.words), "bold" if change.fresh else "$muted"),
    )


class SwarmPane(Vertical):
    """Redrawn for every snapshot that differs."""

    look: reactive[SwarmLook | None] = reactive(None)

    def compose(self) -> ComposeResult:
        """Title, cards, rows."""
        yield _Title(classes="swarm--title")
        yield Horizontal(classes="swarm--cards")
        yield _Rows(classes="swarm--rows")

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
                await cards.mount_all([_Card(node) for node in look.nodes])
