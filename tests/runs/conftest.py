"""A store, a lab and an engine of their own for each test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swarmlab.runs import labfile, registry, watch
from swarmlab.runs.hold import Hold
from swarmlab.runs.session import Session
from swarmlab.runs.store import Store
from tests.fakes.ground import FakeGround
from tests.runs.labs import write_lab

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from swarmlab.runs.model import Lab


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "state") as opened:
        yield opened


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    return labfile.load(write_lab(tmp_path))


@pytest.fixture
def ground() -> FakeGround:
    return FakeGround()


@pytest.fixture
def session(store: Store, lab: Lab, ground: FakeGround) -> Iterator[Session]:
    run = registry.make_run(store, lab.name, "ada", str(lab.path))
    opened = Session(ground, Hold.take(store, run), lab)
    yield opened
    opened.leave(keep=False)


@pytest.fixture(autouse=True)
def quick_poll(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nodes that act cost nothing to look at."""
    monkeypatch.setattr(watch, "POLL_SECONDS", 0.3)
