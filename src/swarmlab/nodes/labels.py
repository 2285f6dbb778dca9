"""The labels by which everything swarmlab makes on an engine is known again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMA = "1"
"""The version of this set of labels."""

MARK = "swarmlab"
"""On every container, network and volume; its value is the schema."""
RUN = "swarmlab.run"
ATTEMPT = "swarmlab.attempt"
OWNER = "swarmlab.owner"
LAB = "swarmlab.lab"
NODE = "swarmlab.node"
"""The node's name; on containers and volumes only."""
EXPIRES = "swarmlab.expires"
"""Seconds since the epoch, as they were when the object was made."""
POSITION = "swarmlab.position"
"""The node's place in the order of the lab, from 0."""


@dataclass(frozen=True, slots=True)
class RunLabels:
    """What all objects of one attempt have in common."""

    run: str
    attempt: str
    owner: str
    lab: str
    expires: float

    def for_network(self) -> dict[str, str]:
        """The labels of the run's network."""
        return {
            MARK: SCHEMA,
            RUN: self.run,
            ATTEMPT: self.attempt,
            OWNER: self.owner,
            LAB: self.lab,
            EXPIRES: str(int(self.expires)),
        }

    def for_node(self, name: str, position: int) -> dict[str, str]:
        """The labels of a node's container and volume."""
        return {**self.for_network(), NODE: name, POSITION: str(position)}


def read(labels: Mapping[str, str]) -> RunLabels:
    """The labels of an object as they were written; missing ones are empty or 0."""
    return RunLabels(
        run=labels.get(RUN, ""),
        attempt=labels.get(ATTEMPT, ""),
        owner=labels.get(OWNER, ""),
        lab=labels.get(LAB, ""),
        expires=_number(labels.get(EXPIRES, "")),
    )


def of_run(run: str) -> dict[str, list[str]]:
    """The engine's filter for every object of a run."""
    return {"label": [f"{RUN}={run}"]}


def of_attempt(attempt: str) -> dict[str, list[str]]:
    """The engine's filter for every object one attempt made."""
    return {"label": [f"{ATTEMPT}={attempt}"]}


def of_any_run() -> dict[str, list[str]]:
    """The engine's filter for everything swarmlab made."""
    return {"label": [MARK]}


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
