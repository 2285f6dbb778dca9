"""Which shells there are, and which of them are in view. Knows no widgets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

ShellKey = tuple[str, str | None]
"""A node, and the name of its extra shell."""
NO_SHELL: ShellKey = ("", None)
_NAMES = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")


def shell_name(key: ShellKey) -> str:
    """``manager1``, ``manager1 second``."""
    return f"{key[0]} {key[1]}" if key[1] else key[0]


@dataclass
class Arrangement:
    """One shell or two in view, of those that have tabs."""

    extras: list[ShellKey] = field(default_factory=list)
    """Extra shells, in the order in which they were opened."""
    halves: list[ShellKey] = field(default_factory=lambda: [NO_SHELL, NO_SHELL])
    """What is in view; the second one only while it is split."""
    half: int = 0
    """Which of them keys go to, or went to last."""
    split: bool = False
    _names_used: set[ShellKey] = field(default_factory=set)

    @property
    def key(self) -> ShellKey:
        """The shell that keys go to."""
        return self.halves[self.half]

    @property
    def in_view(self) -> tuple[ShellKey, ...]:
        """What can be seen."""
        return tuple(self.halves) if self.split else (self.key,)

    def keys(self, nodes: Sequence[str]) -> tuple[ShellKey, ...]:
        """Every shell with a tab: a node's first, then the extra ones, whose numbers stay."""
        return (*((node, None) for node in nodes), *(k for k in self.extras if k[0] in nodes))

    def show(self, key: ShellKey) -> None:
        """Keys go to this shell; it takes the place of the one they went to."""
        if key[1] is not None and key not in self.extras:
            self.extras.append(key)
            self._names_used.add(key)
        if key in self.in_view:
            self.half = self.halves.index(key)
        else:
            self.halves[self.half] = key

    def new_extra(self, node: str) -> ShellKey:
        """A key for one more shell; no name comes twice, for the old shell may still be ending."""
        names = (*_NAMES, *(f"number {n}" for n in range(10, 1000)))
        return next((node, n) for n in names if (node, n) not in self._names_used)

    def close(self, key: ShellKey, nodes: Sequence[str]) -> None:
        """An extra shell goes; its node's first one comes in its place."""
        self.extras.remove(key)
        if key not in self.in_view:
            return
        self.half = self.halves.index(key)
        first: ShellKey = (key[0], None)
        if self.split and first in self.halves:
            self.join(1 - self.half)
        else:
            self.halves[self.half] = first if first[0] in nodes else NO_SHELL

    def divide(self, nodes: Sequence[str]) -> ShellKey:
        """Two in view; the one that has come is the next node's, or an extra one's."""
        keys = self.keys(nodes)
        place = keys.index(self.key) if self.key in keys else -1
        following = [*keys[place + 1 :], *keys[:place]] if place >= 0 else []
        other = next((k for k in following if k[0] != self.key[0]), None)
        key = other or (following[0] if following else self.new_extra(self.key[0]))
        if key[1] is not None and key not in self.extras:
            self.extras.append(key)
            self._names_used.add(key)
        self.halves = [self.key, key]
        self.half, self.split = 0, True
        return key

    def join(self, half: int) -> None:
        """One in view: the one of this half."""
        self.halves = [self.halves[half], NO_SHELL]
        self.half, self.split = 0, False

    def fresh(self, nodes: Sequence[str]) -> None:
        """Other nodes came: no extra shell is left, and the halves show what is there."""
        self.extras.clear()
        self._names_used.clear()
        shown = [(node, None) for node, _ in self.in_view if node in nodes]
        wanted: list[ShellKey] = list(dict.fromkeys(shown))
        wanted += [(node, None) for node in nodes if (node, None) not in wanted]
        wanted += [NO_SHELL, NO_SHELL]
        self.split = self.split and wanted[1] != NO_SHELL
        self.half = self.half if self.split else 0
        self.halves = [wanted[0], wanted[1] if self.split else NO_SHELL]
