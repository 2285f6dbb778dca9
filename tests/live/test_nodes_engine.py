"""The way to an engine: what it says of itself, and what is said when it is gone."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

import pytest

from swarmlab.errors import EngineGone, EngineMissing
from swarmlab.nodes.engine import Engine
from swarmlab.nodes.forward import Forward

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.live

DIAL = ("docker", "system", "dial-stdio")


def test_an_engine_says_what_it_is() -> None:
    with Engine.connect() as engine:
        facts = engine.facts()
        assert engine.ping()
    assert facts.version
    assert facts.api_version == engine.api_version
    assert facts.cgroup_version in {"1", "2"}
    assert facts.cpus >= 1
    assert facts.memory > 1 << 28
    assert facts.socket == engine.target.words


def test_each_thread_has_a_client_of_its_own() -> None:
    with Engine.connect() as engine:
        seen = [engine.api, engine.api]
        other = threading.Thread(target=lambda: seen.append(engine.api))
        other.start()
        other.join()
    assert seen[0] is seen[1]
    assert seen[2] is not seen[0]


def test_an_engine_that_is_not_there_is_missing(tmp_path: Path) -> None:
    with pytest.raises(EngineMissing, match="no Docker Engine answers") as caught:
        Engine.connect(f"unix://{tmp_path}/none.sock")
    assert "make engine" in caught.value.next_step


def test_an_engine_that_stops_answering_is_gone() -> None:
    with Forward(DIAL) as forward, Engine.connect(forward.url) as engine:
        assert engine.ping()
        forward.close()
        assert not engine.ping()
        with pytest.raises(EngineGone, match="about itself"):
            engine.facts()


def test_an_engine_behind_ssh_is_reached_without_a_port(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "ssh"
    program.write_text(
        f'#!/bin/sh\necho "$*" >>{tmp_path}/asked\n'
        'while [ "$1" != -- ]; do shift; done\nshift 2\nexec "$@"\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with Engine.connect("ssh://me@far.example:2222") as engine:
        assert engine.ping()
        assert engine.facts().socket == "far.example over ssh, as told"
    asked = (tmp_path / "asked").read_text().splitlines()[0]
    assert asked.startswith("-T -o ConnectTimeout=10 -l me -p 2222 -- far.example docker system")
