"""Why a command was refused: the engine's words, in one table.

The texts are those of Docker Engine 20.10 to 26.1 (SWARM facts, sections 1 to 11); a later
engine that says it differently is taught here and nowhere else. A status says that a command
did not work, and never why, so the reasons are told apart by these texts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

RefusalName = Literal[
    "not-a-manager", "bad-token", "wrong-ca", "removed", "locked", "bad-key",
    "too-short", "old-tls", "no-leader", "denied", "no-certificate",
]  # fmt: skip
"""The same names as in ``deck.model``, which this room may not import; a test compares them."""

REASONS: tuple[str, ...] = get_args(RefusalName)

NO_ANSWER_STATUSES = frozenset({125, 126, 127})
"""The command did not run at all: an error, not a refusal, save 125 with a plugin's text."""

_TIMED_OUT = 124
_KILLED = 128
_NO_ENGINE = "Cannot connect to the Docker daemon"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason."""

    name: RefusalName
    means: str
    """What it says about who was refused."""
    look_at: str
    """A direction for who was not refused for this reason, ``{node}`` standing for the node."""
    texts: tuple[str, ...]
    """Any of these in the output tells it."""


REFUSALS: tuple[Refusal, ...] = (
    # The first whose text occurs is the reason: a plugin or a removal is named inside longer
    # texts that also speak of roles, so they stand before not-a-manager.
    Refusal(
        "denied",
        "an authorization plugin of that node's engine said no",
        "what the plugin of {node} lets pass",
        ("authorization denied by plugin",),
    ),
    Refusal(
        "removed",
        "the swarm has removed this node and refuses its certificate",
        "whether {node} is still listed by the managers",
        ("was removed from swarm",),
    ),
    Refusal(
        "not-a-manager",
        "only managers may ask this",
        "the role of {node}",
        (
            "This node is not a swarm manager",
            "Cannot create a multi-host network from a worker node",
            "remote certificate not part of OUs: [swarm-manager]",
        ),
    ),
    Refusal(
        "bad-token",
        "the join token is malformed, or none of this swarm's two",
        "the token {node} was given, its last part first",
        (
            "A valid join token is necessary to join this cluster",
            "invalid join token",
            "invalid checksum digest length",
        ),
    ),
    Refusal(
        "wrong-ca",
        "the certificate comes from another root than the one that is trusted",
        "the digest in the token {node} was given, or who issued the certificate it showed",
        (
            "remote CA does not match fingerprint",
            "certificate signed by unknown authority",
            "alert bad certificate",
            "alert unknown ca",
        ),
    ),
    Refusal(
        "locked",
        "the manager's keys are encrypted and its unlock key was not given",
        "whether autolock is on, and whether {node} has been restarted since",
        (
            "Swarm is encrypted and needs to be unlocked",
            "Swarm is encrypted and locked",
        ),
    ),
    Refusal(
        "bad-key",
        "the unlock key is malformed, or not the swarm's",
        "the unlock key {node} was given",
        ("invalid key provided", "invalid key string"),
    ),
    Refusal(
        "too-short",
        "certificates may not be that short-lived",
        "the validity that was asked for",
        ("minimum certificate expiry time is",),
    ),
    Refusal(
        "old-tls",
        "the managers speak no TLS that old",
        "the TLS version {node} offered",
        ("alert protocol version",),
    ),
    Refusal(
        "no-leader",
        "too few managers are there to decide anything",
        "how many managers run",
        # The second answers a change that was pending when the leader lost its majority.
        ("The swarm does not have a leader", "node lost leader status"),
    ),
    Refusal(
        "no-certificate",
        "a caller without a certificate of the swarm may not ask this",
        "the certificate {node} showed",
        ("no client certificates in request",),
    ),
)


def refusal(name: str) -> Refusal:
    """The reason of that name; KeyError if there is none."""
    for known in REFUSALS:
        if known.name == name:
            return known
    raise KeyError(name)


def reason_of(status: int, output: str) -> RefusalName | None:
    """Why a command was refused; None when it worked, or went wrong for no known reason.

    Args:
        status: its exit status; 124 and 128 upwards mean it was broken off.
        output: what it printed, stderr included.
    """
    if status == 0:
        return None
    found = _reason_in(" ".join(output.split()))
    if status in NO_ANSWER_STATUSES:
        return "denied" if found == "denied" else None
    return None if was_broken_off(status) else found


def gave_no_answer(status: int, output: str) -> bool:
    """Whether the command says nothing about the swarm: not run, broken off, no engine."""
    if status == 0 or reason_of(status, output) is not None:
        return False
    return status in NO_ANSWER_STATUSES or was_broken_off(status) or _NO_ENGINE in output


def was_broken_off(status: int) -> bool:
    """Whether a command ended by a signal or by running out of time."""
    return status == _TIMED_OUT or status >= _KILLED


def _reason_in(output: str) -> RefusalName | None:
    for known in REFUSALS:
        if any(text in output for text in known.texts):
            return known.name
    return None
