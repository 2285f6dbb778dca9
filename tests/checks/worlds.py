"""A whole lab's swarm that goes by the names of the sentences' examples, or by similar ones."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from swarmlab.checks.scene import Scene
from swarmlab.checks.vocabulary import bind, sentences
from swarmlab.swarm.link import ApiRefused, Completed, FileMissing, LinkLost
from swarmlab.swarm.snapshot import Named, SecretUse
from tests.fakes.link import FakeLink
from tests.fakes.swarms import service, snapshot, task

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from swarmlab.checks.baseline import Baseline
    from swarmlab.checks.vocabulary import BoundCheck
    from swarmlab.swarm.command import FinishedCommand
    from swarmlab.swarm.snapshot import Role, Service, Snapshot

    Spelling = Callable[[str], str]

MANAGERS = ("manager1", "manager2", "manager3")
WORKERS = ("worker1", "worker2", "worker3")
LAB = (*MANAGERS, *WORKERS)


def as_is(name: str) -> str:
    """The name."""
    return name


def examples() -> Sequence[BoundCheck]:
    """The example of each sentence of the vocabulary, bound to a lab that has its nodes."""
    return [bind(known.example, _nodes_in(known.example)) for known in sentences()]


def _nodes_in(text: str) -> tuple[str, ...]:
    more = re.findall(r"\b(?:manager|worker)\d+\b", text)
    return tuple(dict.fromkeys([*LAB, *more]))


def words_of(kind: str) -> frozenset[Any]:
    """What stands for a type of field in the examples."""
    return frozenset(
        check.arguments[name]
        for check in examples()
        for name, its_kind in check.sentence.fields.items()
        if its_kind == kind
    )


def world(nodes: Mapping[str, Role | None], spelt: Spelling = as_is) -> Snapshot:
    """A swarm of these nodes in which each service runs, with every secret, on every worker."""
    made = snapshot(**nodes)
    inside = [name for name, role in nodes.items() if role]
    secrets = tuple(Named(f"id-{spelt(n)}", spelt(n)) for n in sorted(words_of("secret")))
    networks = tuple(Named(f"id-{spelt(n)}", spelt(n)) for n in sorted(words_of("network")))
    labels = {spelt(label.key): label.value for label in words_of("label")}
    uses = tuple(SecretUse(s.id, s.name, s.name) for s in secrets)
    services = tuple(
        _service(spelt(name), labels, uses, [n.id for n in networks])
        for name in sorted(words_of("service"))
    )
    tasks = tuple(
        task(each.name, node, slot=slot)
        for each in services
        for slot, node in enumerate((n for n in inside if nodes[n] == "worker"), 1)
    )
    members = tuple(replace(m, labels=labels, engine_labels=labels) for m in made.members)
    return replace(made, members=members, services=services, tasks=tasks, secrets=secrets,
                   networks=networks)  # fmt: skip


def _service(
    name: str, labels: Mapping[str, str], uses: tuple[SecretUse, ...], networks: Sequence[str]
) -> Service:
    constraints = tuple(f"node.labels.{key}=={value}" for key, value in labels.items())
    made = service(name, *constraints, replicas=len(WORKERS))
    return replace(made, secrets=uses, networks=tuple(networks))


FULL = world({**dict.fromkeys(MANAGERS, "manager"), **dict.fromkeys(WORKERS, "worker")})
"""Everything the examples name is there and well."""
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
