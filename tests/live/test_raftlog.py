"""The raft log of a real manager: opened with the key beside it, and closed by autolock."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from swarmlab.deck.model import Position, ReadUnit
from swarmlab.errors import UnitFailed
from swarmlab.runs import reading
from swarmlab.swarm.certificate import KEY_PATH
from swarmlab.swarm.keyfile import KeyFile
from swarmlab.swarm.raftlog import SNAPSHOT_FOLDER
from tests.live.nest import wait_until
from tests.live.swarmed import PATIENCE, new_nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.live.swarmed import Swarmed

pytestmark = pytest.mark.live

VALUE = "correct horse battery"
STORE = "/var/lib/docker/swarm"


@pytest.fixture(scope="module")
def nodes() -> Iterator[Swarmed]:
    with new_nodes(("manager1", "worker1"), manager="manager1") as swarmed:
        swarmed.worked("manager1", f"echo {VALUE} | docker secret create db_password -")
        yield swarmed


def read(nodes: Swarmed, node: str = "manager1") -> str:
    unit = ReadUnit(node, "raft-log", "/run/raft.txt", Position(Path("x.md"), 1))
    return reading.read(unit, nodes.links[node]).text


def key_file(nodes: Swarmed) -> KeyFile:
    return KeyFile.parse(nodes.links["manager1"].read(KEY_PATH).decode())


def await_key_file(nodes: Swarmed, *, encrypted: bool) -> KeyFile:
    """The manager writes its key file a moment after the swarm was updated."""
    wait_until(
        lambda: key_file(nodes).raft_key_encrypted == encrypted, "another key file", PATIENCE
    )
    return key_file(nodes)


def await_new_key(nodes: Swarmed) -> None:
    """Autolock replaces the raft key too, in the background, and ends with a snapshot."""

    def is_there() -> bool:
        snapshots = nodes.links["manager1"].run(("ls", "-1", SNAPSHOT_FOLDER)).stdout.split()
        return len(key_file(nodes).raft_keys) == 1 and any(n.endswith(".snap") for n in snapshots)

    wait_until(is_there, "a snapshot under the new key", PATIENCE)


def test_a_secret_is_nowhere_on_the_disk_and_opened_with_its_key(nodes: Swarmed) -> None:
    assert nodes.type("manager1", f"grep -raF '{VALUE}' {STORE}").status == 1
    text = read(nodes)
    head, _, secret = text.partition("create secret db_password\n")
    assert secret.split("\n")[1:3] == ["  db_password", f"  {VALUE}"]
    assert "cluster default" in head
    assert "node worker1" in head
    assert "BEGIN EC PRIVATE KEY" in head
    assert "sealed with another key" not in text
    assert "of an unknown form" not in text
    assert "was read in part" not in text


def test_a_worker_has_nothing_to_read(nodes: Swarmed) -> None:
    with pytest.raises(UnitFailed, match="worker1 is a worker: it keeps no raft log"):
        read(nodes, "worker1")


def test_autolock_closes_it_and_a_snapshot_opens_it_again(nodes: Swarmed) -> None:
    assert not key_file(nodes).raft_key_encrypted
    nodes.worked("manager1", "docker swarm update --autolock=true")
    assert await_key_file(nodes, encrypted=True).tls_key_encrypted
    with pytest.raises(UnitFailed, match="encrypted with the swarm's unlock key"):
        read(nodes)
    await_new_key(nodes)
    nodes.worked("manager1", "docker swarm update --autolock=false")
    assert not await_key_file(nodes, encrypted=False).tls_key_encrypted
    text = read(nodes)
    assert "create secret db_password" not in text
    assert "sealed with another key" in text
    snapshot = text.partition("snapshot holds secret db_password\n")[2]
    assert snapshot.split("\n")[1:3] == ["  db_password", f"  {VALUE}"]
