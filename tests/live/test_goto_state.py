"""The way to a step takes refused attacks as made: the nodes are as if each had been made."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from swarmlab.runs import labfile, player, registry
from swarmlab.runs.attack import foreseen
from swarmlab.runs.hold import Hold
from swarmlab.runs.model import Place
from swarmlab.runs.replay import way_to
from swarmlab.runs.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from swarmlab.runs.engine_ground import EngineGround
    from swarmlab.runs.store import Store
    from swarmlab.swarm.link import Link

LAB = labfile.load("least-privilege")
CHAPTERS = [
    pytest.param(
        chapter.name,
        id=chapter.name,
        marks=pytest.mark.live if chapter.name == "join-tokens" else pytest.mark.soak,
    )
    for chapter in LAB.chapters
    if any(foreseen(unit) for leg in way_to(LAB, chapter.name, 99) for unit in leg.units)
]
"""One with slow attacks for every day, all of them for the soak."""

FILES = "find /root /tmp /var/log /etc -xdev -type f -exec stat -c '%a %s %n' {} +"
_RANDOM = re.compile(r"\b[a-z0-9]{25}\b|\b[0-9a-f]{12,64}\b")


@dataclass(frozen=True)
class State:
    """What a learner, a unit or a sentence could tell nodes apart by; nothing that is random."""

    files: Mapping[str, frozenset[str]]
    """Mode, whether there is anything in it, and path; by node."""
    own_words: frozenset[tuple[str, str, bool]]
    """Node, state, whether it manages."""
    members: frozenset[tuple[str, str, str, str]]
    services: frozenset[tuple[str, str]]
    secrets: frozenset[str]
    captures: frozenset[str]
    verdicts: Mapping[str, str]
    done: frozenset[str]
    journal: tuple[tuple[str, int], ...]
    """Node and status of each command, by node."""


@pytest.fixture
def session(ground: EngineGround, store: Store) -> Iterator[Session]:
    run = registry.make_run(store, LAB.name, "test-goto", str(LAB.path))
    opened = Session(ground, Hold.take(store, run), LAB)
    yield opened
    opened.leave(keep=False)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_nodes_are_the_same_as_if_each_attack_had_been_made(
    chapter: str, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Place(chapter, LAB.chapter(chapter).steps[-1].slide.index)
    session.goto(place)
    noted = state(session)
    monkeypatch.setattr(player, "foreseen", lambda _: None)
    session.goto(place)
    made = state(session)
    assert noted == made


def state(session: Session) -> State:
    steps = LAB.chapter(session.place.chapter).steps
    judged = session.judge.try_out(*steps)
    snapshot = session.snapshot
    assert snapshot is not None
    links = session.stage.links
    variables = links["manager1"].run(("cut", "-d=", "-f1", "/run/swarmlab/captures.sh")).stdout
    journal = sorted((c.node, c.started, c.status) for c in session.judge._journal)
    return State(
        files={name: files(link) for name, link in links.items()},
        own_words=frozenset(
            (view.node, view.state, view.control_available) for view in snapshot.views.values()
        ),
        members=frozenset((m.hostname, m.role, m.availability, m.status) for m in snapshot.members),
        services=frozenset(
            (service.name, task.state)
            for service in snapshot.services
            for task in snapshot.tasks
            if task.service_id == service.id and task.state == task.desired_state
        ),
        secrets=frozenset(secret.name for secret in snapshot.secrets),
        captures=frozenset(variables.split("\n")),
        verdicts={key: str(verdict.state) for key, verdict in judged.items()},
        done=frozenset(step.id for step in steps if session.step_is_done(step.id)),
        journal=tuple((node, status) for node, _, status in journal),
    )


def files(link: Link) -> frozenset[str]:
    listed = link.run(("sh", "-c", FILES)).stdout
    return frozenset(
        f"{mode} {'empty' if size == '0' else 'full'} {_RANDOM.sub('_', path)}"
        for mode, size, path in (line.split(" ", 2) for line in listed.splitlines())
    )
