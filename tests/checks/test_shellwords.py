from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swarmlab.checks.shellwords import commands


@pytest.mark.parametrize(
    "text",
    [
        "docker swarm join --token x",
        "  docker swarm   join --token x  ",
        "docker \\\nswarm join --token x",
        "docker 'swarm' \"join\" --token x",
        "sudo docker swarm join --token x",
        "time A=1 docker swarm join --token x",
        'echo "$KEY" | docker swarm join --token x',
        "docker swarm join --token x > /root/out 2>&1",
        "docker swarm join --token x;",
        "docker swarm join --token x # as worker",
        "docker swarm join --token x >/dev/null",
        "docker swarm join --token $(cat /root/x) manager1:2377",
        'docker swarm join --token "$(grep -o "a | b" x; echo)" \\\n  manager1:2377',
    ],
)
def test_a_command_of_its_own_decides_the_lines_status(text: str) -> None:
    assert [c for c in commands(text) if c.begins_with(("docker", "swarm", "join")) and c.decides]


@pytest.mark.parametrize(
    "text",
    [
        "docker swarm join x || true",
        "docker swarm join x; true",
        "docker swarm join x | tail -1",
        "docker swarm join x &",
        "true && docker swarm join x",
        "false; docker swarm join x",
        "(docker swarm join x)",
        "docker swarm join x\ntrue",
    ],
)
def test_a_command_among_others_does_not(text: str) -> None:
    found = [c for c in commands(text) if c.begins_with(("docker", "swarm", "join"))]
    assert found
    assert not any(c.decides for c in found)


@pytest.mark.parametrize(
    "text",
    [
        "docker swarm join-token worker",
        "docker swarm",
        "echo docker swarm join",
        "echo 'docker swarm join'",
        "DOCKER_HOST=tcp://10.0.0.1 docker swarm join",
        "docker 'swarm join'",
        "# docker swarm join",
        "out=$(docker swarm join x)",
        "echo $(true; docker swarm join x)",
        "docker swarm 'join",
        "",
    ],
)
def test_other_words_are_another_command(text: str) -> None:
    assert not any(c.begins_with(("docker", "swarm", "join")) for c in commands(text))


@given(st.text(st.sampled_from("abc \t\n'\"\\;|&()<>$#=12") | st.characters()))
def test_any_line_can_be_taken_apart(text: str) -> None:
    assert sum(c.decides for c in commands(text)) <= 1
