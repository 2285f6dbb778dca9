"""Who holds what in a swarm: what a snapshot says of it, node by node.

Facts: managers keep every secret, config and the CA's key in the Raft log; a worker has a
secret only while one of its tasks runs that needs it (SWARM facts, sections 2 and 3).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from swarmlab.tui import signs, words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from swarmlab.swarm.snapshot import Member, SecretUse, Service, ServiceTask, Snapshot


@dataclass(frozen=True, slots=True)
class Cell:
    """What one node has of one thing."""

    sign: str = signs.NOT_YET
    words: str = ""
    brief: str = ""
    """The same where there is little room."""
    fresh: str = ""
    """``+`` or ``-`` while it has just become so."""

    @property
    def holds(self) -> bool:
        """Whether there is something."""
        return self.sign in {signs.HOLDS, signs.LENT, signs.ALIVE}


@dataclass(frozen=True, slots=True)
class Holding:
    """One thing that can be held."""

    key: str
    """Tells it from all others."""
    name: str
    cells: tuple[Cell, ...]
    """One a node, in the order of the map."""


@dataclass(frozen=True, slots=True)
class Group:
    """Things of one kind."""

    title: str
    more: str = ""
    """Beside the title, in a lower tone."""
    rows: tuple[Holding, ...] = ()
    empty: str = ""
    """What stands there while there are no rows."""


NOTHING = Cell()


def groups(snapshot: Snapshot | None, nodes: Sequence[str]) -> tuple[Group, ...]:
    """Tasks, secrets with configs, keys and rights."""
    if snapshot is None:
        return ()
    seen = [Seen(snapshot, name) for name in nodes]
    nobody = "none" if snapshot.seen_from else "no manager answers: nobody can list them"
    secrets = [_stored(seen, "secret", s.id, s.name, _uses_secret) for s in snapshot.secrets]
    configs = [_stored(seen, "config", c.id, c.name, _uses_config) for c in snapshot.configs]
    return (
        Group("Tasks", rows=tuple(_tasks(seen, s) for s in snapshot.services), empty=nobody),
        Group("Secrets", "configs", (*secrets, *configs), nobody),
        Group("Keys, rights", rows=_keys(seen)),
    )


class Seen:
    """One node in a snapshot."""

    def __init__(self, snapshot: Snapshot, name: str) -> None:
        self.snapshot, self.name = snapshot, name
        self.view = snapshot.views.get(name)
        self.certificate = snapshot.certificates.get(name)
        self.member = member_of(snapshot, name)

    @property
    def is_manager(self) -> bool:
        """It is listed as one; where nobody lists it, its certificate names one."""
        member = self.member
        if member is not None:
            return member.role == "manager"
        return self.certificate is not None and self.certificate.role == "swarm-manager"

    @property
    def is_inside(self) -> bool:
        """It may be in a swarm: only its own word that it is in none says otherwise."""
        return self.view is not None and not (self.view.reachable and self.view.state == "inactive")

    @property
    def is_locked(self) -> bool:
        """It waits for the unlock key: what it holds is there, and closed."""
        return self.view is not None and self.view.state == "locked"

    @property
    def is_lost(self) -> bool:
        """What it has is not known: it gives no answer, or nobody lists it any more."""
        member = self.member
        if member is None:
            return self.is_manager or (self.snapshot.seen_from is None and self.is_inside)
        return member.status == "down" or (self.view is not None and not self.view.reachable)

    def running(self, service: Service | None = None) -> list[ServiceTask]:
        """Its running tasks, of one service or of all."""
        member = self.member
        return [
            task
            for task in self.snapshot.tasks
            if member is not None
            and task.node_id == member.id
            and task.state == "running"
            and (service is None or task.service_id == service.id)
        ]

    def lent(self, uses: Callable[[Service], Collection[SecretUse]], wanted: str) -> list[str]:
        """The services of which a task runs here that needs the secret or config of this id."""
        return [
            words.line(service.name)
            for service in self.snapshot.services
            if any(use.id == wanted for use in uses(service)) and self.running(service)
        ]


def member_of(snapshot: Snapshot, name: str) -> Member | None:
    """The managers' entry of a node: by its id, or by its name while it gives no answer."""
    view = snapshot.views.get(name)
    if view is None or (view.reachable and view.state == "inactive"):
        return None
    for member in snapshot.members:
        if member.id == view.node_id or (not view.node_id and member.hostname == name):
            return member
    return None


def swarm_words(snapshot: Snapshot | None, nodes: int) -> str:
    """``3 members, 1 manager, autolock off``; without a manager that answers, what is known."""
    if snapshot is None:
        return f"{words.counted(nodes, 'node')}, not looked at yet"
    if snapshot.seen_from is None:
        outside = all(view.state == "inactive" for view in snapshot.views.values())
        why = "no swarm yet" if outside else words.line(snapshot.problem) or "no manager answers"
        return f"{words.counted(nodes, 'node')}, {why}"
    managers = sum(member.role == "manager" for member in snapshot.members)
    parts = [words.counted(len(snapshot.members), "member"), words.counted(managers, "manager")]
    if snapshot.swarm is not None:
        parts.append("autolock on" if snapshot.swarm.autolock else "autolock off")
    return ", ".join(parts)


def _tasks(seen: Sequence[Seen], service: Service) -> Holding:
    return Holding(f"task {service.id}", service.name, tuple(_ran(s, service) for s in seen))


def _ran(seen: Seen, service: Service) -> Cell:
    running = len(seen.running(service))
    if running and seen.is_lost:
        return Cell(signs.ERROR, "not known")
    if running:
        return Cell(signs.ALIVE, f"{running} running")
    member = seen.member
    coming = sum(
        task.service_id == service.id
        and member is not None
        and task.node_id == member.id
        and task.desired_state == "running"
        for task in seen.snapshot.tasks
    )
    return Cell(signs.WAITING, f"{coming} on the way", f"{coming} coming") if coming else NOTHING


def _uses_secret(service: Service) -> Collection[SecretUse]:
    return service.secrets


def _uses_config(service: Service) -> Collection[SecretUse]:
    return service.configs


def _stored(
    seen: Sequence[Seen],
    kind: str,
    thing: str,
    name: str,
    uses: Callable[[Service], Collection[SecretUse]],
) -> Holding:
    return Holding(
        f"{kind} {thing}", name, tuple(_held(s, kind, s.lent(uses, thing)) for s in seen)
    )


def _held(seen: Seen, kind: str, lent: Sequence[str]) -> Cell:
    whom = ", ".join(lent)
    if seen.is_manager and seen.member is not None:
        said = "stored, sealed" if kind == "secret" else "stored, no secret"
        return Cell(signs.HOLDS, f"{said}; for {whom}" if lent else said, "stored")
    if seen.is_lost and (lent or seen.is_manager):
        return Cell(signs.ERROR, "not known")
    if lent:
        where = "on tmpfs" if kind == "secret" else "a file"
        return Cell(signs.LENT, f"{where}, for {whom}", f"for {whom}")
    return NOTHING


def _keys(seen: Sequence[Seen]) -> tuple[Holding, ...]:
    rows: tuple[tuple[str, Callable[[Seen], Cell]], ...] = (
        ("certificate", _certificate),
        ("CA key", _manager("in the Raft log", "in Raft")),
        ("raft log", _raft_log),
        ("join tokens", _manager("worker, manager", "both")),
        ("asks API", _asks),
    )
    return tuple(Holding(f"key {name}", name, tuple(map(cell, seen))) for name, cell in rows)


def _certificate(seen: Seen) -> Cell:
    if seen.certificate is not None:
        role = words.line(seen.certificate.role) or "of no role"
        return Cell(signs.HOLDS, role, role.removeprefix("swarm-"))
    return Cell(signs.ERROR, "not read") if seen.is_inside else NOTHING


def _manager(what: str, brief: str) -> Callable[[Seen], Cell]:
    def cell(seen: Seen) -> Cell:
        if not seen.is_manager:
            return NOTHING
        if seen.is_locked:
            return Cell(signs.HOLDS, "locked")
        return Cell(signs.HOLDS, what, brief) if seen.member else Cell(signs.ERROR, "not known")

    return cell


def _raft_log(seen: Seen) -> Cell:
    if not seen.is_manager:
        return NOTHING
    if seen.is_locked:
        return Cell(signs.HOLDS, "locked")
    swarm = seen.snapshot.swarm
    if seen.member is None or swarm is None:
        return Cell(signs.ERROR, "not known")
    if not swarm.autolock:
        return Cell(signs.HOLDS, "autolock off")
    reachable = seen.view is not None and seen.view.reachable
    if not reachable:
        return Cell(signs.HOLDS, "autolock on")
    return Cell(signs.HOLDS, "autolock on, unlocked", "unlocked")


def _asks(seen: Seen) -> Cell:
    if seen.view is not None and seen.view.control_available:
        return Cell(signs.HOLDS, "allowed")
    return NOTHING
