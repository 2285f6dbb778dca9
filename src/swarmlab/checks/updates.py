"""Sentences about a service that was updated: whether somebody could have noticed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from swarmlab.checks.registry import sentence
from swarmlab.checks.running import (
    coming,
    node_of,
    nodes_of,
    running,
    service_named,
    stopping,
    tasks_of,
    why_missing,
)
from swarmlab.checks.scene import LINK_SECONDS, Settled, could_not_look
from swarmlab.checks.source import Source
from swarmlab.checks.verdict import failed, passed, waiting
from swarmlab.swarm.link import ApiRefused, LinkLost

if TYPE_CHECKING:
    from collections.abc import Iterable

    from swarmlab.checks.scene import Scene
    from swarmlab.checks.verdict import Verdict
    from swarmlab.swarm.snapshot import ServiceTask


@dataclass(frozen=True, slots=True, order=True)
class _Span:
    """When a container ran, in seconds since the epoch by its node's clock."""

    began: float
    ended: float
    """Infinite while it runs."""


@sentence(
    "service {service:service} was updated without a gap",
    example="service api was updated without a gap",
    reads=[Source.SERVICES, Source.NODES, Source.COMMANDS],
)
def was_updated_without_gap(scene: Scene, *, service: str) -> Verdict:
    """No task of the step's start runs any more, others do, and at each moment between one ran.

    When the containers ran is told by their nodes' engines, those of old tasks included.
    """
    known = service_named(scene, service)
    then = scene.since()
    before = then.tasks.get(service, ())
    if not before:
        return waiting(f"no task of {service} ran when this step began")
    ours = tasks_of(scene, known)
    _require_all_new(scene, service, ours, before)
    if not running(scene, ours):
        why = why_missing(scene, known)
        return waiting(f"no task of {service} runs{f': {why}' if why else ''}")
    old = _spans(scene, [task for task in ours if task.id in before])
    if not old:
        return waiting(f"the containers of before are gone, so nobody can tell how {service} was"
                       " updated")  # fmt: skip
    new = _spans(scene, [task for task in ours if task.id not in before])
    gap = _gap(old + new, then.taken_at)
    if gap:
        return failed(
            expected=f"a task of {service} ran at each moment of the update",
            observed=f"no task of {service} ran for {gap:.1f} s",
            look_at=f"the order in which {service} is updated: stop first or start first",
        )
    return passed(f"a task of {service} ran all the time")


def _require_all_new(
    scene: Scene, service: str, ours: list[ServiceTask], before: tuple[str, ...]
) -> None:
    """Raises Settled while the update has not come to its end."""
    if any(task.id in before for task in running(scene, ours)):
        raise Settled(waiting(f"{service} still runs a task of before"))
    on_its_way = coming(scene, ours)
    if on_its_way:
        raise Settled(
            waiting(f"a task of {service} is on its way to {nodes_of(scene, on_its_way)}")
        )
    if stopping(scene, ours):
        raise Settled(waiting(f"a task of {service} is still stopping"))


def _spans(scene: Scene, tasks: Iterable[ServiceTask]) -> list[_Span]:
    spans = (_span(scene, task) for task in tasks if task.container_id)
    return [span for span in spans if span is not None]


def _span(scene: Scene, task: ServiceTask) -> _Span | None:
    """None when the container is not there any more."""
    node = node_of(scene, task)
    link = scene.links.get(node)
    if link is None:
        return None
    try:
        answer = link.get(f"/containers/{task.container_id}/json", timeout=LINK_SECONDS)
    except ApiRefused as refused:
        if refused.status != 404:
            raise
        return None
    except LinkLost as lost:
        raise Settled(could_not_look(node, str(lost))) from lost
    state: dict[str, Any] = answer["State"]
    ended = float("inf") if state["Running"] else _seconds(state["FinishedAt"])
    return _Span(_seconds(state["StartedAt"]), ended)


def _gap(spans: list[_Span], since: float) -> float:
    """The longest time since then in which none ran, in seconds; 0 without one."""
    reached, longest = since, 0.0
    for span in sorted(spans):
        longest = max(longest, span.began - reached)
        reached = max(reached, span.ended)
    return longest


def _seconds(stamp: str) -> float:
    """The engine writes nanoseconds, and the year 1 for what has not happened."""
    return datetime.fromisoformat(stamp).timestamp() if stamp > "1970-01-02" else 0.0
