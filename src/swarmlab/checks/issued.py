"""The certificate a node was issued: read from its disk, and held against what the swarm says.

What a file says counts only when it is the node's own, of this swarm, signed by the root its
managers hold, and has not run out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.checks.scene import Settled
from swarmlab.checks.standing import standing
from swarmlab.checks.verdict import failed, waiting
from swarmlab.swarm.certificate import CERTIFICATE_PATH, Certificate, NotACertificate

if TYPE_CHECKING:
    from swarmlab.checks.scene import Scene
    from swarmlab.checks.standing import Standing
    from swarmlab.checks.verdict import Verdict


def member(scene: Scene, node: str) -> Standing:
    """Where a node stands that the managers list.

    Raises:
        Settled: it could not be looked at, or it is no member.
    """
    now = standing(scene, node)
    if now.place == "elsewhere":
        raise Settled(_not_issued(node, now.words, f"`docker info` on {node}"))
    if now.place != "member":
        raise Settled(waiting(now.words, node=node))
    return now


def in_force(scene: Scene, now: Standing) -> Certificate:
    """The certificate on a member's disk, if the swarm issued it to that member.

    Raises:
        Settled: it could not be read, or is another one.
    """
    certificate = certificate_in(scene, now.node, CERTIFICATE_PATH)
    observed = _why_not_in_force(scene, now, certificate)
    if observed:
        raise Settled(_not_issued(now.node, observed, f"what lies in {CERTIFICATE_PATH}"))
    swarm = scene.swarm()
    if not certificate.is_signed_by(swarm.root_ca):
        why = "a rotation is under way" if swarm.root_rotation_in_progress else "it may be changing"
        raise Settled(waiting(f"the root of the swarm has not signed it: {why}", node=now.node))
    return certificate


def certificate_in(scene: Scene, node: str, path: str) -> Certificate:
    """The first certificate in a file of a node.

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
                observed="nothing in it can be read as a certificate",
                node=node,
                look_at=f"what {path} on {node} holds",
            )
        ) from None


def _why_not_in_force(scene: Scene, now: Standing, certificate: Certificate) -> str:
    """Why it does not count; empty when it does."""
    if certificate.cluster_id != scene.swarm().id:
        return "a certificate of another swarm"
    if certificate.node_id != now.view.node_id:
        return "a certificate with another node id"
    if certificate.not_after.timestamp() < scene.snapshot.taken_at:
        return f"a certificate that ran out at {certificate.not_after:%Y-%m-%d %H:%M} UTC"
    return ""


def _not_issued(node: str, observed: str, look_at: str) -> Verdict:
    return failed(
        expected=f"a certificate that the swarm issued to {node}",
        observed=observed,
        node=node,
        look_at=look_at,
    )
