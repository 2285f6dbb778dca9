"""Certificates kept from look to look: read when a node's place changed, or when they are old."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from swarmlab.swarm import shelf as shelving
from swarmlab.swarm.certificate import CERTIFICATE_PATH
from swarmlab.swarm.collect import collect
from swarmlab.swarm.shelf import KEPT_SECONDS, CertificateShelf
from tests.fakes.authority import Authority
from tests.fakes.link import FakeLink
from tests.fakes.swarms import USUAL, inside, member, outside, seen, silent
from tests.swarm.test_collect import manager, worker

if TYPE_CHECKING:
    from swarmlab.swarm.snapshot import Snapshot

AUTHORITY = Authority()
READ = ("read", CERTIFICATE_PATH)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The monotonic clock of the shelf, to be set."""
    now = [100.0]
    monkeypatch.setattr(shelving, "monotonic", lambda: now[0])
    return now


def link(node: str, role: str = "swarm-worker") -> FakeLink:
    return FakeLink(node, files={CERTIFICATE_PATH: AUTHORITY.issue(f"id-{node}", role)})


def roles(shelf: CertificateShelf, snapshot: Snapshot, *links: FakeLink) -> dict[str, str]:
    found = shelf.look(snapshot, {each.node: each for each in links})
    return {name: certificate.role for name, certificate in found.items()}


def reads(each: FakeLink) -> int:
    return each.calls.count(READ)


def test_a_certificate_is_read_once_while_nothing_changes(clock: list[float]) -> None:
    shelf, links = CertificateShelf(), (link("manager1", "swarm-manager"), link("worker1"))
    wanted = {"manager1": "swarm-manager", "worker1": "swarm-worker"}
    assert roles(shelf, USUAL, *links, link("worker2")) == wanted | {"worker2": "swarm-worker"}
    clock[0] += KEPT_SECONDS - 1
    assert roles(shelf, USUAL, *links, link("worker2")).items() >= wanted.items()
    assert [reads(each) for each in links] == [1, 1]


def test_an_old_one_is_read_again(clock: list[float]) -> None:
    shelf, node = CertificateShelf(), link("worker1")
    only = seen({"worker1": inside("worker1", "worker")})
    roles(shelf, only, node)
    clock[0] += KEPT_SECONDS
    node.files[CERTIFICATE_PATH] = AUTHORITY.issue("id-worker1", "swarm-manager")
    assert roles(shelf, only, node) == {"worker1": "swarm-manager"}


@pytest.mark.parametrize(
    "changed",
    [
        {"role": "manager"},
        {"certificate_issuer": "another root"},
    ],
)
def test_another_role_or_issuer_is_read_at_once(
    clock: list[float], changed: dict[str, str]
) -> None:
    shelf, node = CertificateShelf(), link("worker1")
    views = {name: inside(name, "worker") for name in ("worker1", "manager1")}
    views["manager1"] = inside("manager1", "manager")
    listed = member("worker1", "worker")
    links = (node, link("manager1"))
    roles(shelf, seen(views, listed), *links)
    roles(shelf, seen(views, replace(listed, **changed)), *links)  # type: ignore[arg-type]
    assert [reads(each) for each in links] == [2, 1]


def test_who_left_or_gives_no_answer_has_none(clock: list[float]) -> None:
    shelf, node = CertificateShelf(), link("worker1")
    roles(shelf, seen({"worker1": inside("worker1", "worker")}), node)
    assert roles(shelf, seen({"worker1": silent("worker1")}), node) == {}
    assert roles(shelf, seen({"worker1": outside("worker1")}), node) == {}
    assert reads(node) == 1


def test_a_file_that_is_gone_or_broken_is_no_certificate(clock: list[float]) -> None:
    gone, broken = FakeLink("worker1"), FakeLink("worker2", files={CERTIFICATE_PATH: b"\x1b[2J"})
    lost = FakeLink("manager1", lost=True)
    assert roles(CertificateShelf(), USUAL, gone, broken, lost) == {}


def test_a_snapshot_holds_certificates_where_a_shelf_keeps_them() -> None:
    links = {"manager1": manager("manager1"), "worker1": worker("worker1")}
    links["worker1"].files[CERTIFICATE_PATH] = AUTHORITY.issue("w")
    assert collect(links).certificates == {}
    found = collect(links, CertificateShelf()).certificates
    assert [(name, each.node_id, each.issuer) for name, each in found.items()] == [
        ("worker1", "w", "swarm-ca")
    ]
