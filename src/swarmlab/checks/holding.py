"""Who holds a secret: the containers that have it mounted, told by its id, and its value.

A manager's API never tells a value, so it is read where a running task has it: root on that
node may. It is looked for elsewhere in memory and by programs' input, and never shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from swarmlab.checks.running import listed, node_of, running, tasks_of, why_missing
from swarmlab.checks.scene import LINK_SECONDS, Settled, could_not_look
from swarmlab.checks.verdict import failed, waiting
from swarmlab.swarm import disk
from swarmlab.swarm.link import LinkLost
from swarmlab.swarm.together import NoAnswer, together

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from swarmlab.checks.scene import Scene
    from swarmlab.checks.verdict import Verdict
    from swarmlab.swarm.disk import MountedSecret
    from swarmlab.swarm.snapshot import Named, Service, ServiceTask


@dataclass(frozen=True, slots=True)
class Held:
    """A secret in a running task of a service."""

    node: str
    task: ServiceTask
    file: MountedSecret


def secret_named(scene: Scene, name: str) -> Named:
    """The secret of exactly that name.

    Raises:
        Settled: there is none, or no swarm.
    """
    scene.swarm()
    for secret in scene.snapshot.secrets:
        if secret.name == name:
            return secret
    if any(config.name == name for config in scene.snapshot.configs):
        raise Settled(
            failed(
                expected=f"{name} is a secret",
                observed=f"{name} is a config, which any manager shows to whoever asks it",
                look_at="the word after `docker` in the command that made it",
            )
        )
    names = sorted(secret.name for secret in scene.snapshot.secrets)
    raise Settled(
        waiting(f"there is no secret {name}{f'; there is {listed(names)}' if names else ''}")
    )


def mounts(scene: Scene, nodes: Iterable[str]) -> Mapping[str, tuple[MountedSecret, ...]]:
    """What the containers of these nodes have mounted now, asked side by side.

    Raises:
        Settled: one of the nodes gave no answer.
    """
    links = {node: scene.links.get(node) for node in dict.fromkeys(nodes)}
    for node, link in links.items():
        if link is None:
            raise Settled(could_not_look(node, "it is not up"))
    asked = {n: partial(disk.mounted, link, timeout=LINK_SECONDS) for n, link in links.items()
             if link is not None}  # fmt: skip
    found: dict[str, tuple[MountedSecret, ...]] = {}
    for node, answer in together(asked, LINK_SECONDS).items():
        if isinstance(answer, Exception):
            why = "no answer in time" if isinstance(answer, NoAnswer) else str(answer)
            raise Settled(could_not_look(node, why))
        found[node] = answer
    return found


def held(scene: Scene, service: Service, secret: Named) -> list[Held]:
    """The secret in each running task of the service; never empty.

    Raises:
        Settled: the service is not given it, no task runs, one has no such file yet, or a node
            gave no answer.
    """
    if all(use.id != secret.id for use in service.secrets):
        raise Settled(_not_given(scene, service, secret))
    tasks = running(scene, tasks_of(scene, service))
    if not tasks:
        why = why_missing(scene, service)
        raise Settled(waiting(f"no task of {service.name} runs{f': {why}' if why else ''}"))
    on = {task.id: node_of(scene, task) for task in tasks}
    found = mounts(scene, on.values())
    holding = []
    for task in tasks:
        node = on[task.id]
        file = _of(task, secret, found[node])
        if file is None:
            reason = f"a task of {service.name} on {node} does not have {secret.name} yet"
            raise Settled(waiting(reason, node=node))
        holding.append(Held(node, task, file))
    return holding


def value_of(scene: Scene, secret: Named) -> bytes:
    """The secret's value, from a running task that has it; long enough to be looked for.

    Raises:
        Settled: no running task has it, or it is too short.
    """
    tasks = [t for t in scene.snapshot.tasks if t.state == "running" and t.container_id]
    containers = {task.container_id for task in tasks}
    nodes = sorted({node_of(scene, task) for task in tasks} & set(scene.nodes))
    silent = [node for node in nodes if not scene.snapshot.views[node].reachable]
    found = mounts(scene, [node for node in nodes if node not in silent])
    for node, files in found.items():
        for file in files:
            if file.secret == secret.id and file.container in containers:
                known = _value(scene, node, file)
                if known is not None:
                    return _long_enough(known, secret)
    if silent:
        scene.view(silent[0])
    raise Settled(
        waiting(f"no running task has {secret.name}, so its value is not known to look for")
    )


def disk_hits(scene: Scene, node: str, value: bytes) -> tuple[str, ...]:
    """The files of the node's data root that hold the value.

    Raises:
        Settled: the node gave no answer in time.
    """
    scene.view(node)
    link = scene.links.get(node)
    if link is None:
        raise Settled(could_not_look(node, "it is not up"))
    try:
        return disk.search(link, value, timeout=LINK_SECONDS)
    except LinkLost as lost:
        raise Settled(could_not_look(node, str(lost))) from lost


def _of(task: ServiceTask, secret: Named, files: Iterable[MountedSecret]) -> MountedSecret | None:
    ours = (f for f in files if f.container == task.container_id and f.secret == secret.id)
    return next(ours, None)


def _value(scene: Scene, node: str, file: MountedSecret) -> bytes | None:
    try:
        return disk.value(scene.links[node], file, timeout=LINK_SECONDS)
    except LinkLost as lost:
        raise Settled(could_not_look(node, str(lost))) from lost


def _long_enough(value: bytes, secret: Named) -> bytes:
    if disk.pieces(value):
        return value
    raise Settled(
        waiting(f"the value of {secret.name} has less than {disk.SHORTEST} bytes in a line:"
                " it would be found by accident, so nothing is proved by looking for it")
    )  # fmt: skip


def _not_given(scene: Scene, service: Service, secret: Named) -> Verdict:
    """Why it is not mounted; no fault of a service that was there when the step began."""
    given = listed(sorted(use.name for use in service.secrets)) if service.secrets else "no secret"
    observed = f"{service.name} mounts {given}"
    was_there = scene.baseline is not None and service.name in scene.baseline.tasks
    if was_there or scene.baseline is None:
        return waiting(f"{observed}, not {secret.name}")
    return failed(
        expected=f"{service.name} mounts {secret.name}",
        observed=observed,
        look_at=f"what {service.name} was given when it was made: `docker service inspect`",
    )
