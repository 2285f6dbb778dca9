"""What a block needs to know of the document it stands in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from swarmlab.deck.deck import Deck
    from swarmlab.render.anchors import Anchors
    from swarmlab.render.pictures import Pictures
    from swarmlab.render.profile import Profile


@dataclass(frozen=True, slots=True)
class Setting:
    """One chapter of one document."""

    profile: Profile
    chapter: int
    """From 0."""
    nodes: tuple[str, ...]
    """All nodes of the deck, in the order in which chapters name them: gives them colours."""
    anchors: Anchors
    pictures: Pictures
    depth: int
    """Levels that stand above a chapter's title: 1 where the document has a cover, else 0."""

    def node_class(self, node: str) -> str:
        """The class that carries a node's colour; the seventh begins again."""
        index = self.nodes.index(node) if node in self.nodes else 0
        return f"node-{index % 6 + 1}"


def nodes_of(deck: Deck) -> tuple[str, ...]:
    """The nodes that the chapters name, each once, in order."""
    return tuple(dict.fromkeys(node for chapter in deck.chapters for node in chapter.nodes))
