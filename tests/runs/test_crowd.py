"""A class brought up and taken down: in order, side by side, and past what fails."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from swarmlab.errors import EngineGone, StartFailed, UsageError
from swarmlab.runs import crowd, crowd_down, registry
from swarmlab.runs.crowd import Crowd, Wish
from swarmlab.runs.ground import Room
from swarmlab.runs.hold import Hold
from swarmlab.runs.verbs import Workshop
from swarmlab.swarm.together import Pending
from tests.runs.patience import SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from swarmlab.runs.crowd import Outcome
    from swarmlab.runs.ground import Wanted
    from swarmlab.runs.model import Lab
    from swarmlab.runs.store import Store
    from tests.fakes.ground import FakeGround

GB = 1 << 30
CLASS = ("ada", "bob", "cem", "dana")
RUN = 1 * GB
"""Two nodes of 512 MiB."""


class Told:
    """Lines that were told, and a wait for one."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._came = threading.Condition()

    def tell(self, line: str) -> None:
        with self._came:
            self.lines.append(line)
            self._came.notify_all()

    def wait(self, words: str) -> None:
        with self._came:
            so = self._came.wait_for(lambda: any(words in line for line in self.lines), SECONDS)
        assert so, self.lines


@pytest.fixture
def heard() -> Told:
    return Told()


@pytest.fixture
def workshop(store: Store, ground: FakeGround) -> Workshop:
    return Workshop(store, lambda: ground)


@pytest.fixture(autouse=True)
def quick_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowd, "LOOK_SECONDS", 0.05)


def states(outcomes: tuple[Outcome, ...]) -> list[str]:
    return [outcome.state for outcome in outcomes]


def kept(store: Store) -> list[str]:
    return sorted(run.owner for run in registry.all_runs(store) if run.state == "kept")


def test_everybody_gets_a_run_of_their_own(
    workshop: Workshop, lab: Lab, store: Store, ground: FakeGround, heard: Told
) -> None:
    outcomes = Crowd(workshop, Wish(lab.path, CLASS), heard.tell).up()
    assert [outcome.owner for outcome in outcomes] == list(CLASS)
    assert states(outcomes) == ["up"] * 4
    assert kept(store) == list(CLASS)
    assert len(ground.nodes_of) == 4
    assert not any(sweeper.watching for sweeper in ground.sweepers)


def test_as_many_begin_side_by_side_as_the_cores_allow(
    workshop: Workshop, lab: Lab, ground: FakeGround, heard: Told
) -> None:
    assert most_at_once(workshop, Wish(lab.path, CLASS), ground, heard, cpus=1) == 2
    assert most_at_once(workshop, Wish(lab.path, ("e", "f"), starts=1), ground, heard, cpus=8) == 1


def most_at_once(workshop: Workshop, wish: Wish, ground: FakeGround, heard: Told, cpus: int) -> int:
    ground.machine = Room(cpus, 100 * GB, in_all=100 * GB)
    lock, now, most = threading.Lock(), 0, 0
    together = threading.Barrier(2)

    def begin(_: Wanted) -> None:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        if wish.starts != 1:
            together.wait(SECONDS)
        with lock:
            now -= 1

    ground.before_up = begin
    assert all(outcome.is_up for outcome in Crowd(workshop, wish, heard.tell).up())
    return most


def test_who_does_not_fit_waits_in_a_queue_and_begins_when_there_is_room(
    workshop: Workshop, lab: Lab, store: Store, ground: FakeGround, heard: Told
) -> None:
    ground.machine = Room(8, RUN + RUN // 2 + GB // 2, in_all=8 * GB)
    wish = Wish(lab.path, CLASS)
    # The first takes all there is, as a learner who uses everything.
    ground.before_up = lambda _: setattr(ground, "machine", Room(8, GB // 2, in_all=8 * GB))
    pending = Pending(Crowd(workshop, wish, heard.tell).up)
    heard.wait("1 of 4 is up; bob and 2 more wait for memory: 0.0 of 1.0 GB free")
    assert kept(store) == ["ada"]
    ground.before_up = lambda _: None
    ground.machine = Room(8, 100 * GB, in_all=100 * GB)
    assert states(pending.result(SECONDS)) == ["up"] * 4


def test_a_queue_that_stands_still_is_told_once(
    workshop: Workshop, lab: Lab, ground: FakeGround, heard: Told
) -> None:
    looks = threading.Semaphore(0)
    ground.machine = Room(8, 0, in_all=8 * GB)
    room = ground.room

    def counted() -> Room:
        looks.release()
        return room()

    ground.room = counted  # type: ignore[method-assign]
    doing = Crowd(workshop, Wish(lab.path, CLASS), heard.tell)
    pending = Pending(doing.up)
    for _ in range(5):
        assert looks.acquire(timeout=SECONDS)
    doing.call_off()
    assert states(pending.result(SECONDS)) == ["not begun"] * 4
    assert sum("wait for memory" in line for line in heard.lines) == 1


def test_a_run_that_counts_less_fits_where_its_limits_do_not(
    workshop: Workshop, lab: Lab, ground: FakeGround, heard: Told
) -> None:
    ground.machine = Room(8, GB, in_all=8 * GB)
    wish = Wish(lab.path, ("ada",), per_node=100 << 20)
    assert states(Crowd(workshop, wish, heard.tell).up()) == ["up"]


def test_of_an_engine_elsewhere_every_node_that_is_up_counts(
    workshop: Workshop, lab: Lab, ground: FakeGround, heard: Told
) -> None:
    ground.machine = Room(1, 3 * GB, is_free=False, in_all=3 * GB)
    doing = Crowd(workshop, Wish(lab.path, CLASS), heard.tell)
    pending = Pending(doing.up)
    heard.wait("2 of 4 are up; cem and 1 more wait for memory: 0.5 of 1.0 GB free")
    doing.call_off()
    assert states(pending.result(SECONDS)) == ["up", "up", "not begun", "not begun"]


def test_what_can_never_fit_fails_at_once(
    workshop: Workshop, lab: Lab, ground: FakeGround, heard: Told
) -> None:
    ground.machine = Room(8, GB, in_all=GB)
    outcomes = Crowd(workshop, Wish(lab.path, CLASS), heard.tell).up()
    assert states(outcomes) == ["failed"] * 4
    assert "too little memory: 0.5 of 1.0 GB" in outcomes[0].reason
    assert "--per-node" in outcomes[0].next_step


def test_who_finds_no_subnet_waits_for_one(
    workshop: Workshop, lab: Lab, ground: FakeGround, heard: Told
) -> None:
    ground.most_runs = 1
    pending = Pending(Crowd(workshop, Wish(lab.path, CLASS[:2]), heard.tell).up)
    heard.wait("1 of 2 is up; bob waits for a free subnet")
    ground.most_runs = 20
    assert states(pending.result(SECONDS)) == ["up", "up"]


def test_one_start_that_fails_does_not_stop_the_others(
    workshop: Workshop, lab: Lab, store: Store, ground: FakeGround, heard: Told
) -> None:
    def begin(wanted: Wanted) -> None:
        if wanted.owner == "bob":
            raise StartFailed("dockerd said no", place="worker1", next_step="look there")
        if wanted.owner == "cem":
            raise ValueError("a bug")

    ground.before_up = begin
    outcomes = Crowd(workshop, Wish(lab.path, CLASS), heard.tell).up()
    assert states(outcomes) == ["up", "failed", "failed", "up"]
    assert (outcomes[1].reason, outcomes[1].next_step) == ("worker1: dockerd said no", "look there")
    assert "a fault of swarmlab's own: ValueError" in outcomes[2].reason
    assert kept(store) == ["ada", "dana"]
    assert "bob: failed: worker1: dockerd said no" in heard.lines


def test_an_engine_that_goes_fails_those_who_wait(
    workshop: Workshop, lab: Lab, ground: FakeGround, heard: Told
) -> None:
    def gone() -> Room:
        raise EngineGone("the engine stopped answering", next_step="start it again")

    ground.room = gone  # type: ignore[method-assign]
    outcomes = Crowd(workshop, Wish(lab.path, CLASS), heard.tell).up()
    assert states(outcomes) == ["failed"] * 4
    assert outcomes[3].next_step == "start it again"


def test_a_class_begun_before_is_gone_on_with(
    workshop: Workshop, lab: Lab, ground: FakeGround, heard: Told
) -> None:
    workshop.up(lab.path, "bob")
    nodes = dict(ground.nodes_of)
    outcomes = Crowd(workshop, Wish(lab.path, CLASS), heard.tell).up()
    assert states(outcomes) == ["up", "up already", "up", "up"]
    assert all(ground.nodes_of[run] is found for run, found in nodes.items())


def test_a_run_open_in_a_program_is_left_to_it(
    workshop: Workshop, lab: Lab, store: Store, heard: Told
) -> None:
    run = registry.make_run(store, lab.name, "bob", str(lab.path))
    hold = Hold.take(store, run)
    outcomes = Crowd(workshop, Wish(lab.path, ("ada", "bob")), heard.tell).up()
    hold.end()
    assert states(outcomes) == ["up", "failed"]
    assert "another program shows lab small for bob" in outcomes[1].reason


def test_called_off_who_is_up_stays_and_what_is_half_made_goes(
    workshop: Workshop, lab: Lab, store: Store, ground: FakeGround, heard: Told
) -> None:
    half, go_on = threading.Event(), threading.Event()

    def begin(wanted: Wanted) -> None:
        if wanted.owner == "bob":
            half.set()
            go_on.wait(SECONDS)

    ground.before_up = begin
    doing = Crowd(workshop, Wish(lab.path, CLASS, starts=1), heard.tell)
    pending = Pending(doing.up)
    assert half.wait(SECONDS)
    doing.call_off()
    go_on.set()
    outcomes = pending.result(SECONDS)
    assert states(outcomes) == ["up", "called off", "not begun", "not begun"]
    assert kept(store) == ["ada"]
    assert len(ground.nodes_of) == 1
    assert registry.find_run(store, "small", "cem") is None


def test_a_place_that_is_not_there_begins_nobody(
    workshop: Workshop, lab: Lab, ground: FakeGround, heard: Told
) -> None:
    with pytest.raises(UsageError, match="no chapter third"):
        Crowd(workshop, Wish(lab.path, CLASS, at="third"), heard.tell)
    assert not ground.nodes_of


def test_a_class_begins_where_it_is_asked_to(
    workshop: Workshop, lab: Lab, store: Store, heard: Told
) -> None:
    outcomes = Crowd(workshop, Wish(lab.path, ("ada",), at="second"), heard.tell).up()
    assert states(outcomes) == ["up"]
    place = registry.get_run(store, outcomes[0].run).place
    assert place is not None
    assert place.chapter == "second"


@pytest.fixture
def whole(workshop: Workshop, lab: Lab, heard: Told) -> Callable[[], list[str]]:
    """A class that is up; the owners whose nodes are."""
    Crowd(workshop, Wish(lab.path, CLASS), heard.tell).up()
    return lambda: sorted(run.owner for run in workshop.status() if run.nodes)


def test_down_removes_those_named_and_says_who_was_not_up(
    workshop: Workshop, whole: Callable[[], list[str]]
) -> None:
    told = crowd_down.down(workshop, "small", ("ada", "cem", "eve"))
    assert [(one.owner, one.state) for one in told] == [
        ("ada", "removed"), ("cem", "removed"), ("eve", "not up"),
    ]  # fmt: skip
    assert whole() == ["bob", "dana"]


def test_everybody_is_who_is_up_and_no_proof(
    workshop: Workshop, store: Store, lab: Lab, whole: Callable[[], list[str]]
) -> None:
    workshop.down("small", "bob")
    proof = registry.make_run(store, lab.name, "test-1", str(lab.path))
    registry.begin_attempt(store, proof.id, "first", 0)
    assert sorted(crowd_down.everybody(workshop, "small")) == ["ada", "cem", "dana"]
    assert crowd_down.everybody(workshop, "other") == ()


def test_a_run_that_cannot_be_removed_does_not_keep_the_others(
    workshop: Workshop, store: Store, whole: Callable[[], list[str]]
) -> None:
    run = registry.find_run(store, "small", "bob")
    assert run is not None
    hold = Hold.take(store, run)
    told = crowd_down.down(workshop, "small", CLASS)
    hold.end()
    assert [one.state for one in told] == ["removed", "failed", "removed", "removed"]
    assert "another program holds this run" in told[1].reason
    assert whole() == ["bob"]
