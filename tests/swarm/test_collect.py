from __future__ import annotations

import threading
from typing import Any

import pytest

from swarmlab.swarm import collect as collecting
from swarmlab.swarm.collect import collect
from swarmlab.swarm.link import ApiRefused, LinkLost
from tests.fakes.link import FakeLink
from tests.fakes.swarms import MANAGER_TOKEN, ROOT, WORKER_TOKEN

NO_LEADER = "rpc error: code = Unknown desc = The swarm does not have a leader."


def info(node_id: str = "", *, manager: bool = False, **more: Any) -> dict[str, Any]:
    state = "active" if node_id else "inactive"
    swarm = {"NodeID": node_id, "LocalNodeState": state, "ControlAvailable": manager, "Error": ""}
    cluster = {"Cluster": {"ID": "cluster1"}} if manager else {}
    return {"Swarm": {**swarm, **cluster, **more}}


def node(node_id: str, role: str, **more: Any) -> dict[str, Any]:
    return {
        "ID": node_id,
        "Spec": {"Role": role, "Availability": "active", "Labels": {"zone": "app"}},
        "Description": {"Hostname": f"host-{node_id}", "Engine": {"Labels": {"zone": "lie"}}},
        "Status": {"State": "ready", "Addr": "10.0.0.3"},
        **more,
    }


SWARM = {
    "ID": "cluster1",
    "Spec": {
        "Dispatcher": {"HeartbeatPeriod": 1_000_000_000},
        "CAConfig": {"NodeCertExpiry": 7_776_000_000_000_000},
        "EncryptionConfig": {"AutoLockManagers": True},
    },
    "TLSInfo": {"TrustRoot": ROOT.decode()},
    "RootRotationInProgress": False,
    "JoinTokens": {"Worker": WORKER_TOKEN.reveal(), "Manager": MANAGER_TOKEN.reveal()},
}
KEY = "SWMKEY-1-" + "a" * 43
LEADER = {"ManagerStatus": {"Leader": True, "Reachability": "reachable"}}
SERVICE: dict[str, Any] = {
    "ID": "s1",
    "Spec": {
        "Name": "api",
        "Mode": {"Replicated": {"Replicas": 2}},
        "TaskTemplate": {
            "ContainerSpec": {
                "Image": "localhost/app:1",
                "Env": ["A=1"],
                "Secrets": [{"SecretID": "x", "SecretName": "pw", "File": {"Name": "db"}}],
            },
            "Placement": {"Constraints": ["node.labels.zone==app"]},
        },
    },
}
TASK = {
    "ID": "t1",
    "ServiceID": "s1",
    "NodeID": "m",
    "Slot": 1,
    "DesiredState": "running",
    "Status": {"State": "running", "ContainerStatus": {"ContainerID": "c1"}},
}


def manager(name: str, **changed: Any) -> FakeLink:
    answers: dict[str, Any] = {
        "/info": info("m", manager=True),
        "/swarm": SWARM,
        "/swarm/unlockkey": {"UnlockKey": KEY},
        "/nodes": [node("m", "manager", **LEADER), node("w", "worker")],
        "/services": [SERVICE],
        "/tasks": [TASK],
        "/secrets": [{"ID": "x", "Spec": {"Name": "pw"}}],
        "/configs": None,
        "/networks": [{"Id": "n", "Name": "ingress"}],
    }
    return FakeLink(name, answers | {f"/{path}": answer for path, answer in changed.items()})


def worker(name: str) -> FakeLink:
    return FakeLink(name, {"/info": info("w")})


def test_a_snapshot_holds_what_every_node_and_the_manager_say() -> None:
    now = collect({"worker1": worker("worker1"), "manager1": manager("manager1")})
    assert now.seen_from == "manager1"
    assert [now.views[n].control_available for n in ("worker1", "manager1")] == [False, True]
    assert now.views["manager1"].cluster_id == "cluster1"
    assert now.swarm is not None
    assert (now.swarm.worker_token, now.swarm.manager_token) == (WORKER_TOKEN, MANAGER_TOKEN)
    assert (now.swarm.root_ca, now.swarm.heartbeat) == (ROOT, 1.0)
    assert now.swarm.autolock
    assert [(m.id, m.role, m.leader) for m in now.members] == [
        ("m", "manager", True),
        ("w", "worker", False),
    ]
    assert now.members[0].labels == {"zone": "app"}
    assert now.members[0].engine_labels == {"zone": "lie"}
    assert now.services[0].constraints == ("node.labels.zone==app",)
    assert now.services[0].secrets[0].target == "db"
    assert (now.services[0].replicas, now.tasks[0].container_id) == (2, "c1")
    assert (now.secrets[0].name, now.configs, now.networks[0].name) == ("pw", (), "ingress")


def endpoint(mode: str, *ports: dict[str, Any]) -> dict[str, Any]:
    return {"Mode": mode, "Ports": list(ports)}


def port(number: int, mode: str, protocol: str = "tcp") -> dict[str, Any]:
    asked = {"Protocol": protocol, "TargetPort": 80, "PublishMode": mode}
    return asked | ({"PublishedPort": number} if number else {})


@pytest.mark.parametrize(
    ("asked", "given", "found"),
    [
        ([port(8080, "host")], [], [(8080, "host")]),
        ([port(8080, "ingress"), port(53, "host", "udp")], [], [(8080, "ingress")]),
        ([port(0, "ingress")], [port(30000, "ingress")], [(30000, "ingress")]),
        ([port(0, "ingress")], [], []),
        ([port(8080, "host")], [port(8080, "ingress")], [(8080, "host")]),
    ],
)
def test_published_ports_are_those_asked_for_or_chosen_by_the_managers(
    asked: list[dict[str, Any]], given: list[dict[str, Any]], found: list[tuple[int, str]]
) -> None:
    spec = {**SERVICE["Spec"], "EndpointSpec": endpoint("vip", *asked)}
    service = {**SERVICE, "Spec": spec, "Endpoint": {"Ports": given}}
    (known,) = collect({"manager1": manager("manager1", services=[service])}).services
    assert [(each.number, each.mode) for each in known.ports] == found


def test_a_service_says_what_it_mounts_and_with_which_rights() -> None:
    file = {"Name": "db", "UID": "33", "GID": "0", "Mode": 0o440}
    container = {
        "Secrets": [{"SecretID": "x", "SecretName": "pw", "File": file}],
        "Mounts": [{"Type": "volume", "Source": "data", "Target": "/data", "ReadOnly": True},
                   {"Target": "/tmp"}],
    }  # fmt: skip
    spec = {**SERVICE["Spec"], "TaskTemplate": {"ContainerSpec": container}}
    now = collect({"manager1": manager("manager1", services=[{**SERVICE, "Spec": spec}])})
    (known,) = now.services
    assert [(each.mode, each.owner) for each in known.secrets] == [(0o440, "33")]
    assert [(each.kind, each.source, each.target, each.read_only) for each in known.mounts] == [
        ("volume", "data", "/data", True),
        ("bind", "", "/tmp", False),
    ]


def test_a_service_without_a_mode_has_a_virtual_address() -> None:
    round_robin = {**SERVICE, "Spec": {**SERVICE["Spec"], "EndpointSpec": endpoint("dnsrr")}}
    now = collect({"manager1": manager("manager1", services=[SERVICE, round_robin])})
    assert [known.endpoint_mode for known in now.services] == ["vip", "dnsrr"]
    assert now.services[0].ports == ()


@pytest.mark.parametrize(
    ("options", "encrypted"),
    [
        (None, False),
        ({"vxlanid_list": "4098"}, False),
        ({"encrypted": ""}, True),
        ({"encrypted": "true"}, True),
        ({"encrypted": "false"}, False),
    ],
)
def test_a_network_is_encrypted_by_its_option(
    options: dict[str, str] | None, encrypted: bool
) -> None:
    networks = [{"Id": "n", "Name": "vault", "Options": options}]
    (known,) = collect({"manager1": manager("manager1", networks=networks)}).networks
    assert known.encrypted is encrypted


def test_a_snapshot_cannot_be_changed() -> None:
    now = collect({"manager1": manager("manager1")})
    with pytest.raises(AttributeError):
        now.seen_from = "worker1"  # type: ignore[misc]
    with pytest.raises(TypeError):
        now.views["manager1"] = now.views["manager1"]  # type: ignore[index]


def test_a_dead_node_is_an_unreachable_view() -> None:
    now = collect({"manager1": manager("manager1"), "worker1": FakeLink("worker1", lost=True)})
    assert not now.views["worker1"].reachable
    assert "no answer" in now.views["worker1"].problem
    assert now.seen_from == "manager1"


def test_no_manager_is_a_snapshot_without_a_swarm() -> None:
    now = collect({"worker1": FakeLink("worker1", {"/info": info()})})
    assert (now.swarm, now.seen_from, now.problem, now.members) == (None, None, "", ())


@pytest.mark.parametrize("fault", [ApiRefused(503, NO_LEADER), LinkLost("no answer")])
def test_a_manager_that_does_not_answer_is_passed_over(fault: Exception) -> None:
    now = collect({"manager1": manager("manager1", nodes=fault), "manager2": manager("manager2")})
    assert now.seen_from == "manager2"
    assert now.swarm is not None


def test_why_no_manager_could_be_asked_is_told() -> None:
    now = collect({"manager1": manager("manager1", swarm=ApiRefused(503, f"\x1b[1m{NO_LEADER}"))})
    assert now.seen_from is None
    assert now.problem == f"manager1: its engine answered {NO_LEADER}"


@pytest.mark.parametrize("path", ["info", "swarm", "nodes", "services", "tasks", "secrets"])
@pytest.mark.parametrize("answer", ["text", 7, {"ID": 1}, [{"ID": None}], [None]])
def test_an_answer_of_another_shape_is_a_problem_and_no_crash(path: str, answer: Any) -> None:
    now = collect({"manager1": manager("manager1", **{path: answer})})
    assert now.swarm is None
    assert "could not be understood" in now.problem + now.views["manager1"].problem


def test_tokens_never_stand_in_a_snapshots_text() -> None:
    text = repr(collect({"manager1": manager("manager1")}))
    assert WORKER_TOKEN.secret not in text
    assert MANAGER_TOKEN.secret not in text


def test_a_link_that_breaks_its_word_holds_nothing_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collecting, "VIEW_SECONDS", 1.0)
    release = threading.Event()
    stuck = FakeLink("worker1", {"/info": info("w")}, held=release)
    now = collect({"worker1": stuck, "manager1": manager("manager1")})
    release.set()
    assert not now.views["worker1"].reachable
    assert now.seen_from == "manager1"


class Undecided(FakeLink):
    """A manager between two leaders: what is asked about the swarm gets no answer in time."""

    def get(self, path: str, query: Any = None, *, timeout: float = 5.0) -> Any:
        if path == "/info":
            threading.Event().wait(timeout)
            raise LinkLost("no answer in time")
        return super().get(path, query, timeout=timeout)


def test_a_manager_that_looks_for_a_leader_is_told_from_a_dead_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(collecting, "VIEW_SECONDS", 1.0)
    links = {
        "manager1": Undecided("manager1", {"/_ping": "OK"}),
        "manager2": FakeLink("manager2", {"/_ping": "OK"} | {"/info": LinkLost("not running")}),
        "worker1": Undecided("worker1", {"/_ping": LinkLost("it hangs")}),
    }
    views = collect(links).views
    assert not any(view.reachable or view.control_available for view in views.values())
    assert {name for name, view in views.items() if view.searching} == {"manager1"}
    assert "may be looking for a leader" in views["manager1"].problem
    assert [views[n].problem for n in ("manager2", "worker1")] == ["not running", "it hangs"]


def test_all_nodes_are_asked_at_the_same_time() -> None:
    everyone_is_asked = threading.Barrier(3, timeout=10)

    class Meeting(FakeLink):
        def get(self, path: str, query: Any = None, *, timeout: float = 5.0) -> Any:
            everyone_is_asked.wait()
            return super().get(path, query, timeout=timeout)

    now = collect({n: Meeting(n, {"/info": info()}) for n in ("a", "b", "c")})
    assert all(view.reachable for view in now.views.values())


def test_a_manager_is_asked_one_thing_at_a_time_so_that_one_connection_serves() -> None:
    class OneAtATime(FakeLink):
        asking = 0
        most = 0

        def get(self, *args: Any, **more: Any) -> Any:
            OneAtATime.asking += 1
            OneAtATime.most = max(OneAtATime.most, OneAtATime.asking)
            threading.Event().wait(0.005)
            try:
                return super().get(*args, **more)
            finally:
                OneAtATime.asking -= 1

    assert (
        collect({"manager1": OneAtATime("manager1", manager("manager1").answers)}).seen_from
        == "manager1"
    )
    assert OneAtATime.most == 1


def test_the_unlock_key_is_known_where_managers_lock_themselves_and_never_shown() -> None:
    now = collect({"manager1": manager("manager1")})
    assert now.swarm is not None
    assert now.swarm.unlock_key == KEY
    assert KEY not in repr(now)
    open_ = {**SWARM, "Spec": {}}
    link = manager("manager1", swarm=open_)
    unlocked = collect({"manager1": link}).swarm
    assert unlocked is not None
    assert unlocked.unlock_key == ""
    assert ("get", "/swarm/unlockkey") not in link.calls
