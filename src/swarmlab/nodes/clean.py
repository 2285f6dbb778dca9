"""What earlier programs left on an engine, and its removal."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from swarmlab.nodes import labels, removal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from swarmlab.nodes.engine import Engine

Reason = Literal["its program is gone", "expired", "asked for"]


@dataclass(frozen=True, slots=True)
class RunOnEngine:
    """What an engine holds of one run, by its labels."""

    run: str
    lab: str
    owner: str
    expires: float
    """The latest time any of its objects names, seconds since the epoch; 0 when none does."""
    nodes: tuple[str, ...]
    containers: int
    networks: int
    volumes: int

    @property
    def objects(self) -> int:
        """All of them."""
        return self.containers + self.networks + self.volumes


@dataclass(frozen=True, slots=True)
class Leftover:
    """A run that nobody needs any more, and why."""

    found: RunOnEngine
    reason: Reason


def runs(engine: Engine) -> tuple[RunOnEngine, ...]:
    """Every run the engine holds anything of.

    Raises:
        EngineGone: it does not answer.
    """
    found = removal.listing(engine, labels.of_any_run())
    names = sorted({_run_of(item) for item in _all(found)} - {""})
    return tuple(_gather(name, found) for name in names)


def leftovers(
    engine: Engine,
    *,
    is_kept: Callable[[str], bool],
    expires_of: Callable[[str], float | None] = lambda _run: None,
    everything: bool = False,
) -> tuple[Leftover, ...]:
    """The runs that nobody needs any more.

    Args:
        engine: where to look.
        is_kept: whether a run, by its id, must stay: kept, held by a program that lives, or
            unknown to the caller and so another's.
        expires_of: the time a run ends, where the caller knows better than the labels.
        everything: kept runs too.

    Raises:
        EngineGone: it does not answer.
    """
    chosen = []
    for found in runs(engine):
        expires = expires_of(found.run) or found.expires
        if reason := _reason(found, expires, is_kept, everything=everything):
            chosen.append(Leftover(found, reason))
    return tuple(chosen)


def clean(
    engine: Engine,
    *,
    is_kept: Callable[[str], bool],
    expires_of: Callable[[str], float | None] = lambda _run: None,
    everything: bool = False,
) -> tuple[Leftover, ...]:
    """Remove the leftovers; returns what was removed. The arguments are those of ``leftovers``.

    Raises:
        EngineError: something could not be removed, or the engine stopped answering.
    """
    chosen = leftovers(engine, is_kept=is_kept, expires_of=expires_of, everything=everything)
    for leftover in chosen:
        remove_run(engine, leftover.found.run)
    return chosen


def remove_run(engine: Engine, run: str, spare: str = "") -> int:
    """Remove everything of a run; returns how many objects there were.

    Args:
        engine: where they are.
        run: its id.
        spare: an attempt whose objects stay; none without one.

    Raises:
        EngineError: something could not be removed, or the engine stopped answering.
    """
    return removal.remove(engine, labels.of_run(run), spare=spare)


def _reason(
    found: RunOnEngine, expires: float, is_kept: Callable[[str], bool], *, everything: bool
) -> Reason | None:
    if expires and expires <= time.time():
        return "expired"
    if everything:
        return "asked for"
    if is_kept(found.run):
        return None
    return "its program is gone"


def _gather(run: str, found: removal.Objects) -> RunOnEngine:
    mine = [item for item in _all(found) if _run_of(item) == run]
    own = [labels.read(item["Labels"]) for item in mine]
    names = {str(item["Labels"].get(labels.NODE, "")) for item in mine} - {""}
    return RunOnEngine(
        run=run,
        lab=own[0].lab,
        owner=own[0].owner,
        expires=max(labelled.expires for labelled in own),
        nodes=tuple(sorted(names)),
        containers=_count(found.containers, run),
        networks=_count(found.networks, run),
        volumes=_count(found.volumes, run),
    )


def _count(items: tuple[dict[str, Any], ...], run: str) -> int:
    return sum(_run_of(item) == run for item in items)


def _all(found: removal.Objects) -> Iterator[dict[str, Any]]:
    yield from found.containers
    yield from found.networks
    yield from found.volumes


def _run_of(item: dict[str, Any]) -> str:
    return labels.read(item["Labels"] or {}).run
