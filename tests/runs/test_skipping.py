"""What the way to a place leaves out: units that change nothing, and that nobody asks about."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from swarmlab.deck.model import FileUnit, Position, ShellUnit
from swarmlab.deck.parse import parse_chapter
from swarmlab.runs import labfile, registry
from swarmlab.runs.hold import Hold
from swarmlab.runs.model import Place
from swarmlab.runs.session import Session
from swarmlab.runs.skipping import changes_nothing, tried_in
from tests.runs.labs import FIRST, write_lab

if TYPE_CHECKING:
    from swarmlab.runs.model import Lab
    from swarmlab.runs.store import Store
    from tests.fakes.ground import FakeGround

AT = Position(Path("a.md"), 1)
_CHAPTER = """\
---
title: First
minutes: 5
nodes: [manager1]
start: bare
---

# First

```bash {node=manager1}
docker node ls
```

```text {.expect%s}
%s
```
"""


def unit(text: str) -> ShellUnit:
    return ShellUnit("manager1", f"{text}\n", AT)


def expecting(line: str, how: str = "") -> ShellUnit:
    chapter = parse_chapter(_CHAPTER % (how, line), Path("first.md")).chapter
    assert chapter is not None
    (found,) = chapter.slides[0].units
    assert isinstance(found, ShellUnit)
    return found


@pytest.mark.parametrize(
    "text",
    [
        "cat /root/root.sha256",
        "grep -rn SWMTKN- /var/log",
        "docker node ls --filter role=worker",
        "docker node inspect worker1 \\\n  --format '{{.Spec.Labels}}'",
        "openssl s_client -brief -connect worker1:2377 </dev/null",
        "printf '%s\\n' \"$worker_token\" | cut -d - -f 1-3 | uniq",
    ],
)
def test_what_only_looks_is_left_out(text: str) -> None:
    assert changes_nothing(unit(text), ())


@pytest.mark.parametrize(
    "text",
    [
        "docker swarm init",
        "docker ps > /root/list",
        "id=$(docker ps -q)",
        "grep a /b && found=yes",
        "cd /root",
        "umask 077",
        "printf -v name %s x",
        "mount -t tmpfs none /mnt",
        "hostname other",
        "date -s 2020-01-01",
        "ip link set eth0 down",
        "wget http://app/",
        "openssl x509 -in a.crt -out b.crt",
        "sort -o b a",
        "uniq a b",
        "awk '{ print > \"x\" }' a",
        "$cmd",
        "docker node update --label-add a=b worker1",
        "sed -i s/a/b/ /etc/hosts",
    ],
)
def test_what_may_change_something_is_run(text: str) -> None:
    assert not changes_nothing(unit(text), ())


def test_what_must_be_refused_is_no_look() -> None:
    refused = ShellUnit("manager1", "docker node ls\n", AT, refused="not-a-manager")
    assert not changes_nothing(refused, ())


def test_a_file_is_written() -> None:
    assert not changes_nothing(FileUnit("manager1", "/root/a", "ls\n", AT), ())


def test_what_is_only_shown_is_left_out() -> None:
    assert changes_nothing(expecting("{{id}} manager1 ..."), ())


def test_what_is_captured_is_run() -> None:
    assert not changes_nothing(expecting("{{member:id}} manager1 ..."), ())


def test_what_is_waited_for_is_run() -> None:
    assert not changes_nothing(expecting("manager1 Ready", " within=10s"), ())


def test_what_a_task_wants_to_be_tried_is_run() -> None:
    looks = unit("docker  node \\\n ls -q")
    assert changes_nothing(looks, [("docker", "service", "ls")])
    assert not changes_nothing(looks, [("docker", "node", "ls")])


def test_a_labs_tasks_are_asked_for_what_is_to_be_tried(lab: Lab) -> None:
    assert tried_in(lab) == {("docker", "node", "ls")}


def test_the_way_leaves_a_look_out_and_runs_the_rest(
    store: Store, ground: FakeGround, tmp_path: Path
) -> None:
    look = "```bash {node=manager1}\ndocker info\n```\n\n- [ ] manager1 manages"
    lab = labfile.load(write_lab(tmp_path, first=FIRST.replace("- [ ] manager1 manages", look, 1)))
    run = registry.make_run(store, lab.name, "eve", str(lab.path))
    session = Session(ground, Hold.take(store, run), lab)
    try:
        session.goto(Place("first", 2))  # the acted shell knows no docker info: it would fail
        shell = ground.nodes_of[run.id].nodes["manager1"].shell()
        assert shell.ran == ["docker swarm init\n"]
    finally:
        session.leave(keep=False)
