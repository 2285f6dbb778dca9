"""What removing says of an engine that is gone or slow."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from swarmlab.errors import EngineGone
from swarmlab.nodes import engine as engines
from swarmlab.nodes import removal
from swarmlab.nodes.engine import Engine
from swarmlab.nodes.removal import Objects
from swarmlab.nodes.target import Target

if TYPE_CHECKING:
    from pathlib import Path

ONE = Objects(({"Id": "c1"},), (), ())


def engine_at(path: Path) -> Engine:
    engine = Engine(Target(f"unix://{path}", "", "an engine of a test"))
    engine._api_version = "1.41"
    return engine


def test_an_engine_that_is_gone_is_told_as_that(tmp_path: Path) -> None:
    with engine_at(tmp_path / "none.sock") as engine, pytest.raises(EngineGone):
        removal.sweep(engine, ONE)


def test_a_removal_that_takes_too_long_is_a_reason_and_no_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "CALL_SECONDS", 1)
    path = tmp_path / "slow.sock"
    with socket.socket(socket.AF_UNIX) as listener, engine_at(path) as engine:
        listener.bind(str(path))
        listener.listen()
        assert removal.sweep(engine, ONE) == ["c1 was not removed in time"]
