"""The link to a real node: its engine, its files, its programs, and a node that is gone."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from swarmlab.nodes.link import NodeLink
from swarmlab.swarm.link import ApiRefused, FileMissing, LinkLost
from tests.live.nest import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from swarmlab.nodes.node import Node

pytestmark = pytest.mark.live


@pytest.fixture
def link(node: Node) -> Iterator[NodeLink]:
    with NodeLink(node.engine, node.container_id, node.name) as opened:
        yield opened


def test_the_nodes_own_engine_answers(link: NodeLink, node: Node) -> None:
    assert link.get("/info")["Name"] == "manager1"
    assert link.get("/info")["ID"] != node.engine.api.info()["ID"]
    assert link.get("/containers/json", {"all": "true"}) == []


def test_a_refusal_carries_status_and_words(link: NodeLink) -> None:
    with pytest.raises(ApiRefused) as refused:
        link.get("/nodes")
    assert refused.value.status == 503
    assert "not a swarm manager" in refused.value.message
    assert link.get("/_ping") == "OK"


def test_post_changes_the_node(link: NodeLink) -> None:
    made = link.post("/networks/create", None, {"Name": "posted"})
    assert link.get(f"/networks/{made['Id']}")["Name"] == "posted"
    assert link.run(("docker", "network", "rm", "posted")).status == 0


def test_many_threads_share_a_link(link: NodeLink) -> None:
    with ThreadPoolExecutor(8) as pool:
        names = list(pool.map(lambda _: link.get("/info")["Name"], range(40)))
    assert names == ["manager1"] * 40


def test_an_answer_in_chunks_is_read_whole(link: NodeLink) -> None:
    for number in range(60):
        link.post("/volumes/create", None, {"Name": f"v{number}", "Labels": {"x": "y" * 2000}})
    volumes = link.get("/volumes")["Volumes"]
    assert sum(volume["Name"].startswith("v") for volume in volumes) == 60
    link.run(("sh", "-c", "docker volume ls -q | grep ^v | xargs docker volume rm"))


def test_programs_tell_status_and_both_outputs(link: NodeLink) -> None:
    done = link.run(("sh", "-c", "echo out; echo err >&2; exit 3"))
    assert (done.status, done.stdout, done.stderr) == (3, "out\n", "err\n")


def test_arguments_are_no_shells(link: NodeLink) -> None:
    assert link.run(("printf", "%s", "$HOME; `id` *")).stdout == "$HOME; `id` *"


def test_input_reaches_the_program_to_its_end(link: NodeLink) -> None:
    data = bytes(range(256)) * 2000
    done = link.run(("sh", "-c", "wc -c; exit 5"), stdin=data)
    assert (done.status, done.stdout.strip()) == (5, str(len(data)))


def test_a_program_that_prints_while_it_reads_does_not_hang(link: NodeLink) -> None:
    done = link.run(("cat",), stdin=b"x" * 3_000_000, timeout=30)
    assert (done.status, len(done.stdout)) == (0, 1 << 20)


def test_a_missing_program_is_a_status(link: NodeLink) -> None:
    assert link.run(("no-such-program",)).status in {126, 127}


def test_files_are_read_up_to_the_limit(link: NodeLink) -> None:
    assert link.read("/etc/hostname") == b"manager1\n"
    assert link.read("/proc/1/comm", limit=2) != b""
    assert len(link.read("/bin/sh", limit=1000)) == 1000


@pytest.mark.parametrize("path", ["/no/such/file", "/etc", "/dev/zero", "-x", "a b;id"])
def test_what_is_no_file_is_missing(link: NodeLink, path: str) -> None:
    with pytest.raises(FileMissing):
        link.read(path)


def test_a_program_that_takes_too_long_is_no_answer(link: NodeLink) -> None:
    with pytest.raises(LinkLost):
        link.run(("sleep", "30"), timeout=0.3)


def test_words_reach_a_program_as_they_are(link: NodeLink) -> None:
    words = ("a b", "", "$HOME", "`id`", "*", "\\x41\\", "é\n", "-n", "'\"")
    printed = link.run(("printf", "%s|", *words)).stdout
    assert printed == "".join(f"{word}|" for word in words)


@pytest.mark.parametrize("builtin", ["exit", "read", "cd"])
def test_a_word_of_the_shell_is_no_program(link: NodeLink, builtin: str) -> None:
    assert link.run((builtin,)).status == 127
    assert link.run(("echo", "still there")).stdout == "still there\n"


def test_after_a_program_that_took_too_long_the_next_one_is_answered(link: NodeLink) -> None:
    for _ in range(2):
        with pytest.raises(LinkLost):
            link.run(("sleep", "20"), timeout=0.5)
        assert link.run(("echo", "next")).stdout == "next\n"


def test_many_threads_read_their_own_files(link: NodeLink) -> None:
    link.run(("sh", "-c", "for n in 1 2 3 4 5 6; do echo $n >/root/n$n; done"))
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda n: link.read(f"/root/n{n % 6 + 1}"), range(60)))
    assert found == [f"{n % 6 + 1}\n".encode() for n in range(60)]


def test_a_closed_link_leaves_no_shell_on_the_node(node: Node) -> None:
    looks = ("sh", "-c", "ls /run/swarmlab | grep -c ^look")
    with (
        NodeLink(node.engine, node.container_id, node.name) as one,
        ThreadPoolExecutor(4) as pool,
    ):
        list(pool.map(lambda _: one.run(("sleep", "0.2")), range(4)))
    with NodeLink(node.engine, node.container_id, node.name) as other:
        wait_until(lambda: other.run(looks).stdout == "1\n", "only our own shell is there")


def test_events_come_as_they_happen_and_end_when_closed(link: NodeLink) -> None:
    heard: list[dict[str, Any]] = []
    came = threading.Event()

    def listen() -> None:
        for event in events:
            heard.append(event)
            came.set()

    with link.events({"type": ["network"], "event": ["create"]}) as events:
        listener = threading.Thread(target=listen)
        listener.start()
        link.run(("docker", "network", "create", "heard"))
        assert came.wait(10)
    listener.join(10)
    assert not listener.is_alive()
    assert heard[0]["Actor"]["Attributes"]["name"] == "heard"
    link.run(("docker", "network", "rm", "heard"))


def test_a_kept_connection_is_dialled_again_when_the_engine_dropped_it(link: NodeLink) -> None:
    assert link.get("/_ping") == "OK"
    link.run(("pkill", "-f", "dial-stdio"))
    assert link.get("/_ping") == "OK"
    link.run(("pkill", "-f", "dial-stdio"))
    assert link.post("/volumes/prune") is not None


CALLS: tuple[Callable[[NodeLink], Any], ...] = (
    lambda link: link.get("/info", timeout=2),
    lambda link: link.read("/etc/hostname", timeout=2),
    lambda link: link.run(("true",), timeout=2),
    lambda link: link.events(),
)


@pytest.mark.parametrize(("stop", "resume"), [("pause", "unpause"), ("kill", "start")])
def test_a_node_that_is_paused_or_dead_is_lost_in_time(
    link: NodeLink, node: Node, stop: str, resume: str
) -> None:
    events = link.events()
    assert link.get("/_ping") == "OK"
    node.power(stop)
    try:
        with ThreadPoolExecutor(len(CALLS)) as pool:
            for call in [pool.submit(call, link) for call in CALLS]:
                # The calls end by themselves; this only keeps a broken one from hanging.
                with pytest.raises(LinkLost):
                    call.result(timeout=30)
        if stop == "kill":
            with pytest.raises(LinkLost):
                list(events)
    finally:
        events.close()
        node.power(resume)
    assert link.get("/_ping") == "OK"


def test_a_node_that_never_was_is_lost(node: Node) -> None:
    with NodeLink(node.engine, "0" * 64, "nobody") as link, pytest.raises(LinkLost):
        link.get("/info")
