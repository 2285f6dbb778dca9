"""What became so between two looks at a swarm, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from swarmlab.tui import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from swarmlab.swarm.snapshot import Member, Service, Snapshot


class Told(NamedTuple):
    """One change."""

    node: str
    """Whose; empty for what belongs to no node."""
    words: str
    sign: str = ""
    """``+`` for what is new, ``-`` for what is gone, else empty."""


def node_name(snapshot: Snapshot, node_id: str) -> str:
    """The lab's name of the node with this id, else what it calls itself; untrusted."""
    for name, view in snapshot.views.items():
        if view.node_id == node_id:
            return name
    return next((m.hostname for m in snapshot.members if m.id == node_id), "")


def task_name(service: Service | None, slot: int) -> str:
    """``api.1``, or the service's name alone where it has no slots; untrusted."""
    name = service.name if service else "?"
    return f"{name}.{slot}" if slot else name


def happened(before: Snapshot, after: Snapshot) -> Iterator[Told]:
    """What managers tell of members, labels, tasks, keys and certificates."""
    yield from _members(before, after)
    yield from _tasks(before, after)
    yield from _keys(before, after)
    yield from _certificates(before, after)


def _members(before: Snapshot, after: Snapshot) -> Iterator[Told]:
    old = {member.id: member for member in before.members}
    for member in after.members:
        name = node_name(after, member.id)
        then = old.pop(member.id, None)
        if then is None:
            yield Told(name, f"joined as a {member.role}", "+")
        else:
            yield from _labels(name, then, member)
    for gone in old.values():
        yield Told(node_name(before, gone.id), "removed from the swarm", "-")


def _labels(name: str, then: Member, now: Member) -> Iterator[Told]:
    for key, value in now.labels.items():
        if then.labels.get(key) != value:
            yield Told(name, f"labelled {words.line(key)}={words.line(value)}", "+")
    for key in then.labels.keys() - now.labels.keys():
        yield Told(name, f"label {words.line(key)} taken off", "-")


def _tasks(before: Snapshot, after: Snapshot) -> Iterator[Told]:
    then, now = _running(before), _running(after)
    services = {service.id: service for service in (*before.services, *after.services)}
    for there, here, verbs, sign in (
        (then, now, ("runs", "run"), "+"),
        (now, then, ("ended", "ended"), "-"),
    ):
        groups: dict[tuple[str, str], list[int]] = {}
        for task_id in here.keys() - there.keys():
            service, node, slot = here[task_id]
            groups.setdefault((service, node), []).append(slot)
        for (service, node), slots in sorted(groups.items()):
            yield Told(node, _task_words(services.get(service), sorted(slots), verbs), sign)


def _running(snapshot: Snapshot) -> Mapping[str, tuple[str, str, int]]:
    return {
        task.id: (task.service_id, node_name(snapshot, task.node_id), task.slot)
        for task in snapshot.tasks
        if task.state == "running"
    }


def _task_words(service: Service | None, slots: list[int], verbs: tuple[str, str]) -> str:
    one, more = verbs
    names = ", ".join(words.line(task_name(service, slot)) for slot in slots)
    said = f"{names} {one if len(slots) == 1 else more}"
    lent = ", ".join(words.line(use.name) for use in service.secrets) if service else ""
    if not lent:
        return said
    if one == "ended":
        return f"{said}, {lent} went with {'it' if len(slots) == 1 else 'them'}"
    return f"{said} and {'holds' if len(slots) == 1 else 'hold'} {lent}"


def _keys(before: Snapshot, after: Snapshot) -> Iterator[Told]:
    then, now = before.swarm, after.swarm
    if then is None or now is None or then.id != now.id:
        return
    if then.autolock != now.autolock:
        yield Told("", f"autolock is {'on' if now.autolock else 'off'} now")
    elif then.unlock_key != now.unlock_key:
        yield Told("", "the unlock key is another one now")
    if then.root_ca != now.root_ca:
        yield Told("", "the root certificate is another one now")
        return  # and both tokens with it, which name it
    for role, old, new in (("worker", then.worker_token, now.worker_token),
                           ("manager", then.manager_token, now.manager_token)):  # fmt: skip
        if old != new:
            yield Told("", f"the {role} join token is another one now")


def _certificates(before: Snapshot, after: Snapshot) -> Iterator[Told]:
    for name, now in after.certificates.items():
        then = before.certificates.get(name)
        if then is None or then.node_id != now.node_id or then.serial == now.serial:
            continue
        if then.role != now.role:
            yield Told(name, f"has a certificate of {words.line(now.role)} now", "+")
        else:
            yield Told(name, "has a fresh certificate", "+")
