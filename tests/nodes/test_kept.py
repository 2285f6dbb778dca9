from __future__ import annotations

from dataclasses import dataclass

from swarmlab.nodes.kept import MOST, Kept


@dataclass
class Way:
    quiet: bool = True
    closed: bool = False

    def is_quiet(self) -> bool:
        return self.quiet and not self.closed

    def close(self) -> None:
        self.closed = True


def test_what_is_given_back_is_taken_again() -> None:
    kept, way = Kept[Way](), Way()
    assert kept.take() is None
    kept.give_back(way)
    assert kept.take() is way
    assert kept.take() is None


def test_what_has_died_meanwhile_is_closed_and_not_given_out() -> None:
    kept, dead, alive = Kept[Way](), Way(), Way()
    kept.give_back(alive)
    kept.give_back(dead)
    dead.quiet = False
    assert kept.take() is alive
    assert (dead.closed, alive.closed) == (True, False)


def test_only_so_many_are_kept() -> None:
    kept, ways = Kept[Way](), [Way() for _ in range(MOST + 2)]
    for way in ways:
        kept.give_back(way)
    assert [way.closed for way in ways] == [False] * MOST + [True] * 2


def test_after_the_end_nothing_is_kept() -> None:
    kept, idle, used = Kept[Way](), Way(), Way()
    kept.give_back(idle)
    kept.close()
    kept.give_back(used)
    assert idle.closed
    assert used.closed
    assert kept.take() is None
