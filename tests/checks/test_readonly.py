from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swarmlab.checks.readonly import FORMS, NotReadOnly, described, parse


@pytest.mark.parametrize(
    "command",
    [
        "docker node ls",
        "docker node ls -q --filter role=worker --format '{{.Hostname}} {{.TLSStatus}}'",
        "docker info --format={{.Swarm.LocalNodeState}}",
        "docker info",
        "docker service ps --no-trunc web",
        "docker secret inspect db_password",
        "docker swarm ca",
        "docker swarm join-token -q worker",
        "docker swarm unlock-key -q",
        "cat /root/worker.token",
        "ls -la /run/secrets",
        "grep -rc SWMTKN- /var/log",
        "hostname",
    ],
)
def test_a_look_is_allowed(command: str) -> None:
    assert parse(command)[0] == command.split(maxsplit=1)[0]


@pytest.mark.parametrize(
    ("command", "why"),
    [
        ("", "no command"),
        ("docker", "not on the list"),
        ("docker node", "not on the list"),
        ("docker node rm worker1", "not on the list"),
        ("docker node update --availability drain worker1", "not on the list"),
        ("docker -H tcp://10.0.0.1 node ls", "not on the list"),
        ("docker service create x", "not on the list"),
        ("docker swarm ca --rotate", "may not be given --rotate"),
        ("docker swarm join-token --rotate worker", "may not be given --rotate"),
        ("docker swarm join-token root", "takes one of"),
        ("docker swarm unlock-key --rotate", "may not be given --rotate"),
        ("docker node ls; docker node rm x", "no shell"),
        ("docker node ls | cat", "no shell"),
        ("docker node ls > /root/x", "no shell"),
        ("docker node ls --filter", "has no value"),
        ("docker node ls worker1", "given 1 operands"),
        ("docker node inspect", "given 0 operands"),
        ('cat "$HOME/x"', "no variables"),
        ("cat 'unclosed", "do not close"),
        ("cat", "needs a path"),
        ("cat x", "not an absolute path"),
        ("cat /dev/zero", "not an absolute path"),
        ("cat /proc/kmsg", "not an absolute path"),
        ("cat /etcetera/x", "not an absolute path"),
        ("cat /root/../dev/zero", "not an absolute path"),
        ("ls /root/*", "no wildcards"),
        ("ls -R /root", "may not be given -R"),
        ("grep x", "needs a path"),
        ("grep -f /root/x /root/y", "may not be given -f"),
        ("rm /root/x", "not on the list"),
        ("sh -c ls", "not on the list"),
    ],
)
def test_anything_else_is_not(command: str, why: str) -> None:
    with pytest.raises(NotReadOnly, match=why):
        parse(command)


words = st.sampled_from(
    [
        "docker",
        "node",
        "ls",
        "swarm",
        "ca",
        "cat",
        "--rotate",
        "rm",
        ";",
        "|",
        "$x",
        "/root/x",
        "-q",
    ]
)


@given(st.lists(words | st.text(max_size=6), max_size=6).map(" ".join))
def test_what_passes_begins_with_a_form_and_holds_no_operator(command: str) -> None:
    with suppress(NotReadOnly):
        argv = parse(command)
        assert any(argv[: len(form.words)] == form.words for form in FORMS)
        assert not {"--rotate", "rm", ";", "|", "$x"} & set(argv)


def test_every_form_is_described() -> None:
    assert len(described()) == len(FORMS)
    assert "docker swarm join-token [--quiet] [-q] manager|worker" in described()
