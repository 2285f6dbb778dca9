"""A deck's exercises from fresh nodes to none: up, each action in order, down."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from swarmlab.deck.model import Chapter, Position
from swarmlab.errors import UsageError
from swarmlab.nodes.spec import NodeSpec
from swarmlab.runs import orphans, throwaway
from swarmlab.runs.exercises.clock import Limits, RealClock
from swarmlab.runs.exercises.outcome import DeckReport, Done, Outcome
from swarmlab.runs.exercises.panes import Panes
from swarmlab.runs.exercises.perform import Performer
from swarmlab.runs.model import BoundChapter, Lab, Place

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from swarmlab.deck.deck import Deck
    from swarmlab.runs.events import Event
    from swarmlab.runs.exercises.plan import Planned
    from swarmlab.runs.ground import Ground
    from swarmlab.runs.session import Session
    from swarmlab.runs.store import Store

MOST_NODES = 24
_GAVE_UP = "the one before it in this exercise did not end"


def run_deck(
    ground: Ground,
    store: Store,
    lab: Lab,
    planned: Sequence[Planned],
    stopped: threading.Event,
    on_done: Callable[[Done], None] = lambda _: None,
    on_event: Callable[[Event], None] = lambda _: None,
    limits: Limits | None = None,
    *,
    strict: bool = False,
) -> DeckReport:
    """Do what is planned in the first node's shell, on nodes of their own, which go again.

    Args:
        ground: where nodes come from.
        store: the progress file; the run has an owner of its own, and goes.
        lab: ``lab_of`` the deck.
        planned: what to do.
        stopped: set, it is called off; what is up is removed.
        on_done: told of each action as it ends.
        on_event: told of how far the nodes are.
        limits: how long things may take.
        strict: an action that is skipped is a fault.

    Raises:
        UsageError: there is nothing to do.
        CalledOff: ``stopped`` was set.
        SwarmlabError: the nodes did not come up, or the engine is gone.
    """
    if not planned:
        raise UsageError(
            "no exercise of this deck has anything to run",
            place=str(lab.path),
            next_step="exercises are .lab[…] or .exercise[…] with fences such as ```bash",
        )
    begun = time.monotonic()
    orphans.clear(ground, store)
    session = throwaway.begin(ground, store, lab, stopped, watched=False)
    session.listen(on_event)
    done: list[Done] = []
    try:
        session.goto(Place(lab.chapters[0].name))
        for one in _performed(session, planned, stopped, limits or Limits()):
            done.append(one)
            on_done(one)
    finally:
        session.leave(keep=False)
        left_over = tuple(map(str, ground.listing(session.run.id)))
        throwaway.forget(store, session)
    return DeckReport(lab.name, tuple(done), time.monotonic() - begun, left_over, strict)


def lab_of(deck: Deck, path: Path, nodes: int, start: str) -> Lab:
    """The lab a deck runs on: so many nodes, node1 and on, not in a swarm or all in one."""
    if not 1 <= nodes <= MOST_NODES:
        raise UsageError(f"a deck runs on 1 to {MOST_NODES} nodes, not on {nodes}")
    names = tuple(f"node{number + 1}" for number in range(nodes))
    position = Position(path, 1)
    chapter = Chapter(deck.name, path, deck.title, 0, names, start, (), position)
    return Lab(
        deck.name, deck.title, "", path,
        tuple(NodeSpec(name) for name in names), (BoundChapter(chapter, ()),),
    )  # fmt: skip


def _performed(
    session: Session, planned: Sequence[Planned], stopped: threading.Event, limits: Limits
) -> Iterator[Done]:
    """Each action with its outcome; the rest of an exercise goes by after what did not end."""
    clock = RealClock(stopped)
    panes = Panes(session.shell, session.node_names, clock, limits)
    performer = Performer(panes, clock, limits)
    given_up: int | None = None
    for one in planned:
        if one.exercise == given_up and not one.unknown:
            yield Done(one, Outcome("skipped", _GAVE_UP))
            continue
        outcome = performer.perform(one)
        yield Done(one, outcome)
        if outcome.kind in {"failed", "timed out"}:
            performer.recover()
            given_up = one.exercise if outcome.kind == "timed out" else None
