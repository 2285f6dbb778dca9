from __future__ import annotations

import pytest

from swarmlab.swarm.certificate import CERTIFICATE_PATH, KEY_PATH
from swarmlab.swarm.link import LinkLost
from swarmlab.swarm.rpc import Answer, Identity, call
from tests.fakes.grpc_port import FakeManager
from tests.fakes.link import FakeLink
from tests.fakes.swarms import MANAGER_TOKEN

METHOD = "Control/ListNodes"
DENIED = "Permission denied: unauthorized peer role: rpc error: code = PermissionDenied desc = "
NO_CERTIFICATE = f"{DENIED}no client certificates in request"
NOT_A_MANAGER = f"{DENIED}Permission denied: remote certificate not part of OUs: [swarm-manager]"
OF_REMOVED = f"{DENIED}Permission denied: node abc was removed from swarm"
# What openssl 3.0 prints of a manager's certificate that it was given no root for.
CHATTER = b"Can't use SSL_get_servername\ndepth=0 O = o, OU = swarm-manager, CN = c\n"
ALERT = CHATTER + (
    b"4077:error:0A00042E:SSL routines:ssl3_read_bytes:tlsv1 alert protocol version:"
    b"../ssl/record/rec_layer_s3.c:1602:SSL alert number 70\n"
)
NOBODY_LISTENS = b"4047:error:8000006F:system library:BIO_connect:Connection refused\n"


def asked(manager: FakeManager, identity: Identity | None = Identity()) -> Answer:  # noqa: B008
    return call(FakeLink("worker1", talk=manager.talk), "manager1", METHOD, identity)


def test_an_answer_with_data_is_a_success() -> None:
    manager = FakeManager(body=b"\0\0\0\0\x03abc")
    assert asked(manager) == Answer(0, "")
    assert asked(FakeManager(body=b"")).is_allowed
    assert manager.asked[":path"] == "/docker.swarmkit.v1.Control/ListNodes"
    assert manager.asked["content-type"] == "application/grpc"


def test_an_answer_larger_than_the_window_comes_to_its_end() -> None:
    manager = FakeManager(body=bytes(400_000))
    assert asked(manager) == Answer(0, "")


@pytest.mark.parametrize("words", [NO_CERTIFICATE, NOT_A_MANAGER, OF_REMOVED])
def test_a_refusal_comes_with_status_and_words_alone(words: str) -> None:
    answer = asked(FakeManager("7", words))
    assert answer == Answer(7, words)
    assert not answer.is_allowed
    assert not answer.is_refused_by_tls
    assert answer.is_of_removed is (words == OF_REMOVED)


@pytest.mark.parametrize(("status", "words"), [("3", "session invalid"), ("13", "")])
def test_a_complaint_about_the_empty_request_is_no_refusal(status: str, words: str) -> None:
    answer = asked(FakeManager(status, words))
    assert answer == Answer(int(status), words)
    assert answer.is_allowed


def test_words_about_a_removal_count_only_with_the_refusal() -> None:
    assert not asked(FakeManager("3", OF_REMOVED)).is_of_removed


def test_an_alert_of_tls_is_a_refusal_without_status() -> None:
    answer = asked(FakeManager(says=b"", errors=ALERT))
    assert answer.status is None
    assert answer.is_refused_by_tls
    assert not answer.is_allowed
    assert "alert protocol version" in answer.message


@pytest.mark.parametrize("errors", [b"", CHATTER, NOBODY_LISTENS])
def test_a_connection_that_ends_without_a_word_is_neither(errors: bytes) -> None:
    answer = asked(FakeManager(says=b"", errors=errors))
    assert answer.status is None
    assert not answer.is_refused_by_tls
    assert not answer.is_allowed


def test_a_server_of_another_kind_has_no_status() -> None:
    answer = asked(FakeManager(says=b"HTTP/1.1 400 Bad Request\r\n\r\n"))
    assert answer.status is None
    assert not answer.is_allowed
    assert not answer.is_refused_by_tls


def test_a_call_that_is_broken_off_has_no_status() -> None:
    answer = asked(FakeManager(breaks_off=True, errors=CHATTER))
    assert answer.status is None
    assert not answer.is_allowed


def test_a_manager_that_hangs_is_lost() -> None:
    with pytest.raises(LinkLost, match="no answer"):
        asked(FakeManager(hangs=True))


@pytest.mark.parametrize(
    "said",
    [
        b"\0\0\0\x01\x05\0\0\0\0",  # headers of no call at all
        b"\0\0\x05\x01\x05\0\0\0\x01\x88\x00\x01\xff\x01",  # a header that is no UTF-8
        b"\0\0\x02\x01\x05\0\0\0\x01\xff\xff",  # a header that is no header
    ],
)
def test_what_is_no_grpc_is_no_answer(said: bytes) -> None:
    with pytest.raises(LinkLost, match=r"the manager's answer is no"):
        asked(FakeManager(says=said))


@pytest.mark.parametrize("status", ["", "no", "-1x", "٣"])
def test_a_status_that_is_no_number_is_no_answer(status: str) -> None:
    with pytest.raises(LinkLost, match="the manager's answer is no gRPC"):
        asked(FakeManager(status))


def test_a_node_that_is_gone_is_lost() -> None:
    with pytest.raises(LinkLost):
        call(FakeLink("worker1"), "manager1", METHOD)


def test_the_key_is_named_and_never_spelled() -> None:
    manager = FakeManager()
    asked(manager, Identity())
    assert CERTIFICATE_PATH in manager.argv
    assert KEY_PATH in manager.argv
    assert manager.argv[:2] == ("bash", "-c")
    assert "manager1:2377" in manager.argv


def test_a_copied_certificate_is_shown_instead_of_the_own() -> None:
    manager = FakeManager()
    asked(manager, Identity("/root/old.crt", "/root/old.key"))
    assert {"/root/old.crt", "/root/old.key"} <= set(manager.argv)
    assert not {CERTIFICATE_PATH, KEY_PATH} & set(manager.argv)


def test_a_stranger_shows_nothing() -> None:
    manager = FakeManager()
    asked(manager, None)
    assert not {CERTIFICATE_PATH, KEY_PATH} & set(manager.argv)
    assert "-cert" not in manager.argv[2]


@pytest.mark.parametrize("identity", [Identity(), None])
def test_options_reach_openssl(identity: Identity | None) -> None:
    manager = FakeManager()
    link = FakeLink("worker1", talk=manager.talk)
    call(link, "manager1", METHOD, identity, options=("-tls1_1", "-cipher", "DEFAULT"))
    assert manager.argv[-3:] == ("-tls1_1", "-cipher", "DEFAULT")


def test_a_managers_words_are_cleaned_and_masked() -> None:
    answer = asked(FakeManager("2", f"\x1b[1mtoken {MANAGER_TOKEN.reveal()}"))
    assert MANAGER_TOKEN.secret not in answer.message
    assert "\x1b" not in answer.message
