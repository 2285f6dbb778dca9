from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from swarmlab.checks.baseline import Baseline
from swarmlab.checks.constraints import Constraint, fitting
from tests.checks.scenes import (
    assert_error,
    assert_failed,
    assert_passed,
    assert_waiting,
    scene,
    typed,
)
from tests.fakes.swarms import (
    BARE,
    USUAL,
    member,
    seen,
    service,
    serving,
    silent,
    task,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from swarmlab.swarm.snapshot import Member, ServiceTask, Snapshot

LABELLED = "worker1 is labelled zone=secure"
UNLABELLED = "worker2 is not labelled zone=secure"
CLAIMS = "worker2 claims the engine label zone=secure"
BOUND = "service api is bound to zone=secure"
INSIDE = "service api runs only on nodes labelled zone=secure"
WORKERS = "service api is bound to workers"
WAITS = "service api waits for a node that fits its constraints"
ALL = (LABELLED, UNLABELLED, CLAIMS, BOUND, WORKERS, INSIDE, WAITS)

CONSTRAINT = "node.labels.zone==secure"
API = service("api", CONSTRAINT)
SECURE = {"zone": "secure"}
UNFIT = "no suitable node (scheduling constraints not satisfied on 3 nodes)"
LABELLING = (typed("manager1", "docker node update --label-add zone=secure worker2"),)


def zoned(
    worker1: Mapping[str, str] = SECURE,
    worker2: Mapping[str, str] | None = None,
    engine2: Mapping[str, str] | None = None,
) -> Snapshot:
    """The usual swarm with these labels, those in ``engine2`` claimed by worker2 itself."""
    members = (
        USUAL.members[0],
        replace(USUAL.members[1], labels=worker1),
        replace(USUAL.members[2], labels=worker2 or {}, engine_labels=engine2 or {}),
    )
    return replace(USUAL, members=members)


def with_member(snapshot: Snapshot, changed: Member) -> Snapshot:
    members = (changed if m.id == changed.id else m for m in snapshot.members)
    return replace(snapshot, members=tuple(members))


ZONES = zoned(worker2={"zone": "public"})
INSIDE_IT = serving(ZONES, API, task("api", "worker1"))
OUTSIDE_IT = serving(ZONES, API, task("api", "worker2"))
PENDING = serving(ZONES, service("api", "node.labels.zone==dmz"),
                  task("api", "", "pending", error=UNFIT))  # fmt: skip


@pytest.mark.parametrize("sentence", [LABELLED, UNLABELLED, BOUND, INSIDE])
def test_a_service_in_its_zone_passes(sentence: str) -> None:
    assert_passed(sentence, scene(INSIDE_IT))


@pytest.mark.parametrize("sentence", ALL)
def test_without_a_swarm_everything_waits(sentence: str) -> None:
    assert_waiting(sentence, scene(BARE), "there is no swarm yet")


@pytest.mark.parametrize("sentence", ALL)
def test_a_silent_manager_is_an_error(sentence: str) -> None:
    now = seen({**USUAL.views, "manager1": silent("manager1")})
    assert_error(sentence, scene(now), "Could not look at manager1")


@pytest.mark.parametrize("sentence", [BOUND, WORKERS, INSIDE, WAITS])
def test_a_service_with_a_similar_name_is_not_the_one(sentence: str) -> None:
    now = serving(ZONES, service("api2", CONSTRAINT), task("api2", "worker1"))
    assert_waiting(sentence, scene(now), "there is no service api yet; there is api2")


@pytest.mark.parametrize("key", ["zones", "Zone", "ZONE", "zome"])
def test_a_similar_key_is_not_the_label(key: str) -> None:
    verdict = assert_failed(LABELLED, scene(zoned({key: "secure"})), f"{key}=secure, another key")
    assert verdict.node == "worker1"


@pytest.mark.parametrize("value", ["SECURE", "Secure"])
def test_a_value_in_capitals_is_not_the_label_and_fits_it(value: str) -> None:
    now = scene(zoned({"zone": value}, {"zone": value}), journal=LABELLING)
    assert_failed(LABELLED, now, f"zone={value}, written differently")
    assert_failed(UNLABELLED, now, f"zone={value}")


def test_an_engine_label_is_not_the_label() -> None:
    now = scene(zoned(engine2=SECURE))
    assert_failed("worker2 is labelled zone=secure", now, "claims zone=secure as an engine label")
    assert_passed(UNLABELLED, now)


def test_a_label_that_is_not_there_yet_is_waited_for() -> None:
    assert_waiting(LABELLED, scene(), "worker1 has no label zone")
    assert_waiting(LABELLED, scene(zoned({"zone": "public"})), "is labelled zone=public")
    assert_waiting(LABELLED, scene(zoned({"tier": "secure"})), "worker1 has no label zone")
    misplaced = scene(zoned({}, SECURE))
    assert_waiting(LABELLED, misplaced, "no label zone; zone=secure is on worker2")


@pytest.mark.parametrize("sentence", [LABELLED, UNLABELLED, CLAIMS])
def test_a_node_the_managers_do_not_list_has_no_labels(sentence: str) -> None:
    now = replace(ZONES, members=ZONES.members[:1])
    assert_waiting(sentence, scene(now), "the managers do not list it")


@pytest.mark.parametrize("sentence", [LABELLED, UNLABELLED, CLAIMS])
def test_a_node_that_took_anothers_name_is_not_that_node(sentence: str) -> None:
    """The labels of a member are its own, whatever host name it claims."""
    thief = replace(ZONES.members[0], hostname="worker1", labels=SECURE, engine_labels=SECURE)
    now = replace(ZONES, members=(thief,))
    assert_waiting(sentence, scene(now), "the managers do not list it")


@pytest.mark.parametrize("sentence", [UNLABELLED, CLAIMS])
def test_a_silent_node_is_an_error(sentence: str) -> None:
    now = replace(ZONES, views={**ZONES.views, "worker2": silent("worker2")})
    assert_error(sentence, scene(now), "Could not look at worker2")


def test_a_label_is_a_fault_once_somebody_gave_it_in_this_step() -> None:
    labelled = zoned(worker2=SECURE)
    assert_waiting(UNLABELLED, scene(labelled), "worker2 is labelled zone=secure")
    assert_failed(UNLABELLED, scene(labelled, journal=LABELLING), "worker2 is labelled zone=secure")
    assert_passed("worker2 is not labelled zones=secure", scene(labelled, journal=LABELLING))


def test_a_claim_is_the_nodes_own() -> None:
    assert_passed(CLAIMS, scene(zoned(engine2=SECURE)))
    assert_waiting(CLAIMS, scene(), "the engine of worker2 claims nothing")
    other = scene(zoned(engine2={"zone": "public", "disk": "ssd"}))
    assert_waiting(CLAIMS, other, "claims disk=ssd and zone=public")
    given = assert_failed(CLAIMS, scene(zoned(worker2=SECURE)), "a manager labelled worker2")
    assert "its own files" in given.look_at


def test_a_claim_counts_once_the_node_is_back() -> None:
    claiming = zoned(engine2=SECURE)
    down = with_member(claiming, replace(claiming.members[2], status="down"))
    assert_waiting(CLAIMS, scene(down), "whose state is down")


@pytest.mark.parametrize("constraint", ["node.labels.zone == secure", "NODE.LABELS.zone==secure"])
def test_a_constraint_is_read_as_the_scheduler_reads_it(constraint: str) -> None:
    now = serving(ZONES, service("api", "node.role==worker", constraint))
    assert_passed(BOUND, scene(now))


@pytest.mark.parametrize(
    ("constraint", "words"),
    [
        ("engine.labels.zone==secure", "a node may claim for itself"),
        ("node.labels.zone!=secure", "lets in every node without that label"),
        ("node.labels.zone!=public", "lets in every node without that label"),
        ("node.labels.zones==secure", "node.labels.zones==secure"),
        ("node.labels.Zone==secure", "node.labels.Zone==secure"),
        ("nodelabels.zone==secure", "nodelabels.zone==secure"),
        ("node.label.zone==secure", "node.label.zone==secure"),
        ("node.labels.zone==public", "node.labels.zone==public"),
        ("node.labels.zone==secure2", "node.labels.zone==secure2"),
        ("node.hostname==worker1", "node.hostname==worker1"),
    ],
)
def test_another_constraint_does_not_bind(constraint: str, words: str) -> None:
    now = serving(ZONES, service("api", constraint), task("api", "worker1"))
    assert_failed(BOUND, scene(now), words)


def test_a_service_without_constraints_is_not_bound() -> None:
    free = serving(ZONES, service("api"), task("api", "worker1"))
    assert_failed(BOUND, scene(free), "api has no constraint at all")
    assert_waiting(BOUND, scene(free, baseline=Baseline.take(free)), "no constraint yet")


@pytest.mark.parametrize("constraint", ["node.role==worker", "node.role != Manager"])
def test_a_service_that_keeps_off_managers_is_bound_to_workers(constraint: str) -> None:
    assert_passed(WORKERS, scene(serving(USUAL, service("api", CONSTRAINT, constraint))))


@pytest.mark.parametrize("constraint", ["node.role==manager", "node.role!=worker"])
def test_a_service_for_managers_is_not_for_workers(constraint: str) -> None:
    now = serving(USUAL, service("api", constraint))
    assert_failed(WORKERS, scene(now), f"api has {constraint}, and runs on no worker")


@pytest.mark.parametrize("constraint", ["noderole==worker", "node.labels.role==worker", CONSTRAINT])
def test_a_service_with_another_constraint_may_run_on_a_manager(constraint: str) -> None:
    on_worker = serving(USUAL, service("api", constraint), task("api", "worker1"))
    assert_waiting(WORKERS, scene(on_worker), f"{constraint}, and may run on a manager")


def test_a_task_outside_the_zone_fails_whatever_the_constraint_says() -> None:
    verdict = assert_failed(INSIDE, scene(OUTSIDE_IT), "on worker2, which is labelled zone=public")
    assert verdict.node == "worker2"
    both = serving(ZONES, API, task("api", "worker1"), task("api", "worker2", slot=2))
    assert_failed(INSIDE, scene(both), "worker2")


def test_a_claimed_label_is_no_zone() -> None:
    now = serving(zoned(engine2=SECURE), API, task("api", "worker2"))
    assert_failed(INSIDE, scene(now), "claims zone=secure itself, and no manager gave it")


@pytest.mark.parametrize("labels", [{"zones": "secure"}, {"Zone": "secure"}, {"zone": "SECURE"}])
def test_a_node_with_a_similar_label_is_outside(labels: Mapping[str, str]) -> None:
    now = serving(zoned(labels), API, task("api", "worker1"))
    assert_failed(INSIDE, scene(now), "api runs on worker1")


def test_where_tasks_ran_before_the_step_is_waited_for() -> None:
    now = scene(OUTSIDE_IT, baseline=Baseline.take(OUTSIDE_IT))
    assert_waiting(INSIDE, now, "worker2, not labelled zone=secure, as when this step began")


def test_a_stopped_service_is_in_no_zone() -> None:
    stopped = serving(
        ZONES, replace(API, replicas=0), task("api", "worker1", "shutdown", "shutdown")
    )
    assert_waiting(INSIDE, scene(stopped), "no task of api runs")
    assert_waiting(WAITS, scene(stopped), "no task that waits for a node")


def test_a_task_on_a_node_that_is_down_does_not_count() -> None:
    now = with_member(INSIDE_IT, replace(INSIDE_IT.members[1], status="down"))
    assert_waiting(INSIDE, scene(now), "no task of api runs")


@pytest.mark.parametrize("sentence", [INSIDE, WAITS])
def test_a_silent_node_with_a_task_is_an_error(sentence: str) -> None:
    now = replace(INSIDE_IT, views={**INSIDE_IT.views, "worker1": silent("worker1")})
    assert_error(sentence, scene(now), "Could not look at worker1")


@pytest.mark.parametrize(
    "moving",
    [
        task("api", "worker2", "starting", slot=2),
        task("api", "worker2", "running", "shutdown", slot=2),
    ],
    ids=["coming", "leaving"],
)
def test_a_task_on_the_move_is_not_overlooked(moving: ServiceTask) -> None:
    now = replace(INSIDE_IT, tasks=(*INSIDE_IT.tasks, moving))
    assert_waiting(INSIDE, scene(now), "starting or stopping on worker2, which is labelled")


def test_a_service_no_node_fits_waits_in_the_engines_words() -> None:
    assert_passed(WAITS, scene(PENDING))
    assert_waiting(INSIDE, scene(PENDING), f"no task of api runs: {UNFIT}")


@pytest.mark.parametrize("key", ["nodelabels.zone", "node.labels.Zone", "node.labels.zones"])
def test_a_mistyped_key_is_accepted_and_fits_nobody(key: str) -> None:
    pending = task("api", "", "pending", "ready", error=UNFIT)
    assert_passed(WAITS, scene(serving(ZONES, service("api", f"{key}==secure"), pending)))


def test_a_drained_zone_has_no_node_that_fits() -> None:
    pending = serving(ZONES, API, task("api", "", "pending", error="no suitable node"))
    assert_waiting(WAITS, scene(pending), "worker1 fits the constraints")
    drained = with_member(pending, replace(pending.members[1], availability="drain"))
    assert_passed(WAITS, scene(drained))


def test_a_task_that_waits_for_memory_does_not_wait_for_a_zone() -> None:
    short = task("api", "", "pending", error="insufficient resources")
    assert_waiting(WAITS, scene(serving(ZONES, API, short)), "the engine says: insufficient")


def test_a_service_without_constraints_waits_for_any_node() -> None:
    drained = tuple(replace(m, availability="drain") for m in ZONES.members)
    unplaced = task("api", "", "pending", error=UNFIT)
    now = replace(serving(ZONES, service("api"), unplaced), members=drained)
    assert_waiting(WAITS, scene(now), "api has no constraint")


def test_a_service_that_runs_does_not_wait() -> None:
    assert_failed(WAITS, scene(INSIDE_IT), "api runs on worker1")
    before = Baseline.take(INSIDE_IT)
    assert_waiting(WAITS, scene(INSIDE_IT, baseline=before), "a task of api is on worker1")
    starting = serving(ZONES, API, task("api", "worker1", "starting"))
    assert_waiting(WAITS, scene(starting), "a task of api is on worker1")


@pytest.mark.parametrize(
    ("constraint", "fit"),
    [
        ("node.labels.zone==secure", ["worker1"]),
        ("node.labels.zone==SECURE", ["worker1"]),
        ("Node.Labels.zone == secure", ["worker1"]),
        ("node.labels.ZONE==secure", []),
        ("node.labels.zone!=public", ["manager1", "worker1"]),
        ("node.labels.nosuch!=x", ["manager1", "worker1", "worker2"]),
        ("nodelabels.zone==secure", []),
        ("nodelabels.zone!=secure", []),
        ("node.labels.==secure", []),
        ("node.role==worker", ["worker1", "worker2"]),
        ("node.role!=Worker", ["manager1"]),
        ("node.hostname==worker2", ["worker2"]),
        ("node.id==id-worker2", ["worker2"]),
        ("engine.labels.zone==secure", ["worker2"]),
        ("node.platform.os==plan9", ["manager1", "worker1", "worker2"]),
    ],
)
def test_what_fits_is_what_the_scheduler_takes(constraint: str, fit: list[str]) -> None:
    members = zoned(worker2={"zone": "public"}, engine2=SECURE).members
    assert [m.hostname for m in fitting([constraint], members)] == fit


def test_every_constraint_has_to_fit_and_the_node_to_be_free() -> None:
    both = ["node.role==worker", "node.labels.zone!=secure"]
    assert [m.hostname for m in fitting(both, ZONES.members)] == ["worker2"]
    down = replace(member("worker2", "worker", "down"), labels={"zone": "public"})
    paused = replace(member("worker2", "worker"), availability="pause")
    assert fitting(both, (down, paused)) == []


def test_a_label_of_a_constraint_keeps_its_case() -> None:
    assert Constraint.parse("NODE.LABELS.Zone==a").label("node.labels.") == "Zone"
    assert Constraint.parse("node.labels.==a").label("node.labels.") is None
