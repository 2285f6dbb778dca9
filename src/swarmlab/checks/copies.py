"""Sentences about copied certificates: what a manager answers to who shows one.

A manager judges by the certificate it is shown, not by its list of roles, so a copy goes on
working after a demotion (SWARM facts, section 2). The key lies beside the copy, with the same
name and the ending ``.key``; it is used by openssl on its node and read by nobody else.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from swarmlab.checks.issued import certificate_in
from swarmlab.checks.registry import sentence
from swarmlab.checks.scene import Settled, could_not_look
from swarmlab.checks.source import Source
from swarmlab.checks.verdict import failed, passed, waiting
from swarmlab.swarm.rpc import PERMISSION_DENIED, Identity

if TYPE_CHECKING:
    from swarmlab.checks.scene import Scene
    from swarmlab.checks.verdict import Verdict
    from swarmlab.swarm.certificate import Certificate
    from swarmlab.swarm.rpc import Answer

_ONLY_MANAGERS_MAY = "Control/ListNodes"
_ANY_MEMBER_MAY = "Dispatcher/Heartbeat"


@sentence(
    "the certificate in {path:path} on {node:node} still counts as a manager's",
    example="the certificate in /root/old/swarm-node.crt on worker1 still counts as a manager's",
    reads=[Source.FILES, Source.COMMANDS, Source.NODES, Source.SWARM],
)
def counts(scene: Scene, *, path: str, node: str) -> Verdict:
    """A manager, asked from the node with this certificate and the key beside it, lists its nodes.

    The certificate names the role of a manager, whatever the node is now.
    """
    certificate = _of_this_swarm(scene, node, path)
    expected = "a manager's certificate, by which the managers list their nodes"
    if certificate.role != "swarm-manager":
        return failed(
            expected=expected,
            observed=f"the certificate names {certificate.role or 'no role'}",
            node=node,
            look_at=f"what {node} was when {path} was written",
        )
    answer = _asked(scene, node, path, _ONLY_MANAGERS_MAY)
    if answer.is_allowed:
        return passed(f"{_manager(scene)} lists its nodes to who shows it", node=node)
    return failed(
        expected=expected,
        observed=f"{_manager(scene)} refuses it: {_why(answer)}",
        node=node,
        look_at=f"what became of the node and the root that {path} names",
    )


@sentence(
    "the certificate in {path:path} on {node:node} is refused",
    example="the certificate in /root/old/swarm-node.crt on worker1 is refused",
    reads=[Source.FILES, Source.COMMANDS, Source.NODES, Source.SWARM],
)
def is_refused(scene: Scene, *, path: str, node: str) -> Verdict:
    """A manager, asked from the node with this certificate and the key beside it, turns it away.

    It is asked what any member may ask, so the reason is not the role: the node of that id was
    removed, or the root that signed is none of this swarm. The certificate names this swarm.
    """
    _of_this_swarm(scene, node, path)
    answer = _asked(scene, node, path, _ANY_MEMBER_MAY)
    if answer.is_of_removed or answer.is_refused_by_tls:
        return passed(f"{_manager(scene)} refuses it: {_why(answer)}", node=node)
    if answer.is_allowed:
        return waiting(f"{_manager(scene)} takes it for a member's", node=node)
    return failed(
        expected=f"{_manager(scene)} refuses the certificate itself",
        observed=_why(answer),
        node=node,
        look_at=f"what {path} says of its node and its role",
    )


def _of_this_swarm(scene: Scene, node: str, path: str) -> Certificate:
    """The copy, which says that it is of the swarm the managers have.

    Raises:
        Settled: it or its key is not there, or it is of another swarm.
    """
    swarm = scene.swarm()
    certificate = certificate_in(scene, node, path)
    if certificate.cluster_id != swarm.id:
        raise Settled(failed(
            expected="a certificate of this swarm",
            observed="a certificate of another swarm, or of none",
            node=node,
            look_at=f"the O in the subject of {path}",
        ))  # fmt: skip
    key = _key_beside(path)
    if scene.run(node, ("test", "-s", key)).status != 0:
        raise Settled(waiting(f"{key}, the key to it, is not on {node} yet", node=node))
    return certificate


def _asked(scene: Scene, node: str, path: str, method: str) -> Answer:
    """What a manager answers to the copy.

    Raises:
        Settled: no manager answered, or the copy could not be shown to one.
    """
    answer = scene.call(node, _manager(scene), method, Identity(path, _key_beside(path)))
    if "key values mismatch" in answer.message:
        raise Settled(failed(
            expected=f"the key to {path} in {_key_beside(path)}",
            observed="a key that does not belong to it",
            node=node,
            look_at="whether both files are of the same moment",
        ))  # fmt: skip
    is_answer = answer.is_refused_by_tls or answer.status in _ANSWERS
    if not is_answer:
        raise Settled(could_not_look(node, answer.message or "no answer from the manager"))
    return answer


_ANSWERS = (0, 3, 5, PERMISSION_DENIED)
"""What a working manager says: done, the empty request is nothing to work with, the node has no
session now since it has left, and denied."""


def _manager(scene: Scene) -> str:
    return scene.snapshot.seen_from or ""


def _key_beside(path: str) -> str:
    return str(PurePosixPath(path).with_suffix(".key"))


def _why(answer: Answer) -> str:
    if answer.is_of_removed:
        return "its node was removed from the swarm"
    if answer.is_refused_by_tls:
        return "TLS turns it away before anything is asked"
    return answer.message
