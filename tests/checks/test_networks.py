from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from swarmlab.checks.networks import _ADDRESSES, _LIST, _TRY
from swarmlab.checks.verdict import State
from swarmlab.swarm.link import Completed
from swarmlab.swarm.snapshot import Network
from tests.checks.scenes import (
    assert_error,
    assert_failed,
    assert_passed,
    assert_waiting,
    judged,
    scene,
)
from tests.fakes.link import FakeLink
from tests.fakes.swarms import (
    BARE,
    NODES,
    USUAL,
    member,
    seen,
    service,
    serving,
    silent,
    snapshot,
    task,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swarmlab.checks.scene import Scene
    from swarmlab.swarm.snapshot import EndpointMode, Snapshot

KNOWS = "worker1 knows the network front"
KNOWS_NOT = "worker1 does not know the network front"
REACHES = "service web reaches service db"
REACHES_NOT = "service web does not reach service db"
OF_NODES, OF_SERVICES = (KNOWS, KNOWS_NOT), (REACHES, REACHES_NOT)

NETWORKS = (
    Network("n-front", "front"),
    Network("n-back", "back"),
    Network("n-frontier", "frontier"),
)
WEB = replace(service("web"), networks=("n-front",))
DB = replace(service("db"), networks=("n-back",))
BOTH_BACK = replace(WEB, networks=("n-front", "n-back"))
ON_WORKER1 = (task("web", "worker1"), task("db", "worker1"))
APART = replace(serving(USUAL, (WEB, DB), *ON_WORKER1), networks=NETWORKS)
"""web on front and db on back, on one node."""
TOGETHER = replace(APART, services=(BOTH_BACK, DB))


def listing(*ids: str, now: Snapshot = APART) -> Scene:
    """worker1's engine lists these networks."""
    links = {name: FakeLink(name) for name in NODES}
    links["worker1"].commands[_LIST] = Completed(0, "\n".join(("local1", *ids, "")), "")
    return scene(now, links=links)


def test_a_node_knows_what_its_engine_lists() -> None:
    assert_passed(KNOWS, listing("n-back", "n-front"))
    assert_failed(KNOWS_NOT, listing("n-front"), "it lists it and runs web on it")


@pytest.mark.parametrize("ids", [(), ("n-back",), ("n-frontier",), ("n-fron", "front", "x-front")])
def test_only_the_id_of_the_network_tells(ids: tuple[str, ...]) -> None:
    """A bridge that the node calls front has another id."""
    assert_passed(KNOWS_NOT, listing(*ids))
    assert_waiting(KNOWS, listing(*ids), "worker1 does not list front and runs web on it")


def test_a_network_without_a_task_here_says_so() -> None:
    elsewhere = replace(APART, tasks=(task("web", "worker2"), task("db", "worker1")))
    assert_waiting(KNOWS, listing(now=elsewhere), "runs no task on it")
    assert_failed(KNOWS_NOT, listing("n-front", now=elsewhere), "runs no task on it")


def test_a_manager_knows_them_all() -> None:
    now = listing(now=replace(APART, views=TWO.views, members=TWO.members))
    now.links["worker1"].commands[_LIST] = Completed(0, "n-front\nn-back\n", "")  # type: ignore[attr-defined]
    assert_failed(KNOWS_NOT, now, "managers know every network")


TWO = snapshot(manager1="manager", worker1="manager", worker2="worker")


@pytest.mark.parametrize("sentence", OF_NODES)
def test_a_network_that_is_not_there_is_known_to_nobody(sentence: str) -> None:
    without = replace(APART, networks=NETWORKS[1:])
    assert_waiting(sentence, listing(now=without), "the swarm has no network front yet")
    assert_waiting(sentence, listing(now=BARE), "there is no swarm yet")


@pytest.mark.parametrize("sentence", OF_NODES)
def test_who_is_no_ready_member_proves_nothing(sentence: str) -> None:
    out = snapshot(manager1="manager", worker1=None, worker2="worker")
    now = replace(out, networks=NETWORKS)
    assert_waiting(sentence, listing(now=now), "worker1 is in no swarm")
    down = seen(USUAL.views, member("manager1", "manager"), member("worker1", "worker", "down"))
    now = replace(down, networks=NETWORKS)
    assert_waiting(sentence, listing(now=now), "whose state is down")
    removed = replace(seen(USUAL.views, member("manager1", "manager")), networks=NETWORKS)
    assert_waiting(sentence, listing(now=removed), "the managers do not list it")


@pytest.mark.parametrize("sentence", OF_NODES)
def test_an_engine_that_cannot_be_asked_lists_not_nothing(sentence: str) -> None:
    now = listing()
    dead = Completed(1, "", "Cannot connect to the Docker daemon")
    links = {**now.links, "worker1": FakeLink("worker1", commands={_LIST: dead})}
    assert_error(sentence, replace(now, links=links), "status 1: Cannot connect")
    quiet = {**APART.views, "worker1": silent("worker1")}
    assert_error(sentence, listing(now=replace(APART, views=quiet)), "Could not look at worker1")


# who reaches whom


def attempt(of: str, seconds: int, *targets: str) -> tuple[str, ...]:
    exec_ = ("docker", "exec", f"container-{of}-1", "sh", "-c", _TRY, "try")
    return (*exec_, str(seconds), *targets)


BY_NAME = attempt("web", 3, "db")
BY_ALL = attempt("web", 1, "db", "10.0.2.3")
INSPECT = ("docker", "inspect", "--type", "task", "--format", _ADDRESSES, "db.1.worker1")
NOBODY = Completed(9, "", "wget: bad address 'db'\n")


def talking(
    done: Completed,
    now: Snapshot = APART,
    *,
    addresses: str = "10.0.2.3/24 \n",
    lacks: Sequence[str] = (),
) -> Scene:
    """Whatever web tries on its node ends like this."""
    links = {name: FakeLink(name) for name in NODES}
    for node in ("worker1", "worker2"):
        links[node].commands = {BY_NAME: done, BY_ALL: done}
    db = next((t.id for t in now.tasks if t.service_id == "id-db"), "")
    links["manager1"].commands = {(*INSPECT[:-1], db): Completed(0, addresses, "")}
    return replace(scene(now, links=links), lacks=frozenset(lacks))


def test_an_answer_by_name_reaches() -> None:
    assert_passed(REACHES, talking(Completed(0, "db\n", ""), TOGETHER))


def test_no_answer_on_a_network_together_is_waited_for() -> None:
    assert_waiting(REACHES, talking(NOBODY, TOGETHER), "db does not answer web yet")


def test_no_network_together_is_the_reason() -> None:
    verdict = assert_failed(REACHES, talking(NOBODY), "they are on no network together")
    assert "web on front, db on back" in verdict.observed


def test_neither_network_nor_answer_is_out_of_reach() -> None:
    assert_passed(REACHES_NOT, talking(NOBODY))


def test_a_network_together_is_within_reach_even_without_an_answer() -> None:
    """What is slow to answer is not shut off."""
    verdict = assert_failed(REACHES_NOT, talking(NOBODY, TOGETHER), "on a network together")
    assert "web on back and front, db on back" in verdict.observed


@pytest.mark.parametrize("at", ["db", "10.0.2.3"])
def test_an_answer_without_a_network_together_is_within_reach(at: str) -> None:
    """Both are published, say, and meet on ingress."""
    done = Completed(0, f"{at}\n", "wget: bad address 'db'\n")
    assert_failed(REACHES_NOT, talking(done), f"db answered at {at}")


def test_at_most_two_addresses_are_tried_in_the_time_there_is() -> None:
    now = talking(NOBODY, addresses="10.0.2.3/24 10.0.0.7/24 10.0.5.5/24 \n")
    tried = attempt("web", 1, "db", "10.0.2.3", "10.0.0.7")
    now.links["worker1"].commands[tried] = NOBODY  # type: ignore[attr-defined]
    assert_passed(REACHES_NOT, now)


def test_a_service_without_an_address_cannot_be_tried() -> None:
    host = replace(APART, services=(WEB, replace(DB, networks=())))
    assert_waiting(REACHES_NOT, talking(NOBODY, host, addresses="\n"), "on no network of the swarm")
    assert_failed(REACHES, talking(NOBODY, host), "db on none")


@pytest.mark.parametrize("sentence", OF_SERVICES)
@pytest.mark.parametrize(
    "done",
    [
        Completed(1, "", "Error: No such container: container-web-1"),
        Completed(126, "", "OCI runtime exec failed: sh: not found"),
        Completed(137, "", ""),
    ],
)
def test_a_task_that_could_not_try_has_not_failed_to_reach(sentence: str, done: Completed) -> None:
    assert_error(sentence, talking(done), "a task of web could not try")


@pytest.mark.parametrize("sentence", OF_SERVICES)
def test_both_have_to_run(sentence: str) -> None:
    fine = Completed(0, "db\n", "")
    for gone in ("web", "db"):
        left = tuple(t for t in ON_WORKER1 if t.service_id != f"id-{gone}")
        now = replace(APART, tasks=left)
        assert_waiting(sentence, talking(fine, now), f"no task of {gone} runs yet")
        stopped = (*left, task(gone, "worker1", "shutdown", "shutdown"))
        now = replace(APART, tasks=stopped)
        assert_waiting(sentence, talking(fine, now), f"no task of {gone} runs yet")
    similar = replace(APART, services=(WEB, replace(DB, name="db2")))
    assert_waiting(sentence, talking(fine, similar), "there is no service db yet; there is db2")
    assert_waiting(sentence, talking(fine, BARE), "there is no swarm yet")


@pytest.mark.parametrize("sentence", OF_SERVICES)
def test_a_node_that_gives_no_answer_is_an_error(sentence: str) -> None:
    now = talking(NOBODY)
    links = {**now.links, "worker1": FakeLink("worker1", lost=True)}
    assert_error(sentence, replace(now, links=links), "Could not look at worker1")


def test_a_manager_that_cannot_tell_the_addresses_is_an_error() -> None:
    now = talking(NOBODY)
    links = {**now.links, "manager1": FakeLink("manager1", lost=True)}
    assert_error(REACHES_NOT, replace(now, links=links), "Could not look at manager1")


ACROSS = replace(TOGETHER, tasks=(task("web", "worker1"), task("db", "worker2")))


def sealed(now: Snapshot, *ids: str, mode: EndpointMode = "dnsrr") -> Snapshot:
    """The same with these networks encrypted, and services of this mode."""
    networks = tuple(replace(known, encrypted=known.id in ids) for known in now.networks)
    services = tuple(replace(known, endpoint_mode=mode) for known in now.services)
    return replace(now, networks=networks, services=services)


FRONT_TOO = replace(ACROSS, services=(BOTH_BACK, replace(DB, networks=("n-back", "n-front"))))


@pytest.mark.parametrize(
    ("lacks", "now", "state"),
    [
        ((), sealed(ACROSS, "n-back", mode="vip"), State.WAITING),
        (("ip_vs",), sealed(ACROSS, mode="vip"), State.SKIPPED),
        (("ip_vs",), sealed(ACROSS, "n-back"), State.WAITING),
        (("esp",), sealed(ACROSS, "n-back", mode="vip"), State.SKIPPED),
        (("esp",), sealed(ACROSS), State.WAITING),
        (("ip_vs", "esp"), sealed(FRONT_TOO, "n-back"), State.WAITING),
    ],
)
def test_what_the_kernel_lacks_is_not_the_learners_fault(
    lacks: tuple[str, ...], now: Snapshot, state: State
) -> None:
    verdict = judged(REACHES, talking(NOBODY, now, lacks=lacks))
    assert verdict.state is state, verdict
    assert ("this kernel has no" in verdict.reason) is (state is State.SKIPPED)
    assert_passed(REACHES, talking(Completed(0, "db\n", ""), now, lacks=lacks))


def test_an_encrypted_network_within_one_node_needs_no_esp() -> None:
    now = talking(NOBODY, sealed(TOGETHER, "n-back"), lacks=("esp",))
    assert_waiting(REACHES, now, "does not answer web yet")


def test_services_apart_are_judged_on_any_kernel() -> None:
    now = talking(NOBODY, sealed(APART, "n-back", mode="vip"), lacks=("ip_vs", "esp"))
    assert_failed(REACHES, now, "on no network together")
    assert_passed(REACHES_NOT, now)


# what is encrypted

IS_ENCRYPTED = "the network back is encrypted"
SEALED = "service web and service db meet only in encrypted networks"


def test_a_network_is_encrypted_by_its_option() -> None:
    assert_passed(IS_ENCRYPTED, scene(sealed(APART, "n-back")))
    others = sealed(APART, "n-front", "n-frontier")
    assert_failed(IS_ENCRYPTED, scene(others), "back was made without that option")


def test_every_network_of_the_name_has_to_be() -> None:
    now = sealed(APART, "n-back")
    twice = replace(now, networks=(*now.networks, Network("n-back2", "back")))
    assert_failed(IS_ENCRYPTED, scene(twice), "without that option")


def test_a_network_that_is_not_there_is_not_encrypted() -> None:
    assert_waiting(IS_ENCRYPTED, scene(replace(APART, networks=())), "no network back yet")
    assert_waiting(IS_ENCRYPTED, scene(BARE), "there is no swarm yet")


def test_services_that_meet_in_encrypted_networks_alone_are_sealed() -> None:
    assert_passed(SEALED, scene(sealed(ACROSS, "n-back")))
    assert_passed(SEALED, scene(sealed(FRONT_TOO, "n-back", "n-front")))


def test_one_plain_network_is_enough_to_be_heard_in() -> None:
    assert_failed(SEALED, scene(sealed(ACROSS)), "they meet in back")
    assert_failed(SEALED, scene(sealed(FRONT_TOO, "n-back")), "they meet in front")


def test_a_network_nobody_knows_any_more_is_not_called_encrypted() -> None:
    now = replace(sealed(ACROSS, "n-back"), networks=())
    assert_failed(SEALED, scene(now), "they meet in n-back")


def test_services_that_do_not_meet_are_not_sealed() -> None:
    verdict = assert_failed(SEALED, scene(sealed(APART, "n-back", "n-front")), "on no network")
    assert "web on front, db on back" in verdict.observed


def test_both_have_to_run_to_meet() -> None:
    for gone in ("web", "db"):
        left = tuple(t for t in ON_WORKER1 if t.service_id != f"id-{gone}")
        now = replace(sealed(TOGETHER, "n-back"), tasks=left)
        assert_waiting(SEALED, scene(now), f"no task of {gone} runs yet")
