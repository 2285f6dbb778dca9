"""Runs of a class taken down, side by side: one that cannot be does not keep the others."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from swarmlab.errors import SwarmlabError
from swarmlab.runs import registry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swarmlab.runs.verbs import Workshop

_PARALLEL = 8


@dataclass(frozen=True, slots=True)
class Removal:
    """What became of one learner's nodes."""

    owner: str
    state: Literal["removed", "not up", "failed"]
    reason: str = ""
    """Why they are still there."""
    next_step: str = ""


def everybody(workshop: Workshop, lab: str) -> tuple[str, ...]:
    """The owners of a lab's runs whose nodes are up; proofs are not among them."""
    runs = registry.learners(workshop.store, lab)
    return tuple(run.owner for run in runs if run.state != "down")


def down(workshop: Workshop, lab: str, owners: Sequence[str]) -> tuple[Removal, ...]:
    """Remove the nodes of these owners' runs of a lab; progress stays.

    Raises:
        EngineMissing: no engine answers.
    """
    workshop.connect()
    if not owners:
        return ()
    with ThreadPoolExecutor(min(_PARALLEL, len(owners)), "down") as pool:
        return tuple(pool.map(lambda owner: _down(workshop, lab, owner), owners))


def _down(workshop: Workshop, lab: str, owner: str) -> Removal:
    run = registry.find_run(workshop.store, lab, owner)
    if run is None or run.state == "down":
        return Removal(owner, "not up")
    try:
        workshop.down(lab, owner)
    except SwarmlabError as error:
        return Removal(owner, "failed", str(error), error.next_step)
    return Removal(owner, "removed")
