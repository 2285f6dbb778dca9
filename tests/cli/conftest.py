"""Commands run against the real verbs, on nodes that are acted out."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from swarmlab.cli.main import cli
from swarmlab.runs.engine_ground import EngineGround
from tests.fakes.ground import FakeGround
from tests.runs.labs import write_lab

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


@dataclass
class Place:
    """A folder with one lab, ``small``, and an engine that is a fake."""

    ground: FakeGround
    folder: Path
    targets: list[str | None]
    """What each connection to the engine asked for."""
    images: list[str | None]
    """Which node image it asked for."""

    def run(self, *words: str, **extra: Any) -> Result:
        return CliRunner().invoke(cli, list(words), **extra)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    write_lab(tmp_path)
    ground = FakeGround()
    targets: list[str | None] = []
    images: list[str | None] = []

    def connect(target: str | None = None, node_image: str | None = None) -> FakeGround:
        targets.append(target)
        images.append(node_image)
        return ground

    monkeypatch.setattr(ground, "engine", SimpleNamespace(close=lambda: None), raising=False)
    monkeypatch.setattr(EngineGround, "connect", connect)
    monkeypatch.setenv("SWARMLAB_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.chdir(tmp_path)
    return Place(ground, tmp_path, targets, images)


@pytest.fixture
def up(place: Place) -> Place:
    """The lab is up, for ada."""
    shown = place.run("up", "small", "--as", "ada")
    assert shown.exit_code == 0, shown.output
    return place
