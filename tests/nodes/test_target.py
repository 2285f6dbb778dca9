from __future__ import annotations

import hashlib
import json
import os
from typing import TYPE_CHECKING

import pytest

from swarmlab.errors import EngineMissing
from swarmlab.nodes import target

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def docker_config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A docker CLI configuration of the test's own, and none of the machine's variables."""
    for name in ("DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "config.json").write_text("{}")
    return tmp_path


def _write_context(folder: Path, name: str, host: str) -> None:
    meta = folder / "contexts" / "meta" / hashlib.sha256(name.encode()).hexdigest()
    meta.mkdir(parents=True)
    endpoints = {"docker": {"Host": host, "SkipTLSVerify": False}}
    described = {"Name": name, "Metadata": {}, "Endpoints": endpoints}
    (meta / "meta.json").write_text(json.dumps(described))


def test_nothing_set_means_the_socket_of_this_machine() -> None:
    chosen = target.resolve()
    assert chosen.url == "unix:///var/run/docker.sock"
    assert chosen.words == 'unix socket of this machine, by the context "default"'
    assert chosen.where == "this machine"


def test_docker_host_goes_before_a_context(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", "tcp://lab.example:2375")
    monkeypatch.setenv("DOCKER_CONTEXT", "nosuch")
    chosen = target.resolve()
    assert (chosen.url, chosen.where) == ("tcp://lab.example:2375", "lab.example")
    assert chosen.words == "lab.example over tcp, by DOCKER_HOST"
    assert not chosen.is_local


def test_the_current_context_of_the_docker_cli_is_followed(docker_config: Path) -> None:
    _write_context(docker_config, "far", "ssh://me@far.example:2222")
    (docker_config / "config.json").write_text('{"currentContext": "far"}')
    chosen = target.resolve()
    assert chosen.url == "ssh://me@far.example:2222"
    assert chosen.words == 'far.example over ssh, by the context "far"'
    assert chosen.argument == "far"


def test_a_target_named_goes_before_everything(
    docker_config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write_context(docker_config, "near", "unix:///run/near.sock")
    monkeypatch.setenv("DOCKER_HOST", "tcp://lab.example:2375")
    assert target.resolve("near").url == "unix:///run/near.sock"
    assert target.resolve("unix:///run/x.sock").words == "unix socket of this machine, as told"


def test_a_context_that_does_not_exist_is_named() -> None:
    with pytest.raises(EngineMissing, match="'nosuch'") as caught:
        target.resolve("nosuch")
    assert "docker context ls" in caught.value.next_step


def test_a_damaged_context_is_no_traceback(docker_config: Path) -> None:
    _write_context(docker_config, "bad", "unix:///x")
    next(docker_config.rglob("meta.json")).write_text("{")
    with pytest.raises(EngineMissing, match="cannot be read"):
        target.resolve("bad")


def test_the_usual_socket_is_no_news_and_another_engine_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert target.resolve().is_usual
    real = os.path.realpath("/var/run/docker.sock")
    assert target.resolve(f"unix://{real}").is_usual, "the same by its other name"
    monkeypatch.setenv("DOCKER_HOST", "ssh://ada@lab.example:2222")
    elsewhere = target.resolve()
    assert not elsewhere.is_usual
    assert elsewhere.address == "ssh://ada@lab.example:2222, by DOCKER_HOST"
    assert target.resolve("unix:///run/user/1000/docker.sock").address == (
        "unix:///run/user/1000/docker.sock, as told"
    )


def test_a_password_in_an_address_is_not_shown() -> None:
    shown = target.resolve("tcp://ada:secret@lab.example:2375").address
    assert shown == "tcp://ada@lab.example:2375, as told"
