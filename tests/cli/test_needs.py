"""What a chapter needs of the kernel is read from its commands."""

from __future__ import annotations

from pathlib import Path

import pytest

from swarmlab.cli.needs import needs
from swarmlab.deck.model import Chapter, Position, ShellUnit, Slide
from swarmlab.nodes.spec import NodeSpec
from swarmlab.runs.model import BoundChapter, Lab

HERE = Position(Path("x.md"), 1)


def lab_with(text: str) -> Lab:
    unit = ShellUnit("manager1", text, HERE)
    slide = Slide(0, "T", "t", False, (unit,), HERE)
    chapter = Chapter("net", Path("net.md"), "Net", 5, ("manager1",), "bare", (slide,), HERE)
    nodes = (NodeSpec("manager1", memory=100), NodeSpec("worker1", memory=50))
    return Lab("lab", "Lab", "", Path("lab.toml"), nodes, (BoundChapter(chapter, ()),))


@pytest.mark.parametrize(
    ("text", "features"),
    [
        ("docker node ls", set()),
        ("docker network create -d overlay web", {"vxlan"}),
        ("docker network create \\\n  --driver overlay --opt encrypted web", {"vxlan", "esp"}),
        ("docker service create --publish 80:80 localhost/app:1", {"ip_vs"}),
        ("docker service create --publish mode=host,target=80 localhost/app:1", set()),
        ("docker service create --network web localhost/app:1", {"ip_vs"}),
        ("docker service create --network web --endpoint-mode dnsrr localhost/app:1", set()),
    ],
)
def test_commands_tell_what_they_need(text: str, features: set[str]) -> None:
    (found,) = needs([lab_with(text)])
    assert found.features == features


def test_only_the_chapters_nodes_count() -> None:
    (found,) = needs([lab_with("true")])
    assert (found.name, found.nodes, found.limit) == ("lab/net", 1, 100)
