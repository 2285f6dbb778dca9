"""Sentences about what a manager's port answers to whom, asked with each one's own certificate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.checks.registry import sentence
from swarmlab.checks.scene import Settled, could_not_look
from swarmlab.checks.source import Source
from swarmlab.checks.standing import standing
from swarmlab.checks.verdict import failed, passed, waiting
from swarmlab.swarm.certificate import CERTIFICATE_PATH, Certificate, NotACertificate
from swarmlab.swarm.rpc import OWN, PERMISSION_DENIED, PORT

if TYPE_CHECKING:
    from swarmlab.checks.scene import Scene
    from swarmlab.checks.verdict import Verdict
    from swarmlab.swarm.rpc import Answer

_LOOKED = (Source.COMMANDS, Source.NODES)
_ANSWERED = frozenset({0, 3, 5})
"""Done, a bad request, nothing found: said of the empty request, to one who may ask."""


@sentence(
    "{node:node} may call {method:method} on {manager:node}",
    example="worker1 may call Dispatcher/Heartbeat on manager1",
    reads=_LOOKED,
)
def may_call(scene: Scene, *, node: str, method: str, manager: str) -> Verdict:
    """The manager answers the certificate the node has, be it with a complaint about the request.

    Only whether it may ask is asked: the request is empty, and changes nothing.
    """
    _require_certificate(scene, node)
    return _may(node, node, manager, _answer(scene, node, method, manager))


@sentence(
    "{node:node} may not call {method:method} on {manager:node}",
    example="worker1 may not call Control/ListSecrets on manager1",
    reads=_LOOKED,
)
def may_not_call(scene: Scene, *, node: str, method: str, manager: str) -> Verdict:
    """The manager refuses the certificate the node has, for the role in it or by TLS.

    The node has to have one: a stranger is refused as well, and so is a node that was removed,
    which says nothing about a role.
    """
    _require_certificate(scene, node)
    answer = _answer(scene, node, method, manager)
    if answer.is_of_removed:
        return waiting(f"{manager} refuses {node} because it was removed", node=node)
    return _may_not(node, node, manager, answer)


@sentence(
    "a stranger on {node:node} may call {method:method} on {manager:node}",
    example="a stranger on worker1 may call CA/GetRootCACertificate on manager1",
    reads=_LOOKED,
)
def stranger_may(scene: Scene, *, node: str, method: str, manager: str) -> Verdict:
    """The manager answers a caller on that node that shows no certificate."""
    scene.view(node)
    answer = _answer(scene, node, method, manager, is_stranger=True)
    return _may("a stranger", node, manager, answer)


@sentence(
    "a stranger on {node:node} may not call {method:method} on {manager:node}",
    example="a stranger on worker1 may not call Control/ListNodes on manager1",
    reads=_LOOKED,
)
def stranger_may_not(scene: Scene, *, node: str, method: str, manager: str) -> Verdict:
    """The manager refuses a caller on that node that shows no certificate."""
    scene.view(node)
    answer = _answer(scene, node, method, manager, is_stranger=True)
    return _may_not("a stranger", node, manager, answer)


@sentence(
    "the file {path:path} on {node:node} holds the certificate of {owner:node}",
    example="the file /root/manager1.crt on worker1 holds the certificate of manager1",
    reads=[Source.FILES, Source.CERTIFICATES, Source.NODES],
)
def holds_certificate(scene: Scene, *, path: str, node: str, owner: str) -> Verdict:
    """The first certificate in the file is the one that node has now."""
    now = standing(scene, owner)
    if now.place != "member":
        return waiting(now.words, node=owner)
    own = _certificate(scene, owner, CERTIFICATE_PATH)
    text = scene.read(node, path)
    if not text.strip():
        return waiting(f"{path} is empty", node=node)
    found = _parsed(text)
    if found is not None and own is not None and found.pem == own.pem:
        return passed(f"{path} holds the certificate of {owner}", node=node)
    return failed(
        expected=f"the certificate {owner} shows to whoever connects",
        observed=_whose(scene, found, owner),
        node=node,
        look_at=f"which machine was asked, and what was written to {path}",
    )


def _require_certificate(scene: Scene, node: str) -> None:
    """Only who is or was a member has a certificate to show.

    Raises:
        Settled: it has none of this swarm, or could not be looked at.
    """
    now = standing(scene, node)
    if now.place not in {"member", "unlisted"}:
        raise Settled(waiting(f"{node} has no certificate to show: {now.words}", node=node))


def _answer(
    scene: Scene, node: str, method: str, manager: str, *, is_stranger: bool = False
) -> Answer:
    """What the manager says to a caller on the node.

    Raises:
        Settled: there is no such manager, or it gave no answer that says who may ask.
    """
    asked = standing(scene, manager)
    if asked.acts_as != "manager":
        raise Settled(waiting(f"{manager} is not a manager: {asked.words}", node=manager))
    answer = scene.call(node, manager, method, None if is_stranger else OWN)
    if answer.is_refused_by_tls or answer.status in {*_ANSWERED, PERMISSION_DENIED}:
        return answer
    if answer.status is None:
        raise Settled(could_not_look(manager, f"port {PORT} gave {node} no answer"))
    said = f"it answered {node} with status {answer.status}: {answer.message}"
    raise Settled(could_not_look(manager, said))


def _may(who: str, node: str, manager: str, answer: Answer) -> Verdict:
    if answer.status in _ANSWERED:
        return passed(f"{manager} answers {who}", node=node)
    return failed(
        expected=f"{manager} lets {who} ask",
        observed=f"refused{_why(answer)}",
        node=node,
        look_at=f"the certificate of {node}, and whether the managers list it",
    )


def _may_not(who: str, node: str, manager: str, answer: Answer) -> Verdict:
    if answer.status not in _ANSWERED:
        return passed(f"{manager} refuses {who}{_why(answer)}", node=node)
    return failed(
        expected=f"{manager} refuses {who}",
        observed=f"{manager} lets {who} ask",
        node=node,
        look_at=f"the role in the certificate of {node}, and who gave it"
        if who == node
        else f"whom {manager} lets ask without a certificate",
    )


def _why(answer: Answer) -> str:
    """The manager's own reason, without what its gRPC says around it; TLS is named."""
    if answer.status is None:
        return " by TLS, before it could ask"
    reason = answer.message.rpartition("desc = ")[2].removeprefix("Permission denied: ")
    return f": {reason}" if reason else ""


def _certificate(scene: Scene, node: str, path: str) -> Certificate | None:
    """The first certificate in a file of a node; None if it holds none."""
    return _parsed(scene.read(node, path))


def _parsed(text: str) -> Certificate | None:
    try:
        return Certificate.parse(text.encode())
    except NotACertificate:
        return None


def _whose(scene: Scene, found: Certificate | None, owner: str) -> str:
    """What the file holds instead, in words."""
    if found is None:
        return "no certificate: nothing in it can be read as one"
    if found.node_id == "swarm-ca":
        return "a root certificate, which names no node"
    for view in scene.snapshot.views.values():
        if view.node_id == found.node_id:
            return f"{'another' if view.node == owner else 'the'} certificate of {view.node}"
    return "the certificate of no node of this swarm"
