"""What the map of the swarm says: its parts, put together from one snapshot."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from textual.content import Content

from swarmlab.tui import words
from swarmlab.tui.draw.holdings import groups
from swarmlab.tui.draw.map_node import node_facts
from swarmlab.tui.draw.row import row
from swarmlab.tui.draw.swarm import title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swarmlab.swarm.snapshot import Snapshot
    from swarmlab.tui.draw.holdings import Group, Holding
    from swarmlab.tui.draw.map_node import NodeFacts
    from swarmlab.tui.draw.swarm import Change, NodeLook


class Memory(Protocol):
    """What is remembered from look to look."""

    def changes(self) -> tuple[Change, ...]:
        """The last changes, the newest first."""

    def fresh(self, key: str, node: str) -> str:
        """``+`` or ``-`` where a node has just got a thing or lost it."""


@dataclass(frozen=True, slots=True)
class MapLook:
    """What the map says."""

    title: Content = field(default_factory=Content)
    changed: str = ""
    """When something changed last."""
    nodes: tuple[NodeLook, ...] = ()
    selected: int = 0
    groups: tuple[Group, ...] = ()
    changes: tuple[Change, ...] = ()
    facts: NodeFacts | None = None
    """Of the selected node."""

    @property
    def node(self) -> str:
        """The name of the selected node; empty without nodes."""
        return self.nodes[self.selected].name if self.nodes else ""


def map_look(
    snapshot: Snapshot | None,
    nodes: Sequence[NodeLook],
    memory: Memory,
    selected: str,
    now: float,
) -> MapLook:
    """The map with one node selected: the first where none has this name.

    Args:
        snapshot: the last look.
        nodes: every node of the run.
        memory: what changed lately.
        selected: the node's name.
        now: seconds since the epoch.
    """
    names = [node.name for node in nodes]
    index = names.index(selected) if selected in names else 0
    told = memory.changes()
    said = title(snapshot, len(nodes))
    return MapLook(
        title=row(("Swarm map", "bold $accent"), said[len("Swarm") :]),
        changed=f"changed {words.clock_seconds(told[0].at)}" if told else "",
        nodes=tuple(nodes),
        selected=index,
        groups=tuple(_with_signs(group, names, memory) for group in groups(snapshot, names)),
        changes=_with_red(told, nodes),
        facts=node_facts(snapshot, nodes[index], now) if nodes else None,
    )


def _with_signs(group: Group, names: Sequence[str], memory: Memory) -> Group:
    return replace(group, rows=tuple(_fresh_row(row, names, memory) for row in group.rows))


def _fresh_row(row: Holding, names: Sequence[str], memory: Memory) -> Holding:
    cells = tuple(
        replace(cell, fresh=memory.fresh(row.key, name))
        for cell, name in zip(row.cells, names, strict=True)
    )
    return replace(row, cells=cells)


def _with_red(changes: Sequence[Change], nodes: Sequence[NodeLook]) -> tuple[Change, ...]:
    """The newest change of a node that a red verdict names carries its task too."""
    red = {node.name: node.red for node in nodes if node.red}
    found = []
    for change in changes:
        mark = red.pop(change.node, "")
        found.append(replace(change, red=mark) if mark else change)
    return tuple(found)
