from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from swarmlab.swarm.token import base36
from tests.checks.scenes import assert_error, assert_failed, assert_passed, assert_waiting, scene
from tests.fakes.link import FakeLink
from tests.fakes.swarms import (
    BARE,
    MANAGER_TOKEN,
    NODES,
    OTHER_TOKEN,
    ROOT,
    USUAL,
    WORKER_TOKEN,
    seen,
    silent,
    token,
)

if TYPE_CHECKING:
    from swarmlab.checks.scene import Scene

TOKEN_FILE, LOG = "/root/worker.token", "/var/log/deploy.log"
MATCHES = f"the token in {TOKEN_FILE} on worker1 matches the root certificate of the swarm"
HOLDS = f"the file {TOKEN_FILE} on worker1 holds the worker join token"
LEAK = f"the file /root/leak.txt on worker1 holds the join token leaked in {LOG}"
PRINT = (
    "the file /root/root.sha256 on worker1 holds the fingerprint of the root certificate"
    " of the swarm"
)
FINGERPRINT = hashlib.sha256(ROOT).hexdigest()
LEAKED = f"12:00 joined with --token {WORKER_TOKEN.reveal()} manager1:2377"
LOGGED = f"11:59 began\n{LEAKED}\n12:01 done {WORKER_TOKEN.masked}\n"


def on_worker1(**files: str) -> Scene:
    """The scene with these files: ``token``, ``leak``, ``log``, ``sha256``."""
    paths = {
        "token": TOKEN_FILE,
        "leak": "/root/leak.txt",
        "log": LOG,
        "sha256": "/root/root.sha256",
    }
    data = {paths[name]: text.encode(errors="surrogateescape") for name, text in files.items()}
    links = {name: FakeLink(name) for name in NODES}
    return scene(links=links | {"worker1": FakeLink("worker1", files=data)})


@pytest.mark.parametrize("good", [WORKER_TOKEN, MANAGER_TOKEN, OTHER_TOKEN])
def test_any_token_of_this_swarm_has_the_digest(good: object) -> None:
    text = {id(t): t.reveal() for t in (WORKER_TOKEN, MANAGER_TOKEN, OTHER_TOKEN)}[id(good)]
    assert_passed(MATCHES, on_worker1(token=f"{text}\n"))


def test_one_changed_character_is_pointed_at() -> None:
    digest = base36(WORKER_TOKEN.digest_number ^ 1, 50)
    tampered = f"SWMTKN-1-{digest}-{WORKER_TOKEN.secret}"
    assert_failed(MATCHES, on_worker1(token=tampered), "character 50 of 50 differs")


def test_a_token_of_another_swarm_does_not_match() -> None:
    other = token(1, b"another root").reveal()
    verdict = assert_failed(MATCHES, on_worker1(token=other), "another digest: it begins with")
    assert other.rsplit("-", 1)[1] not in verdict.words


@pytest.mark.parametrize(
    ("text", "observed"),
    [
        (WORKER_TOKEN.reveal()[:-3], "its secret has 22 characters, not 25"),
        ("hello", "nothing begins with SWMTKN-"),
        (f"{WORKER_TOKEN.reveal()}\n{MANAGER_TOKEN.reveal()}", "2 different join tokens"),
        (f"x{WORKER_TOKEN.reveal()}", "right before or after"),
        ("\udcff\udcfe", "nothing begins with SWMTKN-"),
    ],
)
@pytest.mark.parametrize("sentence", [MATCHES, HOLDS])
def test_what_is_no_single_token_fails(sentence: str, text: str, observed: str) -> None:
    assert_failed(sentence, on_worker1(token=text), observed)


@pytest.mark.parametrize("sentence", [MATCHES, HOLDS, PRINT])
def test_a_file_not_there_yet_or_empty_is_waited_for(sentence: str) -> None:
    assert_waiting(sentence, on_worker1(), "is not on worker1 yet")
    assert_waiting(sentence, on_worker1(token=" \n", sha256="\n"), "is empty")


@pytest.mark.parametrize("sentence", [MATCHES, HOLDS, PRINT])
def test_without_a_swarm_there_is_nothing_to_compare_with(sentence: str) -> None:
    assert_waiting(sentence, scene(BARE), "there is no swarm yet")


@pytest.mark.parametrize("sentence", [MATCHES, HOLDS, LEAK, PRINT])
def test_a_silent_node_is_an_error(sentence: str) -> None:
    now = scene(links={"worker1": FakeLink("worker1", lost=True)})
    assert_error(sentence, now, "Could not look at worker1")
    assert_error(sentence, scene(links={}), "Could not look at worker1")


@pytest.mark.parametrize("sentence", [MATCHES, HOLDS, PRINT])
def test_a_silent_manager_is_an_error(sentence: str) -> None:
    now = seen({**USUAL.views, "manager1": silent("manager1")})
    assert_error(sentence, scene(now), "Could not look at manager1")


def test_the_file_holds_the_token_of_that_role() -> None:
    assert_passed(HOLDS, on_worker1(token=WORKER_TOKEN.reveal()))


@pytest.mark.parametrize(
    ("wrong", "observed"),
    [
        (MANAGER_TOKEN.reveal(), "the manager token"),
        (OTHER_TOKEN.reveal(), "neither its worker nor its manager token"),
        (token(1, b"x").reveal(), "another digest than this swarm's"),
    ],
)
def test_another_token_is_named(wrong: str, observed: str) -> None:
    assert_failed(HOLDS, on_worker1(token=wrong), observed)


@pytest.mark.parametrize("copied", [WORKER_TOKEN.reveal(), LEAKED, f"2:{LEAKED}\n"])
def test_the_leaked_token_or_its_line_is_the_find(copied: str) -> None:
    assert_passed(LEAK, on_worker1(log=LOGGED, leak=copied))


def test_a_copy_of_the_log_is_no_find() -> None:
    assert_failed(LEAK, on_worker1(log=LOGGED, leak=LOGGED), "among 2 other lines")


@pytest.mark.parametrize(
    ("copied", "observed"),
    [
        (WORKER_TOKEN.masked, "no join token"),
        (OTHER_TOKEN.reveal(), "does not stand in the log"),
    ],
)
def test_another_find_is_not_the_leak(copied: str, observed: str) -> None:
    assert_failed(LEAK, on_worker1(log=LOGGED, leak=copied), observed)


def test_half_of_the_leak_is_counted() -> None:
    log = f"{LOGGED}{MANAGER_TOKEN.reveal()}\n"
    now = on_worker1(log=log, leak=WORKER_TOKEN.reveal())
    assert_failed(LEAK, now, "1 of the 2 join tokens")


def test_a_log_without_a_token_or_a_find_is_waited_for() -> None:
    assert_waiting(LEAK, on_worker1(log="nothing\n", leak="nothing\n"), "no join token stands in")
    assert_waiting(LEAK, on_worker1(log=LOGGED), "/root/leak.txt is not on worker1 yet")
    assert_waiting(LEAK, on_worker1(log=LOGGED, leak="\n"), "is empty")


@pytest.mark.parametrize("text", [FINGERPRINT, f"{FINGERPRINT.upper()}  swarm-root-ca.crt\n"])
def test_the_fingerprint_is_found_in_the_file(text: str) -> None:
    assert_passed(PRINT, on_worker1(sha256=text))


@pytest.mark.parametrize(
    ("text", "observed"),
    [
        (hashlib.sha256(b"der").hexdigest(), f"not {FINGERPRINT[:8]}"),
        (FINGERPRINT[:-1], "no 64 hexadecimal digits"),
        (f"{FINGERPRINT} {hashlib.sha256(b'x').hexdigest()}", "2 different ones"),
    ],
)
def test_another_fingerprint_fails(text: str, observed: str) -> None:
    assert_failed(PRINT, on_worker1(sha256=text), observed)
