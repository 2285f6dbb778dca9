from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from swarmlab.checks.baseline import Baseline
from swarmlab.swarm import rpc
from swarmlab.swarm.certificate import KEY_PATH
from swarmlab.swarm.link import Completed, LinkLost
from swarmlab.swarm.rpc import PERMISSION_DENIED, Answer
from tests.checks.scenes import (
    assert_error,
    assert_failed,
    assert_passed,
    assert_waiting,
    scene,
)
from tests.fakes.link import FakeLink
from tests.fakes.swarms import (
    BARE,
    SWARM,
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
    from swarmlab.swarm.snapshot import Member, OwnView, Snapshot

GONE = "worker2 is gone"
REFUSED = "worker2 is gone and its certificate is refused"
BELIEVES = "worker2 still believes it is a member"
BACK = "worker2 came back as a new member"
ALL = (GONE, REFUSED, BELIEVES, BACK)

DENIED = "Permission denied: unauthorized peer role: rpc error: code = PermissionDenied desc = "
OF_REMOVED = Answer(
    PERMISSION_DENIED, f"{DENIED}Permission denied: node id-worker2 was removed from swarm"
)
OTHERS = (member("manager1", "manager"), member("worker1", "worker"))
REMOVED = seen(USUAL.views, *OTHERS)
"""worker2 was removed, and does not know."""
LEFT = snapshot(manager1="manager", worker1="worker", worker2=None)
NEW = replace(inside("worker2", "worker"), node_id="id-new")
NEW_MEMBER = replace(member("worker2", "worker"), id="id-new")
BACK_AGAIN = seen({**USUAL.views, "worker2": NEW}, *OTHERS, NEW_MEMBER)


def now(snapshot: Snapshot, before: Snapshot = USUAL) -> Scene:
    return scene(snapshot, baseline=Baseline.take(before))


def with_worker2(view: OwnView, *members: Member) -> Snapshot:
    return seen({**USUAL.views, "worker2": view}, *OTHERS, *members)


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> list[Answer | LinkLost]:
    """What manager1 answers worker2; the first is taken, others are no answers."""
    given: list[Answer | LinkLost] = [OF_REMOVED]

    def call(link: object, manager: str, method: str, identity: object, **_: object) -> Answer:
        asked = (getattr(link, "node", ""), manager, method, identity)
        assert asked == ("worker2", "manager1", "Dispatcher/Heartbeat", rpc.OWN)
        if isinstance(given[0], LinkLost):
            raise given[0]
        return given[0]

    monkeypatch.setattr(rpc, "call", call)
    return given


@pytest.mark.usefixtures("answer")
@pytest.mark.parametrize("sentence", [GONE, REFUSED, BELIEVES])
def test_a_removed_node_passes(sentence: str) -> None:
    assert_passed(sentence, now(REMOVED))
    assert_waiting(sentence, now(USUAL), "the managers still list worker2: worker, ready")


@pytest.mark.parametrize("sentence", ALL)
def test_what_is_not_to_be_seen_never_passes(sentence: str) -> None:
    assert_waiting(sentence, scene(REMOVED), "has not been noted yet")
    assert_waiting(sentence, now(BARE), "there is no swarm yet")
    assert_waiting(sentence, now(REMOVED, BARE), "no swarm yet when this step began")
    assert_error(sentence, now(replace(REMOVED, swarm=None, problem="no leader")), "no leader")


@pytest.mark.parametrize("sentence", [GONE, REFUSED, BELIEVES])
def test_who_was_no_member_cannot_be_gone(sentence: str) -> None:
    assert_waiting(sentence, now(LEFT, LEFT), "worker2 was no member of the swarm")
    assert_waiting(sentence, now(REMOVED, REMOVED), "worker2 was no member of the swarm")


@pytest.mark.parametrize("sentence", ALL)
def test_a_swarm_made_anew_is_no_removal(sentence: str) -> None:
    other = replace(SWARM, id="cluster2")
    assert_failed(sentence, now(replace(REMOVED, swarm=other)), "the swarm is another one")
    assert_failed(sentence, now(replace(BACK_AGAIN, swarm=other)), "the swarm is another one")


@pytest.mark.parametrize("sentence", [REFUSED, BELIEVES, BACK])
def test_a_silent_node_is_an_error(sentence: str) -> None:
    assert_error(sentence, now(with_worker2(silent("worker2"))), "Could not look at worker2")


def test_a_removed_node_that_is_off_is_gone_all_the_same() -> None:
    assert_passed(GONE, now(with_worker2(silent("worker2"))))
    off = with_worker2(silent("worker2"), member("worker2", "worker", "down"))
    assert_waiting(GONE, now(off), "the managers still list worker2: worker, down")


def test_a_silent_node_that_joined_again_before_is_not_gone() -> None:
    assert_failed(GONE, now(with_worker2(silent("worker2"), NEW_MEMBER)), "another id")


@pytest.mark.parametrize("sentence", [GONE, REFUSED])
def test_a_new_member_of_the_same_name_is_said_to_be_back(sentence: str) -> None:
    assert_failed(sentence, now(BACK_AGAIN), "back as a new member with another id: worker, ready")


@pytest.mark.usefixtures("answer")
@pytest.mark.parametrize("sentence", [GONE, REFUSED, BELIEVES])
def test_another_member_of_a_similar_name_is_not_the_one(sentence: str) -> None:
    similar = replace(member("worker20", "worker"), id="id-worker20")
    assert_passed(sentence, now(with_worker2(USUAL.views["worker2"], similar)))
    assert_waiting(sentence.replace("worker2", "worker1"), now(REMOVED), "still list worker1")


def test_a_member_that_only_claims_the_name_is_another_node() -> None:
    """worker1 says that it has the id behind the host name worker2."""
    claims = replace(member("worker2", "worker"), id="id-worker1")
    assert_passed(GONE, now(seen(USUAL.views, OTHERS[0], claims)))


@pytest.mark.usefixtures("answer")
def test_a_node_that_left_by_itself_has_no_certificate_to_refuse() -> None:
    still = with_worker2(outside("worker2"), member("worker2", "worker", "down"))
    assert_waiting(REFUSED, now(still), "the managers still list worker2: worker, down")
    assert_passed(GONE, now(LEFT))
    assert_failed(REFUSED, now(LEFT), "it left, and its certificate went with that")
    assert_failed(BELIEVES, now(LEFT), "worker2 is in no swarm")


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (Answer(3, "session invalid"), "manager1 lets it ask"),
        (Answer(0, ""), "manager1 lets it ask"),
        (
            Answer(7, f"{DENIED}remote certificate not part of OUs: [swarm-worker]"),
            "refused for another reason: Permission denied",
        ),
        (Answer(7, f"{DENIED}no client certificates in request"), "refused for another reason"),
        (
            Answer(7, f"{DENIED}Permission denied: node id-worker20 was removed from swarm"),
            "refused for another reason",
        ),
        (
            Answer(7, f"{DENIED}Permission denied: node 2id-worker2 was removed from swarm"),
            "refused for another reason",
        ),
    ],
)
def test_no_other_answer_stands_for_a_removal(
    answer: list[Answer | LinkLost], told: Answer, words: str
) -> None:
    answer[0] = told
    assert_failed(REFUSED, now(REMOVED), words)


@pytest.mark.parametrize("alert", ["tlsv13 alert bad certificate", "tlsv1 alert unknown ca"])
def test_a_certificate_of_a_replaced_root_is_refused_by_tls(
    answer: list[Answer | LinkLost], alert: str
) -> None:
    answer[0] = Answer(None, f"140:error:0A000412:SSL routines::{alert}:SSL alert number 42")
    assert_passed(REFUSED, now(REMOVED))
    assert_waiting(REFUSED, now(USUAL), "the managers still list worker2")


@pytest.mark.parametrize(
    "told",
    [
        Answer(None, "Can't open /var/lib/docker/swarm/certificates/swarm-node.crt"),
        Answer(None, "140:error:0A00042E:SSL routines::tlsv1 alert protocol version"),
        Answer(None, ""),
        LinkLost("no answer within 4 s"),
    ],
)
def test_no_answer_is_an_error(answer: list[Answer | LinkLost], told: Answer | LinkLost) -> None:
    answer[0] = told
    assert_error(REFUSED, now(REMOVED), "Could not look at worker2")


def test_a_manager_removed_too_early_has_its_key_locked_away(
    answer: list[Answer | LinkLost],
) -> None:
    answer[0] = Answer(None, "Could not read private key from /dev/fd/3")
    look = ("grep", "-q", "BEGIN ENCRYPTED", KEY_PATH)
    links = {"worker2": FakeLink("worker2", commands={look: Completed(0, "", "")})}
    locked = scene(REMOVED, baseline=Baseline.take(USUAL), links=links)
    assert_failed(REFUSED, locked, "removed before it had a worker's certificate")
    links["worker2"].commands[look] = Completed(1, "", "")
    assert_error(REFUSED, locked, "Could not read private key")


def test_a_new_member_came_back() -> None:
    assert_passed(BACK, now(BACK_AGAIN))
    assert_waiting(BACK, now(REMOVED), "the managers do not list it")
    assert_waiting(BACK, now(LEFT), "worker2 is in no swarm")


def test_who_was_removed_before_the_step_began_can_come_back_in_it() -> None:
    assert_waiting(BACK, now(REMOVED, REMOVED), "the managers do not list it")
    assert_passed(BACK, now(BACK_AGAIN, REMOVED))


def test_a_newcomer_did_not_come_back() -> None:
    assert_waiting(BACK, now(BACK_AGAIN, LEFT), "worker2 was in no swarm when this step began")
    assert_waiting(BACK, now(BACK_AGAIN, BACK_AGAIN), "the managers still list worker2")


def test_who_was_never_removed_did_not_come_back() -> None:
    assert_waiting(BACK, now(USUAL), "the managers still list worker2: worker, ready")
    left_and_joined = replace(
        BACK_AGAIN, members=(*BACK_AGAIN.members, member("worker2", "worker", "down"))
    )
    words = "the managers still list worker2: worker, down, by its old id"
    assert_waiting(BACK, now(left_and_joined), words)


@pytest.mark.parametrize("status", ["down", "unknown"])
def test_a_new_member_that_is_not_ready_has_not_come_back_yet(status: str) -> None:
    again = with_worker2(NEW, replace(NEW_MEMBER, status=status))
    assert_waiting(BACK, now(again), f"whose state is {status}")


def test_a_new_member_of_the_name_with_the_id_of_another_node_did_not_come_back() -> None:
    assert_waiting(BACK, now(with_worker2(USUAL.views["worker2"], NEW_MEMBER)), "do not list it")


def test_a_manager_that_was_removed_is_judged_alike(answer: list[Answer | LinkLost]) -> None:
    before = snapshot(manager1="manager", worker1="worker", worker2="manager")
    assert_waiting(GONE, now(before, before), "still list worker2: manager, ready")
    assert_waiting(GONE, now(USUAL, before), "still list worker2: worker, ready")
    assert_passed(REFUSED, now(REMOVED, before))
    assert answer
