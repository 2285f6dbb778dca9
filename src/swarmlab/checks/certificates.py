"""Sentences about the certificates nodes are known by, and the root that signs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.checks.issued import in_force, member
from swarmlab.checks.registry import sentence
from swarmlab.checks.source import Source
from swarmlab.checks.standing import name_of
from swarmlab.checks.verdict import failed, passed, waiting

if TYPE_CHECKING:
    from swarmlab.checks.scene import Scene
    from swarmlab.checks.verdict import Verdict
    from swarmlab.swarm.certificate import Certificate
    from swarmlab.swarm.snapshot import Role

HOUR, DAY = 3600, 24 * 3600
_DATED_BACK = HOUR
"""Certificates are valid from an hour before their issue, for clocks that go wrong."""
_ROUNDING = 120
"""Their dates are whole minutes."""
_DEFAULT_EXPIRY = 90 * DAY


@sentence(
    "the certificate of {node:node} carries its node id and belongs to this swarm",
    example="the certificate of worker1 carries its node id and belongs to this swarm",
    reads=[Source.CERTIFICATES, Source.NODES, Source.SWARM],
)
def is_its_own(scene: Scene, *, node: str) -> Verdict:
    """The certificate on the node's disk holds its id (CN) and the swarm's (O), signed by its root.

    It has to be in force still.
    """
    in_force(scene, member(scene, node))
    return passed("node id, swarm and signature are right", node=node)


@sentence(
    "the certificate of {node:node} names the role swarm-{role:role}",
    example="the certificate of worker1 names the role swarm-worker",
    reads=[Source.CERTIFICATES, Source.NODES, Source.SWARM],
)
def names_role(scene: Scene, *, node: str, role: Role) -> Verdict:
    """The certificate on the node's disk is its own, of this swarm, and names that role (OU)."""
    now = member(scene, node)
    certificate = in_force(scene, now)
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
    now = member(scene, node)
    certificate = in_force(scene, now)
    if now.view.node_id != then.nodes[node]:
        return failed(
            expected=f"a new certificate for the node id {node} had when this step began",
            observed=f"{node} is a new member with another id",
            node=node,
            look_at=f"who ran `docker swarm leave` on {node}",
        )
    if _is_of_before(scene, node, certificate):
        return waiting("the certificate is the one of the start of this step", node=node)
    return passed("the certificate has another serial number than before", node=node)


@sentence(
    "the certificate of {node:node} is valid for {lifetime:lifetime}",
    example="the certificate of worker1 is valid for 90 days",
    reads=[Source.CERTIFICATES, Source.NODES, Source.SWARM],
)
def is_valid_for(scene: Scene, *, node: str, lifetime: int) -> Verdict:
    """The certificate on the node's disk was issued for that long, by the dates in it."""
    certificate = in_force(scene, member(scene, node))
    span = (certificate.not_after - certificate.not_before).total_seconds() - _DATED_BACK
    observed = f"the certificate is valid for {_lasting(span)}"
    if abs(span - lifetime) <= _ROUNDING:
        return passed(observed, node=node)
    if _is_of_before(scene, node, certificate):
        return waiting(f"so far {observed}", node=node)
    return failed(
        expected=f"a certificate that is valid for {_lasting(lifetime)}",
        observed=observed,
        node=node,
        look_at="`docker info` on a manager, and since when the authority knows of it",
    )


@sentence(
    "the certificate expiry of the swarm is {lifetime:lifetime}",
    example="the certificate expiry of the swarm is 1 hour",
    reads=[Source.SWARM],
)
def expires_after(scene: Scene, *, lifetime: int) -> Verdict:
    """The swarm's setting says that certificates shall last that long.

    The authority takes it up with its next root certificate, or when its manager starts again.
    """
    found = scene.swarm().cert_expiry
    observed = f"certificates shall last {_lasting(found)}"
    if found == lifetime:
        return passed(observed)
    if found == _DEFAULT_EXPIRY:
        return waiting(f"so far {observed}")
    return failed(
        expected=f"certificates shall last {_lasting(lifetime)}",
        observed=observed,
        node=scene.snapshot.seen_from or "",
        look_at="the time given to `docker swarm update`",
    )


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


def _role_then(scene: Scene, node: str) -> Role | None:
    """The role when the step began: what still is as it was is not the learner's fault."""
    return scene.baseline.role_of(node) if scene.baseline else None


def _is_of_before(scene: Scene, node: str, certificate: Certificate) -> bool:
    """Whether the node had this certificate when the step began."""
    then = scene.baseline.certificates if scene.baseline else {}
    return then.get(node) == f"{certificate.serial:x}"


def _lasting(seconds: float) -> str:
    """A time in its largest whole unit."""
    for size, noun in ((DAY, "day"), (HOUR, "hour")):
        count = round(seconds / size)
        if count and abs(seconds - count * size) <= _ROUNDING:
            return f"{count} {noun}{'' if count == 1 else 's'}"
    return f"{round(seconds / 60)} minutes"


def _held_up_by(scene: Scene) -> str:
    """Which members cannot follow, as far as the managers know it."""
    silent = [m for m in scene.snapshot.members if m.status != "ready"]
    if not silent:
        return " yet"
    return f": it waits for {name_of(scene, silent[0])}, whose state is {silent[0].status}"
