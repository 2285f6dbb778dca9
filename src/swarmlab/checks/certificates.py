"""Sentences about the certificates nodes are known by, and the root that signs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.checks.registry import sentence
from swarmlab.checks.scene import Settled
from swarmlab.checks.source import Source
from swarmlab.checks.standing import name_of, standing
from swarmlab.checks.verdict import failed, passed, waiting
from swarmlab.swarm.certificate import CERTIFICATE_PATH, Certificate, NotACertificate

if TYPE_CHECKING:
    from swarmlab.checks.scene import Scene
    from swarmlab.checks.standing import Standing
    from swarmlab.checks.verdict import Verdict
    from swarmlab.swarm.snapshot import Role

_IN_FORCE = "a certificate that the swarm issued to {node}"


@sentence(
    "the certificate of {node:node} names the role swarm-{role:role}",
    example="the certificate of worker1 names the role swarm-worker",
    reads=[Source.CERTIFICATES, Source.NODES, Source.SWARM],
)
def names_role(scene: Scene, *, node: str, role: Role) -> Verdict:
    """The certificate on the node's disk is its own, of this swarm, and names that role (OU)."""
    now = _member(scene, node)
    certificate = _in_force(scene, now)
    observed = f"the certificate names {certificate.role or 'no role'}"
    if certificate.role == f"swarm-{role}":
        return passed(observed, node=node)
    is_asked_for = now.member is not None and now.member.role == role
    if is_asked_for or certificate.role == f"swarm-{_role_then(scene, node)}":
        return waiting(f"so far {observed}", node=node)
    return failed(
        expected=f"the role swarm-{role}",
        observed=observed,
        node=node,
        look_at=f"the token {node} joined with, and who promoted or demoted it since",
    )


@sentence(
    "the certificate of {node:node} was renewed",
    example="the certificate of worker1 was renewed",
    reads=[Source.CERTIFICATES, Source.NODES, Source.SWARM],
)
def was_renewed(scene: Scene, *, node: str) -> Verdict:
    """The node has another certificate than when the step began, for the same node id.

    A node that left and joined again has a new identity, which is no renewal.
    """
    then = scene.since()
    if node not in then.certificates or node not in then.nodes:
        return waiting(f"{node} had no certificate when this step began", node=node)
    now = _member(scene, node)
    certificate = _in_force(scene, now)
    if now.view.node_id != then.nodes[node]:
        return failed(
            expected=f"a new certificate for the node id {node} had when this step began",
            observed=f"{node} is a new member with another id",
            node=node,
            look_at=f"who ran `docker swarm leave` on {node}",
        )
    if f"{certificate.serial:x}" == then.certificates[node]:
        return waiting("the certificate is the one of the start of this step", node=node)
    return passed("the certificate has another serial number than before", node=node)


@sentence(
    "the root certificate of the swarm was rotated",
    example="the root certificate of the swarm was rotated",
    reads=[Source.SWARM, Source.NODES],
)
def root_was_rotated(scene: Scene) -> Verdict:
    """The swarm trusts another root than when the step began, and every node has followed."""
    swarm, then = scene.swarm(), scene.since()
    if swarm.id != then.swarm_id:
        return failed(
            expected="another root certificate in the same swarm",
            observed="the swarm is another one than when this step began",
            node=scene.snapshot.seen_from or "",
            look_at="who ran `docker swarm leave` and `docker swarm init`",
        )
    if swarm.root_rotation_in_progress:
        return waiting(f"the rotation has not ended{_held_up_by(scene)}")
    if then.had_root(swarm.root_ca):
        return waiting("the root certificate is the one of the start of this step")
    return passed("the root certificate is another than when this step began")


def _member(scene: Scene, node: str) -> Standing:
    """Where the node stands, listed by the managers.

    Raises:
        Settled: it could not be looked at, or it is no member.
    """
    now = standing(scene, node)
    if now.place == "elsewhere":
        raise Settled(
            failed(
                expected=_IN_FORCE.format(node=node),
                observed=now.words,
                node=node,
                look_at=f"`docker info` on {node}",
            )
        )
    if now.place != "member":
        raise Settled(waiting(now.words, node=node))
    return now


def _in_force(scene: Scene, now: Standing) -> Certificate:
    """The certificate on a member's disk, which this swarm issued to it.

    Raises:
        Settled: it could not be read, or is another one.
    """
    certificate = _on_disk(scene, now.node)
    observed = _not_its_own(scene, now, certificate)
    if observed:
        raise Settled(
            failed(
                expected=_IN_FORCE.format(node=now.node),
                observed=observed,
                node=now.node,
                look_at=f"what lies in {CERTIFICATE_PATH}",
            )
        )
    swarm = scene.swarm()
    if not certificate.is_signed_by(swarm.root_ca):
        way = "a rotation is under way" if swarm.root_rotation_in_progress else "it may be changing"
        raise Settled(waiting(f"the root of the swarm has not signed it: {way}", node=now.node))
    return certificate


def _on_disk(scene: Scene, node: str, path: str = CERTIFICATE_PATH) -> Certificate:
    """The first certificate in a file of the node.

    Raises:
        Settled: it could not be read.
    """
    text = scene.read(node, path)
    try:
        return Certificate.parse(text.encode())
    except NotACertificate:
        raise Settled(
            failed(
                expected=f"a certificate in {path}",
                observed="no certificate: nothing in it can be read as one",
                node=node,
                look_at=f"what {path} on {node} holds",
            )
        ) from None


def _not_its_own(scene: Scene, now: Standing, certificate: Certificate) -> str:
    """Whose certificate it is instead; empty when it is the node's own and of this swarm."""
    if certificate.cluster_id != scene.swarm().id:
        return "the certificate is of another swarm"
    if certificate.node_id != now.view.node_id:
        return "the certificate carries another node id"
    return ""


def _role_then(scene: Scene, node: str) -> Role | None:
    """The role when the step began: what still is as it was is not the learner's fault."""
    return scene.baseline.role_of(node) if scene.baseline else None


def _held_up_by(scene: Scene) -> str:
    """Which members cannot follow, as far as the managers know it."""
    silent = [m for m in scene.snapshot.members if m.status != "ready"]
    if not silent:
        return " yet"
    return f": it waits for {name_of(scene, silent[0])}, whose state is {silent[0].status}"
