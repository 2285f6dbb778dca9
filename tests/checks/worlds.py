"""A whole lab's swarm that goes by the names of the sentences' examples, or by similar ones."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from swarmlab.checks.scene import Scene
from swarmlab.checks.vocabulary import bind, sentences
from swarmlab.swarm.link import ApiRefused, Completed, FileMissing, LinkLost
from swarmlab.swarm.snapshot import Named, Network, PublishedPort, SecretUse
from tests.fakes.link import FakeLink
from tests.fakes.swarms import service, snapshot, task

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from swarmlab.checks.baseline import Baseline
    from swarmlab.checks.vocabulary import BoundCheck
    from swarmlab.swarm.command import FinishedCommand
    from swarmlab.swarm.snapshot import Role, Snapshot

    Spelling = Callable[[str], str]

MANAGERS = ("manager1", "manager2", "manager3")
WORKERS = ("worker1", "worker2", "worker3")
LAB = (*MANAGERS, *WORKERS)
ROLES: Mapping[str, Role | None] = {
    **dict.fromkeys(MANAGERS, "manager"),
    **dict.fromkeys(WORKERS, "worker"),
}


def as_is(name: str) -> str:
    """The name."""
    return name


@cache
def examples() -> Sequence[BoundCheck]:
    """The example of each sentence of the vocabulary, bound to a lab that has its nodes."""
    return [bind(known.example, _nodes_in(known.example)) for known in sentences()]


def _nodes_in(text: str) -> tuple[str, ...]:
    more = re.findall(r"\b(?:manager|worker)\d+\b", text)
    return tuple(dict.fromkeys([*LAB, *more]))


@cache
def words_of(kind: str) -> frozenset[Any]:
    """What stands for a type of field in the examples."""
    return frozenset(
        check.arguments[name]
        for check in examples()
        for name, its_kind in check.sentence.fields.items()
        if its_kind == kind
    )


def world(
    check: BoundCheck,
    nodes: Mapping[str, Role | None] = ROLES,
    spelt: Spelling = as_is,
    kind: str = "",
) -> Snapshot:
    """A swarm in which as much of an example is true as a snapshot can hold.

    Every service of the examples runs, on the nodes the check names or as often as it says,
    has every secret, network and port, and is bound to every label; every member has these.
    Every network is encrypted.

    Args:
        check: the example.
        nodes: with their roles, None for one outside.
        spelt: how names of the one ``kind`` of field are written in it.
        kind: ``service``, ``secret``, ``network`` or ``label``.
    """

    def names(of: str) -> list[str]:
        return [spelt(n) if of == kind else n for n in sorted(words_of(of))]

    made = snapshot(**nodes)
    secrets = tuple(Named(f"id-{name}", name) for name in names("secret"))
    networks = tuple(Network(f"id-{name}", name, encrypted=True) for name in names("network"))
    ports = tuple(PublishedPort(number, "host") for number in sorted(words_of("port")))
    change = spelt if kind == "label" else as_is
    labels = {change(label.key): label.value for label in words_of("label")}
    constraints = tuple(f"node.labels.{key}=={value}" for key, value in labels.items())
    uses = tuple(SecretUse(secret.id, secret.name, secret.name) for secret in secrets)
    services = tuple(
        replace(
            service(name, *constraints, replicas=len(WORKERS)),
            secrets=uses, networks=tuple(network.id for network in networks), ports=ports,
        )
        for name in names("service")
    )  # fmt: skip
    tasks = tuple(
        task(each.name, node, slot=slot)
        for each in services
        for slot, node in enumerate(_places(check, nodes), 1)
    )
    members = tuple(replace(m, labels=labels, engine_labels=labels) for m in made.members)
    return replace(made, members=members, services=services, tasks=tasks, secrets=secrets,
                   networks=networks)  # fmt: skip


def _places(check: BoundCheck, nodes: Mapping[str, Role | None]) -> list[str]:
    """Where tasks run."""
    workers = [name for name, role in nodes.items() if role == "worker"]
    named = [name for name in check.nodes if nodes.get(name) == "worker"]
    return (named or workers)[: check.arguments.get("tasks", len(workers))]


NOWHERE = snapshot(**dict.fromkeys(LAB))
"""The same nodes, and no swarm."""


def stage(
    now: Snapshot,
    link: Callable[[str], FakeLink] = FakeLink,
    *,
    before: Baseline | None = None,
    journal: tuple[FinishedCommand, ...] = (),
) -> Scene:
    """A scene of a snapshot's nodes, each with such a link."""
    links = {name: link(name) for name in now.views}
    return Scene(now, before, journal, links, tuple(now.views))


@dataclass
class Lost(FakeLink):
    """A node that gives no answer."""

    lost: bool = True


@dataclass
class Faulty(FakeLink):
    """A node whose engine answers everything with an error, and where nothing runs well."""

    words: str = field(
        default="rpc error: code = DeadlineExceeded desc = context deadline exceeded"
    )

    def get(
        self, path: str, query: Mapping[str, str] | None = None, *, timeout: float = 5.0
    ) -> Any:
        raise ApiRefused(500, self.words)

    def read(self, path: str, *, limit: int = 1 << 20, timeout: float = 5.0) -> bytes:
        raise FileMissing(path)

    def run(self, argv: Sequence[str], *, stdin: bytes = b"", timeout: float = 5.0) -> Completed:
        return Completed(1, "", f"Error response from daemon: {self.words}")


@dataclass
class Knocking(FakeLink):
    """A node that finds the same at every port of every other node, as ``published`` asks."""

    found: str = "shut"

    def run(self, argv: Sequence[str], *, stdin: bytes = b"", timeout: float = 5.0) -> Completed:
        done = super().run(argv, stdin=stdin, timeout=timeout)
        return Completed(0, f"{self.found}\n", "") if argv[0] == "bash" else done


@dataclass
class Vague(FakeLink):
    """A node that takes every question well and has nothing to say to it."""

    nothing: Any = None

    def get(
        self, path: str, query: Mapping[str, str] | None = None, *, timeout: float = 5.0
    ) -> Any:
        return self.nothing

    def read(self, path: str, *, limit: int = 1 << 20, timeout: float = 5.0) -> bytes:
        return b""

    def run(self, argv: Sequence[str], *, stdin: bytes = b"", timeout: float = 5.0) -> Completed:
        return Completed(0, "", "")

    def converse(self, argv: Sequence[str], *, timeout: float = 5.0) -> Any:
        raise LinkLost(f"{argv[0]}: ended at once")
