from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from swarmlab.checks.baseline import Baseline
from tests.checks.hiding import API, link_of, runs, swarm, world
from tests.checks.scenes import (
    assert_error,
    assert_failed,
    assert_passed,
    assert_waiting,
    scene,
)
from tests.fakes.swarms import BARE

if TYPE_CHECKING:
    from swarmlab.checks.scene import Scene
    from swarmlab.swarm.snapshot import ServiceTask

SMOOTH = "service api was updated without a gap"
THEN = swarm(API, tasks=(runs("api", "worker1"),))
BEFORE = Baseline.take(THEN)
OLD = runs("api", "worker1", "shutdown", "shutdown")
NEW = replace(runs("api", "worker2"), id="new")


def stamp(seconds: float) -> str:
    """As the engine writes a time so long after the step began."""
    moment = datetime.fromtimestamp(BEFORE.taken_at + seconds, UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%f123Z")


def ran(now: Scene, task: ServiceTask, node: str, began: float, ended: float | None) -> None:
    """The engine of the node says when the task's container ran."""
    state = {"StartedAt": stamp(began), "Running": ended is None,
             "FinishedAt": "0001-01-01T00:00:00Z" if ended is None else stamp(ended)}  # fmt: skip
    path = f"/containers/{task.container_id}/json"
    link_of(now, node).answers[path] = {"State": state}


def updated(new_from: float, old_until: float, *more: ServiceTask) -> Scene:
    """The task of api moved from worker1 to worker2, at these seconds since the step began."""
    now = world(swarm(API, tasks=(OLD, NEW, *more)), baseline=BEFORE)
    ran(now, OLD, "worker1", -60, old_until)
    ran(now, NEW, "worker2", new_from, None)
    return now


def test_who_starts_first_leaves_no_gap() -> None:
    assert_passed(SMOOTH, updated(2.0, 2.5))
    assert_passed(SMOOTH, updated(2.0, 2.0))


def test_who_stops_first_leaves_one() -> None:
    assert_failed(SMOOTH, updated(4.0, 2.5), "no task of api ran for 1.5 s")


def test_a_task_between_fills_the_gap_or_not() -> None:
    between = replace(runs("api", "manager1", "shutdown", "shutdown"), id="between")
    filled = updated(9.0, 2.0, between)
    ran(filled, between, "manager1", 1.0, 9.5)
    assert_passed(SMOOTH, filled)
    open_still = updated(9.0, 2.0, between)
    ran(open_still, between, "manager1", 4.0, 9.5)
    assert_failed(SMOOTH, open_still, "for 2.0 s")


def test_a_task_that_ended_early_beside_another_leaves_no_gap() -> None:
    early = replace(runs("api", "manager1", "shutdown", "shutdown"), id="early")
    now = updated(9.0, 9.5, early)
    ran(now, early, "manager1", -50, 2.0)
    assert_passed(SMOOTH, now)


def test_a_container_that_never_ran_fills_nothing() -> None:
    failed = replace(runs("api", "manager1", "failed"), id="never")
    now = updated(4.0, 2.5, failed)
    path = f"/containers/{failed.container_id}/json"
    zero = "0001-01-01T00:00:00Z"
    link_of(now, "manager1").answers[path] = {
        "State": {"StartedAt": zero, "FinishedAt": zero, "Running": False}
    }
    assert_failed(SMOOTH, now, "for 1.5 s")


def test_without_an_update_it_waits() -> None:
    assert_waiting(SMOOTH, world(THEN, baseline=BEFORE), "still runs a task of before")
    assert_waiting(SMOOTH, world(THEN), "has not been noted yet")
    assert_waiting(SMOOTH, scene(BARE), "there is no swarm yet")
    none = swarm(API)
    assert_waiting(SMOOTH, world(none, baseline=BEFORE), "no task of api runs")
    assert_waiting(SMOOTH, world(none, baseline=Baseline.take(none)), "no task of api ran when")
    assert_waiting(SMOOTH, world(swarm(), baseline=BEFORE), "there is no service api")


def test_an_update_on_its_way_is_waited_for() -> None:
    coming = replace(runs("api", "worker2", "preparing"), id="new")
    now = world(swarm(API, tasks=(OLD, coming)), baseline=BEFORE)
    assert_waiting(SMOOTH, now, "on its way to worker2")
    now = world(swarm(API, tasks=(OLD, NEW, replace(coming, id="newer"))), baseline=BEFORE)
    assert_waiting(SMOOTH, now, "a task of api is on its way to worker2")
    stopping = runs("api", "worker1", "running", "shutdown")
    now = world(swarm(API, tasks=(stopping, NEW)), baseline=BEFORE)
    assert_waiting(SMOOTH, now, "still stopping")


def test_without_the_old_containers_nobody_can_tell() -> None:
    now = updated(2.0, 2.5)
    link_of(now, "worker1").answers.clear()
    assert_waiting(SMOOTH, now, "the containers of before are gone")


def test_a_node_that_gives_no_answer_is_an_error() -> None:
    now = updated(2.0, 2.5)
    link_of(now, "worker1").lost = True
    assert_error(SMOOTH, now, "Could not look at worker1")
