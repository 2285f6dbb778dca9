"""Who of a class may begin now: a queue, by memory, cores and subnets. Pure; no engine.

**What counts as memory.** A run that is up counts with what it takes in fact, since that is
gone from what the machine calls free. A run that begins counts with all its nodes may take,
their limits (512 MiB each unless the lab says otherwise), until it is up. So there is always
room for one learner who uses everything, and nobody is kept out by others who use nothing: an
idle node takes about 52 MB, a tenth of its limit, and counting limits for all would let three
learners onto a laptop that holds twenty. What that risks is that several learners fill their
nodes at once; then the kernel ends something in a node that is over its limit, or the machine
swaps. Who knows better says what a node shall count (``--per-node``).

An engine elsewhere does not tell what is free, only what its machine has: there each node that
is up counts with its limit, too.

The queue is first come, first served: who does not fit waits, and those behind wait too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

RESERVE_BYTES = 512 << 20
"""Left for the machine itself, and for the programs that show the runs."""
STARTS_PER_CORE = 2
"""A start waits for its engines about half of its time."""
_UNKNOWN_CORES = 1
_GB = 1 << 30
_MB = 1 << 20

Kind = Literal["turn", "memory", "subnet", "never"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One of the queue."""

    owner: str
    memory: int
    """Bytes that the run counts while it begins."""


@dataclass(frozen=True, slots=True)
class Free:
    """What there is for runs that have not begun."""

    memory: int
    """Bytes, those of runs that begin already taken off."""
    starts: int
    """How many more may begin now."""
    subnets: int
    """How many more runs find one."""
    memory_in_all: int = 0
    """Bytes that the machine has; 0 when it is not known."""


@dataclass(frozen=True, slots=True)
class Lack:
    """What keeps the first of the queue waiting."""

    kind: Kind
    words: str
    """``memory: 1.2 of 1.5 GB free``."""


@dataclass(frozen=True, slots=True)
class Admission:
    """Who begins now, and what the first of the others waits for."""

    now: tuple[str, ...]
    lack: Lack | None
    """None when nobody is left to wait."""


def admit(queue: Sequence[Waiting], free: Free) -> Admission:
    """Who of a queue may begin now, the first first."""
    left = free.memory
    for number, waiting in enumerate(queue):
        now = tuple(before.owner for before in queue[:number])
        if lack := _lack(waiting.memory, replace(free, memory=left), number):
            return Admission(now, lack)
        left -= waiting.memory
    return Admission(tuple(waiting.owner for waiting in queue), None)


def starts_at_once(cpus: int) -> int:
    """How many runs may begin side by side on so many cores; 0 when they are not known."""
    return STARTS_PER_CORE * (cpus or _UNKNOWN_CORES)


def usable(memory: int) -> int:
    """The bytes of so many that runs may have."""
    return max(0, memory - RESERVE_BYTES)


def told(up: int, of: int, queue: Sequence[Waiting], lack: Lack) -> str:
    """The queue in a line: ``3 of 12 are up; dana and 8 more wait for memory: …``."""
    more = len(queue) - 1
    first = queue[0].owner
    who = f"{first} and {more} more wait" if more else f"{first} waits"
    return f"{up} of {of} {'is' if up == 1 else 'are'} up; {who} for {lack.words}"


def _lack(memory: int, free: Free, before: int) -> Lack | None:
    """What one lacks while so many before it begin now, too; None when it may begin."""
    if free.memory_in_all and memory > usable(free.memory_in_all):
        there = _of(usable(free.memory_in_all), memory)
        return Lack("never", f"memory: {there} that the machine has for nodes in all")
    if before >= free.starts:
        return Lack("turn", "a turn: as many begin as the cores allow")
    if memory > free.memory:
        return Lack("memory", f"memory: {_of(max(0, free.memory), memory)} free")
    if before >= free.subnets:
        return Lack("subnet", "a free subnet: `docker network prune` removes unused networks")
    return None


def _of(left: int, wanted: int) -> str:
    """``1.2 of 1.5 GB``; both rounded down: what is too little must not look like enough."""
    if wanted < _GB // 2:
        return f"{left // _MB} of {wanted // _MB} MB"
    return f"{left * 10 // _GB / 10:.1f} of {wanted * 10 // _GB / 10:.1f} GB"
