"""Sentences about overlay networks: who knows them, who meets in them, and whether sealed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from swarmlab.checks.attempts import telling_line
from swarmlab.checks.registry import sentence
from swarmlab.checks.running import listed, node_of, running, service_named, tasks_of
from swarmlab.checks.scene import Settled, could_not_look
from swarmlab.checks.source import Source
from swarmlab.checks.standing import ready_member
from swarmlab.checks.verdict import failed, passed, skipped, waiting
from swarmlab.patience import patient

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from swarmlab.checks.scene import Scene
    from swarmlab.checks.standing import Standing
    from swarmlab.checks.verdict import Verdict
    from swarmlab.swarm.snapshot import Service, ServiceTask

_LIST = ("docker", "network", "ls", "--no-trunc", "--format", "{{.ID}}")
_ADDRESSES = "{{range .NetworksAttachments}}{{range .Addresses}}{{.}} {{end}}{{end}}"
# The busybox of Debian 12 crashes on `wget -T`, so the time is kept from outside.
_TRY = """seconds=$1; shift
for at; do
  if timeout "$seconds" wget -qO /dev/null "http://$at/"; then echo "$at"; exit 0; fi
done
exit 9"""
_NOBODY = 9
_MOST = 2
"""Addresses that are tried: a dropped packet costs a second, and an evaluation has five."""


@dataclass(frozen=True, slots=True)
class _Seat:
    """A running task of a service, and the node it is on."""

    service: Service
    task: ServiceTask
    node: str


@sentence(
    "{node:node} knows the network {network:network}",
    example="worker1 knows the network front",
    reads=[Source.COMMANDS, Source.NODES, Source.SERVICES],
)
def knows(scene: Scene, *, node: str, network: str) -> Verdict:
    """The node's engine lists the swarm's network of that name.

    Managers know all of them, a worker those that its tasks are on. One of the same name that
    the node has made for itself is another network.
    """
    now, ids = ready_member(scene, node), _ids(scene, network)
    if ids & _known(scene, node):
        return passed(f"{node} lists {network}", node=node)
    return waiting(f"{node} does not list {network} and {_tasks_in(scene, now, ids)}", node=node)


@sentence(
    "{node:node} does not know the network {network:network}",
    example="worker1 does not know the network back",
    reads=[Source.COMMANDS, Source.NODES, Source.SERVICES],
)
def knows_not(scene: Scene, *, node: str, network: str) -> Verdict:
    """The swarm has the network, the node is a ready member, and its engine does not list it."""
    now, ids = ready_member(scene, node), _ids(scene, network)
    if not ids & _known(scene, node):
        return passed(f"{node} does not list {network}", node=node)
    every = "; managers know every network" if now.acts_as == "manager" else ""
    return failed(
        expected=f"{node} does not list the network {network}",
        observed=f"it lists it and {_tasks_in(scene, now, ids)}{every}",
        node=node,
        look_at=f"which tasks run on {node}, and on which networks they are",
    )


@sentence(
    "service {client:service} reaches service {server:service}",
    example="service web reaches service cache",
    reads=[Source.COMMANDS, Source.SERVICES, Source.NODES],
)
def reaches(scene: Scene, *, client: str, server: str) -> Verdict:
    """A running task of the first gets a page from the second by its name, on port 80.

    Where the kernel lacks what a virtual address or an encrypted network needs, nothing passes
    though nothing is wrong, and the sentence is skipped.
    """
    one, other = _seat(scene, client), _seat(scene, server)
    if _answers(scene, one, [server], seconds=3):
        return passed(f"{server} answers {client} on {one.node}", node=one.node)
    if not _shared(one, other):
        return failed(
            expected=f"{server} answers {client}",
            observed=f"they are on no network together: {_where(scene, one, other)}",
            node=one.node,
            look_at=f"the networks of {client} and of {server}",
        )
    _require_kernel(scene, one, other)
    return waiting(f"{server} does not answer {client} yet", node=one.node)


@sentence(
    "service {client:service} does not reach service {server:service}",
    example="service web does not reach service db",
    reads=[Source.COMMANDS, Source.SERVICES, Source.NODES],
)
def reaches_not(scene: Scene, *, client: str, server: str) -> Verdict:
    """They share no network, and a task of the first gets no page from a task of the second.

    It is tried by the service's name and by the addresses of a running task of it, on port 80.
    """
    one, other = _seat(scene, client), _seat(scene, server)
    expected = f"{client} cannot reach {server}"
    look_at = f"the networks of {client} and of {server}"
    if _shared(one, other):
        return failed(
            expected=expected,
            observed=f"they are on a network together: {_where(scene, one, other)}",
            node=one.node,
            look_at=look_at,
        )
    addresses = _addresses(scene, other)[:_MOST]
    if not addresses:
        return waiting(f"{server} is on no network of the swarm", node=other.node)
    answered = _answers(scene, one, [server, *addresses], seconds=1)
    if answered:
        observed = f"{server} answered at {answered}"
        return failed(expected=expected, observed=observed, node=one.node, look_at=look_at)
    tried = f"neither its name nor {listed(addresses)}"
    return passed(f"{client} does not reach {server}: {tried} answers", node=one.node)


@sentence(
    "the network {network:network} is encrypted",
    example="the network vault is encrypted",
    reads=[Source.SERVICES],
)
def is_encrypted(scene: Scene, *, network: str) -> Verdict:
    """The swarm's network of that name was made with ``--opt encrypted``.

    Whether the kernel can do it is another matter: where it cannot, nothing passes.
    """
    ids = _ids(scene, network)
    if all(known.encrypted for known in scene.snapshot.networks if known.id in ids):
        return passed(f"what passes through {network} is encrypted")
    return failed(
        expected=f"the network {network} is encrypted",
        observed=f"{network} was made without that option, and sends everything as it is",
        look_at=f"`Options` in `docker network inspect {network}` on a manager",
    )


@sentence(
    "service {client:service} and service {server:service} meet only in encrypted networks",
    example="service web and service db meet only in encrypted networks",
    reads=[Source.SERVICES, Source.NODES],
)
def meet_encrypted(scene: Scene, *, client: str, server: str) -> Verdict:
    """Both run, they are on a network together, and each one they share is encrypted."""
    one, other = _seat(scene, client), _seat(scene, server)
    plain = _plain(scene, one, other)
    if _shared(one, other) and not plain:
        return passed(f"{client} and {server} meet in {listed(_names(scene, _shared(one, other)))}")
    return failed(
        expected=f"{client} and {server} meet, and only in encrypted networks",
        observed=f"they meet in {listed(plain)}, which sends everything as it is"
        if plain
        else f"they are on no network together: {_where(scene, one, other)}",
        look_at=f"the networks of {client} and of {server}",
    )


def _ids(scene: Scene, name: str) -> set[str]:
    """The ids of the swarm's networks of exactly that name.

    Raises:
        Settled: there is none yet, or no swarm.
    """
    scene.swarm()
    ids = {network.id for network in scene.snapshot.networks if network.name == name}
    if not ids:
        raise Settled(waiting(f"the swarm has no network {name} yet"))
    return ids


def _known(scene: Scene, node: str) -> set[str]:
    """The ids of the networks the node's engine lists; its own are always among them.

    Raises:
        Settled: it gave no such list.
    """
    ids = set(_said(scene, node, _LIST).split())
    if not ids:
        raise Settled(could_not_look(node, "it lists no network, not even its own"))
    return ids


def _said(scene: Scene, node: str, command: Sequence[str]) -> str:
    """What a command prints that has to work.

    Raises:
        Settled: it did not.
    """
    done = scene.run(node, command)
    if done.status != 0:
        words = telling_line(f"{done.stderr}\n{done.stdout}")
        raise Settled(could_not_look(node, f"status {done.status}: {words}"))
    return done.stdout


def _tasks_in(scene: Scene, now: Standing, ids: set[str]) -> str:
    """Which services of the network have a task on the node."""
    names = {s.id: s.name for s in scene.snapshot.services if ids & set(s.networks)}
    here = [t for t in running(scene, scene.snapshot.tasks) if t.node_id == now.view.node_id]
    found = sorted({names[t.service_id] for t in here if t.service_id in names})
    return f"runs {listed(found) if found else 'no task'} on it"


def _seat(scene: Scene, name: str) -> _Seat:
    """Where a task of that service runs; the first by id, as all are on the same networks.

    Raises:
        Settled: none runs yet.
    """
    service = service_named(scene, name)
    tasks = sorted(running(scene, tasks_of(scene, service)), key=lambda task: task.id)
    if not tasks:
        raise Settled(waiting(f"no task of {name} runs yet"))
    return _Seat(service, tasks[0], node_of(scene, tasks[0]))


def _shared(one: _Seat, other: _Seat) -> set[str]:
    return set(one.service.networks) & set(other.service.networks)


def _plain(scene: Scene, one: _Seat, other: _Seat) -> list[str]:
    """The names of the networks the two share that are not encrypted, or not known."""
    encrypted = {network.id for network in scene.snapshot.networks if network.encrypted}
    return _names(scene, _shared(one, other) - encrypted)


def _where(scene: Scene, *seats: _Seat) -> str:
    on = {seat.service.name: _names(scene, seat.service.networks) for seat in seats}
    return ", ".join(f"{name} on {listed(found or ['none'])}" for name, found in on.items())


def _names(scene: Scene, ids: Iterable[str]) -> list[str]:
    names = {network.id: network.name for network in scene.snapshot.networks}
    return sorted(names.get(id_, id_) for id_ in ids)


def _answers(scene: Scene, seat: _Seat, targets: Sequence[str], *, seconds: int) -> str:
    """The first of these that gives the task a page; empty if none does.

    Raises:
        Settled: the task could not try.
    """
    exec_ = ("docker", "exec", seat.task.container_id)
    each = str(round(patient(seconds)))
    done = scene.run(seat.node, (*exec_, "sh", "-c", _TRY, "try", each, *targets))
    if done.status == 0:
        return done.stdout.strip()
    if done.status == _NOBODY:
        return ""
    words = f"a task of {seat.service.name} could not try: {telling_line(done.stderr)}"
    raise Settled(could_not_look(seat.node, words))


def _addresses(scene: Scene, seat: _Seat) -> list[str]:
    """The task's own addresses on the networks of the swarm."""
    command = ("docker", "inspect", "--type", "task", "--format", _ADDRESSES, seat.task.id)
    said = _said(scene, scene.snapshot.seen_from or "", command)
    return [word.partition("/")[0] for word in said.split()]


def _require_kernel(scene: Scene, one: _Seat, other: _Seat) -> None:
    """Raises ``Settled``, skipped, where this kernel cannot carry what the two would say."""
    name = other.service.name
    if "ip_vs" in scene.lacks and other.service.endpoint_mode == "vip":
        raise Settled(skipped(
            f"this kernel has no IPVS, which the virtual address of {name} needs"
        ))  # fmt: skip
    if "esp" in scene.lacks and one.node != other.node and not _plain(scene, one, other):
        raise Settled(skipped(
            f"this kernel has no ESP, which the encrypted network to {name} needs"
        ))  # fmt: skip
