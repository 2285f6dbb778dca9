from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pytest

from swarmlab.checks.baseline import Baseline
from swarmlab.swarm.certificate import CERTIFICATE_PATH, Certificate
from tests.checks.scenes import (
    assert_error,
    assert_failed,
    assert_passed,
    assert_waiting,
    empty_scene,
    scene,
)
from tests.fakes.authority import Authority
from tests.fakes.link import FakeLink
from tests.fakes.swarms import BARE, NODES, SWARM, USUAL, inside, member, outside, seen, silent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from swarmlab.checks.scene import Scene
    from swarmlab.swarm.snapshot import Snapshot, Swarm

NAMED = "the certificate of worker1 names the role swarm-worker"
MANAGES = "the certificate of worker1 names the role swarm-manager"
RENEWED = "the certificate of worker1 was renewed"
ROTATED = "the root certificate of the swarm was rotated"

OURS, NEXT = Authority(), Authority()
SIGNED = replace(SWARM, root_ca=OURS.root)
WORKER = OURS.issue("id-worker1")
MANAGER = OURS.issue("id-worker1", "swarm-manager")


def in_swarm(now: Snapshot = USUAL, swarm: Swarm = SIGNED) -> Snapshot:
    """The snapshot of a swarm with a real root certificate."""
    return replace(now, swarm=swarm)


def disks(**certificates: bytes) -> dict[str, FakeLink]:
    """The nodes' links, with these certificates on their disks."""
    return {
        name: FakeLink(
            name, files={CERTIFICATE_PATH: certificates[name]} if name in certificates else {}
        )
        for name in NODES
    }


def began(now: Snapshot | None = None, **certificates: bytes) -> Baseline:
    """A step that began with these certificates."""
    parsed = {name: Certificate.parse(pem) for name, pem in certificates.items()}
    return Baseline.take(now or in_swarm(), parsed)


def holding(
    certificate: bytes, now: Snapshot | None = None, baseline: Baseline | None = None
) -> Scene:
    """A scene in which worker1 has this certificate."""
    return scene(now or in_swarm(), baseline=baseline, links=disks(worker1=certificate))


def with_views(changed: Mapping[str, object]) -> Snapshot:
    """The usual swarm with other words of some nodes."""
    return in_swarm(replace(USUAL, views={**USUAL.views, **changed}))  # type: ignore[dict-item]


PROMOTED = in_swarm(
    seen(
        {**USUAL.views, "worker1": inside("worker1", "manager")},
        member("manager1", "manager"),
        member("worker1", "manager"),
        member("worker2", "worker"),
    )
)


def test_the_role_is_read_from_the_certificate() -> None:
    assert_passed(NAMED, holding(WORKER))
    assert_passed(MANAGES, holding(MANAGER))


def test_the_role_of_before_is_waited_on_and_another_one_is_wrong() -> None:
    worker_then = began(worker1=WORKER)
    assert_waiting(MANAGES, holding(WORKER, baseline=worker_then), "so far the certificate names")
    verdict = assert_failed(NAMED, holding(MANAGER, PROMOTED, worker_then), "swarm-manager")
    assert "promoted" in verdict.look_at
    assert_failed(NAMED, holding(MANAGER, PROMOTED), "swarm-manager")


def test_a_demotion_takes_its_time() -> None:
    began_as_manager = began(PROMOTED, worker1=MANAGER)
    assert_waiting(NAMED, holding(MANAGER, PROMOTED, began_as_manager), "swarm-manager")
    assert_waiting(NAMED, holding(MANAGER, in_swarm()), "swarm-manager")


@pytest.mark.parametrize("sentence", [NAMED, RENEWED])
@pytest.mark.parametrize(
    ("certificate", "words"),
    [
        (Authority().issue("id-worker1", cluster="cluster2"), "of another swarm"),
        (OURS.issue("id-worker2"), "another node id"),
        (OURS.issue("id-worker10"), "another node id"),
        (b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "no certificate"),
        (b"", "no certificate"),
        (b"\xff\xfe", "no certificate"),
    ],
)
def test_a_certificate_that_is_not_the_nodes_own_never_passes(
    sentence: str, certificate: bytes, words: str
) -> None:
    assert_failed(sentence, holding(certificate, baseline=began(worker1=WORKER)), words)


@pytest.mark.parametrize("sentence", [NAMED, RENEWED])
def test_a_certificate_the_root_has_not_signed_is_waited_on(sentence: str) -> None:
    then = began(worker1=WORKER)
    forged = NEXT.issue("id-worker1")
    assert_waiting(sentence, holding(forged, baseline=then), "has not signed it")
    rotating = in_swarm(swarm=replace(SIGNED, root_rotation_in_progress=True))
    assert_waiting(sentence, holding(forged, rotating, then), "a rotation is under way")


@pytest.mark.parametrize("sentence", [NAMED, RENEWED])
def test_only_a_member_has_a_certificate(sentence: str) -> None:
    judged = partial(scene, baseline=began(worker1=WORKER), links=disks(worker1=WORKER))
    left = with_views({"worker1": outside("worker1")})
    assert_waiting(sentence, judged(left), "worker1 is in no swarm")
    removed = replace(in_swarm(), members=(member("manager1", "manager"),))
    assert_waiting(sentence, judged(removed), "the managers do not list it")
    alone = replace(inside("worker1", "manager"), cluster_id="cluster9", node_id="foreign")
    assert_failed(sentence, judged(with_views({"worker1": alone})), "a swarm of its own")
    missing = scene(in_swarm(), baseline=began(worker1=WORKER))
    assert_waiting(sentence, missing, "is not on worker1 yet")


@pytest.mark.parametrize("sentence", [NAMED, RENEWED])
def test_a_node_that_cannot_be_asked_is_an_error(sentence: str) -> None:
    then = began(worker1=WORKER)
    silenced = with_views({"worker1": silent("worker1")})
    assert_error(sentence, scene(silenced, baseline=then), "Could not look at worker1")
    dead = {**disks(worker1=WORKER), "worker1": FakeLink("worker1", lost=True)}
    assert_error(sentence, scene(in_swarm(), baseline=then, links=dead), "Could not look")


def test_a_renewal_is_another_serial_number_for_the_same_id() -> None:
    then = began(worker1=WORKER)
    assert_waiting(RENEWED, holding(WORKER, baseline=then), "the one of the start")
    assert_passed(RENEWED, holding(OURS.issue("id-worker1"), baseline=then))
    assert_passed(RENEWED, holding(MANAGER, PROMOTED, then))


def test_a_new_member_has_renewed_nothing() -> None:
    again = with_views({"worker1": replace(inside("worker1", "worker"), node_id="new")})
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
