"""Sentences about secrets: who has them mounted, and where they must not be.

Mounts are told by the secret's id, which is the name of its file on a node. What may be on a
disk is told by the value, which only a running task can tell: without one, nothing is proved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.checks.holding import disk_hits, held, mounts, secret_named, value_of
from swarmlab.checks.registry import sentence
from swarmlab.checks.running import coming, listed, nodes_of, service_named, tasks_of
from swarmlab.checks.source import Source
from swarmlab.checks.verdict import failed, passed, waiting

if TYPE_CHECKING:
    from swarmlab.checks.scene import Scene
    from swarmlab.checks.verdict import Verdict

_LOOKED = (Source.SECRETS, Source.SERVICES, Source.NODES, Source.FILES)


@sentence(
    "service {service:service} mounts the secret {secret:secret}",
    example="service api mounts the secret db_password",
    reads=_LOOKED,
)
def is_mounted(scene: Scene, *, service: str, secret: str) -> Verdict:
    """The service is given the secret, and every running task of it has the secret's file."""
    wanted = secret_named(scene, secret)
    known = service_named(scene, service)
    holding = held(scene, known, wanted)
    on_its_way = coming(scene, tasks_of(scene, known))
    if on_its_way:
        return waiting(f"a task of {service} is still on its way to {nodes_of(scene, on_its_way)}")
    nodes = listed(sorted({each.node for each in holding}))
    return passed(f"{service} has {secret} on {nodes}")


@sentence(
    "service {service:service} finds the secret {secret:secret} at {path:path}",
    example="service api finds the secret db_password_2 at /run/secrets/db_password",
    reads=_LOOKED,
)
def is_found_at(scene: Scene, *, service: str, secret: str, path: str) -> Verdict:
    """The service is given the secret under that path, and every running task of it has it."""
    wanted = secret_named(scene, secret)
    known = service_named(scene, service)
    held(scene, known, wanted)
    places = [use.place for use in known.secrets if use.id == wanted.id]
    if path in places:
        return passed(f"{service} finds {secret} at {path}")
    return failed(
        expected=f"{service} finds {secret} at {path}",
        observed=f"it is at {listed(places)}",
        look_at=f"the target in the `--secret` that {service} was given",
    )


@sentence(
    "the secret {secret:secret} is on tmpfs in service {service:service}",
    example="the secret db_password is on tmpfs in service api",
    reads=_LOOKED,
)
def is_on_tmpfs(scene: Scene, *, secret: str, service: str) -> Verdict:
    """Every running task of the service has the secret's file, and each is in a tmpfs."""
    wanted = secret_named(scene, secret)
    for each in held(scene, service_named(scene, service), wanted):
        if each.file.filesystem != "tmpfs":
            return failed(
                expected=f"the file of {secret} is in a tmpfs",
                observed=f"it is on a filesystem of type {each.file.filesystem}",
                node=each.node,
                look_at=f"what is mounted for the containers of {each.node}: `mount`",
            )
    return passed(f"{secret} is on tmpfs in {service}")


@sentence(
    "the secret {secret:secret} has mode {mode:mode} and owner {owner:count}"
    " in service {service:service}",
    example="the secret db_password has mode 0400 and owner 1000 in service api",
    reads=_LOOKED,
)
def has_rights(scene: Scene, *, secret: str, mode: str, owner: int, service: str) -> Verdict:
    """In every running task of the service the secret's file has these rights and this user id."""
    wanted = secret_named(scene, secret)
    known = service_named(scene, service)
    for each in held(scene, known, wanted):
        now = f"mode {each.file.mode.zfill(4)} and owner {each.file.owner}"
        if (each.file.mode.zfill(4), each.file.owner) == (mode, owner):
            continue
        if _ran_before(scene, known.name, each.task.id):
            return waiting(f"{secret} has {now} in {service}, as before", node=each.node)
        return failed(
            expected=f"{secret} has mode {mode} and owner {owner} in {service}",
            observed=f"it has {now}",
            node=each.node,
            look_at=f"uid and mode in the `--secret` that {service} was given",
        )
    return passed(f"{secret} has mode {mode} and owner {owner} in {service}")


@sentence(
    "the secret {secret:secret} does not exist any more",
    example="the secret db_password does not exist any more",
    reads=[Source.SECRETS, Source.NODES],
)
def is_gone(scene: Scene, *, secret: str) -> Verdict:
    """The swarm had it when the step began, and has no secret of its id or its name now."""
    scene.swarm()
    then = scene.since().secrets.get(secret)
    if then is None:
        return waiting(f"there was no secret {secret} when this step began")
    now = next((s for s in scene.snapshot.secrets if s.name == secret or s.id == then), None)
    if now is None:
        return passed(f"the swarm has no secret {secret}")
    if now.id == then:
        return waiting(f"the swarm still has the secret {secret}")
    return failed(
        expected=f"the swarm has no secret {secret}",
        observed=f"there is a new secret with the name {secret}",
        node=scene.snapshot.seen_from or "",
        look_at="`docker secret ls` on a manager",
    )


@sentence(
    "only service {service:service} mounts the secret {secret:secret}",
    example="only service api mounts the secret db_password",
    reads=_LOOKED,
)
def is_mounted_only_by(scene: Scene, *, service: str, secret: str) -> Verdict:
    """Every running task of the service has the secret, and no other container of any node.

    No other service is given it either, whether it runs or not.
    """
    wanted = secret_named(scene, secret)
    known = service_named(scene, service)
    held(scene, known, wanted)
    others = [s.name for s in scene.snapshot.services
              if s.id != known.id and any(use.id == wanted.id for use in s.secrets)]  # fmt: skip
    expected = f"only {service} mounts {secret}"
    if others:
        return failed(expected=expected, observed=f"{listed(sorted(others))} is given it too",
                      look_at=f"the `--secret` that {sorted(others)[0]} was given")  # fmt: skip
    ours = {task.container_id for task in tasks_of(scene, known)}
    for node, files in mounts(scene, scene.nodes).items():
        for file in files:
            if file.secret == wanted.id and file.container not in ours:
                return failed(
                    expected=expected,
                    observed=f"the container {file.container[:12]}, of no task of {service},"
                    " has it too",
                    node=node,
                    look_at=f"`docker ps` on {node}",
                )
    return passed(f"no container but those of {service} has {secret}")


@sentence(
    "on {node:node}, the secret {secret:secret} is nowhere",
    example="on worker2, the secret db_password is nowhere",
    reads=_LOOKED,
)
def is_nowhere(scene: Scene, *, node: str, secret: str) -> Verdict:
    """No container on the node has the secret, and no file of its engine's data root its value.

    The value is read from a running task on another node; while none has the secret, this
    waits. Every file of /var/lib/docker is read, other mounts than its own are not. What is
    only in the memory of a program is not looked for: a manager always has it there.
    """
    scene.view(node)
    wanted = secret_named(scene, secret)
    for file in mounts(scene, [node])[node]:
        if file.secret == wanted.id:
            return _still_there(scene, node, secret, file.container)
    hits = disk_hits(scene, node, value_of(scene, wanted))
    if hits:
        return failed(
            expected=f"no file of the data root of {node} holds the value of {secret}",
            observed=f"its value is in {listed(list(hits))}",
            node=node,
            look_at="who copied the value out of its file, and to where",
        )
    return passed(f"{node} has {secret} in no container and in no file", node=node)


def _still_there(scene: Scene, node: str, secret: str, container: str) -> Verdict:
    task = next((t for t in scene.snapshot.tasks if t.container_id == container), None)
    names = {service.id: service.name for service in scene.snapshot.services}
    service = names.get(task.service_id, "") if task else ""
    whose = f"a task of {service}" if service else f"the container {container[:12]}"
    if task is not None and _ran_before(scene, service, task.id):
        return waiting(f"{whose} on {node} still has {secret}", node=node)
    return failed(
        expected=f"no container on {node} has {secret}",
        observed=f"{whose} has it",
        node=node,
        look_at=f"what runs on {node}, and who placed it there",
    )


def _ran_before(scene: Scene, service: str, task_id: str) -> bool:
    """Whether the task ran when the step began: what still is as it was is nobody's fault."""
    return scene.baseline is not None and task_id in scene.baseline.tasks.get(service, ())
