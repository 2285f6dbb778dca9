"""A slide's blocks in the order and grouping in which they are drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from swarmlab.deck.model import (
    Callout,
    Details,
    Exercise,
    FileUnit,
    Group,
    ListBlock,
    Pause,
    PowerUnit,
    Quiz,
    Quote,
    ReadUnit,
    ShellUnit,
    TaskList,
    units_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from swarmlab.deck.model import Block, Slide

UNITS = (ShellUnit, FileUnit, PowerUnit, ReadUnit)
STOPS = (ShellUnit, FileUnit, PowerUnit, ReadUnit, Quiz)
"""What the learner selects on a slide."""
BOXES = (Callout, Quote, Details, Exercise)
"""Blocks with a bar of their own that hold others."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the slide view draws."""

    slide: Slide
    nodes: tuple[str, ...]
    """The lab's nodes in order, for colours."""
    details: tuple[tuple[str, Details], ...] = ()
    """What was asked for, each with its title: hints, solution, why."""
    parts: int | None = None
    """How many of the pieces that its pauses make are shown; None for all."""

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks before the first pause that was not passed yet."""
        return self.slide.blocks[: self._end]

    @property
    def goes_on(self) -> bool:
        """There is more than is shown."""
        return self._end < len(self.slide.blocks)

    @property
    def part_words(self) -> str:
        """``part 1 of 3`` while there is more."""
        return f"part {self.parts} of {len(self._pauses) + 1}" if self.goes_on else ""

    @property
    def _end(self) -> int:
        pauses = self._pauses
        if self.parts is None or self.parts > len(pauses):
            return len(self.slide.blocks)
        return pauses[self.parts - 1]

    @property
    def _pauses(self) -> list[int]:
        return [n for n, block in enumerate(self.slide.blocks) if isinstance(block, Pause)]


def drawn(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks that a slide draws: tasks stand in their own pane, details are asked for.

    A unit inside a list item follows its item, since a unit needs the whole width. A group
    is what is in it, and a lab that shows nothing is not drawn.
    """
    for block in blocks:
        if isinstance(block, TaskList | Details | Pause):
            continue
        if isinstance(block, Exercise) and not block.blocks:
            continue
        if isinstance(block, Group):
            yield from drawn(block.blocks)
        elif isinstance(block, ListBlock) and any(units_of((block,))):
            yield from _opened(block)
        else:
            yield block


def _opened(block: ListBlock) -> Iterator[Block]:
    for number, item in enumerate(block.items, block.start):
        prose = tuple(part for part in item if not isinstance(part, UNITS))
        yield replace(block, start=number, items=(prose,))
        yield from units_of(item)
