"""Which walks begin first, and how many go on at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swarmlab.runs.ground import Room
from swarmlab.runs.labfile import load
from swarmlab.runs.proofs import prove
from swarmlab.runs.rightline import RightLine
from swarmlab.runs.schedule import LINES, NODE_BYTES, WALKS_PER_CORE, at_once, longest_first
from swarmlab.runs.wrongline import WrongLine
from tests.fakes.ground import FakeGround

if TYPE_CHECKING:
    from swarmlab.runs.model import Lab
    from swarmlab.runs.store import Store

RUN = 2 * NODE_BYTES
"""Both chapters of the tests have two nodes."""


@pytest.mark.parametrize(
    ("room", "walks"),
    [
        (Room(2, 100 * RUN), 2 * WALKS_PER_CORE),
        (Room(16, 3 * RUN), 3),
        (Room(16, 3 * RUN - 1), 2),
        (Room(2, 0), 1),
        (Room(0, 100 * RUN), WALKS_PER_CORE),
    ],
)
def test_cores_and_memory_decide_how_many_walks_go_on(lab: Lab, room: Room, walks: int) -> None:
    assert at_once(room, lab.chapters) == walks


def test_what_takes_longest_begins_first(lab: Lab) -> None:
    for line in LINES:
        assert [c.name for c, walk in longest_first(lab.chapters) if walk is line] == [
            "first", "second"]  # fmt: skip


def test_the_core_lab_ends_with_short_walks() -> None:
    walks = [
        (chapter.name, line) for chapter, line in longest_first(load("least-privilege").chapters)
    ]
    assert walks[0] == ("secrets", WrongLine), "22 resets of three nodes"
    assert all(line is RightLine for _, line in walks[-5:])
    assert ("managers", RightLine) not in walks[-5:], "it waits for what a lost majority says"


@pytest.mark.parametrize(("asked", "room", "most"), [(1, 100, 1), (None, 1, 1), (3, 1, 3)])
def test_no_more_runs_are_up_at_once_than_there_is_room_for(
    lab: Lab, store: Store, asked: int | None, room: int, most: int
) -> None:
    ground = Counting(Room(2, room * RUN))
    assert prove(ground, store, lab, side_by_side=asked).holds
    assert ground.most <= most


class Counting(FakeGround):
    """Remembers how many runs were up at once."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room = room
        self.most = 0
        self.before_up = lambda _: self._count()

    def room(self) -> Room:
        return self._room

    def _count(self) -> None:
        self.most = max(self.most, len(self.nodes_of) + 1)
