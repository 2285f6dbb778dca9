from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from swarmlab.checks.vocabulary import UnknownSentence, bind
from swarmlab.swarm.certificate import CERTIFICATE_PATH, KEY_PATH
from tests.checks.scenes import (
    assert_error,
    assert_failed,
    assert_passed,
    assert_waiting,
    judged,
    scene,
)
from tests.fakes.authority import Authority
from tests.fakes.grpc_port import FakeManager
from tests.fakes.link import FakeLink
from tests.fakes.swarms import (
    BARE,
    NODES,
    USUAL,
    inside,
    member,
    outside,
    seen,
    silent,
    snapshot,
)

if TYPE_CHECKING:
    from swarmlab.checks.scene import Scene
    from swarmlab.swarm.snapshot import Snapshot

MAY = "worker1 may call Dispatcher/Heartbeat on manager1"
MAY_NOT = "worker1 may not call Control/ListSecrets on manager1"
STRANGER_MAY = "a stranger on worker1 may call CA/GetRootCACertificate on manager1"
STRANGER_MAY_NOT = "a stranger on worker1 may not call Control/ListNodes on manager1"
ALLOWING, FORBIDDING = (MAY, STRANGER_MAY), (MAY_NOT, STRANGER_MAY_NOT)
OF_MEMBERS, OF_STRANGERS = (MAY, MAY_NOT), (STRANGER_MAY, STRANGER_MAY_NOT)
ALL = (*ALLOWING, *FORBIDDING)

DENIED = "Permission denied: unauthorized peer role: rpc error: code = PermissionDenied desc = "
NOT_A_MANAGER = f"{DENIED}Permission denied: remote certificate not part of OUs: [swarm-manager]"
NO_CERTIFICATE = f"{DENIED}no client certificates in request"
REMOVED = f"{DENIED}Permission denied: node id-worker1 was removed from swarm"
ALERT = b"4077:error:0A000412:SSL routines:ssl3_read_bytes:sslv3 alert bad certificate:x\n"
NOBODY_LISTENS = b"4047:error:8000006F:system library:BIO_connect:Connection refused\n"

OTHERS = (member("manager1", "manager"), member("worker2", "worker"))
FOREIGN = replace(inside("worker1", "manager"), cluster_id="cluster9", node_id="foreign")


def asked(manager: FakeManager, now: Snapshot = USUAL) -> Scene:
    """worker1 talks with this manager; the others have nobody to talk with."""
    links = {name: FakeLink(name) for name in NODES}
    links["worker1"].talk = manager.talk
    return scene(now, links=links)


@pytest.mark.parametrize("sentence", ALLOWING)
def test_an_answer_says_that_one_may(sentence: str) -> None:
    assert_passed(sentence, asked(FakeManager(body=b"x")))
    assert_passed(sentence, asked(FakeManager("3", "session invalid")))
    assert_passed(sentence, asked(FakeManager("5", "not found")))


@pytest.mark.parametrize("sentence", FORBIDDING)
def test_an_answer_breaks_a_limit(sentence: str) -> None:
    assert_failed(sentence, asked(FakeManager(body=b"x")), "manager1 lets ")
    assert_failed(sentence, asked(FakeManager("3", "invalid")), "manager1 lets ")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (NOT_A_MANAGER, ": remote certificate not part of OUs: [swarm-manager]"),
        (NO_CERTIFICATE, ": no client certificates in request"),
        ("", "refuse"),
    ],
)
def test_a_refusal_is_told_with_the_managers_reason(words: str, why: str) -> None:
    for sentence in FORBIDDING:
        assert_passed(sentence, asked(FakeManager("7", words)))
        assert why in judged(sentence, asked(FakeManager("7", words))).reason
    for sentence in ALLOWING:
        assert_failed(sentence, asked(FakeManager("7", words)), why)


@pytest.mark.parametrize("sentence", ALL)
def test_a_refusal_by_tls_is_one(sentence: str) -> None:
    now = asked(FakeManager(says=b"", errors=ALERT))
    if sentence in FORBIDDING:
        assert_passed(sentence, now)
    else:
        assert_failed(sentence, now, "refused by TLS")


@pytest.mark.parametrize("sentence", ALL)
@pytest.mark.parametrize(
    "manager",
    [
        FakeManager(says=b""),
        FakeManager(says=b"", errors=NOBODY_LISTENS),
        FakeManager(breaks_off=True),
    ],
)
def test_a_port_that_does_not_answer_is_neither(sentence: str, manager: FakeManager) -> None:
    assert_error(sentence, asked(manager), "manager1: port 2377 gave worker1 no answer")


@pytest.mark.parametrize("sentence", ALL)
def test_a_manager_that_hangs_is_an_error(sentence: str) -> None:
    assert_error(sentence, asked(FakeManager(hangs=True)), "no answer within")


@pytest.mark.parametrize("sentence", ALL)
@pytest.mark.parametrize("status", ["1", "2", "4", "8", "12", "13", "14"])
def test_a_manager_in_trouble_says_nothing_about_who_may_ask(sentence: str, status: str) -> None:
    now = asked(FakeManager(status, "The swarm does not have a leader"))
    assert_error(sentence, now, f"with status {status}: The swarm does not have a leader")


def test_each_shows_what_is_its_own() -> None:
    for sentence in OF_MEMBERS:
        manager = FakeManager()
        judged(sentence, asked(manager))
        assert {CERTIFICATE_PATH, KEY_PATH} <= set(manager.argv)
        assert manager.asked[":path"] == f"/docker.swarmkit.v1.{sentence.split()[-3]}"
    for sentence in OF_STRANGERS:
        manager = FakeManager()
        judged(sentence, asked(manager))
        assert not {CERTIFICATE_PATH, KEY_PATH} & set(manager.argv)


@pytest.mark.parametrize("sentence", OF_MEMBERS)
@pytest.mark.parametrize(
    ("now", "words"),
    [
        (snapshot(manager1="manager", worker1=None, worker2="worker"), "is in no swarm"),
        (seen({**USUAL.views, "worker1": FOREIGN}, *OTHERS), "a swarm of its own"),
    ],
)
def test_who_is_no_member_has_nothing_to_show(sentence: str, now: Snapshot, words: str) -> None:
    assert_waiting(sentence, asked(FakeManager("7", NO_CERTIFICATE), now), words)


def test_a_removed_node_is_refused_for_another_reason_than_its_role() -> None:
    now = asked(FakeManager("7", REMOVED), seen(USUAL.views, *OTHERS))
    assert_waiting(MAY_NOT, now, "because it was removed")
    assert_failed(MAY, now, ": node id-worker1 was removed from swarm")


def test_a_stranger_may_be_on_a_node_outside() -> None:
    now = snapshot(manager1="manager", worker1=None, worker2="worker")
    assert_passed(STRANGER_MAY_NOT, asked(FakeManager("7", NO_CERTIFICATE), now))
    assert_passed(STRANGER_MAY, asked(FakeManager(), now))


@pytest.mark.parametrize("sentence", ALL)
def test_only_a_manager_can_be_asked(sentence: str) -> None:
    refusing = FakeManager("7", NOT_A_MANAGER)
    to_worker2 = sentence.replace("on manager1", "on worker2")
    assert_waiting(to_worker2, asked(refusing), "worker2 is not a manager: worker2 is a worker")
    assert_waiting(sentence, asked(refusing, BARE), "there is no swarm yet")
    down = seen(USUAL.views, member("manager1", "manager", "down"), member("worker1", "worker"))
    assert_waiting(sentence, asked(refusing, down), "whose state is down")


@pytest.mark.parametrize("sentence", ALL)
@pytest.mark.parametrize("node", ["manager1", "worker1"])
def test_a_silent_node_is_an_error(sentence: str, node: str) -> None:
    members = (*OTHERS, member("worker1", "worker"))
    now = seen({**USUAL.views, node: silent(node)}, *members)
    assert_error(sentence, asked(FakeManager("7", NOT_A_MANAGER), now), f"look at {node}")


@pytest.mark.parametrize("sentence", ALL)
def test_a_node_that_cannot_be_talked_with_is_an_error(sentence: str) -> None:
    assert_error(sentence, scene(), "Could not look at worker1")


@pytest.mark.parametrize(
    ("method", "words"),
    [
        ("Control/ListNode", "did you mean Control/ListNodes?"),
        ("Control/RemoveNode", "did you mean"),
        ("Control/UpdateCluster", ""),
        ("RaftMembership/Leave", "the calls are "),
        ("NodeCA/IssueNodeCertificate", ""),
    ],
)
def test_only_calls_that_change_nothing_can_be_made(method: str, words: str) -> None:
    for text in ALL:
        sentence = text.replace(text.split()[-3], method)
        with pytest.raises(UnknownSentence, match="is no call that only looks") as caught:
            bind(sentence, NODES)
        assert words in caught.value.suggestion


# the certificate a stranger is shown

HELD = "the file /root/manager1.crt on worker1 holds the certificate of manager1"
AUTHORITY = Authority()
OF_MANAGER = AUTHORITY.issue("id-manager1", "swarm-manager")
OF_WORKER = AUTHORITY.issue("id-worker1")


def filed(text: bytes | None, own: bytes = OF_MANAGER, now: Snapshot = USUAL) -> Scene:
    """worker1 has a file with this text, and manager1 has its certificate."""
    links = {name: FakeLink(name) for name in NODES}
    links["manager1"].files[CERTIFICATE_PATH] = own
    if text is not None:
        links["worker1"].files["/root/manager1.crt"] = text
    return scene(now, links=links)


def test_the_certificate_may_stand_among_other_words() -> None:
    assert_passed(HELD, filed(OF_MANAGER))
    assert_passed(HELD, filed(b"CONNECTED(00000003)\n" + OF_MANAGER + b"---\n"))


def test_what_is_not_there_yet_is_waited_for() -> None:
    assert_waiting(HELD, filed(None), "/root/manager1.crt is not on worker1 yet")
    assert_waiting(HELD, filed(b" \n"), "/root/manager1.crt is empty")
    assert_waiting(HELD, filed(OF_MANAGER, now=BARE), "there is no swarm yet")
    alone = seen({**USUAL.views, "manager1": outside("manager1"), "worker2": FOREIGN})
    assert_waiting(HELD, filed(OF_MANAGER, now=alone), "manager1 is in no swarm")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (OF_WORKER, "the certificate of worker1"),
        (AUTHORITY.issue("id-manager1", "swarm-manager"), "another certificate of manager1"),
        (AUTHORITY.issue("id-manager10", "swarm-manager"), "of no node of this swarm"),
        (AUTHORITY.root, "a root certificate"),
        (b"CONNECTED(00000003)\nno peer certificate available\n", "no certificate"),
        (OF_WORKER + OF_MANAGER, "the certificate of worker1"),
    ],
)
def test_another_certificate_is_named(text: bytes, words: str) -> None:
    assert_failed(HELD, filed(text), words)


def test_two_files_without_a_certificate_are_not_the_same_one() -> None:
    assert_failed(HELD, filed(b"nothing", own=b"nothing"), "no certificate")


@pytest.mark.parametrize("node", ["manager1", "worker1"])
def test_a_silent_side_is_an_error(node: str) -> None:
    now = filed(OF_MANAGER)
    links = {**now.links, node: FakeLink(node, lost=True)}
    assert_error(HELD, replace(now, links=links), f"Could not look at {node}")
