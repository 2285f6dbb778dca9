"""What ends a step belongs to it, even when it ends while the swarm is being looked at."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from swarmlab.checks.verdict import State
from swarmlab.runs import judge, labfile, registry
from swarmlab.runs.hold import Hold
from swarmlab.runs.model import Place
from swarmlab.runs.session import Session
from swarmlab.swarm.collect import collect
from swarmlab.swarm.command import FinishedCommand
from tests.fakes.ground import NOT_A_MANAGER
from tests.runs.labs import FIRST, write_lab

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from swarmlab.runs.store import Store
    from swarmlab.swarm.link import Link
    from swarmlab.swarm.snapshot import Snapshot
    from tests.fakes.ground import FakeGround

REFUSED = "worker1 tried `docker node ls` and was refused: not-a-manager"
TEXT = FIRST.replace(
    "check #made: manager1 is a manager -->",
    f"check #made: manager1 is a manager -->\n- [ ] refused <!-- check #refused: {REFUSED} -->",
)


@pytest.fixture
def session(tmp_path: Path, store: Store, ground: FakeGround) -> Iterator[Session]:
    lab = labfile.load(write_lab(tmp_path, first=TEXT))
    run = registry.make_run(store, lab.name, "somebody", str(lab.path))
    opened = Session(ground, Hold.take(store, run), lab)
    opened.prepare(Place("first"))
    yield opened
    opened.leave(keep=False)


def test_a_command_that_ends_during_a_look_stays_with_the_step_it_ends(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, join = session.lab.steps[:2]
    session.player.play(make.slide.solution)
    looked = 0

    def collect_and_be_overtaken(links: Mapping[str, Link], *_: object) -> Snapshot:
        nonlocal looked
        looked += 1
        snapshot = collect(links)
        if looked == 1:
            now = time.time()
            session.judge.add_command(
                FinishedCommand("worker1", "docker node ls", 1, NOT_A_MANAGER, now, now)
            )
        return snapshot

    monkeypatch.setattr(judge, "collect", collect_and_be_overtaken)
    session.judge.look([make])
    assert looked == 2, "what the command did is looked at before the next step begins"
    for _ in range(2):
        session.judge.look([make])
        states = [known.verdict.state for known in session.judge.verdicts(make.id).values()]
        assert states == [State.PASSED, State.PASSED]
    assert session.judge.is_done(make.id)
    assert session.judge.has_begun(join)
