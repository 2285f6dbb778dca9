"""What runs where: the services of the swarm, their tasks, and the nodes these are on.

A task's state is its node's word, and a node that is down takes its word back to nobody. So a
task runs when it shall, says so, and the managers call its node ready.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from swarmlab.checks.scene import Settled, could_not_look
from swarmlab.checks.standing import name_of
from swarmlab.checks.verdict import waiting

if TYPE_CHECKING:
    from collections.abc import Iterable

    from swarmlab.checks.scene import Scene
    from swarmlab.swarm.snapshot import Member, Service, ServiceTask

_ENDED = frozenset({"complete", "shutdown", "failed", "rejected", "remove", "orphaned"})


def service_named(scene: Scene, name: str) -> Service:
    """The service of exactly that name.

    Raises:
        Settled: there is none yet, or no swarm.
    """
    scene.swarm()
    names = sorted(service.name for service in scene.snapshot.services)
    for service in scene.snapshot.services:
        if service.name == name:
            return service
    others = f"; there is {listed(names)}" if names else ""
    raise Settled(waiting(f"there is no service {name} yet{others}"))


def tasks_of(scene: Scene, service: Service) -> list[ServiceTask]:
    """All its tasks the managers still list, old ones too."""
    return [task for task in scene.snapshot.tasks if task.service_id == service.id]


def running(scene: Scene, tasks: Iterable[ServiceTask]) -> list[ServiceTask]:
    """Those that run and shall run, on nodes that are ready.

    Raises:
        Settled: one is on a node that is listed as ready and gives no answer.
    """
    found = [task for task in tasks if task.state == task.desired_state == "running"]
    return [task for task in found if _is_ready(scene, task)]


def stopping(scene: Scene, tasks: Iterable[ServiceTask]) -> list[ServiceTask]:
    """Those that run and shall not any more, on nodes that are ready."""
    found = [t for t in tasks if t.state == "running" != t.desired_state]
    return [task for task in found if _is_ready(scene, task)]


def coming(scene: Scene, tasks: Iterable[ServiceTask]) -> list[ServiceTask]:
    """Those that have a node that is ready and shall run there, and do not run yet."""
    found = [t for t in tasks if is_wanted(t) and t.node_id]
    return [t for t in found if t.state != "running" and not has_ended(t) and _is_ready(scene, t)]


def pending(tasks: Iterable[ServiceTask]) -> list[ServiceTask]:
    """Those that shall run and wait for a node that takes them, with the engine's reason."""
    return [t for t in tasks if is_wanted(t) and t.state == "pending" and t.error]


def is_wanted(task: ServiceTask) -> bool:
    """Whether it shall run, now or after the 5 s that a replacement is held back (ready)."""
    return task.desired_state in {"ready", "running"}


def has_ended(task: ServiceTask) -> bool:
    """Whether it will never run again."""
    return task.state in _ENDED


def member_of(scene: Scene, task: ServiceTask) -> Member | None:
    """The managers' entry of its node; None while it has none, and when that was removed."""
    return next((m for m in scene.snapshot.members if m.id == task.node_id), None)


def node_of(scene: Scene, task: ServiceTask) -> str:
    """The lab's name of the node a task is on."""
    member = member_of(scene, task)
    if member is not None:
        return name_of(scene, member)
    return "a node that was removed" if task.node_id else "no node"


def nodes_of(scene: Scene, tasks: Iterable[ServiceTask]) -> str:
    """``worker1 and worker2``, each once."""
    return listed(sorted({node_of(scene, task) for task in tasks}))


def spread(scene: Scene, tasks: Iterable[ServiceTask]) -> str:
    """``2 on worker1 and 1 on worker2``."""
    counts = Counter(node_of(scene, task) for task in tasks)
    return listed([f"{count} on {node}" for node, count in sorted(counts.items())])


def why_missing(scene: Scene, service: Service) -> str:
    """What the engine says of a task that does not run though it shall; may be empty."""
    for task in pending(tasks_of(scene, service)):
        return task.error
    on_its_way = coming(scene, tasks_of(scene, service))
    if on_its_way:
        return f"a task is on its way to {nodes_of(scene, on_its_way)}: {on_its_way[0].state}"
    return ""


def as_before(scene: Scene, service: Service, tasks: Iterable[ServiceTask]) -> bool:
    """Whether all of these ran when the step began: what still is as it was is nobody's fault."""
    then = scene.baseline.tasks.get(service.name, ()) if scene.baseline else ()
    return {task.id for task in tasks} <= set(then)


def listed(words: list[str]) -> str:
    """``a, b and c``."""
    *front, last = words
    return f"{', '.join(front)} and {last}" if front else last


def tasks_in_words(count: int) -> str:
    """``no tasks``, ``1 task``, ``2 tasks``."""
    return f"{count or 'no'} task{'' if count == 1 else 's'}"


def _is_ready(scene: Scene, task: ServiceTask) -> bool:
    """Whether its node is; a list calls a node that has just died ready for some seconds more.

    Raises:
        Settled: the node is listed as ready and gives no answer.
    """
    member = member_of(scene, task)
    if member is None or member.status != "ready":
        return False
    view = scene.snapshot.views.get(member.hostname)
    if view is not None and not view.reachable:
        raise Settled(could_not_look(view.node, view.problem))
    return True
