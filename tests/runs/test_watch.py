"""What wakes the judge."""

from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING

import pytest

from swarmlab.checks.source import Source
from swarmlab.runs import watch as watching
from swarmlab.runs.watch import Watch
from tests.fakes.ground import FakeNode, FakeSwarm
from tests.fakes.link import FakeLink

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PATIENCE = 10.0


class Talking:
    """A feed that tells what a test puts into it; None loses it."""

    def __init__(self) -> None:
        self.events: queue.Queue[str | None] = queue.Queue()

    def __iter__(self) -> Iterator[str]:
        while (event := self.events.get()) is not None:
            yield event
        raise OSError("lost")

    def close(self) -> None:
        self.events.put(None)


class Looks:
    """Notes each look, and waits for one that fits."""

    def __init__(self) -> None:
        self.seen: queue.Queue[frozenset[Source]] = queue.Queue()

    def __call__(self, changed: Iterable[Source]) -> None:
        self.seen.put(frozenset(changed))

    def wait(self, *sources: Source) -> frozenset[Source]:
        while True:
            changed = self.seen.get(timeout=PATIENCE)
            if set(sources) <= changed:
                return changed


@pytest.fixture
def feeds(monkeypatch: pytest.MonkeyPatch) -> queue.Queue[Talking]:
    """The feeds that were opened, in order; the poll is out of the way."""
    opened: queue.Queue[Talking] = queue.Queue()

    def events(_: FakeNode) -> Talking:
        feed = Talking()
        opened.put(feed)
        return feed

    monkeypatch.setattr(FakeNode, "events", events)
    monkeypatch.setattr(watching, "POLL_SECONDS", 600.0)
    return opened


@pytest.fixture
def looks() -> Looks:
    return Looks()


@pytest.fixture
def watch(feeds: queue.Queue[Talking], looks: Looks) -> Iterator[Watch]:
    swarm = FakeSwarm({"manager1": FakeLink("manager1")}, {"manager1": None})
    found = Watch(looks, lambda _: None, lambda: True)
    found.start({"manager1": FakeNode("manager1", swarm)})
    looks.wait()
    yield found
    found.close()


def test_an_event_wakes_it_for_what_the_event_may_have_changed(
    watch: Watch, feeds: queue.Queue[Talking], looks: Looks
) -> None:
    feeds.get(timeout=PATIENCE).events.put("service")
    assert Source.SECRETS not in looks.wait(Source.SERVICES)


def test_a_lost_stream_is_a_change_and_is_opened_again(
    watch: Watch, feeds: queue.Queue[Talking], looks: Looks
) -> None:
    first = feeds.get(timeout=PATIENCE)
    first.events.put("node")
    first.events.put(None)
    looks.wait(Source.SWARM, Source.FILES)
    feeds.get(timeout=PATIENCE).events.put("secret")
    looks.wait(Source.SECRETS)


def test_a_finished_command_wakes_it_at_once(watch: Watch, looks: Looks) -> None:
    watch.wake({Source.JOURNAL})
    assert looks.wait(Source.JOURNAL) == {Source.JOURNAL}


def test_a_look_that_fails_is_not_the_last(
    feeds: queue.Queue[Talking], caplog: pytest.LogCaptureFixture
) -> None:
    seen = threading.Event()

    def look(changed: Iterable[Source]) -> None:
        if Source.SECRETS in changed:
            seen.set()
            return
        raise RuntimeError("a bug")

    found = Watch(look, lambda _: None, lambda: True)
    found.start({})
    found.wake({Source.SWARM})
    found.wake({Source.SWARM})
    for _ in range(100):
        found.wake({Source.SECRETS})
        if seen.wait(0.1):
            break
    found.close()
    assert seen.is_set()


def test_an_engine_that_is_back_makes_everything_worth_a_look(
    monkeypatch: pytest.MonkeyPatch, looks: Looks
) -> None:
    monkeypatch.setattr(watching, "POLL_SECONDS", 0.05)
    asked = threading.Event()
    alive = threading.Event()

    def answers() -> bool:
        asked.set()
        return alive.is_set()

    found = Watch(looks, lambda _: None, answers)
    found.start({})
    assert asked.wait(PATIENCE)
    alive.set()
    first = looks.seen.get(timeout=PATIENCE)
    found.close()
    assert first == set(Source)
