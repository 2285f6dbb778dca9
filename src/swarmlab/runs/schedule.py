"""Which walks of a proof begin first, and how many go on at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.runs.prooftable import expected
from swarmlab.runs.rightline import RightLine
from swarmlab.runs.wrongline import WrongLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from swarmlab.runs.ground import Room
    from swarmlab.runs.model import BoundChapter

    Line = type[RightLine | WrongLine]

LINES: tuple[Line, ...] = (RightLine, WrongLine)
"""Both ways through a chapter."""
WALKS_PER_CORE = 2
"""A walk mostly waits: for nodes, for the swarm, for a poll."""
NODE_BYTES = 160 * 1024 * 1024
"""For a node with some tasks: about 60 MB, and twice that while it starts and is removed."""
_UNKNOWN_CORES = 1
_NODE_UNITS = 2
"""A fresh node takes as long as so many units."""
_WAITS = 3
"""The longest right line takes so many times what its units tell."""


def at_once(room: Room, chapters: Sequence[BoundChapter]) -> int:
    """How many walks through these chapters an engine holds side by side; one at least."""
    nodes = max((len(chapter.chapter.nodes) for chapter in chapters), default=1)
    by_cores = WALKS_PER_CORE * (room.cpus or _UNKNOWN_CORES)
    by_memory = room.memory // (nodes * NODE_BYTES)
    return max(1, min(by_cores, by_memory))


def longest_first(
    chapters: Iterable[BoundChapter], lines: Sequence[Line] = LINES
) -> list[tuple[BoundChapter, Line]]:
    """These lines through each chapter, so that none is left alone at the end."""
    walks = [(chapter, line) for chapter in chapters for line in lines]
    return sorted(walks, key=lambda walk: _length(*walk), reverse=True)


def _length(chapter: BoundChapter, line: Line) -> int:
    """About how long a walk takes, in units that are run.

    Each reset brings fresh nodes and goes the way to its step again. A right line goes the way
    once, and waits wherever a chapter shows something that takes long: it is begun early
    enough not to be the last.
    """
    nodes = _NODE_UNITS * len(chapter.chapter.nodes)
    length = before = 0
    for slide in chapter.chapter.slides:
        step = chapter.step_of(slide.index)
        if step is not None:
            length += expected(step)["reset"] * (nodes + before)
        before += len(slide.solution)
    return length if line is WrongLine else _WAITS * (nodes + before)
