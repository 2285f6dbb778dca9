"""Sentences about certificates, on real nodes, right and wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swarmlab.checks.verdict import State
from swarmlab.swarm.certificate import CERTIFICATE_PATH, KEY_PATH
from tests.live.swarmed import new_nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.live.swarmed import Swarmed

pytestmark = pytest.mark.live

NAMES = "the certificate of worker1 names the role {}".format
RENEWED = "the certificate of {} was renewed".format
COPY = "rm -rf /root/old && cp -r /var/lib/docker/swarm/certificates /root/old"
ROTATED = "the root certificate of the swarm was rotated"


@pytest.fixture(scope="module")
def nodes() -> Iterator[Swarmed]:
    with new_nodes() as swarmed:
        yield swarmed


@pytest.fixture
def swarm(nodes: Swarmed) -> Swarmed:
    """manager1 has a swarm, worker1 and worker2 are its workers."""
    nodes.apart()
    nodes.worked("worker1", "rm -rf /root/old")
    nodes.init()
    for node in ("worker1", "worker2"):
        assert nodes.join(node).status == 0
    nodes.passes("the swarm has 1 manager and 2 workers")
    nodes.begin()
    return nodes


def test_a_role_is_given_and_taken_with_a_certificate(swarm: Swarmed) -> None:
    swarm.passes(NAMES("swarm-worker"))
    swarm.waits(NAMES("swarm-manager"), "so far the certificate names swarm-worker")
    swarm.waits(RENEWED("worker1"), "the one of the start of this step")
    swarm.worked("manager1", "docker node promote worker1")
    swarm.passes(NAMES("swarm-manager"), RENEWED("worker1"))
    swarm.fails(NAMES("swarm-worker"), "the certificate names swarm-manager")
    swarm.begin()
    swarm.worked("manager1", "docker node demote worker1")
    swarm.passes(NAMES("swarm-worker"), RENEWED("worker1"))
    swarm.waits(RENEWED("worker2"), "the one of the start of this step")


def test_outside_the_swarm_no_certificate_counts(swarm: Swarmed) -> None:
    swarm.worked("worker1", "docker swarm leave")
    swarm.waits(NAMES("swarm-worker"), "worker1 is in no swarm")
    swarm.init("worker1")
    swarm.fails(NAMES("swarm-manager"), "a swarm of its own")
    swarm.worked("worker1", "docker swarm leave --force")
    swarm.join("worker1")
    swarm.passes(NAMES("swarm-worker"))
    swarm.fails(RENEWED("worker1"), "a new member with another id")


def test_a_rotation_gives_everybody_a_new_certificate(swarm: Swarmed) -> None:
    swarm.waits(ROTATED, "the one of the start of this step")
    swarm.worked("manager1", "docker swarm ca --rotate -q")
    swarm.passes(ROTATED, *map(RENEWED, swarm.names))


def test_a_rotation_waits_for_a_node_that_gives_no_answer(swarm: Swarmed) -> None:
    worker2 = swarm.topology.nodes["worker2"]
    worker2.power("pause")
    try:
        swarm.worked("manager1", "docker swarm ca --rotate -d")
        swarm.waits(ROTATED, "it waits for worker2, whose state is down")
        swarm.becomes(RENEWED("worker2"), State.ERROR, "Could not look at worker2")
    finally:
        worker2.power("unpause")
    swarm.passes(ROTATED, RENEWED("worker2"))


def test_another_swarm_has_another_root_and_rotated_nothing(swarm: Swarmed) -> None:
    for node in swarm.names:
        swarm.worked(node, "docker swarm leave --force")
    swarm.waits(ROTATED, "there is no swarm yet")
    swarm.init()
    swarm.fails(ROTATED, "the swarm is another one")


def test_keys_stay_where_they_were_made(swarm: Swarmed) -> None:
    fits, only = "the key of worker1 fits its certificate", "no other node uses the key of worker1"
    own = "the certificate of worker1 carries its node id and belongs to this swarm"
    swarm.passes(own, fits, only, "the key of manager1 fits its certificate")
    copy = swarm.links["worker2"].read(KEY_PATH)
    swarm.topology.nodes["worker1"].write(KEY_PATH, copy, 0o600)
    swarm.fails(fits, "another key")
    swarm.fails(only, "worker2 uses the same key")
    copy = swarm.links["worker2"].read(CERTIFICATE_PATH)
    swarm.topology.nodes["worker1"].write(CERTIFICATE_PATH, copy, 0o644)
    swarm.fails(own, "another node id")
    swarm.worked("manager1", "docker swarm update --autolock=true")
    swarm.becomes("the key of manager1 fits its certificate", State.ERROR, "it is encrypted")


def test_a_new_lifetime_waits_for_a_new_root(swarm: Swarmed) -> None:
    expiry = "the certificate expiry of the swarm is 1 hour"
    hourly = "the certificate of worker1 is valid for 1 hour"
    swarm.passes("the certificate of worker1 is valid for 90 days")
    swarm.waits(expiry, "so far certificates shall last 90 days")
    swarm.worked("manager1", "docker swarm update --cert-expiry 10h")
    swarm.fails(expiry, "certificates shall last 10 hours")
    swarm.worked("manager1", "docker swarm update --cert-expiry 1h")
    swarm.passes(expiry)
    swarm.waits(hourly, "so far the certificate is valid for 90 days")
    left = swarm.look().views["worker1"].node_id
    swarm.worked("worker1", "docker swarm leave")
    swarm.join("worker1")
    swarm.fails(hourly, "valid for 90 days")
    swarm.passes("worker1 is a worker")
    # By force: the managers may not have noticed yet that it left.
    swarm.worked("manager1", f"docker node rm --force {left}")
    swarm.worked("manager1", "docker swarm ca --rotate -q")
    swarm.passes(hourly)


def test_a_copy_outlives_a_demotion_and_neither_removal_nor_rotation(swarm: Swarmed) -> None:
    counts = "the certificate in /root/old/swarm-node.crt on worker1 still counts as a manager's"
    refused = "the certificate in /root/old/swarm-node.crt on worker1 is refused"
    swarm.waits(counts, "is not on worker1 yet")
    swarm.worked("worker1", COPY)
    swarm.fails(counts, "the certificate names swarm-worker")
    swarm.waits(refused, "takes it for a member's")
    swarm.worked("manager1", "docker node promote worker1")
    swarm.passes("worker1 is a manager")
    swarm.worked("worker1", COPY)
    swarm.worked("manager1", "docker node demote worker1")
    swarm.passes(NAMES("swarm-worker"), "only manager1 is a manager", counts)
    swarm.waits(refused, "takes it for a member's")
    swarm.worked("manager1", "docker node rm --force worker1")
    swarm.passes(refused)
    swarm.fails(counts, "its node was removed from the swarm")
    swarm.worked("worker1", "docker swarm leave")
    swarm.passes(refused)
    swarm.worked("manager1", "docker swarm ca --rotate -q")
    swarm.passes(refused)
    swarm.fails(counts, "TLS turns it away")


def test_a_copy_without_its_key_or_with_another_proves_nothing(swarm: Swarmed) -> None:
    refused = "the certificate in /root/old/swarm-node.crt on worker1 is refused"
    swarm.worked("worker1", f"{COPY} && rm /root/old/swarm-node.key")
    swarm.waits(refused, "the key to it, is not on worker1 yet")
    swarm.worked("worker1", "openssl ecparam -genkey -name prime256v1 > /root/old/swarm-node.key")
    swarm.fails(refused, "a key that does not belong to it")
    swarm.worked("worker1", "cd /root/old && openssl req -x509 -days 9 -subj /O=x/CN=x"
                            " -key swarm-node.key -out swarm-node.crt")  # fmt: skip
    swarm.fails(refused, "of another swarm, or of none")


def test_a_forged_certificate_is_refused(swarm: Swarmed) -> None:
    refused = "the certificate in /root/old/forged.crt on worker1 is refused"
    swarm_id = swarm.worked("manager1", "docker info --format '{{.Swarm.Cluster.ID}}'")
    swarm.worked("worker1", "mkdir -p /root/old && cd /root/old && openssl req -x509 -newkey ec"
                            " -pkeyopt ec_paramgen_curve:P-256 -nodes -days 9"
                            f" -subj /O={swarm_id}/OU=swarm-manager/CN=me"
                            " -keyout forged.key -out forged.crt")  # fmt: skip
    swarm.passes(refused)
    swarm.fails(
        "the certificate in /root/old/forged.crt on worker1 still counts as a manager's",
        "TLS turns it away",
    )
