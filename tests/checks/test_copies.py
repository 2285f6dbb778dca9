from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from swarmlab.swarm import rpc
from swarmlab.swarm.link import Completed, LinkLost
from swarmlab.swarm.rpc import PERMISSION_DENIED, Answer, Identity
from tests.checks.certified import MANAGER, NEXT, OURS, WORKER, disks, in_swarm
from tests.checks.scenes import (
    assert_error,
    assert_failed,
    assert_passed,
    assert_waiting,
    empty_scene,
    scene,
)
from tests.fakes.swarms import BARE

if TYPE_CHECKING:
    from swarmlab.checks.scene import Scene

CERTIFICATE, KEY = "/root/old/swarm-node.crt", "/root/old/swarm-node.key"
COUNTS = f"the certificate in {CERTIFICATE} on worker1 still counts as a manager's"
REFUSED = f"the certificate in {CERTIFICATE} on worker1 is refused"

DENIED = "Permission denied: unauthorized peer role: rpc error: code = PermissionDenied desc = "
DONE = Answer(0, "")
TAKEN = Answer(3, "session invalid")
LEFT = Answer(5, "node not registered")
"""To who shows a certificate of a node that has left and was not removed."""
OF_REMOVED = Answer(
    PERMISSION_DENIED, f"{DENIED}Permission denied: node id-worker1 was removed from swarm"
)
NOT_A_MANAGER = Answer(
    PERMISSION_DENIED,
    f"{DENIED}Permission denied: remote certificate not part of OUs: [swarm-manager]",
)
UNTRUSTED = Answer(
    None, "40:error:0A000412:SSL routines:ssl3_read_bytes:sslv3 alert bad certificate"
)
UNKNOWN = Answer(None, "40:error:0A000418:SSL routines:ssl3_read_bytes:tlsv1 alert unknown ca")
MISMATCH = Answer(None, "40:error:05800074:x509 certificate routines::key values mismatch")
BROKEN_OFF = Answer(None, "40:error:0A000126:SSL routines::unexpected eof while reading")
NO_LEADER = Answer(2, "The swarm does not have a leader")


def copied(certificate: bytes = MANAGER, *, key: bool = True) -> Scene:
    """worker1 with a copied certificate, and a key beside it."""
    links = disks()
    links["worker1"].files[CERTIFICATE] = certificate
    links["worker1"].commands["test", "-s", KEY] = Completed(0 if key else 1, "", "")
    return scene(in_swarm(), links=links)


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[Answer | LinkLost]:
    """What manager1 answers to the copy; the last one is taken."""
    given: list[Answer | LinkLost] = [DONE]

    def call(link: object, manager: str, method: str, identity: object, **_: object) -> Answer:
        asked = (getattr(link, "node", ""), manager, identity)
        assert asked == ("worker1", "manager1", Identity(CERTIFICATE, KEY))
        assert method in {"Control/ListNodes", "Dispatcher/Heartbeat"}
        if isinstance(given[-1], LinkLost):
            raise given[-1]
        return given[-1]

    monkeypatch.setattr(rpc, "call", call)
    return given


def test_a_copy_that_managers_answer_counts_and_is_not_refused(
    answers: list[Answer | LinkLost],
) -> None:
    assert_passed(COUNTS, copied())
    for answer in (TAKEN, LEFT):
        answers.append(answer)
        assert_waiting(REFUSED, copied(), "manager1 takes it for a member's")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (OF_REMOVED, "its node was removed"),
        (UNTRUSTED, "TLS turns it away"),
        (UNKNOWN, "TLS turns it away"),
    ],
)
def test_a_copy_of_a_removed_node_or_of_another_root_is_refused(
    answers: list[Answer | LinkLost], answer: Answer, words: str
) -> None:
    answers.append(answer)
    assert_passed(REFUSED, copied())
    assert_passed(REFUSED, copied(NEXT.issue("me", "swarm-manager")))
    assert_failed(COUNTS, copied(), words)


def test_the_role_alone_is_no_refusal_of_the_certificate(
    answers: list[Answer | LinkLost],
) -> None:
    assert_failed(COUNTS, copied(WORKER), "the certificate names swarm-worker")
    answers.append(NOT_A_MANAGER)
    assert_failed(COUNTS, copied(), "not part of OUs")
    assert_failed(REFUSED, copied(), "not part of OUs")


def test_a_workers_copy_is_asked_what_workers_may_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    def call(link: object, manager: str, method: str, *_: object, **__: object) -> Answer:
        return TAKEN if method == "Dispatcher/Heartbeat" else NOT_A_MANAGER

    monkeypatch.setattr(rpc, "call", call)
    assert_waiting(REFUSED, copied(WORKER), "takes it for a member's")
    assert_failed(COUNTS, copied(), "not part of OUs")


@pytest.mark.parametrize("sentence", [COUNTS, REFUSED])
@pytest.mark.parametrize("answer", [BROKEN_OFF, NO_LEADER, Answer(None, ""), LinkLost("silent")])
def test_what_is_no_answer_leaves_it_open(
    answers: list[Answer | LinkLost], sentence: str, answer: Answer | LinkLost
) -> None:
    answers.append(answer)
    assert_error(sentence, copied(), "Could not look at worker1")


@pytest.mark.usefixtures("answers")
@pytest.mark.parametrize("sentence", [COUNTS, REFUSED])
def test_what_is_not_copied_yet_is_waited_for(sentence: str) -> None:
    assert_waiting(sentence, scene(in_swarm(), links=disks()), f"{CERTIFICATE} is not on worker1")
    assert_waiting(sentence, copied(key=False), f"{KEY}, the key to it, is not on worker1")
    assert_waiting(sentence, replace(copied(), snapshot=BARE), "there is no swarm yet")
    assert_error(sentence, empty_scene(), "no node of this run is up")


@pytest.mark.parametrize("sentence", [COUNTS, REFUSED])
def test_a_copy_of_something_else_never_passes(
    answers: list[Answer | LinkLost], sentence: str
) -> None:
    answers.append(UNTRUSTED if sentence == REFUSED else DONE)
    foreign = OURS.issue("id-worker1", "swarm-manager", cluster="cluster2")
    assert_failed(sentence, copied(foreign), "of another swarm")
    assert_failed(sentence, copied(OURS.root), "of another swarm, or of none")
    assert_failed(sentence, copied(b"words"), "nothing in it can be read")


@pytest.mark.parametrize("sentence", [COUNTS, REFUSED])
def test_a_key_that_does_not_belong_to_the_copy_proves_nothing(
    answers: list[Answer | LinkLost], sentence: str
) -> None:
    answers.append(MISMATCH)
    assert_failed(sentence, copied(), "a key that does not belong to it")


@pytest.mark.usefixtures("answers")
def test_the_key_is_never_read() -> None:
    now = copied()
    assert_passed(COUNTS, now)
    calls = now.links["worker1"].calls  # type: ignore[attr-defined]
    assert ("read", KEY) not in calls
    assert ("read", CERTIFICATE) in calls
