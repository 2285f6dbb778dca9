"""Who of a class may begin now, and what the others are told."""

from __future__ import annotations

import pytest

from swarmlab.runs.admission import RESERVE_BYTES, Free, Lack, Waiting, admit, told, usable

MB = 1 << 20
GB = 1 << 30
RUN = 3 * 512 * MB


def queue(*names: str, memory: int = RUN) -> tuple[Waiting, ...]:
    return tuple(Waiting(name, memory) for name in names)


def free(memory: int = 100 * RUN, starts: int = 100, subnets: int = 100, in_all: int = 0) -> Free:
    return Free(memory, starts, subnets, in_all)


CLASS = queue("ada", "bob", "cem", "dana")


def test_where_there_is_room_for_all_nobody_waits() -> None:
    admission = admit(CLASS, free())
    assert admission.now == ("ada", "bob", "cem", "dana")
    assert admission.lack is None


@pytest.mark.parametrize(
    ("room", "begin", "kind"),
    [
        (free(memory=2 * RUN), 2, "memory"),
        (free(memory=3 * RUN - 1), 2, "memory"),
        (free(memory=0), 0, "memory"),
        (free(memory=-RUN), 0, "memory"),
        (free(starts=3), 3, "turn"),
        (free(starts=-1), 0, "turn"),
        (free(subnets=1), 1, "subnet"),
        (free(in_all=RUN + RESERVE_BYTES - 1), 0, "never"),
        (free(memory=RUN, in_all=RUN + RESERVE_BYTES), 1, "memory"),
    ],
)
def test_what_is_scarce_decides_how_many_begin(room: Free, begin: int, kind: str) -> None:
    admission = admit(CLASS, room)
    assert admission.now == ("ada", "bob", "cem", "dana")[:begin]
    assert admission.lack is not None
    assert admission.lack.kind == kind


def test_who_needs_little_does_not_overtake_who_waits() -> None:
    waiting = (*queue("ada"), *queue("bob", memory=64 * MB))
    assert admit(waiting, free(memory=RUN - 1)).now == ()


def test_a_run_that_counts_nothing_always_fits() -> None:
    assert admit(queue("ada", memory=0), free(memory=0, in_all=GB)).now == ("ada",)


def test_something_is_left_for_the_machine_itself() -> None:
    assert usable(2 * GB) == 2 * GB - RESERVE_BYTES
    assert usable(RESERVE_BYTES - 1) == 0


def test_the_queue_is_told_with_what_is_missing() -> None:
    lack = admit(CLASS, free(memory=1300 * MB)).lack
    assert lack is not None
    assert told(3, 12, CLASS, lack) == (
        "3 of 12 are up; ada and 3 more wait for memory: 1.2 of 1.5 GB free"
    )
    assert told(1, 2, CLASS[:1], lack).startswith("1 of 2 is up; ada waits for memory: ")


def test_little_memory_is_told_in_megabytes_and_never_as_enough() -> None:
    few = admit(queue("ada", memory=256 * MB), free(memory=255 * MB)).lack
    assert few is not None
    assert few.words == "memory: 255 of 256 MB free"
    close = admit(queue("ada"), free(memory=RUN - 1)).lack
    assert close is not None
    assert close.words == "memory: 1.4 of 1.5 GB free"


def test_a_subnet_that_is_missing_says_how_to_get_one() -> None:
    lack = admit(CLASS, free(subnets=0)).lack
    assert isinstance(lack, Lack)
    assert "docker network prune" in lack.words
