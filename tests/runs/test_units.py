"""What a unit that ended must have done, and what it says when it has not."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from swarmlab.deck.model import Expectation, FileUnit, Position, PowerUnit, ReadUnit, ShellUnit
from swarmlab.deck.words import NEEDS
from swarmlab.errors import UnitFailed
from swarmlab.nodes.examine_kernel import FEATURES
from swarmlab.nodes.shell.result import UnitResult
from swarmlab.runs.captures import Captures
from swarmlab.runs.events import UnitChanged
from swarmlab.runs.units import UnitRunner
from swarmlab.swarm.certificate import CERTIFICATE_PATH, KEY_PATH, readable
from swarmlab.swarm.command import FinishedCommand
from swarmlab.swarm.link import Completed
from swarmlab.swarm.raftlog import WAL_FOLDER
from tests.fakes import raftlogs
from tests.fakes.ground import NOT_A_MANAGER, FakeNode, FakeSwarm
from tests.fakes.link import FakeLink
from tests.fakes.swarms import WORKER_TOKEN

if TYPE_CHECKING:
    from swarmlab.runs.events import Event

AT = Position(Path("x.md"), 7)


@pytest.fixture
def node() -> FakeNode:
    swarm = FakeSwarm({"worker1": FakeLink("worker1")}, {"worker1": None})
    return FakeNode("worker1", swarm)


@pytest.fixture
def runner(node: FakeNode) -> UnitRunner:
    return UnitRunner(
        node=lambda _: node,
        shell=lambda _, name: node.shell(name),
        captures=Captures(),
        publish=lambda: None,
        powered=lambda *_: None,
        tell=lambda _: None,
    )


def ran(*ended: tuple[int, str], timed_out: bool = False, incomplete: bool = False) -> UnitResult:
    commands = tuple(
        FinishedCommand("worker1", f"line {n}", status, output, 1.0, 2.0)
        for n, (status, output) in enumerate(ended, start=1)
    )
    output = "".join(command.output for command in commands)
    return UnitResult(commands, output, ended[-1][0], timed_out, 1.0, incomplete)


UNIT = ShellUnit("worker1", "x", AT)
ATTACK = replace(UNIT, refused="not-a-manager")


@pytest.mark.parametrize(
    ("unit", "result", "fault"),
    [
        (UNIT, ran((0, "ok")), ""),
        (UNIT, ran((3, "bad")), "exit 3\n  bad"),
        (UNIT, ran((1, ""), (0, "")), "exit 1 of `line 1`"),
        (replace(UNIT, exit=3), ran((3, "")), ""),
        (replace(UNIT, exit=3), ran((0, "")), "exit 0, not 3"),
        (UNIT, ran((0, ""), timed_out=True), "did not end within 20 s"),
        (UNIT, ran((2, ""), incomplete=True), "is no whole command"),
        (ATTACK, ran((1, NOT_A_MANAGER)), ""),
        (ATTACK, ran((0, "done")), "was not refused"),
        (ATTACK, ran((1, "something else")), "failed"),
        (ATTACK, ran((1, "invalid join token")), "was refused for another reason: bad-token"),
        (ATTACK, ran((127, NOT_A_MANAGER)), "gave no answer (exit 127), which is no refusal"),
        (ATTACK, ran((125, NOT_A_MANAGER)), "gave no answer (exit 125), which is no refusal"),
        (ATTACK, ran((1, NOT_A_MANAGER), (1, NOT_A_MANAGER)), "exit 1 of `line 1`"),
    ],
)
def test_how_a_unit_ended_is_judged(
    runner: UnitRunner, unit: ShellUnit, result: UnitResult, fault: str
) -> None:
    found = runner.fault_of(unit, result)
    assert found.startswith(fault)
    assert bool(found) == bool(fault)


def test_a_fault_shows_no_token(runner: UnitRunner) -> None:
    secret = WORKER_TOKEN.reveal()
    found = runner.fault_of(UNIT, ran((1, f"no such token {secret}")))
    assert secret[-25:] not in found
    assert "SWMTKN-1-" in found


def test_a_captured_key_is_masked_from_then_on(runner: UnitRunner) -> None:
    unit = replace(UNIT, expectation=Expectation(("key is {{unlock:key}}",), False, None, AT))
    key = "SWMKEY-1-" + "a" * 43
    runner.judge(unit, ran((0, f"key is {key}\n")))
    assert runner.captures.values == {"unlock": key}
    assert key[9:] not in runner.captures.mask(f"it was {key}")


def test_a_unit_with_within_is_repeated_until_it_matches(
    runner: UnitRunner, node: FakeNode
) -> None:
    said = iter(["0/1", "0/1", "1/1"])
    node.swarm.do = lambda *_: (0, next(said))  # type: ignore[method-assign]
    unit = replace(UNIT, expectation=Expectation(("1/1",), False, 10.0, AT))
    runner.run(unit)
    assert len(node.shell().ran) == 3


def test_what_never_matches_fails_at_its_expectation(runner: UnitRunner, node: FakeNode) -> None:
    node.swarm.do = lambda *_: (0, "0/1")  # type: ignore[method-assign]
    unit = replace(UNIT, expectation=Expectation(("1/1",), False, None, Position(Path("x.md"), 9)))
    with pytest.raises(UnitFailed, match=r"x\.md:9:1: printed something else"):
        runner.run(unit)


def test_files_are_written_and_power_is_switched(runner: UnitRunner, node: FakeNode) -> None:
    runner.run(FileUnit("worker1", "/etc/x", "text\n", AT))
    assert node.files["/etc/x"] == b"text\n"
    runner.run(PowerUnit("worker1", ("kill",), AT))
    assert node.state() == "stopped"


def certificate() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "cluster1"),
        x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "swarm-worker"),
        x509.NameAttribute(NameOID.COMMON_NAME, "node1"),
    ])  # fmt: skip
    start = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "swarm-ca")]))
        .public_key(key.public_key())
        .serial_number(0xABC)
        .not_valid_before(start)
        .not_valid_after(start + datetime.timedelta(days=90, hours=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName("swarm-worker"), x509.DNSName("node1")]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM)


def test_a_certificate_is_made_readable() -> None:
    text = readable(certificate())
    assert "Subject:     CN=node1,OU=swarm-worker,O=cluster1\n" in text
    assert "Issuer:      CN=swarm-ca\n" in text
    assert "Not after:   2026-04-01 01:00:00 UTC\n" in text
    assert "Key:         ECDSA secp256r1\n" in text
    assert "Names:       DNS:swarm-worker, DNS:node1\n" in text


def test_read_writes_the_certificate_where_the_slide_says(
    runner: UnitRunner, node: FakeNode
) -> None:
    node.files[CERTIFICATE_PATH] = certificate()
    expectation = Expectation(("...swarm-worker...",), True, None, AT)
    runner.run(ReadUnit("worker1", "certificate", "/run/me.txt", AT, expectation=expectation))
    assert b"swarm-worker" in node.files["/run/me.txt"]


def test_a_node_outside_a_swarm_has_no_certificate(runner: UnitRunner) -> None:
    with pytest.raises(UnitFailed, match="it is in no swarm"):
        runner.run(ReadUnit("worker1", "certificate", "/run/me.txt", AT))


def test_what_the_raft_log_holds_is_in_no_fault(runner: UnitRunner, node: FakeNode) -> None:
    node.files |= {
        KEY_PATH: raftlogs.PLAIN.encode(),
        f"{WAL_FOLDER}/a.wal": raftlogs.wal(raftlogs.entry(17, raftlogs.CREATE_SECRET)),
    }
    node.link.commands["ls", "-1", WAL_FOLDER] = Completed(0, "a.wal\n", "")
    unit = ReadUnit("worker1", "raft-log", "/run/raft.txt", AT)
    runner.run(replace(unit, expectation=Expectation(("...secret db_password",), True, None, AT)))
    assert b"correct horse battery" in node.files["/run/raft.txt"]
    wrong = Expectation(("  idofsecret", "  other", "  thing"), False, None, AT)
    with pytest.raises(UnitFailed, match="not as expected; it is in /run/raft") as caught:
        runner.run(replace(unit, expectation=wrong))
    assert "db_password" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_a_unit_that_needs_what_the_kernel_lacks_is_passed_over(
    runner: UnitRunner, node: FakeNode
) -> None:
    told: list[Event] = []
    here = replace(runner, kernel_lacks=frozenset({"ip_vs"}), tell=told.append)
    here.run(replace(UNIT, text="docker swarm init", needs="ipvs"))
    (event,) = told
    assert isinstance(event, UnitChanged)
    assert (event.phase, event.reason) == ("skipped", "this kernel has no IPVS")
    assert node.swarm.roles["worker1"] is None
    here.run(replace(UNIT, text="docker swarm init", needs="esp"))
    assert node.swarm.roles["worker1"] == "manager"


def test_a_unit_names_features_that_are_looked_for() -> None:
    assert set(NEEDS.values()) <= set(FEATURES)
