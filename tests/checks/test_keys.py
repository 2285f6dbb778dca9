from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from swarmlab.checks.keys import PUBLIC_HALF
from swarmlab.swarm.link import Completed
from tests.checks.certified import OURS, disks, in_swarm, with_worker1
from tests.checks.scenes import (
    assert_error,
    assert_failed,
    assert_passed,
    assert_waiting,
    scene,
)
from tests.fakes.authority import new_key, public_pem
from tests.fakes.swarms import BARE, outside, silent

if TYPE_CHECKING:
    from swarmlab.checks.scene import Scene
    from tests.fakes.link import FakeLink

FITS = "the key of worker1 fits its certificate"
ONLY = "no other node uses the key of worker1"
KEY, OTHER, THIRD = new_key(), new_key(), new_key()
WORKER = OURS.issue("id-worker1", key=KEY)
NO_KEY = Completed(3, "", "")
LOCKED = Completed(4, "", "")
BROKEN = Completed(1, "", "Could not read key from <stdin>")


def printed(key: object) -> Completed:
    """What openssl prints of a key."""
    return Completed(0, public_pem(key), "")  # type: ignore[arg-type]


def nodes(**said: Completed) -> dict[str, FakeLink]:
    """Nodes with worker1's certificate, and what the command says of their keys."""
    links = disks(worker1=WORKER)
    for name, completed in said.items():
        links[name].commands[PUBLIC_HALF] = completed
    return links


def usual(**said: Completed) -> Scene:
    """Three nodes with keys of their own, but for what is said."""
    own = {"manager1": printed(OTHER), "worker1": printed(KEY), "worker2": printed(THIRD)}
    return scene(in_swarm(), links=nodes(**{**own, **said}))


def test_a_key_fits_the_certificate_it_was_made_for() -> None:
    assert_passed(FITS, usual())
    assert_failed(FITS, usual(worker1=printed(OTHER)), "another key")


def test_a_key_that_another_node_uses_is_found() -> None:
    assert_passed(ONLY, usual())
    assert_failed(ONLY, usual(worker2=printed(KEY)), "worker2 uses the same key")
    assert_failed(ONLY, usual(manager1=printed(KEY)), "manager1 uses the same key")
    assert_passed(ONLY, usual(worker2=NO_KEY))


@pytest.mark.parametrize("sentence", [FITS, ONLY])
def test_a_key_that_cannot_be_read_never_passes(sentence: str) -> None:
    assert_waiting(sentence, usual(worker1=NO_KEY), "worker1 has no key yet")
    assert_error(sentence, usual(worker1=LOCKED), "the key of worker1: it is encrypted")
    assert_error(sentence, usual(worker1=BROKEN), "openssl cannot read")
    assert_error(sentence, usual(worker1=Completed(0, "words", "")), "no public key")


@pytest.mark.parametrize("said", [LOCKED, BROKEN, Completed(127, "", "bash: not found")])
def test_another_node_that_cannot_be_asked_leaves_it_open(said: Completed) -> None:
    assert_error(ONLY, usual(worker2=said), "Could not look")
    links = nodes(manager1=printed(OTHER), worker1=printed(KEY))
    links["worker2"].lost = True
    assert_error(ONLY, scene(in_swarm(), links=links), "Could not look at worker2")
    del links["worker2"]
    assert_error(ONLY, scene(in_swarm(), links=links), "Could not look at worker2")


@pytest.mark.parametrize("sentence", [FITS, ONLY])
def test_who_is_no_member_has_no_key_to_speak_of(sentence: str) -> None:
    links = nodes(manager1=printed(OTHER), worker1=printed(KEY))
    assert_waiting(sentence, scene(BARE, links=links), "there is no swarm yet")
    left = scene(with_worker1(outside("worker1")), links=links)
    assert_waiting(sentence, left, "worker1 is in no swarm")
    gone = scene(with_worker1(silent("worker1")), links=links)
    assert_error(sentence, gone, "Could not look at worker1")


def test_a_lone_node_shares_nothing_with_nobody() -> None:
    alone = replace(usual(), nodes=("worker1",))
    assert_waiting(ONLY, alone, "there is no other node than worker1")


def test_only_public_halves_are_asked_for() -> None:
    now = usual()
    assert_passed(ONLY, now)
    assert_passed(FITS, now)
    for link in now.links.values():
        assert all(asked[0] == "read" or asked[1:] == PUBLIC_HALF for asked in link.calls)  # type: ignore[attr-defined]
        assert not any(asked[0] == "read" and asked[1].endswith(".key") for asked in link.calls)  # type: ignore[attr-defined]
