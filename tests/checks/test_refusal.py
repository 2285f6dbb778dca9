from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swarmlab.checks.refusal import (
    NO_ANSWER_STATUSES,
    REASONS,
    REFUSALS,
    gave_no_answer,
    reason_of,
    refusal,
)
from swarmlab.deck.model import RefusalName
from tests.checks.scenes import NOT_A_MANAGER

DAEMON = "Error response from daemon: "
GRPC = "rpc error: code = PermissionDenied desc = Permission denied: "
SAYINGS = [
    ("not-a-manager", NOT_A_MANAGER),
    ("not-a-manager", f"{DAEMON}Cannot create a multi-host network from a worker node. Please …"),
    ("not-a-manager", f"{GRPC}remote certificate not part of OUs: [swarm-manager]"),
    ("bad-token", (f"{DAEMON}rpc error: code = InvalidArgument desc = A valid join token is "
     "necessary to join this cluster")),
    ("bad-token", f"{DAEMON}invalid join token"),
    ("bad-token", f"{DAEMON}invalid checksum digest length"),
    ("wrong-ca", f"{DAEMON}remote CA does not match fingerprint. Expected: 00ab"),
    ("wrong-ca", "x509: certificate signed by unknown authority"),
    ("wrong-ca", "40A7:error:0A000412:SSL routines:ssl3_read_bytes:sslv3 alert bad certificate"),
    ("wrong-ca", "40A7:error:0A000418:SSL routines:ssl3_read_bytes:tlsv1 alert unknown ca"),
    ("removed", f"Permission denied: unauthorized peer role: {GRPC}node x was removed from swarm"),
    ("locked", f"{DAEMON}Swarm is encrypted and needs to be unlocked before it can be used."),
    ("bad-key", f"{DAEMON}swarm could not be unlocked: invalid key provided"),
    ("bad-key", "Error response from daemon: invalid key string"),
    ("too-short", (f"{DAEMON}rpc error: code = InvalidArgument desc = minimum certificate expiry "
     "time is: 1h0m0s")),
    ("old-tls", "40E7:error:0A00042E:SSL routines:ssl3_read_bytes:tlsv1 alert protocol version"),
    ("no-leader", f"{DAEMON}rpc error: code = Unknown desc = The swarm does not have a leader."),
    ("no-leader", (f"{DAEMON}rpc error: code = Unknown desc = raft: failed to process the "
     "request: node lost leader status")),
    ("no-certificate", f"unauthorized peer role: {GRPC}no client certificates in request"),
    ("denied", f"{DAEMON}authorization denied by plugin guard: service must name a zone"),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "output"), SAYINGS)
def test_the_engines_words_tell_the_reason(reason: str, output: str) -> None:
    assert reason_of(1, output) == reason
    assert reason_of(1, output.replace(" ", "\n ")) == reason
    assert reason_of(0, output) is None


def test_every_reason_has_words_and_the_deck_knows_the_same() -> None:
    assert {reason for reason, _ in SAYINGS} == set(REASONS) == {r.name for r in REFUSALS}
    assert get_args(RefusalName) == REASONS


@pytest.mark.parametrize("status", [124, *sorted(NO_ANSWER_STATUSES), 130, 137])
@pytest.mark.parametrize(("reason", "output"), SAYINGS)
def test_no_answer_is_no_refusal_save_a_plugins_no(status: int, reason: str, output: str) -> None:
    denied = reason == "denied" and status in NO_ANSWER_STATUSES
    assert reason_of(status, output) == ("denied" if denied else None)
    assert gave_no_answer(status, output) is not denied


def test_an_engine_that_is_not_there_gave_no_answer() -> None:
    assert gave_no_answer(1, "Cannot connect to the Docker daemon at unix:///var/run/docker.sock.")
    assert not gave_no_answer(1, NOT_A_MANAGER)
    assert not gave_no_answer(0, "Cannot connect to the Docker daemon")


@given(st.integers(0, 255), st.text(max_size=40))
def test_other_words_tell_no_reason(status: int, output: str) -> None:
    assert reason_of(status, output) is None


def test_every_direction_can_be_given() -> None:
    for reason in REASONS:
        assert "{" not in refusal(reason).look_at.format(node="worker1")
    with pytest.raises(KeyError):
        refusal("not-manager")
