"""Which units may be repeated."""

from __future__ import annotations

import pytest

from swarmlab.runs.repeatable import is_repeatable


@pytest.mark.parametrize(
    "text",
    [
        "docker node ls",
        "docker node ls --format '{{.Hostname}} > x'",
        "docker exec $(docker ps -q --filter label=com.docker.swarm.service.name=web) cat /x",
        "docker info 2>/dev/null | grep -c Swarm",
        "cat /etc/hosts 2>&1 | sort | head -1",
        'echo "$token" | cut -d- -f3',
        "docker service ps web \\\n  --no-trunc",
    ],
)
def test_looking_may_be_repeated(text: str) -> None:
    assert is_repeatable(text)


@pytest.mark.parametrize(
    "text",
    [
        "docker swarm init",
        "docker swarm join-token --rotate worker",
        "docker swarm ca --rotate",
        "docker node ls > /tmp/x",
        "docker node ls; docker node rm worker1",
        "rm -rf /x",
        "cat x && docker service create --name y z",
        "find / -delete",
        "sed -i s/a/b/ x",
        "docker exec web rm /x",
        "docker node ls &",
    ],
)
def test_changing_may_not(text: str) -> None:
    assert not is_repeatable(text)
