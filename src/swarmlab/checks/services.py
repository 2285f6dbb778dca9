"""Sentences about services: how many tasks run, where, and whether they were disturbed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.checks.registry import sentence
from swarmlab.checks.running import (
    as_before,
    coming,
    has_ended,
    listed,
    node_of,
    nodes_of,
    pending,
    running,
    service_named,
    spread,
    stopping,
    tasks_in_words,
    tasks_of,
    why_missing,
)
from swarmlab.checks.source import Source
from swarmlab.checks.standing import standing
from swarmlab.checks.verdict import failed, passed, waiting

if TYPE_CHECKING:
    from swarmlab.checks.scene import Scene
    from swarmlab.checks.verdict import Verdict
    from swarmlab.swarm.snapshot import Availability, Service, ServiceTask


@sentence(
    "service {service:service} runs {tasks:tasks}",
    example="service api runs 2 tasks",
    reads=[Source.SERVICES, Source.NODES],
)
def runs_tasks(scene: Scene, *, service: str, tasks: int) -> Verdict:
    """Exactly that many of its tasks run, on nodes that are ready.

    It fails when a node rejects a task, and when more run than said and shall.
    """
    known = service_named(scene, service)
    now = running(scene, tasks_of(scene, known))
    said = f"{service} runs {tasks_in_words(len(now))}"
    observed = f"{said}: {spread(scene, now)}" if now else said
    if len(now) == tasks:
        return passed(observed)
    if len(now) > tasks:
        return _too_many(known, tasks, observed)
    rejected = _rejected(scene, known)
    if rejected is not None:
        return failed(
            expected=f"{service} runs {tasks_in_words(tasks)}",
            observed=f"{node_of(scene, rejected)} rejected a task: {rejected.error}",
            node=node_of(scene, rejected),
            look_at=f"`docker service ps {service}` on a manager",
        )
    why = why_missing(scene, known) or _last_failure(scene, known)
    return waiting(f"{observed} so far; {why}" if why else f"{observed} so far")


@sentence(
    "service {service:service} runs only on {node:node}",
    example="service api runs only on worker1",
    reads=[Source.SERVICES, Source.NODES],
)
def runs_only_on(scene: Scene, *, service: str, node: str) -> Verdict:
    """At least one of its tasks runs on the node, and none runs or is about to run elsewhere."""
    known = service_named(scene, service)
    here = standing(scene, node)
    ours = tasks_of(scene, known)
    now = running(scene, ours)
    elsewhere = [task for task in now if task.node_id != here.view.node_id]
    if elsewhere and not as_before(scene, known, elsewhere):
        return failed(
            expected=f"every task of {service} is on {node}",
            observed=f"{service} runs on {nodes_of(scene, now)}",
            node=node_of(scene, elsewhere[0]),
            look_at=f"the constraints of {service}, and `docker service ps {service}`",
        )
    if elsewhere:
        return waiting(f"{service} still runs on {nodes_of(scene, elsewhere)}")
    if not now:
        return waiting(f"no task of {service} runs{_because(why_missing(scene, known))}")
    moving = [t for t in coming(scene, ours) + stopping(scene, ours)
              if t.node_id != here.view.node_id]  # fmt: skip
    if moving:
        return waiting(f"a task of {service} is {_going(moving[0])} on {node_of(scene, moving[0])}")
    return passed(f"{service} runs on {node}: {tasks_in_words(len(now))}", node=node)


@sentence(
    "service {service:service} was not disturbed",
    example="service api was not disturbed",
    reads=[Source.SERVICES, Source.NODES],
)
def was_not_disturbed(scene: Scene, *, service: str) -> Verdict:
    """All its tasks that ran when the step began run still; more may have come."""
    scene.swarm()
    then = scene.since().tasks.get(service)
    if not then:
        return waiting(f"no task of {service} ran when this step began")
    listed_still = [task for task in scene.snapshot.tasks if task.id in then]
    now = {task.id for task in running(scene, listed_still)}
    lost = [task_id for task_id in then if task_id not in now]
    if not lost:
        return passed(f"{service} runs the same {tasks_in_words(len(then))} as before")
    return failed(
        expected=f"all tasks of {service} that ran when this step began run still",
        observed=f"{tasks_in_words(len(lost))} of {len(then)} ended{_by(scene, lost)}",
        look_at=f"`docker service ps {service}` on a manager",
    )


@sentence(
    "service {service:service} is gone",
    example="service api is gone",
    reads=[Source.SERVICES, Source.NODES],
)
def is_gone(scene: Scene, *, service: str) -> Verdict:
    """The swarm had it when the step began, and has neither it nor any running task of it now."""
    scene.swarm()
    then = scene.since().tasks.get(service)
    known = next((s for s in scene.snapshot.services if s.name == service), None)
    if then is None:
        return waiting(f"there was no service {service} when this step began")
    if known is not None and known.replicas == 0 and then:
        return failed(
            expected=f"the swarm has no service {service}",
            observed=f"{service} is scaled to 0 and still listed, with all it was given",
            look_at="`docker service ls` on a manager",
        )
    if known is not None:
        return waiting(f"the swarm still has the service {service}")
    left = [t for t in scene.snapshot.tasks if t.id in then and t.state == "running"]
    if running(scene, left) or stopping(scene, left):
        return waiting(f"a task of {service} is still stopping on {nodes_of(scene, left)}")
    return passed(f"{service} and its tasks are gone")


@sentence(
    "no task runs on {node:node}",
    example="no task runs on worker2",
    reads=[Source.SERVICES, Source.NODES],
)
def runs_nothing(scene: Scene, *, node: str) -> Verdict:
    """The node is a ready member without tasks, while tasks run elsewhere or wait for a node."""
    now = standing(scene, node)
    if now.acts_as is None:
        return waiting(now.words, node=node)
    ours = [task for task in scene.snapshot.tasks if task.service_id]
    on_node = [task for task in ours if task.node_id == now.view.node_id]
    here = running(scene, on_node) + coming(scene, on_node)
    names = _services_of(scene, here)
    new = _services_of(scene, [task for task in here if _has_moved(scene, task)])
    if new:
        return failed(
            expected=f"no task runs on {node}",
            observed=f"{listed(new)} came to {node} since this step began",
            node=node,
            look_at=f"the availability of {node}, and the constraints of the service",
        )
    if here:
        return waiting(f"{node} runs {listed(names)}", node=node)
    if stopping(scene, on_node):
        return waiting(f"a task is still stopping on {node}", node=node)
    if not any(t.state == t.desired_state == "running" for t in ours) and not pending(ours):
        return waiting("no service runs anywhere", node=node)
    return passed(f"no task runs on {node}", node=node)


@sentence("{node:node} is drained", example="worker2 is drained", reads=[Source.NODES])
def is_drained(scene: Scene, *, node: str) -> Verdict:
    """The managers give it no tasks and take away those it had: its availability is drain."""
    return _available(scene, node, "drain")


@sentence("{node:node} is active", example="worker2 is active", reads=[Source.NODES])
def is_active(scene: Scene, *, node: str) -> Verdict:
    """The node is ready, and the managers give it tasks: its availability is active."""
    return _available(scene, node, "active")


def _available(scene: Scene, node: str, wanted: Availability) -> Verdict:
    now = standing(scene, node)
    if now.member is None or now.acts_as is None:
        return waiting(now.words, node=node)
    if now.member.availability == wanted:
        return passed(f"the availability of {node} is {wanted}", node=node)
    if now.member.availability != "pause":
        return waiting(f"the availability of {node} is {now.member.availability}", node=node)
    return failed(
        expected=f"the availability of {node} is {wanted}",
        observed=f"{node} is paused: it gets no new tasks and keeps those it has",
        node=node,
        look_at="the availability in `docker node ls`",
    )


def _too_many(known: Service, wanted: int, observed: str) -> Verdict:
    """More run than said: on the way down it is waited for."""
    if known.replicas == wanted:
        return waiting(f"{observed}, and {tasks_in_words(wanted)} shall")
    return failed(
        expected=f"{known.name} runs {tasks_in_words(wanted)}",
        observed=observed,
        look_at=f"how many replicas {known.name} is told to have",
    )


def _rejected(scene: Scene, known: Service) -> ServiceTask | None:
    """A task its node did not take, with no other one on its way or waiting for a node."""
    ours = tasks_of(scene, known)
    alive = {_seat(t) for t in ours if t.desired_state == "running" and not has_ended(t)}
    alive |= {_seat(t) for t in pending(ours)}
    return next((t for t in ours if t.state == "rejected" and t.error
                 and _seat(t) not in alive), None)  # fmt: skip


def _seat(task: ServiceTask) -> tuple[int, str]:
    """What a task's replacement shares with it: its slot, and its node in a global service."""
    return (task.slot, "" if task.slot else task.node_id)


def _last_failure(scene: Scene, known: Service) -> str:
    """What the engine says of a task that ended badly; empty when none did."""
    ended = [t for t in tasks_of(scene, known) if t.state in {"failed", "rejected"} and t.error]
    return f"a task ended on {node_of(scene, ended[0])}: {ended[0].error}" if ended else ""


def _services_of(scene: Scene, tasks: list[ServiceTask]) -> list[str]:
    """The names of the services these tasks are of, in order."""
    names = {service.id: service.name for service in scene.snapshot.services}
    return sorted({names.get(task.service_id, "an unknown service") for task in tasks})


def _has_moved(scene: Scene, task: ServiceTask) -> bool:
    """Whether its service was there when the step began, and this task was not.

    The tasks of a new service have to go somewhere; that alone is not the wrong way.
    """
    if scene.baseline is None:
        return True
    names = {service.id: service.name for service in scene.snapshot.services}
    then = scene.baseline.tasks.get(names.get(task.service_id, ""))
    return then is not None and task.id not in then


def _by(scene: Scene, lost: list[str]) -> str:
    """Where the lost tasks were, as far as the managers still know."""
    known = [task for task in scene.snapshot.tasks if task.id in lost]
    return f", on {nodes_of(scene, known)}" if known else ""


def _because(why: str) -> str:
    return f": {why}" if why else ""


def _going(task: ServiceTask) -> str:
    return "still stopping" if task.desired_state != "running" else "about to start"
