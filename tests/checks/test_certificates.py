from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from swarmlab.checks.baseline import Baseline
from tests.checks.certified import (
    MANAGER,
    NEXT,
    OURS,
    PROMOTED,
    SIGNED,
    WORKER,
    began,
    disks,
    holding,
    in_swarm,
    with_worker1,
)
from tests.checks.scenes import (
    assert_error,
    assert_failed,
    assert_passed,
    assert_waiting,
    empty_scene,
    scene,
)
from tests.fakes.authority import DAY, Authority
from tests.fakes.link import FakeLink
from tests.fakes.swarms import BARE, inside, member, outside, silent

OWN = "the certificate of worker1 carries its node id and belongs to this swarm"
NAMED = "the certificate of worker1 names the role swarm-worker"
MANAGES = "the certificate of worker1 names the role swarm-manager"
RENEWED = "the certificate of worker1 was renewed"
VALID = "the certificate of worker1 is valid for 90 days"
HOURLY = "the certificate of worker1 is valid for 1 hour"
EXPIRY = "the certificate expiry of the swarm is 1 hour"
ROTATED = "the root certificate of the swarm was rotated"
ON_DISK = [OWN, NAMED, RENEWED, VALID]
HOUR = 3600.0


@pytest.mark.parametrize("sentence", [OWN, NAMED, VALID])
def test_the_usual_certificate_passes(sentence: str) -> None:
    assert_passed(sentence, holding(WORKER))
    assert_passed(sentence, holding(WORKER, baseline=began(worker1=WORKER)))


def test_the_role_is_read_from_the_certificate() -> None:
    assert_passed(MANAGES, holding(MANAGER))
    assert_passed(OWN, holding(MANAGER))


def test_the_role_of_before_is_waited_on_and_another_one_is_wrong() -> None:
    worker_then = began(worker1=WORKER)
    assert_waiting(MANAGES, holding(WORKER, baseline=worker_then), "so far the certificate names")
    verdict = assert_failed(NAMED, holding(MANAGER, PROMOTED, worker_then), "swarm-manager")
    assert "promoted" in verdict.look_at
    assert_failed(NAMED, holding(MANAGER, PROMOTED), "swarm-manager")


def test_a_demotion_takes_its_time() -> None:
    began_as_manager = began(PROMOTED, worker1=MANAGER)
    assert_waiting(NAMED, holding(MANAGER, PROMOTED, began_as_manager), "swarm-manager")
    assert_waiting(NAMED, holding(MANAGER), "swarm-manager")


def test_a_role_the_swarm_does_not_know_is_none() -> None:
    for role in ("swarm-workers", "worker", ""):
        odd = holding(OURS.issue("id-worker1", role), PROMOTED)
        assert_failed(NAMED, odd, role or "no role")


@pytest.mark.parametrize("sentence", ON_DISK)
@pytest.mark.parametrize(
    ("certificate", "words"),
    [
        (Authority().issue("id-worker1", cluster="cluster2"), "of another swarm"),
        (OURS.issue("id-worker2"), "another node id"),
        (OURS.issue("id-worker10"), "another node id"),
        (OURS.issue("id-worker1", lifetime=HOUR), "that ran out at 2027-01-01 13:00 UTC"),
        (b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "nothing in it can be"),
        (b"", "nothing in it can be"),
        (b"\xff\xfe", "nothing in it can be"),
    ],
)
def test_a_certificate_that_is_not_the_nodes_own_never_passes(
    sentence: str, certificate: bytes, words: str
) -> None:
    assert_failed(sentence, holding(certificate, baseline=began(worker1=WORKER)), words)


@pytest.mark.parametrize("sentence", ON_DISK)
def test_a_certificate_the_root_has_not_signed_is_waited_on(sentence: str) -> None:
    then = began(worker1=WORKER)
    forged = NEXT.issue("id-worker1")
    assert_waiting(sentence, holding(forged, baseline=then), "has not signed it")
    rotating = in_swarm(swarm=replace(SIGNED, root_rotation_in_progress=True))
    assert_waiting(sentence, holding(forged, rotating, then), "a rotation is under way")


@pytest.mark.parametrize("sentence", ON_DISK)
def test_only_a_member_has_a_certificate(sentence: str) -> None:
    judged = partial(scene, baseline=began(worker1=WORKER), links=disks(worker1=WORKER))
    left = with_worker1(outside("worker1"))
    assert_waiting(sentence, judged(left), "worker1 is in no swarm")
    removed = replace(in_swarm(), members=(member("manager1", "manager"),))
    assert_waiting(sentence, judged(removed), "the managers do not list it")
    alone = replace(inside("worker1", "manager"), cluster_id="cluster9", node_id="foreign")
    assert_failed(sentence, judged(with_worker1(alone)), "a swarm of its own")
    missing = scene(in_swarm(), baseline=began(worker1=WORKER))
    assert_waiting(sentence, missing, "is not on worker1 yet")


@pytest.mark.parametrize("sentence", ON_DISK)
def test_a_node_that_cannot_be_asked_is_an_error(sentence: str) -> None:
    then = began(worker1=WORKER)
    silenced = with_worker1(silent("worker1"))
    assert_error(sentence, scene(silenced, baseline=then), "Could not look at worker1")
    dead = {**disks(worker1=WORKER), "worker1": FakeLink("worker1", lost=True)}
    assert_error(sentence, scene(in_swarm(), baseline=then, links=dead), "Could not look")


def test_a_renewal_is_another_serial_number_for_the_same_id() -> None:
    then = began(worker1=WORKER)
    assert_waiting(RENEWED, holding(WORKER, baseline=then), "the one of the start")
    assert_passed(RENEWED, holding(OURS.issue("id-worker1"), baseline=then))
    assert_passed(RENEWED, holding(MANAGER, PROMOTED, then))


def test_a_new_member_has_renewed_nothing() -> None:
    again = with_worker1(replace(inside("worker1", "worker"), node_id="new"))
    again = replace(again, members=(*again.members, replace(member("worker1", "worker"), id="new")))
    now = holding(OURS.issue("new"), again, began(worker1=WORKER))
    assert_failed(RENEWED, now, "a new member with another id")


def test_a_renewal_needs_something_to_compare_with() -> None:
    assert_waiting(RENEWED, holding(WORKER), "has not been noted yet")
    assert_waiting(RENEWED, holding(WORKER, baseline=began()), "had no certificate when")
    assert_waiting(RENEWED, holding(WORKER, baseline=Baseline.take(BARE)), "no swarm yet")
    assert_waiting(
        "the certificate of worker2 was renewed",
        holding(OURS.issue("id-worker1"), baseline=began(worker1=WORKER)),
        "worker2 had no certificate",
    )


def test_the_time_a_certificate_lasts_is_that_of_its_dates() -> None:
    taken = in_swarm(swarm=SIGNED)
    young = replace(taken, taken_at=taken.taken_at - 14 * DAY)
    hourly = holding(OURS.issue("id-worker1", lifetime=HOUR), young, began(worker1=WORKER))
    assert_passed(HOURLY, hourly)
    assert_failed(VALID, hourly, "valid for 1 hour")
    rounded = holding(OURS.issue("id-worker1", lifetime=HOUR + 60), young)
    assert_passed(HOURLY, rounded)
    longer = holding(OURS.issue("id-worker1", lifetime=HOUR + 600), young)
    assert_failed(HOURLY, longer, "valid for 70 minutes")


def test_a_certificate_of_before_is_waited_on_whatever_is_set_now() -> None:
    now = holding(WORKER, baseline=began(worker1=WORKER))
    assert_waiting(HOURLY, now, "so far the certificate is valid for 90 days")
    assert_failed(HOURLY, holding(WORKER), "valid for 90 days")
    twelve = holding(OURS.issue("id-worker1", lifetime=30 * DAY), baseline=began(worker1=WORKER))
    assert_failed("the certificate of worker1 is valid for 12 hours", twelve, "30 days")


def test_the_setting_is_waited_on_while_it_is_the_swarms_first() -> None:
    assert_waiting(EXPIRY, scene(), "so far certificates shall last 90 days")
    assert_passed("the certificate expiry of the swarm is 90 days", scene())
    set_to = partial(replace, SIGNED)
    assert_passed(EXPIRY, scene(in_swarm(swarm=set_to(cert_expiry=HOUR))))
    assert_failed(EXPIRY, scene(in_swarm(swarm=set_to(cert_expiry=10 * HOUR))), "10 hours")
    assert_failed(EXPIRY, scene(in_swarm(swarm=set_to(cert_expiry=90 * 60.0))), "90 minutes")
    assert_waiting(EXPIRY, scene(BARE), "there is no swarm yet")
    assert_error(EXPIRY, empty_scene(), "no node of this run is up")


def test_a_rotation_is_over_when_the_root_is_another() -> None:
    then = began()
    after = replace(SIGNED, root_ca=NEXT.root)
    assert_waiting(ROTATED, scene(in_swarm(), baseline=then), "the one of the start")
    assert_passed(ROTATED, scene(in_swarm(swarm=after), baseline=then))
    assert_waiting(ROTATED, scene(in_swarm()), "has not been noted yet")
    assert_waiting(ROTATED, scene(BARE, baseline=then), "there is no swarm yet")
    assert_error(ROTATED, empty_scene(), "no node of this run is up")


def test_a_rotation_that_cannot_end_names_who_holds_it_up() -> None:
    rotating = replace(SIGNED, root_rotation_in_progress=True)
    now = in_swarm(swarm=rotating)
    assert_waiting(ROTATED, scene(now, baseline=began()), "the rotation has not ended yet")
    down = (member("manager1", "manager"), member("worker2", "worker", "down"))
    now = replace(now, members=down)
    assert_waiting(ROTATED, scene(now, baseline=began()), "waits for worker2, whose state is down")


def test_the_root_of_another_swarm_is_no_rotation() -> None:
    other = in_swarm(swarm=replace(SIGNED, id="cluster2", root_ca=NEXT.root))
    assert_failed(ROTATED, scene(other, baseline=began()), "another one than when this step began")
