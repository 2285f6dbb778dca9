"""The swarm of a snapshot in lines: for each node its role, what it runs, and what it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.plain.line import wrapped
from swarmlab.tui import words
from swarmlab.tui.draw.holdings import member_of, swarm_words
from swarmlab.tui.draw.lone import lone_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from swarmlab.swarm.snapshot import Member, Service, ServiceTask, Snapshot


def swarm_lines(
    snapshot: Snapshot | None, nodes: Sequence[str], red: Mapping[str, int], width: int
) -> Iterator[str]:
    """A line for the swarm, one for each node, and below it what the node holds.

    Args:
        snapshot: the last look; None before the first.
        nodes: the nodes that are up, in the lab's order.
        red: the number of a failed task, by the node that it names.
        width: columns to wrap at.
    """
    yield from wrapped(f"Swarm: {swarm_words(snapshot, len(nodes))}", width)
    for node in nodes:
        parts = [_node_words(snapshot, node)]
        if node in red:
            parts.append(f"[X] task {red[node]} failed here")
        yield from wrapped(f"{node}: {', '.join(parts)}", width, "", "    ")
        member = member_of(snapshot, node) if snapshot else None
        if snapshot is not None and member is not None:
            for line in _holds(snapshot, member):
                yield from wrapped(line, width, "    ", "        ")


def _node_words(snapshot: Snapshot | None, node: str) -> str:
    view = snapshot.views.get(node) if snapshot else None
    if snapshot is None or view is None:
        return "not looked at yet"
    if not view.reachable:
        problem = words.line(view.problem).removeprefix(f"{node}: ")
        return f"could not look, {problem}" if problem else "could not look"
    member = member_of(snapshot, node)
    if member is None:
        return words.line(lone_words(snapshot, view)[0])
    said: list[str] = [member.role, member.availability]
    if member.leader:
        said.append("leader")
    if member.status != "ready":
        said.append(member.status)
    if member.labels:
        said.append(f"labels {_list(f'{key}={value}' for key, value in member.labels.items())}")
    return words.line(", ".join(said))


def _holds(snapshot: Snapshot, member: Member) -> Iterator[str]:
    services = {service.id: service for service in snapshot.services}
    running = [task for task in snapshot.tasks
               if task.node_id == member.id and task.state == "running"]  # fmt: skip
    yield f"runs: {_list(_task_name(services, task) for task in running)}"
    if member.role == "manager":
        secrets = _list(secret.name for secret in snapshot.secrets)
        configs = _list(config.name for config in snapshot.configs)
        yield f"holds in its store: secrets {secrets}, configs {configs}"
    mine = [services[task.service_id] for task in running if task.service_id in services]
    yield (f"holds for its tasks: secrets {_list(u.name for s in mine for u in s.secrets)}, "
           f"configs {_list(u.name for s in mine for u in s.configs)}")  # fmt: skip


def _task_name(services: Mapping[str, Service], task: ServiceTask) -> str:
    service = services.get(task.service_id)
    name = service.name if service else "a removed service"
    return f"{name}.{task.slot}" if task.slot else name


def _list(names: Iterable[str]) -> str:
    return words.line(" ".join(dict.fromkeys(names))) or "none"
