"""What live tests begin with: the engine, a progress file of their own, a node of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swarmlab.nodes.engine import Engine
from swarmlab.nodes.spec import NodeSpec
from swarmlab.nodes.topology import up
from swarmlab.runs.engine_ground import EngineGround
from swarmlab.runs.store import Store
from tests.live.nest import spec_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from swarmlab.nodes.node import Node


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A module's tests share nodes, so one worker runs them, unless a test says otherwise.

    What takes longest begins first, so that no worker is left with it at the end.
    """
    items.sort(key=lambda item: not item.location[0].endswith("test_proofs_labs.py"))
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.location[0]))


@pytest.fixture(scope="module")
def ground() -> Iterator[EngineGround]:
    found = EngineGround.connect()
    yield found
    found.engine.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "state") as opened:
        yield opened


@pytest.fixture(scope="module")
def node() -> Iterator[Node]:
    """One node outside any swarm."""
    with Engine.connect() as engine:
        topology = up(engine, spec_of(NodeSpec("manager1")))
        yield topology.nodes["manager1"]
        topology.down()
