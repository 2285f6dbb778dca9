"""Sentences about nodes that were removed, and what they can still do.

A removed node goes on saying that it is active with its old id (SWARM facts, section 5). So the
managers' list tells whether it is gone, by the id it had when the step began, and a manager
asked with the node's own certificate tells whether that is worth anything still.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.checks.registry import sentence
from swarmlab.checks.scene import Settled, could_not_look
from swarmlab.checks.source import Source
from swarmlab.checks.standing import name_of, standing
from swarmlab.checks.verdict import failed, passed, waiting
from swarmlab.swarm.certificate import KEY_PATH
from swarmlab.swarm.rpc import REMOVED

if TYPE_CHECKING:
    from swarmlab.checks.scene import Scene
    from swarmlab.checks.verdict import Verdict
    from swarmlab.swarm.rpc import Answer

_ANY_MEMBER_MAY = "Dispatcher/Heartbeat"
_UNTRUSTED = ("alert bad certificate", "alert unknown ca")
"""How TLS refuses a certificate of a root that was replaced; newer engines say the second."""


@sentence(
    "{node:node} is gone",
    example="worker2 is gone",
    reads=[Source.NODES],
)
def is_gone(scene: Scene, *, node: str) -> Verdict:
    """It was a member when the step began, and the managers list neither its id nor a new one.

    The node itself is not asked: a machine that is off can be gone, and one that is removed
    does not know.
    """
    _require_gone(scene, node)
    return passed(f"no manager lists {node} any more", node=node)


@sentence(
    "{node:node} is gone and its certificate is refused",
    example="worker2 is gone and its certificate is refused",
    reads=[Source.NODES, Source.COMMANDS],
)
def is_refused(scene: Scene, *, node: str) -> Verdict:
    """It is gone, and a manager asked from it with its own certificate says so and refuses.

    After a rotation of the root certificate TLS refuses before that; this counts as well. A
    node that left gave its certificate away, so there is nothing to ask with.
    """
    view = scene.view(node)
    _require_gone(scene, node)
    if view.state == "inactive":
        return failed(
            expected=f"{node} has its certificate still, and a manager refuses it",
            observed=f"{node} is in no swarm: it left, and its certificate went with that",
            node=node,
            look_at=f"who ran `docker swarm leave` on {node}",
        )
    manager = scene.snapshot.seen_from or ""
    return _answered(scene, node, manager, scene.call(node, manager, _ANY_MEMBER_MAY))


@sentence(
    "{node:node} still believes it is a member",
    example="worker2 still believes it is a member",
    reads=[Source.NODES],
)
def believes(scene: Scene, *, node: str) -> Verdict:
    """No manager lists it any more, and the node says it is active with the id it had."""
    view, old = scene.view(node), _require_unlisted(scene, node)
    if view.state == "active" and view.node_id == old:
        return passed(f"{node} says it is active, and no manager lists it", node=node)
    return failed(
        expected=f"{node} says it is active, with the id it had when this step began",
        observed=standing(scene, node).words,
        node=node,
        look_at=f"`docker info` on {node}, and what was done there since",
    )


@sentence(
    "{node:node} came back as a new member",
    example="worker2 came back as a new member",
    reads=[Source.NODES],
)
def came_back(scene: Scene, *, node: str) -> Verdict:
    """No manager lists the id it had when the step began, and it is a ready member with another.

    It may have been removed before the step began: such a node goes on saying its id.
    """
    now, old = standing(scene, node), _unlisted_id(scene, node)
    if now.acts_as is not None and now.view.node_id != old:
        return passed(f"{node} is a {now.acts_as} again, with another id", node=node)
    return waiting(now.words, node=node)


def _require_gone(scene: Scene, node: str) -> None:
    """Neither the id it had nor a new one is listed.

    Raises:
        Settled: it is not gone, or has come back.
    """
    _require_unlisted(scene, node)
    again = next((m for m in scene.snapshot.members if name_of(scene, m) == node), None)
    if again is not None:
        raise Settled(failed(
            expected=f"no manager lists {node}",
            observed=f"{node} is back as a new member with another id: "
                     f"{again.role}, {again.status}",
            node=node,
            look_at=f"what {node} could join with after it was removed",
        ))  # fmt: skip


def _require_unlisted(scene: Scene, node: str) -> str:
    """The id the node had as a member when the step began, which no manager lists any more.

    Raises:
        Settled: it was no member, is still listed, or the swarm is another one or cannot be seen.
    """
    scene.swarm()
    if scene.since().role_of(node) is None:
        raise Settled(waiting(f"{node} was no member of the swarm when this step began", node=node))
    return _unlisted_id(scene, node)


def _unlisted_id(scene: Scene, node: str) -> str:
    """The id the node said it had when the step began, which no manager lists now.

    Raises:
        Settled: it had none, it is listed, or the swarm is another one or cannot be seen.
    """
    swarm, then = scene.swarm(), scene.since()
    if swarm.id != then.swarm_id:
        raise Settled(failed(
            expected=f"{node} is removed from the swarm that was there when this step began",
            observed="the swarm is another one, and nobody was removed from it",
            node=scene.snapshot.seen_from or "",
            look_at="who ran `docker swarm leave` and `docker swarm init`",
        ))  # fmt: skip
    old = then.nodes.get(node)
    if old is None:
        raise Settled(waiting(f"{node} was in no swarm when this step began", node=node))
    for member in scene.snapshot.members:
        if member.id == old:
            view = scene.snapshot.views.get(node)
            is_back = view is not None and view.node_id not in {"", old}
            entry = f"the managers still list {node}: {member.role}, {member.status}"
            raise Settled(waiting(entry + (", by its old id" if is_back else ""), node=node))
    return old


def _answered(scene: Scene, node: str, manager: str, answer: Answer) -> Verdict:
    """What a manager's answer says of a node that is not listed any more."""
    removed = f"node {scene.since().nodes[node]} {REMOVED}"
    if answer.is_of_removed and removed in answer.message:
        return passed(f"{manager} says that {node} was removed, and refuses it", node=node)
    if answer.is_refused_by_tls and any(words in answer.message for words in _UNTRUSTED):
        return passed(f"{manager} does not trust the root that signed for {node}", node=node)
    if answer.status is None:
        return _not_asked(scene, node, answer)
    return failed(
        expected=f"{manager} refuses the certificate of {node}, because it was removed",
        observed=(
            f"{manager} lets it ask"
            if answer.is_allowed
            else f"refused for another reason: {answer.message}"
        ),
        node=node,
        look_at=f"the node id in the certificate of {node}",
    )


def _not_asked(scene: Scene, node: str, answer: Answer) -> Verdict:
    """Why there is no answer: a key that is locked away, or nobody who could be reached.

    Autolock encrypts a manager's key; a demoted one has a plain key with its new certificate.
    """
    if scene.run(node, ("grep", "-q", "BEGIN ENCRYPTED", KEY_PATH)).status == 0:
        return failed(
            expected=f"{node} was removed as a worker, with a certificate it can show",
            observed=f"{node} was removed before it had a worker's certificate, and the key"
            " of its old one is encrypted by autolock",
            node=node,
            look_at=f"the time between demoting {node} and removing it",
        )
    raise Settled(could_not_look(node, answer.message or "no answer from the manager"))
