"""The panes of an exercise: shells of the first node beside each other, and who has the keys.

Each is a shell of its own on the node. Nodes run no SSH server; a deck that says ``ssh node2``
goes on in a shell of that node, until it leaves it.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from swarmlab.runs.exercises.pane import Pane

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from swarmlab.runs.exercises.clock import Clock, Limits
    from swarmlab.runs.ground import NodeShell

MOST = 16
"""Panes and logins at once: each is a terminal on the node."""

_SSH = re.compile(r"ssh(?:\s+-[A-Za-z]+)*\s+(?:[\w-]+@)?([\w.-]+)")
LEAVING = frozenset({"exit", "logout"})


@dataclass(eq=False)
class _Slot:
    """A pane, with the logins into other nodes that were made from it; the last one is shown."""

    logins: list[Pane] = field(default_factory=list)


class Panes:
    """Opens, chooses and closes panes.

    Args:
        open_shell: opens a shell of a node, by its name; None is the node's first.
        nodes: the nodes' names; the first is where panes are opened.
        clock: what panes wait by.
        limits: how long.
    """

    def __init__(
        self,
        open_shell: Callable[[str, str | None], NodeShell],
        nodes: Sequence[str],
        clock: Clock,
        limits: Limits,
    ) -> None:
        self._open_shell = open_shell
        self._nodes = tuple(nodes)
        self._clock = clock
        self._limits = limits
        self._numbers = itertools.count(1)
        self._slots = [_Slot([self._pane(self._nodes[0], None)])]
        self._recent = list(self._slots)
        # The same panes, ordered by when each had the keys last.

    @property
    def active(self) -> Pane:
        """The pane that has the keys."""
        return self._recent[-1].logins[-1]

    @property
    def count(self) -> int:
        """How many panes there are."""
        return len(self._slots)

    @property
    def number(self) -> int:
        """Of the active one, from 0."""
        return self._slots.index(self._recent[-1])

    @property
    def can_leave(self) -> bool:
        """Whether ending the active shell leads back to another one."""
        return self.count > 1 or len(self._recent[-1].logins) > 1

    @property
    def is_full(self) -> bool:
        """No further one can be opened."""
        return sum(len(slot.logins) for slot in self._slots) >= MOST

    def split(self) -> None:
        """Open another pane beside the active one and go there."""
        slot = _Slot([self._fresh(self._nodes[0])])
        self._slots.insert(self.number + 1, slot)
        self._recent.append(slot)

    def login_of(self, command: str) -> str | None:
        """The node that a command logs in to; None if it is no login to a node that is here."""
        found = _SSH.fullmatch(command.strip())
        return found[1] if found and found[1] in self._nodes else None

    def login(self, node: str) -> None:
        """Go on in a shell of another node."""
        self._recent[-1].logins.append(self._fresh(node))

    def go(self, number: int) -> bool:
        """Give the keys to a pane by its number, from 0; whether there is one."""
        if not 0 <= number < self.count:
            return False
        slot = self._slots[number]
        self._recent.remove(slot)
        self._recent.append(slot)
        return True

    def step(self, by: int) -> None:
        """Give the keys to the next pane, or the one before, around the ends."""
        self.go((self.number + by) % self.count)

    def last(self) -> bool:
        """Give the keys to the pane that had them before; whether there is one."""
        if len(self._recent) < 2:
            return False
        return self.go(self._slots.index(self._recent[-2]))

    def leave(self) -> None:
        """End the active shell: back to where it was opened from.

        The only pane there is gets a fresh shell instead.
        """
        slot = self._recent[-1]
        slot.logins.pop().close()
        if slot.logins:
            return
        if self.count == 1:
            slot.logins.append(self._fresh(self._nodes[0]))
            return
        self._slots.remove(slot)
        self._recent.remove(slot)

    def _fresh(self, node: str) -> Pane:
        return self._pane(node, f"pane{next(self._numbers)}")

    def _pane(self, node: str, name: str | None) -> Pane:
        return Pane(self._open_shell(node, name), self._clock, self._limits)
