"""What the screens remember of a swarm from one snapshot to the next; knows no widgets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from swarmlab.checks.verdict import State
from swarmlab.tui import clock
from swarmlab.tui.draw.happened import node_name
from swarmlab.tui.draw.holdings import NOTHING, groups
from swarmlab.tui.draw.swarm import Change, changes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from swarmlab.checks.verdict import Verdict
    from swarmlab.swarm.snapshot import Snapshot
    from swarmlab.tui.draw.holdings import Cell

FRESH = 3.0
"""Seconds for which what has just changed is bold."""
CHANGES_KEPT = 12
_NAME = re.compile(r"[\w-]+")


class Remembered:
    """What changed lately, which nodes were removed, and which do not run.

    Args:
        nodes: all nodes of the lab, in its order.
        snapshot: the look that the next one is compared with.
    """

    def __init__(self, nodes: Sequence[str], snapshot: Snapshot | None) -> None:
        self._nodes = tuple(nodes)
        self._before = snapshot
        self._changes: list[tuple[float, Change]] = []
        """The newest first, each with the tick at which it is fresh no longer."""
        self._cells: dict[tuple[str, str], tuple[float, str]] = {}
        """By thing and node: until when it is fresh, and its sign."""
        self._counted: tuple[Snapshot, dict[tuple[str, str], Cell]] | None = None
        """The look whose cells were worked out last: the next one is compared with it."""
        self.removed: set[str] = set()
        """Nodes that managers listed before and do not list now, until the step is done."""
        self.powers: dict[str, str] = {}
        """What a node's container is instead of running: ``stopped``, ``paused``, ``gone``."""

    def compare(self, snapshot: Snapshot) -> None:
        """Take in a new look."""
        before, self._before = self._before, snapshot
        until = clock.ticks() + FRESH
        for told in changes(before, snapshot):
            index = self._nodes.index(told.node) if told.node in self._nodes else None
            change = Change(snapshot.taken_at, told.node, index, told.words, sign=told.sign)
            self._changes.insert(0, (until, change))
        del self._changes[CHANGES_KEPT:]
        if before is not None and before.seen_from and snapshot.seen_from:
            self._compare_members(before, snapshot)
            self._compare_cells(before, snapshot, until)

    def power(self, node: str, word: str) -> None:
        """The container of a node is known to be so."""
        if word in {"stopped", "paused", "gone"}:
            self.powers[node] = word
        else:
            self.powers.pop(node, None)
        if word == "fresh shell":  # it was rebuilt: another node by the same name
            self.removed.discard(node)

    def step_done(self) -> None:
        """What was removed for a step is history once it is done."""
        self.removed.clear()

    def changes(self) -> tuple[Change, ...]:
        """The last changes, the newest first."""
        now = clock.ticks()
        return tuple(
            Change(c.at, c.node, c.index, c.words, fresh=until > now, sign=c.sign)
            for until, c in self._changes
        )

    def fresh(self, key: str, node: str) -> str:
        """``+`` or ``-`` where a node has just got a thing or lost it, else empty."""
        until, sign = self._cells.get((key, node), (0.0, ""))
        return sign if until > clock.ticks() else ""

    def _compare_members(self, before: Snapshot, after: Snapshot) -> None:
        listed = {node_name(after, member.id) for member in after.members}
        then = {node_name(before, member.id) for member in before.members}
        self.removed |= then - listed
        self.removed -= listed

    def _compare_cells(self, before: Snapshot, after: Snapshot, until: float) -> None:
        then, now = self._cells_of(before), self._cells_of(after)
        for place, cell in now.items():
            old = then.get(place, NOTHING)
            if cell.holds and (cell.sign, cell.words) != (old.sign, old.words):
                self._cells[place] = until, "+"
            elif old.holds and cell == NOTHING:
                self._cells[place] = until, "-"

    def _cells_of(self, snapshot: Snapshot) -> dict[tuple[str, str], Cell]:
        if self._counted is None or self._counted[0] is not snapshot:
            self._counted = snapshot, _cells(snapshot, self._nodes)
        return self._counted[1]


def _cells(snapshot: Snapshot, nodes: Sequence[str]) -> dict[tuple[str, str], Cell]:
    return {
        (row.key, node): cell
        for group in groups(snapshot, nodes)
        for row in group.rows
        for node, cell in zip(nodes, row.cells, strict=True)
    }


def blamed(
    verdicts: Mapping[int, Verdict], snapshot: Snapshot | None, nodes: Sequence[str]
) -> dict[str, int]:
    """Which nodes a red verdict is about, with the number of the first such task.

    A manager is often asked about others: those that its answer names are meant, not itself.
    """
    found: dict[str, int] = {}
    for number, verdict in verdicts.items():
        if verdict.state is not State.FAILED or not verdict.node:
            continue
        view = snapshot.views.get(verdict.node) if snapshot else None
        named = {name for name in _NAME.findall(verdict.observed) if name in nodes}
        others = named - {verdict.node} if view and view.control_available else set()
        for node in others or {verdict.node}:
            found.setdefault(node, number)
    return found
