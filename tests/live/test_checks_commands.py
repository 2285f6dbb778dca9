"""Sentences about commands, typed and live, on real nodes with the engine's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swarmlab.checks.verdict import State
from swarmlab.swarm.token import JoinToken
from tests.live.swarmed import new_nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.live.swarmed import Swarmed

pytestmark = pytest.mark.live

TRIED = "worker1 tried `docker node ls` and was refused: not-a-manager"
LIVE = "on worker1, `docker node ls` is refused: not-a-manager"


@pytest.fixture(scope="module")
def nodes() -> Iterator[Swarmed]:
    with new_nodes() as swarmed:
        yield swarmed


@pytest.fixture
def swarm(nodes: Swarmed) -> Swarmed:
    """manager1 has a swarm, worker1 is its worker, worker2 is outside."""
    nodes.apart()
    nodes.init()
    nodes.join("worker1")
    nodes.passes("worker1 is a worker")
    nodes.begin()
    return nodes


def test_a_worker_is_refused_and_a_manager_is_not(swarm: Swarmed) -> None:
    swarm.waits(TRIED, "not tried yet")
    swarm.passes(LIVE)
    swarm.type("worker1", "docker node ls || true")
    swarm.waits(TRIED, "only inside a longer line")
    swarm.type("worker1", "docker node ls")
    swarm.passes(TRIED)
    swarm.fails("worker1 tried `docker node ls` and it worked", "refused, not-a-manager")
    swarm.waits(
        "manager1 tried `docker node ls` and it worked",
        "not tried yet on manager1, only on worker1",
    )
    swarm.worked("manager1", "docker node ls --format '{{.Hostname}}'")
    swarm.passes("manager1 tried `docker node ls` and it worked")


def test_a_promoted_worker_is_answered(swarm: Swarmed) -> None:
    swarm.worked("manager1", "docker node promote worker1")
    swarm.passes("worker1 is a manager")
    swarm.fails(LIVE, "it answered, status 0; worker1 is a manager")
    swarm.worked("worker1", "docker node ls")
    swarm.fails(TRIED, "it worked, status 0")


def test_outside_the_swarm_the_same_refusal_proves_nothing(swarm: Swarmed) -> None:
    sentence = "on worker2, `docker node ls` is refused: not-a-manager"
    swarm.waits(sentence, "worker2 is not a worker yet: worker2 is in no swarm")


def test_what_a_command_prints_is_compared_whole(swarm: Swarmed) -> None:
    swarm.passes('on manager1, `docker node ls` prints "worker1"')
    swarm.waits('on manager1, `docker node ls` prints "worker"', "does not print")
    swarm.waits('on manager1, `docker node ls` prints "worker2"', "does not print")
    swarm.waits('on worker1, `docker node ls` prints "worker1"', "refused, not-a-manager")


def test_the_reasons_of_refused_joins_are_told_apart(swarm: Swarmed) -> None:
    sentence = "worker2 tried `docker swarm join` and was refused: {}".format
    token = JoinToken.parse(swarm.token("worker"))
    digest = f"{token.digest[:-1]}{'0' if token.digest[-1] != '0' else '1'}"
    swarm.join("worker2", token=f"SWMTKN-1-{digest}-{token.secret}")
    swarm.passes(sentence("wrong-ca"))
    swarm.fails(sentence("bad-token"), "refused, wrong-ca")
    swarm.begin()
    swarm.worked("manager1", "docker swarm join-token --rotate -q worker")
    swarm.join("worker2", token=token.reveal())
    swarm.passes(sentence("bad-token"), "worker2 is not in the swarm")
    swarm.fails(sentence("wrong-ca"), "refused, bad-token")
    swarm.begin()
    swarm.join("worker2", token="SWMTKN-1-short")
    swarm.passes(sentence("bad-token"))
    assert token.secret not in repr([swarm.judge(sentence("bad-token"))])


def test_a_command_that_does_not_exist_is_an_error(swarm: Swarmed) -> None:
    swarm.type("worker1", "dokcer node ls")
    sentence = "worker1 tried `dokcer node ls` and was refused: not-a-manager"
    swarm.becomes(sentence, State.ERROR, "did not run: status 127")


def test_a_locked_manager_and_a_wrong_key_are_refused(swarm: Swarmed) -> None:
    swarm.worked("manager1", "docker swarm update --autolock=true")
    swarm.type("manager1", "docker swarm update --cert-expiry 30m")
    swarm.passes("manager1 tried `docker swarm update` and was refused: too-short")
    key = swarm.worked("manager1", "docker swarm unlock-key -q")
    swarm.topology.nodes["manager1"].power("restart")
    swarm.shells.pop("manager1").close()
    swarm.type("manager1", "docker node ls")
    swarm.passes("manager1 tried `docker node ls` and was refused: locked")
    swarm.becomes("manager1 is a manager", State.ERROR, "manager1 is locked")
    swarm.type("manager1", f"echo {key[:-4]}AAAA | docker swarm unlock")
    swarm.passes("manager1 tried `docker swarm unlock` and was refused: bad-key")
    swarm.worked("manager1", f"echo {key} | docker swarm unlock")
    swarm.passes("manager1 is a manager")
