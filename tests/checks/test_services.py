from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from swarmlab.checks.baseline import Baseline
from swarmlab.checks.fields import FIELDS, Label
from swarmlab.checks.vocabulary import UnknownSentence, bind
from tests.checks.scenes import (
    assert_error,
    assert_failed,
    assert_passed,
    assert_waiting,
    scene,
)
from tests.fakes.swarms import (
    BARE,
    NODES,
    USUAL,
    member,
    seen,
    service,
    serving,
    silent,
    task,
)

if TYPE_CHECKING:
    from swarmlab.swarm.snapshot import Member, Snapshot

ONE = "service api runs 1 task"
TWO = "service api runs 2 tasks"
ONLY = "service api runs only on worker1"
SAME = "service api was not disturbed"
GONE = "service api is gone"
NOTHING = "no task runs on worker2"
DRAINED = "worker2 is drained"
ACTIVE = "worker2 is active"

API = service("api")
ON_WORKER1 = serving(USUAL, API, task("api", "worker1"))
ON_BOTH = serving(
    USUAL, replace(API, replicas=2), task("api", "worker1"), task("api", "worker2", slot=2)
)
THEN = Baseline.take(ON_WORKER1)


def listing(snapshot: Snapshot, *changed: Member) -> Snapshot:
    """The same snapshot with these members in the place of those of their names."""
    names = {m.hostname: m for m in changed}
    return replace(snapshot, members=tuple(names.get(m.hostname, m) for m in snapshot.members))


def without_answer(snapshot: Snapshot, node: str) -> Snapshot:
    return replace(snapshot, views={**snapshot.views, node: silent(node)})


@pytest.mark.parametrize("sentence", [ONE, ONLY, NOTHING, ACTIVE])
def test_a_service_on_one_node_passes(sentence: str) -> None:
    assert_passed(sentence, scene(ON_WORKER1))


@pytest.mark.parametrize("sentence", [ONE, ONLY, SAME, GONE, NOTHING, DRAINED, ACTIVE])
def test_without_a_swarm_everything_waits(sentence: str) -> None:
    assert_waiting(sentence, scene(BARE, baseline=THEN), "there is no swarm yet")


@pytest.mark.parametrize("sentence", [ONE, ONLY, SAME, GONE, NOTHING, DRAINED, ACTIVE])
def test_a_silent_manager_is_an_error(sentence: str) -> None:
    now = seen({**USUAL.views, "manager1": silent("manager1")})
    assert_error(sentence, scene(now, baseline=THEN), "Could not look at manager1")


@pytest.mark.parametrize("sentence", [ONE, "service api runs no tasks", ONLY])
def test_a_service_that_does_not_exist_is_waited_for(sentence: str) -> None:
    assert_waiting(sentence, scene(), "there is no service api yet")


@pytest.mark.parametrize("name", ["api2", "Api", "my-api", "api_1", "ap"])
def test_a_service_with_a_similar_name_is_not_the_one(name: str) -> None:
    now = serving(USUAL, service(name), task(name, "worker1"))
    for sentence in (ONE, ONLY):
        assert_waiting(sentence, scene(now), f"no service api yet; there is {name}")
    assert_failed(SAME, scene(now, baseline=THEN), "1 task of 1 ended")


def test_tasks_are_counted_with_their_nodes() -> None:
    assert_passed(TWO, scene(ON_BOTH))
    assert_waiting(TWO, scene(ON_WORKER1), "api runs 1 task: 1 on worker1 so far")
    verdict = assert_failed(ONE, scene(ON_BOTH), "api runs 2 tasks: 1 on worker1 and 1 on worker2")
    assert "replicas" in verdict.look_at


def test_a_stopped_service_runs_no_tasks_and_nowhere() -> None:
    ended = task("api", "worker1", "shutdown", "shutdown")
    now = scene(serving(USUAL, replace(API, replicas=0), ended))
    assert_passed("service api runs no tasks", now)
    assert_waiting(ONE, now, "api runs no tasks so far")
    assert_waiting(ONLY, now, "no task of api runs")
    assert_waiting(NOTHING, now, "no service runs anywhere")


def test_more_than_said_is_waited_for_on_the_way_down() -> None:
    fewer = serving(USUAL, API, *ON_BOTH.tasks)
    assert_waiting(ONE, scene(fewer), "and 1 task shall")


@pytest.mark.parametrize("state", ["assigned", "accepted", "preparing", "starting"])
def test_a_task_on_its_way_is_waited_for(state: str) -> None:
    now = scene(serving(USUAL, API, task("api", "worker1", state)))
    assert_waiting(ONE, now, f"a task is on its way to worker1: {state}")
    assert_waiting(ONLY, now, f"a task is on its way to worker1: {state}")
    assert_failed("no task runs on worker1", now, "api came to worker1")


def test_a_task_on_its_way_elsewhere_is_not_overlooked() -> None:
    coming = task("api", "worker2", "preparing", slot=2)
    now = serving(USUAL, API, task("api", "worker1"), coming)
    assert_waiting(ONLY, scene(now), "a task of api is about to start on worker2")


def test_a_task_that_still_stops_elsewhere_is_not_overlooked() -> None:
    leaving = task("api", "worker2", "running", "shutdown", slot=2)
    now = serving(USUAL, API, task("api", "worker1"), leaving)
    assert_waiting(ONLY, scene(now), "a task of api is still stopping on worker2")
    assert_waiting(NOTHING, scene(now), "a task is still stopping on worker2")


def test_the_engine_says_why_a_task_waits_for_a_node() -> None:
    pending = task("api", "", "pending", error="no suitable node (3 nodes)")
    now = scene(serving(USUAL, API, pending))
    assert_waiting(ONE, now, "api runs no tasks so far; no suitable node (3 nodes)")
    assert_waiting(ONLY, now, "no task of api runs: no suitable node (3 nodes)")


def test_a_rejected_task_fails_with_the_engines_reason() -> None:
    rejected = task("api", "worker2", "rejected", error="No such image: nosuch:1")
    retry = task("api", "worker1", "ready", "ready")
    assert_failed(ONE, scene(serving(USUAL, API, rejected)), "worker2 rejected a task: No such")
    assert_failed(ONE, scene(serving(USUAL, API, rejected, retry)), "No such image: nosuch:1")


def test_a_rejected_task_is_history_once_another_took_its_place() -> None:
    rejected = task("api", "worker2", "rejected", error="No such image: nosuch:1")
    assert_passed(ONE, scene(serving(USUAL, API, rejected, task("api", "worker1"))))
    starting = serving(USUAL, API, rejected, task("api", "worker1", "starting"))
    assert_waiting(ONE, scene(starting), "on its way to worker1")


@pytest.mark.parametrize("desired", ["ready", "running"])
def test_an_evicted_task_that_finds_no_other_node_is_waited_for(desired: str) -> None:
    """Its replacement is held back for 5 s, pending already."""
    evicted = task("api", "worker1", "rejected", error="assigned node no longer meets constraints")
    pending = task("api", "", "pending", desired, error="no suitable node")
    now = scene(serving(USUAL, API, evicted, pending))
    assert_waiting(ONE, now, "no suitable node")
    assert_passed("no task runs on worker1", now)


def test_in_a_global_service_each_node_has_a_seat_of_its_own() -> None:
    refused = replace(task("api", "worker2", "rejected", error="No such image"), slot=0)
    runs = replace(task("api", "worker1"), slot=0)
    now = serving(USUAL, replace(API, replicas=None), refused, runs)
    assert_failed(TWO, scene(now), "worker2 rejected a task: No such image")


def test_a_task_that_ends_by_itself_is_named() -> None:
    crashed = task("api", "worker1", "failed", error="task: non-zero exit (1)")
    now = serving(USUAL, API, crashed)
    assert_waiting(ONE, scene(now), "a task ended on worker1: task: non-zero exit (1)")


@pytest.mark.parametrize("status", ["down", "unknown", "disconnected"])
def test_a_task_on_a_node_that_is_not_ready_does_not_count(status: str) -> None:
    now = scene(listing(ON_WORKER1, member("worker1", "worker", status)), baseline=THEN)
    assert_waiting(ONE, now, "api runs no tasks so far")
    assert_waiting(ONLY, now, "no task of api runs")
    assert_failed(SAME, now, "1 task of 1 ended, on worker1")


def test_a_task_on_a_removed_node_does_not_count() -> None:
    now = replace(ON_WORKER1, members=USUAL.members[::2])
    assert_waiting(ONE, scene(now), "api runs no tasks so far")
    lost = assert_failed(SAME, scene(now, baseline=THEN), "on a node that was removed")
    assert "docker service ps api" in lost.look_at


@pytest.mark.parametrize("sentence", [ONE, ONLY, SAME])
def test_a_silent_node_that_is_called_ready_is_an_error(sentence: str) -> None:
    now = scene(without_answer(ON_WORKER1, "worker1"), baseline=THEN)
    assert_error(sentence, now, "Could not look at worker1")


def test_a_silent_node_with_tasks_of_others_does_not_matter() -> None:
    other = (API, service("other"))
    tasks = (task("api", "worker1"), task("other", "manager1"))
    now = scene(without_answer(serving(USUAL, other, *tasks), "manager1"), baseline=THEN)
    for sentence in (ONE, ONLY, SAME, NOTHING):
        assert_passed(sentence, now)


def test_a_service_on_the_wrong_node_fails() -> None:
    elsewhere = serving(USUAL, API, task("api", "worker2"))
    verdict = assert_failed(ONLY, scene(elsewhere), "api runs on worker2")
    assert verdict.node == "worker2"
    assert_failed(ONLY, scene(ON_BOTH), "api runs on worker1 and worker2")


def test_what_ran_elsewhere_before_the_step_is_waited_for() -> None:
    now = scene(ON_BOTH, baseline=Baseline.take(ON_BOTH))
    assert_waiting(ONLY, now, "api still runs on worker2")
    assert_waiting(NOTHING, now, "worker2 runs api")
    assert_failed(ONLY, scene(ON_BOTH, baseline=THEN), "worker1 and worker2")
    assert_failed(NOTHING, scene(ON_BOTH, baseline=THEN), "api came to worker2")


def test_the_same_tasks_are_undisturbed() -> None:
    assert_passed(SAME, scene(ON_WORKER1, baseline=THEN))
    assert_passed(SAME, scene(ON_BOTH, baseline=THEN))


def test_a_replaced_task_is_a_disturbance() -> None:
    replaced = serving(USUAL, API, task("api", "worker1", slot=2))
    assert_failed(SAME, scene(replaced, baseline=THEN), "1 task of 1 ended")
    assert_failed(SAME, scene(ON_WORKER1, baseline=Baseline.take(ON_BOTH)), "1 task of 2 ended")
    assert_failed(SAME, scene(USUAL, baseline=THEN), "1 task of 1 ended")


def test_a_task_that_is_told_to_stop_is_a_disturbance() -> None:
    stopping = serving(USUAL, API, task("api", "worker1", "running", "shutdown"))
    assert_failed(SAME, scene(stopping, baseline=THEN), "1 task of 1 ended, on worker1")


def test_what_did_not_run_before_the_step_cannot_be_disturbed() -> None:
    assert_waiting(SAME, scene(ON_WORKER1), "has not been noted yet")
    assert_waiting(SAME, scene(ON_WORKER1, baseline=Baseline.take(USUAL)), "no task of api ran")


def test_a_removed_service_is_gone_with_its_tasks() -> None:
    assert_passed(GONE, scene(USUAL, baseline=THEN))
    assert_waiting(GONE, scene(ON_WORKER1, baseline=THEN), "still has the service api")
    leaving = serving(USUAL, (), task("api", "worker1", "running", "remove"))
    assert_waiting(GONE, scene(leaving, baseline=THEN), "still stopping on worker1")


def test_a_service_that_never_was_is_not_gone() -> None:
    assert_waiting(GONE, scene(USUAL), "has not been noted yet")
    before = Baseline.take(serving(USUAL, service("api2"), task("api2", "worker1")))
    assert_waiting(GONE, scene(USUAL, baseline=before), "there was no service api")


def test_a_service_scaled_to_nothing_is_not_gone() -> None:
    now = serving(USUAL, replace(API, replicas=0))
    assert_failed(GONE, scene(now, baseline=THEN), "scaled to 0 and still listed")


def test_a_node_with_nothing_to_run_is_no_proof_without_a_service() -> None:
    assert_waiting(NOTHING, scene(), "no service runs anywhere")
    rejected = task("api", "worker1", "rejected", error="No such image: nosuch:1")
    retry = task("api", "worker1", "ready", "ready", slot=2)
    assert_waiting(NOTHING, scene(serving(USUAL, API, rejected, retry)), "no service runs anywhere")
    pending = serving(USUAL, API, task("api", "", "pending", error="no suitable node"))
    assert_passed(NOTHING, scene(pending))


def test_where_a_new_service_goes_is_waited_for() -> None:
    now = scene(ON_BOTH, baseline=Baseline.take(USUAL))
    assert_waiting(NOTHING, now, "worker2 runs api")


def test_a_task_of_a_service_that_has_just_come_is_not_overlooked() -> None:
    now = serving(USUAL, (), task("new", "worker2"))
    assert_failed(NOTHING, scene(now), "an unknown service came to worker2")


@pytest.mark.parametrize("sentence", [NOTHING, DRAINED, ACTIVE])
def test_a_node_that_is_down_or_removed_is_not_idle(sentence: str) -> None:
    down = listing(ON_WORKER1, member("worker2", "worker", "down"))
    assert_waiting(sentence, scene(down), "whose state is down")
    removed = replace(ON_WORKER1, members=ON_WORKER1.members[:2])
    assert_waiting(sentence, scene(removed), "the managers do not list it")


@pytest.mark.parametrize("sentence", [NOTHING, DRAINED, ACTIVE])
def test_a_silent_node_is_an_error(sentence: str) -> None:
    assert_error(sentence, scene(without_answer(ON_WORKER1, "worker2")), "look at worker2")


def test_availability_is_the_managers_word() -> None:
    drained = scene(listing(USUAL, replace(member("worker2", "worker"), availability="drain")))
    assert_passed(DRAINED, drained)
    assert_waiting(ACTIVE, drained, "availability of worker2 is drain")
    assert_waiting(DRAINED, scene(), "availability of worker2 is active")
    assert_waiting("worker1 is drained", drained, "availability of worker1 is active")


def test_a_paused_node_is_neither_drained_nor_active() -> None:
    now = scene(listing(USUAL, replace(member("worker2", "worker"), availability="pause")))
    for sentence in (DRAINED, ACTIVE):
        assert_failed(sentence, now, "gets no new tasks and keeps those it has")


@pytest.mark.parametrize(
    "text", ["service api runs 0 tasks", "service api runs 1 tasks", "service a.b runs 1 task",
             "service -api runs 1 task", "service api runs 02 tasks"]
)  # fmt: skip
def test_numbers_and_names_are_written_in_one_way(text: str) -> None:
    with pytest.raises(UnknownSentence):
        bind(text, NODES)


def test_a_name_may_hold_what_docker_allows() -> None:
    assert bind("service shop_api-2 runs 12 tasks", NODES).arguments == {
        "service": "shop_api-2",
        "tasks": 12,
    }


def test_words_of_the_new_fields_become_values() -> None:
    assert FIELDS["count"].read("12", NODES) == 12
    label = FIELDS["label"].read("com.example/zone=a:b", NODES)
    assert (label, str(label)) == (Label("com.example/zone", "a:b"), "com.example/zone=a:b")
