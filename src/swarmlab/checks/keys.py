"""Sentences about the nodes' private keys.

A key is never read: openssl on the node prints the public half of it, and only that goes over
the link.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)

from swarmlab.checks.issued import in_force, member
from swarmlab.checks.registry import sentence
from swarmlab.checks.scene import LINK_SECONDS, Settled, could_not_look
from swarmlab.checks.source import Source
from swarmlab.checks.verdict import error, failed, passed, waiting
from swarmlab.swarm.certificate import KEY_PATH
from swarmlab.swarm.together import together

if TYPE_CHECKING:
    from swarmlab.checks.scene import Scene
    from swarmlab.checks.verdict import Verdict

_NO_KEY, _LOCKED = 3, 4
_SCRIPT = """\
[ -s "$1" ] || exit 3
grep -q ENCRYPTED "$1" && exit 4
# The swarm's own headers in the file are no headers of PEM: openssl refuses them.
sed '/^[a-z-]*: /d;/^$/d' "$1" | openssl pkey -pubout"""
PUBLIC_HALF = ("bash", "-c", _SCRIPT, "public-half", KEY_PATH)
"""The command whose output is the public half of a node's key."""


@sentence(
    "the key of {node:node} fits its certificate",
    example="the key of worker1 fits its certificate",
    reads=[Source.CERTIFICATES, Source.NODES, Source.SWARM],
)
def fits(scene: Scene, *, node: str) -> Verdict:
    """The public half of the key on the node's disk is the one its certificate was issued for."""
    certificate = in_force(scene, member(scene, node))
    if _own_half(scene, node) == certificate.public_key:
        return passed("the key and the certificate belong together", node=node)
    return failed(
        expected="the key the certificate was issued for",
        observed="another key",
        node=node,
        look_at=f"who has written to {KEY_PATH}",
    )


@sentence(
    "no other node uses the key of {node:node}",
    example="no other node uses the key of worker1",
    reads=[Source.CERTIFICATES, Source.NODES, Source.SWARM],
)
def is_nowhere_else(scene: Scene, *, node: str) -> Verdict:
    """The key on the node's disk is the key of no other node of the run; each one is asked."""
    member(scene, node)
    others = [name for name in scene.nodes if name != node]
    if not others:
        return waiting(f"there is no other node than {node}", node=node)
    own = _own_half(scene, node)
    calls = {name: partial(_public_half, scene, name) for name in others}
    for name, half in together(calls, LINK_SECONDS).items():
        if isinstance(half, Exception):
            raise half
        if half == own:
            return failed(
                expected=f"a key that only {node} has",
                observed=f"{name} uses the same key",
                node=name,
                look_at=f"who has written to {KEY_PATH} on {name}",
            )
    return passed(f"{_listed(others)} use{'s' if len(others) == 1 else ''} other keys", node=node)


def _own_half(scene: Scene, node: str) -> bytes:
    """The public half of a member's key.

    Raises:
        Settled: it has none, or it could not be read.
    """
    half = _public_half(scene, node)
    if not half:
        raise Settled(waiting(f"{node} has no key yet", node=node))
    return half


def _public_half(scene: Scene, node: str) -> bytes:
    """DER, SubjectPublicKeyInfo; empty where the node has no key.

    Raises:
        Settled: the node could not be asked, or its key is encrypted or none.
    """
    done = scene.run(node, PUBLIC_HALF)
    if done.status == _NO_KEY:
        return b""
    if done.status == _LOCKED:
        raise Settled(error(
            f"Could not look at the key of {node}: it is encrypted", node=node,
            look_at="whether autolock is on",
        ))  # fmt: skip
    if done.status != 0:
        raise Settled(could_not_look(node, f"openssl cannot read {KEY_PATH}"))
    try:
        key = load_pem_public_key(done.stdout.encode())
    except ValueError:
        raise Settled(could_not_look(node, f"no public key of {KEY_PATH} came back")) from None
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _listed(names: list[str]) -> str:
    *front, last = names
    return f"{', '.join(front)} and {last}" if front else last
