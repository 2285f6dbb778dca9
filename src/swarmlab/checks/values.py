"""Sentences about a secret's value: typed, in an environment, in an image, on a disk, in a file.

The value is read from a running task that has the secret. While none has it these sentences
wait, and so they do while it is too short to be told from an accident.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from swarmlab.checks.holding import disk_hits, held, secret_named, value_of
from swarmlab.checks.registry import sentence
from swarmlab.checks.running import listed, running, service_named, tasks_of, why_missing
from swarmlab.checks.scene import LINK_SECONDS, Settled, could_not_look
from swarmlab.checks.source import Source
from swarmlab.checks.verdict import failed, passed, waiting
from swarmlab.swarm import disk
from swarmlab.swarm.link import ApiRefused, LinkLost

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swarmlab.checks.scene import Scene
    from swarmlab.checks.verdict import Verdict
    from swarmlab.swarm.link import Link
    from swarmlab.swarm.snapshot import Named, Service

_LOOKED = (Source.SECRETS, Source.SERVICES, Source.NODES, Source.FILES)


@sentence(
    "the value of the secret {secret:secret} was never typed",
    example="the value of the secret db_password was never typed",
    reads=[*_LOOKED, Source.JOURNAL],
)
def was_never_typed(scene: Scene, *, secret: str) -> Verdict:
    """The secret was made in this step, and no line typed in it on any node holds its value."""
    wanted = secret_named(scene, secret)
    if scene.baseline is not None and wanted.id in scene.baseline.secrets.values():
        return waiting(f"{secret} was made before this step")
    makers = [c for c in scene.journal if "secret create" in c.text and secret in c.text]
    if not makers:
        return waiting(f"nobody was seen making {secret} in this step")
    value = value_of(scene, wanted)
    for line in scene.journal:
        if _holds(value, line.text):
            return failed(
                expected=f"the value of {secret} stands in no line typed in this step",
                observed=f"it stands in a line typed on {line.node}, and in that shell's history",
                node=line.node,
                look_at="where the value comes from; a program can make one and hand it on",
            )
    return passed(f"{secret} was made, and its value was typed nowhere", node=makers[-1].node)


@sentence(
    "the secret {secret:secret} is in no environment and no inspect of service {service:service}",
    example="the secret db_password is in no environment and no inspect of service api",
    reads=_LOOKED,
)
def is_not_told(scene: Scene, *, secret: str, service: str) -> Verdict:
    """Neither a manager nor the tasks' own engines tell the value when asked for all they know.

    Asked are the service, its tasks and the secret on a manager, and on the nodes its
    containers with their environment, command, labels and mounts.
    """
    wanted = secret_named(scene, secret)
    known = service_named(scene, service)
    holding = held(scene, known, wanted)
    value = value_of(scene, wanted)
    manager = scene.snapshot.seen_from or ""
    asked = [(manager, path, query) for path, query in _on_a_manager(known, wanted)]
    asked += [(each.node, f"/containers/{each.task.container_id}/json", {}) for each in holding]
    for node, path, query in asked:
        for text in _texts(_get(scene, node, path, query)):
            if _holds(value, text):
                return failed(
                    expected=f"no inspect of {service} tells the value of {secret}",
                    observed=f"{_WHAT[path.split('/')[1]]} tells it: {_where(value, text)}",
                    node=node,
                    look_at=f"the environment, command and labels that {service} was given",
                )
    return passed(f"nobody who inspects {service} is told {secret}")


@sentence(
    "the environment of service {service:service} holds the value of the secret {secret:secret}",
    example="the environment of service api holds the value of the secret db_password",
    reads=_LOOKED,
)
def is_in_environment(scene: Scene, *, service: str, secret: str) -> Verdict:
    """A running service was given the secret's value as an environment variable: it leaks."""
    wanted = secret_named(scene, secret)
    known = service_named(scene, service)
    if not known.env:
        return waiting(f"{service} has no environment variables")
    value = value_of(scene, wanted)
    names = sorted(variable.partition("=")[0] for variable in known.env)
    leaking = [v.partition("=")[0] for v in known.env if _holds(value, v.partition("=")[2])]
    if not leaking:
        return failed(
            expected=f"a variable of {service} holds the value of {secret}",
            observed=f"the value of {listed(names)} is another",
            look_at=f"what stands behind the = of {names[0]}",
        )
    if not running(scene, tasks_of(scene, known)):
        why = why_missing(scene, known)
        return waiting(f"no task of {service} runs{f': {why}' if why else ''}")
    return passed(f"{leaking[0]} of {service} tells the value of {secret}")


@sentence(
    "the value of the secret {secret:secret} is on the disk of {node:node}",
    example="the value of the secret db_password is on the disk of worker1",
    reads=_LOOKED,
)
def is_on_disk(scene: Scene, *, secret: str, node: str) -> Verdict:
    """Some file of the engine's data root on the node holds the value."""
    scene.view(node)
    hits = disk_hits(scene, node, value_of(scene, secret_named(scene, secret)))
    if hits:
        return passed(f"the value is in {listed(list(hits))}", node=node)
    return waiting(f"no file below {disk.DATA_ROOT} on {node} holds its value", node=node)


@sentence(
    "the value of the secret {secret:secret} is not on the disk of {node:node}",
    example="the value of the secret db_password is not on the disk of worker1",
    reads=_LOOKED,
)
def is_not_on_disk(scene: Scene, *, secret: str, node: str) -> Verdict:
    """No file of the engine's data root on the node holds the value; its tmpfs may.

    Every file of /var/lib/docker is read, other mounts than its own are not.
    """
    scene.view(node)
    hits = disk_hits(scene, node, value_of(scene, secret_named(scene, secret)))
    if not hits:
        return passed(f"no file below {disk.DATA_ROOT} on {node} holds its value", node=node)
    return failed(
        expected=f"no file below {disk.DATA_ROOT} on {node} holds the value of {secret}",
        observed=f"it is in {listed(list(hits))}",
        node=node,
        look_at="who copied the value out of its file, and to where",
    )


@sentence(
    "the image {image:image} on {node:node} holds no value of the secret {secret:secret}",
    example="the image stolen:1 on worker1 holds no value of the secret db_password",
    reads=_LOOKED,
)
def is_not_in_image(scene: Scene, *, image: str, node: str, secret: str) -> Verdict:
    """The image was made of a container that has the secret, and its layers do not hold the value.

    Such an image is known by the empty file it has where the secret was mounted.
    """
    scene.view(node)
    wanted = secret_named(scene, secret)
    value = value_of(scene, wanted)
    link = _link(scene, node)
    if not _has_image(link, image, node):
        return waiting(f"there is no image {image} on {node} yet", node=node)
    pieces, places = disk.pieces(value), _places(scene, wanted)
    try:
        met = disk.image_holds(link, image, pieces + places, timeout=LINK_SECONDS)
    except LinkLost as lost:
        raise Settled(could_not_look(node, str(lost))) from lost
    if any(met[: len(pieces)]):
        return failed(
            expected=f"no layer of {image} holds the value of {secret}",
            observed=f"a layer of {image} holds it",
            node=node,
            look_at="what was copied in the container before the image was made",
        )
    if not any(met[len(pieces) :]):
        return waiting(f"{image} was not made of a container that has {secret}", node=node)
    return passed(f"{image} has an empty file in its place", node=node)


@sentence(
    "the file {path:path} on {node:node} holds the value of the secret {secret:secret}",
    example="the file /run/loot on worker1 holds the value of the secret db_password",
    reads=_LOOKED,
)
def is_in_file(scene: Scene, *, path: str, node: str, secret: str) -> Verdict:
    """The file on the node holds the secret's value: somebody could read it there."""
    wanted = secret_named(scene, secret)
    value = value_of(scene, wanted)
    text = scene.read(node, path)
    if _holds(value, text):
        return passed(f"{path} on {node} holds the value of {secret}", node=node)
    if not text.strip():
        return waiting(f"{path} is empty", node=node)
    return failed(
        expected=f"{path} holds the value of {secret}",
        observed="it holds something else",
        node=node,
        look_at=f"what was copied to {path}, and whether {secret} is a new one since",
    )


_WHAT = {
    "services": "`docker service inspect`",
    "tasks": "`docker inspect` of a task",
    "secrets": "`docker secret inspect`",
    "containers": "`docker inspect` of its container",
}


def _on_a_manager(service: Service, secret: Named) -> Iterator[tuple[str, dict[str, str]]]:
    yield f"/services/{service.id}", {}
    yield "/tasks", {"filters": json.dumps({"service": [service.id]})}
    yield f"/secrets/{secret.id}", {}


def _get(scene: Scene, node: str, path: str, query: dict[str, str]) -> Any:
    try:
        return _link(scene, node).get(path, query or None, timeout=LINK_SECONDS)
    except ApiRefused as refused:
        if refused.status != 404:
            raise
        raise Settled(waiting("a task has just ended; another is about to begin")) from refused
    except LinkLost as lost:
        raise Settled(could_not_look(node, str(lost))) from lost


def _has_image(link: Link, image: str, node: str) -> bool:
    try:
        link.get(f"/images/{image}/json", timeout=LINK_SECONDS)
    except ApiRefused as refused:
        if refused.status != 404:
            raise
        return False
    except LinkLost as lost:
        raise Settled(could_not_look(node, str(lost))) from lost
    return True


def _places(scene: Scene, secret: Named) -> tuple[bytes, ...]:
    """The paths at which services have the secret, as an archive names them."""
    places = {use.place for s in scene.snapshot.services for use in s.secrets
              if use.id == secret.id}  # fmt: skip
    return tuple(sorted(place.lstrip("/").encode() for place in places))


def _texts(answer: Any) -> Iterator[str]:
    """Every text in an engine's answer, names of fields included."""
    if isinstance(answer, str):
        yield answer
    elif isinstance(answer, dict):
        for key, item in answer.items():
            yield str(key)
            yield from _texts(item)
    elif isinstance(answer, list):
        for item in answer:
            yield from _texts(item)


def _where(value: bytes, text: str) -> str:
    """The variable that holds the value, by its name; never the value."""
    name, sign, _ = text.partition("=")
    is_variable = sign and name.isidentifier() and not _holds(value, name)
    return f"in {name}" if is_variable else "in a text of its own"


def _holds(value: bytes, text: str) -> bool:
    data = text.encode(errors="surrogateescape")
    return any(piece in data for piece in disk.pieces(value))


def _link(scene: Scene, node: str) -> Link:
    if node not in scene.links:
        raise Settled(could_not_look(node, "it is not up"))
    return scene.links[node]
