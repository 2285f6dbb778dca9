"""Sentences about files on a node that hold join tokens or fingerprints."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from swarmlab.checks.registry import sentence
from swarmlab.checks.scene import Settled
from swarmlab.checks.source import Source
from swarmlab.checks.verdict import failed, passed, waiting
from swarmlab.swarm.token import JoinToken, NotAToken, digest_of

if TYPE_CHECKING:
    from swarmlab.checks.scene import Scene
    from swarmlab.checks.verdict import Verdict
    from swarmlab.swarm.snapshot import Role, Swarm

_HEX = re.compile(r"(?<![0-9a-fA-F])[0-9a-fA-F]{64}(?![0-9a-fA-F])")


@sentence(
    "the token in {path:path} on {node:node} matches the root certificate of the swarm",
    example="the token in /root/worker.token on worker1 matches the root certificate of the swarm",
    reads=[Source.FILES, Source.SWARM],
)
def matches_root(scene: Scene, *, path: str, node: str) -> Verdict:
    """The join token in the file carries the digest of the root certificate the managers hold."""
    swarm = scene.swarm()
    expected = "a join token whose digest is that of the swarm's root certificate"
    token = _only_token(scene, path, node, expected)
    if token.matches(swarm.root_ca):
        return passed(f"the digest fits; it is {_which(swarm, token)}", node=node)
    return failed(
        expected=expected,
        observed=f"another digest: {_difference(token.digest, digest_of(swarm.root_ca))}",
        node=node,
        look_at="the third part of the token, and which swarm the token is from",
    )


@sentence(
    "the file {path:path} on {node:node} holds the {role:role} join token",
    example="the file /root/worker.token on worker1 holds the worker join token",
    reads=[Source.FILES, Source.SWARM],
)
def holds_token(scene: Scene, *, path: str, node: str, role: Role) -> Verdict:
    """The file holds the join token the swarm has for that role now, and no other one."""
    swarm = scene.swarm()
    expected = f"the {role} token of the swarm, as it is now"
    token = _only_token(scene, path, node, expected)
    if token == (swarm.worker_token if role == "worker" else swarm.manager_token):
        return passed(f"{path} holds {_which(swarm, token)}", node=node)
    return failed(
        expected=expected,
        observed=_which(swarm, token),
        node=node,
        look_at=f"`docker swarm join-token {role}` on a manager, and when {path} was written",
    )


@sentence(
    "the file {path:path} on {node:node} holds the join token leaked in {log:path}",
    example="the file /root/leak.txt on worker2 holds the join token leaked in /var/log/deploy.log",
    reads=[Source.FILES],
)
def holds_leak(scene: Scene, *, path: str, node: str, log: str) -> Verdict:
    """The file holds every join token in the log on the same node, and no line without one.

    Whole lines of the log may be copied; a copy of the log itself has found nothing.
    """
    leaked = set(JoinToken.find_all(scene.read(node, log)))
    if not leaked:
        return waiting(f"no join token stands in {log} on {node} yet", node=node)
    lines = [line for line in scene.read(node, path).splitlines() if line.strip()]
    found = {token for line in lines for token in JoinToken.find_all(line)}
    if not lines:
        return waiting(f"{path} is empty", node=node)
    observed = _why_not_the_leak(found, leaked, lines)
    if not observed:
        return passed(f"{path} holds what leaked in {log}", node=node)
    return failed(
        expected=f"the join token from {log}, and nothing else",
        observed=observed,
        node=node,
        look_at=f"what every join token in {log} begins with",
    )


@sentence(
    "the file {path:path} on {node:node} holds the fingerprint of the root certificate"
    " of the swarm",
    example="the file /root/root.sha256 on worker1 holds the fingerprint of the root certificate"
    " of the swarm",
    reads=[Source.FILES, Source.SWARM],
)
def holds_fingerprint(scene: Scene, *, path: str, node: str) -> Verdict:
    """The file holds the SHA-256 of the root certificate's PEM bytes, as 64 hexadecimal digits.

    What ``sha256sum`` prints of the certificate file will do. The fingerprint of the DER form,
    which ``openssl x509 -fingerprint`` prints, is another number and not what tokens carry.
    """
    root = hashlib.sha256(scene.swarm().root_ca).hexdigest()
    text = scene.read(node, path)
    found = {digits.lower() for digits in _HEX.findall(text)}
    if found == {root}:
        return passed(f"{path} holds {root[:8]}…", node=node)
    if not text.strip():
        return waiting(f"{path} is empty", node=node)
    observed = f"{len(found)} different ones" if len(found) > 1 else "no 64 hexadecimal digits"
    return failed(
        expected="SHA-256 of the root certificate's PEM file, 64 hexadecimal digits",
        observed=f"{min(found)[:8]}…, not {root[:8]}…" if len(found) == 1 else observed,
        node=node,
        look_at="the bytes that were hashed: the whole PEM file, as it lies on the node",
    )


def _only_token(scene: Scene, path: str, node: str, expected: str) -> JoinToken:
    """The one join token in the file.

    Raises:
        Settled: there is no file, no token, a malformed one, or more than one.
    """
    text = scene.read(node, path)
    if not text.strip():
        raise Settled(waiting(f"{path} is empty", node=node))
    tokens = set(JoinToken.find_all(text))
    if len(tokens) == 1:
        return tokens.pop()
    observed = f"{len(tokens)} different join tokens" if tokens else _malformed(text)
    raise Settled(
        failed(expected=expected, observed=observed, node=node, look_at=f"what {path} holds")
    )


def _malformed(text: str) -> str:
    start = text.find("SWMTKN")
    if start < 0:
        return "no join token: nothing begins with SWMTKN-"
    try:
        JoinToken.parse(text[start:].split(maxsplit=1)[0].strip("\"',;"))
    except NotAToken as error:
        return f"no join token: {error}"
    return "no join token: other characters stand right before or after it"


def _which(swarm: Swarm, token: JoinToken) -> str:
    if token == swarm.worker_token:
        return "the worker token"
    if token == swarm.manager_token:
        return "the manager token"
    if token.matches(swarm.root_ca):
        return "a token with this swarm's digest that is neither its worker nor its manager token"
    return "a token with another digest than this swarm's"


def _difference(digest: str, right: str) -> str:
    different = [
        i for i, pair in enumerate(zip(digest, right, strict=True), 1) if len(set(pair)) > 1
    ]
    if len(different) == 1:
        return f"character {different[0]} of 50 differs"
    beginnings = f"it begins with {digest[:4]}…, the swarm's with {right[:4]}…"
    return f"{beginnings}; {len(different)} of 50 characters differ"


def _why_not_the_leak(found: set[JoinToken], leaked: set[JoinToken], lines: list[str]) -> str:
    """What is wrong with the copied lines; empty when nothing is."""
    if not found:
        return "no join token"
    if found - leaked:
        return "a join token that does not stand in the log"
    if leaked - found:
        return f"{len(found)} of the {len(leaked)} join tokens in the log"
    others = sum(not JoinToken.find_all(line) for line in lines)
    if others:
        return f"the join token among {others} other line{'' if others == 1 else 's'}"
    return ""
