"""Which attacks the way to a step takes as made, and what of them is in the journal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from swarmlab.checks.refusal import REASONS, reason_of
from swarmlab.deck.model import Expectation, Position, PowerUnit, ShellUnit
from swarmlab.runs.attack import foreseen
from swarmlab.runs.model import Place

if TYPE_CHECKING:
    from swarmlab.deck.model import RefusalName
    from swarmlab.runs.model import Lab
    from swarmlab.runs.session import Session
    from tests.fakes.ground import FakeGround

AT = Position(Path("x.md"), 1, 1)


def tried(text: str, reason: RefusalName | None = "bad-token", **more: object) -> ShellUnit:
    return ShellUnit("worker1", text, AT, refused=reason, **more)  # type: ignore[arg-type]


def printing(*lines: str, within: float | None = None) -> Expectation:
    return Expectation(lines, contains=False, within=within, position=AT)


@pytest.mark.parametrize(
    "text",
    [
        "docker node ls\n",
        'docker swarm join --token "$worker_token" worker2:2377\n',
        'docker swarm join --token "$(cat /root/leak.txt)" \\\n  manager1:2377\n',
        "docker service create --name 'a b' localhost/app:1",
    ],
)
def test_one_plain_call_that_is_refused_is_foreseen(text: str) -> None:
    noted = foreseen(tried(text))
    assert noted is not None
    assert (noted.node, noted.text) == ("worker1", text.rstrip("\n"))
    assert foreseen(tried(text, None)) is None


@pytest.mark.parametrize(
    "text",
    [
        "docker node ls\ndocker info\n",
        "docker node ls > /root/list",
        "docker node ls | tee /root/list",
        "docker node ls; touch /root/tried",
        "docker node ls &",
        'docker swarm join --token "$(tee /root/x)" manager1:2377',
        'docker swarm join --token "$(cat $(ls))" manager1:2377',
        "docker swarm join --token `cat /root/leak.txt` manager1:2377",
        "docker exec web rm /x",
        "docker stack deploy -c x y",
        "docker",
        "bash /root/attack.sh",
        "openssl s_client -tls1_1 -connect manager1:2377",
        "TRIED=1 docker node ls",
        "docker node ls 'x",
        "",
    ],
)
def test_what_may_leave_something_is_made(text: str) -> None:
    assert foreseen(tried(text)) is None


def test_what_captures_or_is_waited_for_is_made() -> None:
    assert foreseen(tried("docker node ls", expectation=printing("Error... {{any}}"))) is not None
    assert foreseen(tried("docker node ls", expectation=printing("{{reason:any}}"))) is None
    assert foreseen(tried("docker node ls", expectation=printing("x", within=5.0))) is None
    assert foreseen(PowerUnit("worker1", ("kill",), AT)) is None


@pytest.mark.parametrize("reason", REASONS)
def test_the_journal_tells_its_reason(reason: RefusalName) -> None:
    noted = foreseen(tried("docker node ls", reason))
    assert noted is not None
    assert reason_of(noted.status, noted.output) == reason


def test_going_past_an_attack_leaves_what_making_it_leaves(
    session: Session, lab: Lab, ground: FakeGround, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = lab.steps[2]
    seen = []
    for notes in (True, False):
        if not notes:
            monkeypatch.setattr("swarmlab.runs.player.foreseen", lambda _: None)
        session.goto(Place("second"))
        session.judge.look([step])
        nodes = ground.nodes_of[session.run.id]
        ran = "docker node ls\n" in nodes.nodes["worker1"].shell().ran
        verdicts = {key: known.verdict.state for key, known in session.verdicts(step).items()}
        judged = {key: found.state for key, found in session.judge.try_out(*lab.steps).items()}
        seen.append((ran, verdicts, judged, session.step_is_done(step.id), nodes.swarm.roles))
    noted, made = seen
    assert (noted[0], made[0]) == (False, True)
    assert noted[1:] == made[1:]
    assert noted[3]
