"""A store, a lab and an engine of their own for each test."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from swarmlab.runs import labfile, registry
from swarmlab.runs.hold import Hold
from swarmlab.runs.session import Session
from swarmlab.runs.store import Store
from tests.fakes.ground import FakeGround
from tests.runs.labs import write_lab

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from swarmlab.runs.events import Event
    from swarmlab.runs.model import Lab

PATIENCE = 10.0
"""Seconds a test waits for what must come."""


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


class Heard:
    """Collects a session's events and waits for one."""

    def __init__(self, session: Session) -> None:
        self.events: list[Event] = []
        self._new = threading.Condition()
        session.listen(self._hear)

    def _hear(self, event: Event) -> None:
        with self._new:
            self.events.append(event)
            self._new.notify_all()

    def wait(self, fits: Callable[[Event], bool]) -> Event:
        """The first event that fits; fails the test when none comes."""
        with self._new:
            if self._new.wait_for(lambda: any(map(fits, self.events)), PATIENCE):
                return next(event for event in self.events if fits(event))
        raise AssertionError(f"no such event among {self.events}")
