from __future__ import annotations

from dataclasses import replace

import pytest

from swarmlab.checks.baseline import Baseline
from tests.checks.scenes import (
    assert_error,
    assert_failed,
    assert_passed,
    assert_waiting,
    judged,
    scene,
)
from tests.fakes.swarms import (
    BARE,
    NODES,
    USUAL,
    inside,
    member,
    outside,
    seen,
    silent,
    snapshot,
)

COUNTS = "the swarm has 1 manager and 2 workers"
WORKER = "worker1 is a worker"
MANAGER = "manager1 is a manager"
ONLY = "only manager1 is a manager"
OUTSIDE = "worker2 is not in the swarm"
SAME = "worker1 is still the same member"
ALL = (member("manager1", "manager"), member("worker1", "worker"), member("worker2", "worker"))
TWO_MANAGERS = snapshot(manager1="manager", worker1="manager", worker2="worker")
WITHOUT_WORKER2 = snapshot(manager1="manager", worker1="worker", worker2=None)
FOREIGN = replace(inside("worker1", "manager"), cluster_id="cluster9", node_id="foreign")


@pytest.mark.parametrize("sentence", [COUNTS, WORKER, MANAGER, ONLY])
def test_the_usual_swarm_passes(sentence: str) -> None:
    assert_passed(sentence, scene())


@pytest.mark.parametrize("sentence", [COUNTS, WORKER, MANAGER, ONLY, OUTSIDE])
def test_without_a_swarm_everything_waits(sentence: str) -> None:
    assert_waiting(sentence, scene(BARE), "there is no swarm yet")


@pytest.mark.parametrize("sentence", [COUNTS, WORKER, ONLY, OUTSIDE])
def test_a_silent_manager_is_an_error_and_not_an_empty_swarm(sentence: str) -> None:
    views = {**USUAL.views, "manager1": silent("manager1")}
    assert_error(sentence, scene(seen(views)), "Could not look at manager1")


@pytest.mark.parametrize("sentence", [COUNTS, WORKER, MANAGER, ONLY, OUTSIDE])
def test_a_swarm_without_leader_is_an_error(sentence: str) -> None:
    now = replace(
        USUAL, swarm=None, members=(), seen_from=None, problem="manager1: it has no leader"
    )
    assert_error(sentence, scene(now), "manager1: it has no leader")


@pytest.mark.parametrize("sentence", [COUNTS, WORKER, SAME])
def test_a_silent_node_is_an_error_though_the_managers_still_call_it_ready(sentence: str) -> None:
    views = {**USUAL.views, "worker1": silent("worker1")}
    now = scene(seen(views, *ALL), baseline=Baseline.take(USUAL))
    assert_error(sentence, now, "Could not look at worker1: no answer")


def test_a_silent_node_that_is_listed_as_down_cannot_be_counted() -> None:
    views = {**USUAL.views, "worker1": silent("worker1")}
    now = seen(views, ALL[0], member("worker1", "worker", "down"), ALL[2])
    assert_error(COUNTS, scene(now), "Could not look at worker1")


def test_a_locked_manager_is_named() -> None:
    locked = replace(outside("manager1"), state="locked")
    assert_error(COUNTS, scene(seen({"manager1": locked})), "manager1 is locked")


def test_too_few_members_are_waited_for() -> None:
    assert_waiting(COUNTS, scene(WITHOUT_WORKER2), "so far 1 manager and 1 worker")


def test_too_many_managers_are_named() -> None:
    verdict = assert_failed(COUNTS, scene(TWO_MANAGERS), "2 managers and 1 worker")
    assert "manager1, worker1 and worker2" in verdict.observed


def test_only_who_came_since_the_step_began_is_too_many() -> None:
    before = Baseline.take(USUAL)
    assert_waiting("the swarm has 2 managers and 1 worker", scene(baseline=before), "so far 1 man")
    assert_failed(COUNTS, scene(TWO_MANAGERS, baseline=before), "2 managers and 1 worker")
    swapped = snapshot(manager1="worker", worker1="manager", worker2="worker")
    one = "the swarm has 1 manager and 1 worker"
    assert_waiting(one, scene(baseline=before), "so far 1 manager and 2 workers")
    assert_failed(one, scene(swapped, baseline=before), "1 manager and 2 workers")


def test_no_workers_can_be_asked_for() -> None:
    alone = snapshot(manager1="manager", worker1=None, worker2=None)
    assert_passed("the swarm has 1 manager and no workers", scene(alone))
    assert_failed("the swarm has 1 manager and no workers", scene(), "1 manager and 2 workers")


def test_a_member_that_is_down_is_waited_for() -> None:
    now = seen(USUAL.views, *ALL, replace(member("worker3", "worker", "down"), id="x"))
    assert_waiting(COUNTS, scene(now), "worker3 is listed too, and its state is down")


def test_the_old_entry_of_a_node_that_joined_again_does_not_count() -> None:
    now = seen(USUAL.views, *ALL, replace(member("worker1", "worker", "down"), id="old"))
    assert_passed(COUNTS, scene(now))


@pytest.mark.parametrize("status", ["down", "disconnected", "unknown"])
def test_a_worker_that_is_not_ready_is_no_worker_yet(status: str) -> None:
    now = seen(USUAL.views, ALL[0], member("worker1", "worker", status), ALL[2])
    assert_waiting(WORKER, scene(now), f"whose state is {status}")


def test_a_removed_node_that_says_it_is_active_does_not_pass() -> None:
    now = seen(USUAL.views, ALL[0], ALL[2])
    assert_waiting(WORKER, scene(now), "the managers do not list it")
    assert_failed(SAME, scene(now, baseline=Baseline.take(USUAL)), "the managers do not list it")


@pytest.mark.parametrize("id_", ["id-worker10", "id-worker"])
def test_a_node_with_a_similar_name_is_not_the_one(id_: str) -> None:
    """The member list claims the host name worker1 for another node: only ids count."""
    stranger = replace(member("worker1", "worker"), id=id_)
    assert_waiting(WORKER, scene(seen(USUAL.views, ALL[0], stranger)), "do not list it")


def test_a_manager_is_no_worker() -> None:
    verdict = assert_failed(WORKER, scene(TWO_MANAGERS), "worker1 is a manager")
    assert "promoted" in verdict.look_at


def test_a_worker_is_no_manager() -> None:
    assert_failed("worker1 is a manager", scene(), "worker1 is a worker")


def test_a_role_that_has_not_changed_since_the_step_began_is_waited_for() -> None:
    now = scene(baseline=Baseline.take(USUAL))
    assert_waiting("worker1 is a manager", now, "worker1 is a worker")


def test_a_promotion_that_has_not_come_through_is_waited_for() -> None:
    """Listed as a manager at once, acting as one a second later."""
    now = seen(USUAL.views, ALL[0], member("worker1", "manager"), ALL[2])
    assert_waiting("worker1 is a manager", scene(now), "does not act as one yet")


def test_a_demotion_that_has_not_come_through_is_waited_for() -> None:
    now = seen(TWO_MANAGERS.views, ALL[0], member("worker1", "worker"), ALL[2])
    assert_waiting(WORKER, scene(now), "listed as a worker and does not act as one yet")


def test_an_unreachable_manager_is_no_manager() -> None:
    lone = replace(member("manager1", "manager"), reachability="unreachable")
    assert_waiting(MANAGER, scene(seen(USUAL.views, lone)), "does not act as one yet")


def test_a_manager_of_a_swarm_of_its_own_is_no_member() -> None:
    now = seen({**USUAL.views, "worker1": FOREIGN}, ALL[0], ALL[2])
    assert_failed(WORKER, scene(now), "a swarm of its own")
    assert_failed("worker1 is a manager", scene(now), "a swarm of its own")


def test_a_second_manager_is_named() -> None:
    assert_failed(ONLY, scene(TWO_MANAGERS), "worker1 is a manager too")


def test_the_only_manager_must_be_that_one() -> None:
    assert_waiting("only worker1 is a manager", scene(), "worker1 is a worker")


def test_a_second_manager_that_is_down_is_still_one() -> None:
    now = seen(USUAL.views, ALL[0], replace(member("worker1", "manager", "down"), id="x"))
    assert_failed(ONLY, scene(now), "worker1 is a manager too")


def test_a_node_in_no_swarm_is_outside() -> None:
    assert_passed(OUTSIDE, scene(WITHOUT_WORKER2))


def test_a_member_is_not_outside() -> None:
    assert_failed(OUTSIDE, scene(), "worker2 is a worker")


def test_a_member_since_before_the_step_may_still_leave() -> None:
    assert_waiting(OUTSIDE, scene(baseline=Baseline.take(USUAL)), "worker2 is a worker")


def test_a_node_that_has_left_and_is_still_listed_is_waited_for() -> None:
    now = seen(WITHOUT_WORKER2.views, ALL[0], member("worker2", "worker", "down"))
    assert_waiting(OUTSIDE, scene(now), "the managers still list it: down")


def test_a_removed_node_that_says_it_is_active_is_not_outside_by_its_word() -> None:
    assert_failed(OUTSIDE, scene(seen(USUAL.views, ALL[0])), "the managers do not list it")


def test_the_same_member_passes_by_id_and_role() -> None:
    assert_passed(SAME, scene(baseline=Baseline.take(USUAL)))


def test_a_guard_waits_until_the_step_has_a_beginning() -> None:
    assert_waiting(SAME, scene(), "has not been noted yet")
    assert_waiting(SAME, scene(baseline=Baseline.take(BARE)), "no swarm yet")
    alone = snapshot(manager1="manager", worker1=None, worker2=None)
    assert_waiting(SAME, scene(baseline=Baseline.take(alone)), "in no swarm when this step began")


def test_a_node_that_left_and_joined_again_is_another_member() -> None:
    again = replace(inside("worker1", "worker"), node_id="new")
    now = seen(
        {**USUAL.views, "worker1": again}, ALL[0], replace(member("worker1", "worker"), id="new")
    )
    assert_failed(SAME, scene(now, baseline=Baseline.take(USUAL)), "a new member with another id")


def test_a_promoted_node_is_not_the_same_member() -> None:
    now = scene(TWO_MANAGERS, baseline=Baseline.take(USUAL))
    assert_failed(SAME, now, "worker1 is a manager")


def test_a_member_that_is_down_is_waited_for_before_it_is_judged() -> None:
    now = seen(USUAL.views, ALL[0], member("worker1", "worker", "down"))
    assert_waiting(SAME, scene(now, baseline=Baseline.take(USUAL)), "state is down")


def test_a_baseline_that_saw_nothing_is_an_error() -> None:
    blind = Baseline.take(replace(BARE, problem="manager1: no answer"))
    assert_error(SAME, scene(baseline=blind), "manager1: no answer")


@pytest.mark.parametrize("name", NODES)
def test_every_verdict_names_its_node(name: str) -> None:
    assert judged(f"{name} is not in the swarm", scene()).node == name
