from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from swarmlab.checks.published import _TRY
from swarmlab.checks.verdict import State
from swarmlab.swarm.link import Completed
from swarmlab.swarm.snapshot import PublishedPort
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
    inside,
    member,
    seen,
    service,
    serving,
    silent,
    task,
)

if TYPE_CHECKING:
    from swarmlab.checks.scene import Scene
    from swarmlab.swarm.snapshot import PublishMode, Snapshot

ON = "port 8080 of worker2 answers"
OFF = "port 8080 of worker1 does not answer"
BOTH = (ON, OFF)


def publishing(mode: PublishMode, number: int = 8080, *nodes: str) -> Snapshot:
    """A service that publishes the port, and runs on worker2 or these."""
    kiosk = replace(service("kiosk"), ports=(PublishedPort(number, mode),))
    tasks = [task("kiosk", node, slot=slot) for slot, node in enumerate(nodes or ("worker2",), 1)]
    return serving(USUAL, kiosk, *tasks)


HOST, INGRESS = publishing("host"), publishing("ingress")


def doors(now: Snapshot = HOST, default: str = "shut", **found: str) -> Scene:
    """What each node finds at port 8080 of each other, by the other's name."""
    links = {name: FakeLink(name) for name in NODES}
    for asker, link in links.items():
        for node in NODES:
            said = Completed(0, f"{found.get(node, default)}\n", "")
            if asker != node:
                link.commands["bash", "-c", _TRY, "try", node, "8080", "2", "1"] = said
    return scene(now, links=links)


def test_a_page_from_another_node_is_an_answer() -> None:
    assert_passed(ON, doors(worker2="page"))
    assert_passed("port 8080 of manager1 answers", doors(INGRESS, "page"))


def test_a_node_without_a_task_is_asked_from_and_never_the_node_itself() -> None:
    assert "gives manager1 a page" in judged(ON, doors(worker2="page")).words
    on_manager = doors(publishing("ingress", 8080, "manager1"), "page")
    assert "gives worker1 a page" in judged(ON, on_manager).words
    on_all = doors(publishing("host", 8080, *NODES), "page")
    assert "gives manager1 a page" in judged(ON, on_all).words


def test_in_host_mode_only_the_nodes_of_its_tasks_answer() -> None:
    assert_passed(OFF, doors(worker2="page"))
    verdict = assert_failed(ON.replace("worker2", "worker1"), doors(worker2="page"), "host mode")
    assert "runs on worker2" in verdict.observed


def test_in_ingress_mode_every_node_answers_whatever_is_found() -> None:
    """A kernel without IPVS opens no port, and the door is meant to be open all the same."""
    for found in ("page", "shut"):
        assert_failed(OFF, doors(INGRESS, found), "in ingress mode, on every node")


def test_a_task_on_the_node_is_a_door_even_before_it_answers() -> None:
    now = doors(publishing("host", 8080, "worker1", "worker2"))
    assert_failed(OFF, now, "in host mode, and runs on worker1")


@pytest.mark.parametrize("found", ["page", "open"])
def test_whoever_is_let_in_was_answered(found: str) -> None:
    """Somebody else listens there."""
    assert_failed(OFF, doors(worker1=found, worker2="page"), "it let manager1 in")


def test_an_old_task_may_answer_until_it_has_stopped() -> None:
    old = task("kiosk", "worker1", "running", "shutdown", slot=2)
    now = replace(HOST, tasks=(*HOST.tasks, old))
    assert_waiting(OFF, doors(now, worker1="page", worker2="page"), "still stopping on worker1")
    assert_passed(OFF, doors(now, worker2="page"))


def test_silence_everywhere_proves_nothing() -> None:
    assert_waiting(OFF, doors(), "does not answer where kiosk runs either, on worker2")
    assert_waiting(OFF, doors(worker2="open"), "does not answer where kiosk runs either")
    assert_waiting(ON, doors(), "gives manager1 no page yet")
    assert_waiting(ON, doors(worker2="open"), "gives manager1 no page yet")


def test_a_task_on_its_way_is_waited_for() -> None:
    coming = task("kiosk", "worker1", "preparing", slot=2)
    now = replace(HOST, tasks=(*HOST.tasks, coming))
    on = ON.replace("worker2", "worker1")
    assert_waiting(on, doors(now, worker2="page"), "no page yet")
    assert_waiting(OFF, doors(now, worker2="page"), "a task of kiosk is about to run on worker1")


@pytest.mark.parametrize(
    ("lacks", "now", "state"),
    [
        (("ip_vs",), INGRESS, State.SKIPPED),
        (("ip_vs",), HOST, State.WAITING),
        (("esp",), INGRESS, State.WAITING),
        ((), INGRESS, State.WAITING),
    ],
)
def test_what_the_kernel_lacks_is_not_the_learners_fault(
    lacks: tuple[str, ...], now: Snapshot, state: State
) -> None:
    lacking = frozenset(lacks)
    verdict = judged(ON, replace(doors(now), lacks=lacking))
    assert verdict.state is state, verdict
    assert ("this kernel has no IPVS" in verdict.reason) is (state is State.SKIPPED)
    assert_passed(ON, replace(doors(now, "page"), lacks=lacking))


@pytest.mark.parametrize("sentence", BOTH)
def test_a_node_that_is_not_reached_is_an_error(sentence: str) -> None:
    for away in ("away", "", "bash: not found"):
        assert_error(sentence, doors(default=away), "manager1 does not reach it")
    lost = doors(worker2="page")
    links = {**lost.links, "manager1": FakeLink("manager1", lost=True)}
    assert_error(sentence, replace(lost, links=links), "Could not look at manager1")


def test_nobody_else_to_ask_is_an_error() -> None:
    views = {name: silent(name) for name in NODES} | {"worker1": inside("worker1", "manager")}
    alone = seen(views, member("worker1", "manager"))
    now = serving(alone, HOST.services, task("kiosk", "worker1"))
    on = ON.replace("worker2", "worker1")
    assert_error(on, doors(now, "page"), "no other node is up to ask it")


@pytest.mark.parametrize("sentence", BOTH)
def test_a_service_has_to_publish_the_port_and_run(sentence: str) -> None:
    assert_waiting(sentence, doors(BARE), "there is no swarm yet")
    assert_waiting(sentence, doors(USUAL), "no service publishes port 8080 yet")
    other = publishing("host", 8081)
    assert_waiting(sentence, doors(other, worker2="page"), "; kiosk publishes 8081")
    idle = replace(HOST, tasks=())
    assert_waiting(sentence, doors(idle, worker2="page"), "no task of kiosk runs yet")


@pytest.mark.parametrize("sentence", BOTH)
def test_who_is_no_ready_member_proves_nothing(sentence: str) -> None:
    """Its ports may answer or not; they are no doors of the swarm."""
    node = "worker2" if sentence is ON else "worker1"
    down = replace(HOST, members=tuple(
        replace(m, status="down") if m.hostname == node else m for m in HOST.members
    ))  # fmt: skip
    assert_waiting(sentence, doors(down, worker2="page"), "whose state is down")
    quiet = replace(HOST, views={**HOST.views, node: silent(node)})
    assert_error(sentence, doors(quiet, worker2="page"), f"Could not look at {node}")
