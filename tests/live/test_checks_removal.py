"""Sentences about nodes that were removed, on real nodes, right and wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swarmlab.checks.verdict import State
from tests.live.swarmed import new_nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.live.swarmed import Swarmed

pytestmark = pytest.mark.live

NAMES = ("manager1", "worker1", "worker2")
GONE = "worker2 is gone"
REFUSED = "worker2 is gone and its certificate is refused"
BELIEVES = "worker2 still believes it is a member"
BACK = "worker2 came back as a new member"


@pytest.fixture(scope="module")
def nodes() -> Iterator[Swarmed]:
    with new_nodes(NAMES, manager="manager1") as swarmed:
        yield swarmed


@pytest.fixture
def swarm(nodes: Swarmed) -> Swarmed:
    """All three in the swarm, worker2 as a worker; a step begins."""
    if nodes.judge("worker2 is a worker").state is not State.PASSED:
        nodes.worked("worker2", "docker swarm leave --force || true")
        assert nodes.join("worker2").status == 0
    nodes.passes("worker2 is a worker")
    nodes.begin()
    return nodes


def remove(swarm: Swarmed) -> None:
    swarm.worked("manager1", f"docker node rm --force {swarm.look().views['worker2'].node_id}")


def test_a_removed_node_is_refused_and_does_not_know(swarm: Swarmed) -> None:
    for sentence in (GONE, REFUSED, BELIEVES, BACK):
        swarm.waits(sentence, "the managers still list worker2: worker, ready")
    swarm.worked("manager1", "docker node update --availability drain worker2")
    swarm.waits(REFUSED, "still list worker2")
    remove(swarm)
    swarm.passes(GONE, REFUSED, BELIEVES)
    assert "manager1 says that worker2 was removed" in swarm.judge(REFUSED).reason
    swarm.waits(BACK, "the managers do not list it")
    swarm.waits("worker1 is gone", "still list worker1: worker, ready")
    swarm.begin()
    swarm.waits(GONE, "worker2 was no member of the swarm when this step began")


def test_with_a_token_it_comes_back_as_another(swarm: Swarmed) -> None:
    remove(swarm)
    swarm.passes(REFUSED)
    swarm.worked("worker2", "docker swarm leave")
    swarm.fails(REFUSED, "it left, and its certificate went with that")
    swarm.fails(BELIEVES, "worker2 is in no swarm")
    swarm.passes(GONE)
    assert swarm.join("worker2").status == 0
    swarm.passes(BACK)
    for sentence in (GONE, REFUSED):
        swarm.fails(sentence, "back as a new member with another id: worker, ready")


def test_who_leaves_and_joins_again_was_not_removed(swarm: Swarmed) -> None:
    swarm.worked("worker2", "docker swarm leave")
    swarm.waits(REFUSED, "the managers still list worker2: worker, down")
    assert swarm.join("worker2").status == 0
    swarm.passes("worker2 is a worker")
    swarm.waits(BACK, "the managers still list worker2: worker, down")
    swarm.worked("manager1", "docker node ls -q | xargs docker node rm 2>/dev/null || true")
    swarm.passes(BACK)


def test_a_removed_node_that_is_off_cannot_be_asked(swarm: Swarmed) -> None:
    remove(swarm)
    swarm.passes(REFUSED)
    worker2 = swarm.topology.nodes["worker2"]
    worker2.power("pause")
    try:
        verdicts = [swarm.judge(sentence) for sentence in (REFUSED, BELIEVES, GONE)]
    finally:
        worker2.power("unpause")
    assert [v.state for v in verdicts] == [State.ERROR, State.ERROR, State.PASSED]
    assert "Could not look at worker2" in verdicts[0].reason
    swarm.passes(REFUSED)


def test_a_manager_is_demoted_before_it_is_gone(swarm: Swarmed) -> None:
    swarm.worked("manager1", "docker node promote worker2")
    swarm.passes("worker2 is a manager")
    swarm.begin()
    refused = swarm.type("manager1", "docker node rm --force worker2")
    assert refused.status == 1
    assert "It must be demoted to worker before removal" in refused.output
    swarm.worked("manager1", "docker node demote worker2")
    swarm.waits(REFUSED, "the managers still list worker2: worker, ready")
    remove(swarm)
    swarm.passes(GONE, REFUSED)


def test_after_a_new_root_tls_refuses_it_already(swarm: Swarmed) -> None:
    remove(swarm)
    swarm.passes(REFUSED)
    swarm.worked("manager1", "docker swarm ca --rotate -q >/dev/null")
    swarm.passes(REFUSED)
    swarm.becomes(REFUSED, State.PASSED, "does not trust the root")
    swarm.passes(BELIEVES)
