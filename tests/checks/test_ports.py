from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from swarmlab.checks.vocabulary import UnknownSentence, bind
from swarmlab.swarm.link import Completed
from swarmlab.swarm.sockets import TABLES
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
    NODES,
    USUAL,
    inside,
    member,
    seen,
    silent,
    snapshot,
)

if TYPE_CHECKING:
    from swarmlab.checks.scene import Scene
    from swarmlab.swarm.snapshot import Snapshot

LISTENS = "worker1 listens on port 2377"
LISTENS_NOT = "worker1 listens on no port 2377"
HOLDS = "worker1 holds a connection to manager1"
ALL = (LISTENS, LISTENS_NOT, HOLDS)

HEAD = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt\n"
HERE, MANAGER1, WORKER2, LOOPBACK, ANY = "0300000A", "0200000A", "0400000A", "0100007F", "00000000"
"""10.0.0.3, .2 and .4, 127.0.0.1 and 0.0.0.0, as the kernel writes them."""
P2377, P7946, P12377 = "0949", "1F0A", "3059"
LISTENING, CONNECTED, CALLING = "0A", "01", "02"


def line(own: str, port: str, peer: str, peer_port: str, state: str) -> str:
    return f"   0: {own}:{port} {peer}:{peer_port} {state} 00000000:00000000 00:00000000\n"


def listener(port: str, own: str = ANY) -> str:
    return line(own, port, ANY, "0000", LISTENING)


SESSION = line(HERE, "E176", MANAGER1, P2377, CONNECTED)


def addressed(now: Snapshot) -> Snapshot:
    """The same with the addresses the nodes say they have."""
    ends = {"manager1": 2, "worker1": 3, "worker2": 4}
    views = {
        name: replace(view, address=f"10.0.0.{ends[name]}" if view.reachable else "")
        for name, view in now.views.items()
    }
    return replace(now, views=views)


def table(*lines: str, now: Snapshot = USUAL) -> Scene:
    """worker1 has these sockets."""
    links = {name: FakeLink(name) for name in NODES}
    done = Completed(1, HEAD + "".join(lines), "cat: can't open '/proc/net/tcp6': No such file\n")
    links["worker1"].commands[("cat", *TABLES)] = done
    return scene(addressed(now), links=links)


@pytest.mark.parametrize("own", [ANY, HERE])
def test_a_listener_is_one_on_an_address_that_others_reach(own: str) -> None:
    now = table(listener(P7946), listener(P2377, own))
    assert_passed(LISTENS, now)
    assert_failed(LISTENS_NOT, now, "something listens there; worker1 is a worker")


@pytest.mark.parametrize(
    "lines",
    [
        (),
        (listener(P7946), SESSION),
        (listener(P12377),),
        (listener(P2377, LOOPBACK),),
        (line(HERE, P2377, MANAGER1, P7946, CONNECTED),),
        (line(HERE, P7946, ANY, P2377, LISTENING),),
    ],
)
def test_nothing_else_is_a_listener(lines: tuple[str, ...]) -> None:
    assert_passed(LISTENS_NOT, table(*lines))
    assert_waiting(LISTENS, table(*lines), "nothing listens on port 2377 of worker1")


def test_a_promoted_worker_is_named_as_what_it_is() -> None:
    now = snapshot(manager1="manager", worker1="manager", worker2="worker")
    assert_failed(LISTENS_NOT, table(listener(P2377), now=now), "worker1 is a manager")


def test_an_established_connection_to_the_managers_port_is_held() -> None:
    assert_passed(HOLDS, table(listener(P7946), SESSION))


@pytest.mark.parametrize(
    "lines",
    [
        (),
        (line(HERE, "E176", MANAGER1, P2377, CALLING),),
        (line(HERE, "E176", MANAGER1, P7946, CONNECTED),),
        (line(HERE, P2377, MANAGER1, "E176", CONNECTED),),
        (listener(P2377),),
    ],
)
def test_nothing_else_is_a_connection(lines: tuple[str, ...]) -> None:
    assert_failed(HOLDS, table(*lines), "connected to no manager")


def test_a_connection_to_another_manager_is_named() -> None:
    two = snapshot(manager1="manager", worker1="worker", worker2="manager")
    now = table(line(HERE, "E176", WORKER2, P2377, CONNECTED), now=two)
    assert_failed(HOLDS, now, "it is connected to worker2")
    assert_passed("worker1 holds a connection to worker2", now)


def test_a_connection_to_who_is_no_manager_is_not_the_one() -> None:
    now = table(line(HERE, "E176", WORKER2, P2377, CONNECTED))
    assert_waiting("worker1 holds a connection to worker2", now, "worker2 is not a manager")


def test_a_connection_of_a_node_that_is_down_is_a_dead_one() -> None:
    """What a firewall drops stays established for minutes by the kernel's word."""
    members = (member("manager1", "manager"), member("worker1", "worker", "down"))
    now = table(SESSION, now=seen(USUAL.views, *members))
    assert_waiting(HOLDS, now, "whose state is down")
    assert_waiting(LISTENS_NOT, now, "whose state is down")


@pytest.mark.parametrize("sentence", [LISTENS_NOT, HOLDS])
def test_outside_the_swarm_silence_proves_nothing(sentence: str) -> None:
    out = snapshot(manager1="manager", worker1=None, worker2="worker")
    assert_waiting(sentence, table(SESSION, now=out), "worker1 is in no swarm")
    assert_waiting(sentence, table(SESSION, now=BARE), "there is no swarm yet")
    removed = seen(USUAL.views, member("manager1", "manager"))
    assert_waiting(sentence, table(SESSION, now=removed), "the managers do not list it")
    foreign = replace(inside("worker1", "manager"), cluster_id="cluster9", node_id="foreign")
    apart = seen({**USUAL.views, "worker1": foreign}, member("manager1", "manager"))
    assert_waiting(sentence, table(SESSION, now=apart), "a swarm of its own")


@pytest.mark.parametrize("sentence", ALL)
def test_a_silent_node_is_an_error(sentence: str) -> None:
    now = seen({**USUAL.views, "worker1": silent("worker1")}, member("manager1", "manager"))
    assert_error(sentence, table(SESSION, now=now), "Could not look at worker1")


@pytest.mark.parametrize("sentence", ALL)
@pytest.mark.parametrize("done", [Completed(127, "", "cat: not found"), Completed(1, "", "")])
def test_tables_that_cannot_be_read_are_no_empty_tables(sentence: str, done: Completed) -> None:
    now = table()
    links = {**now.links, "worker1": FakeLink("worker1", commands={("cat", *TABLES): done})}
    assert_error(sentence, replace(now, links=links), "Could not look at worker1: status")


@pytest.mark.parametrize("port", ["65536", "99999"])
def test_a_port_is_a_port(port: str) -> None:
    with pytest.raises(UnknownSentence, match="is no port"):
        bind(f"worker1 listens on port {port}", NODES)
    for word in ("0", "02377", "-1"):
        with pytest.raises(UnknownSentence, match="not in the vocabulary"):
            bind(f"worker1 listens on port {word}", NODES)
