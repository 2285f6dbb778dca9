"""``scripts/engine.sh`` where it cannot do its work: plain words, a next step, status 2."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

SCRIPT = (Path(__file__).parents[1] / "scripts" / "engine.sh").read_text()
NEEDED = ("sh", "id", "timeout", "grep", "cat", "kill")
NOBODY = 65534


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that nobody may read; pytest's own are the user's alone."""
    made = Path(tempfile.mkdtemp(prefix="swarmlab-engine-"))
    made.chmod(0o755)
    (made / "bin").mkdir(mode=0o755)
    for name in NEEDED:
        if found := shutil.which(name):
            (made / "bin" / name).symlink_to(found)
    yield made
    shutil.rmtree(made)


def engine(verb: str, folder: Path, *, path: str | None = None, host: str = "") -> tuple[int, str]:
    """Run the script as somebody who is not root; its status and what it said."""
    settings = {
        "PATH": path or os.environ["PATH"],
        "DOCKER_HOST": host,
        "HOME": str(folder),
        "SWARMLAB_ENGINE_PID": str(folder / "engine.pid"),
        "SWARMLAB_ENGINE_UNIT": str(folder / "engine.unit"),
        "SWARMLAB_SYSTEMD": str(folder / "systemd"),
    }
    nobody = NOBODY if os.getuid() == 0 else None
    done = subprocess.run(
        ["/bin/sh", "-s", verb], input=SCRIPT, env=settings, cwd="/", capture_output=True,
        text=True, timeout=60, check=False,
        user=nobody, group=nobody, extra_groups=[] if nobody else None,
    )  # fmt: skip
    return done.returncode, done.stderr


def test_without_an_engine_starting_one_needs_root(folder: Path) -> None:
    status, said = engine("start", folder, path=str(folder / "bin"))
    assert status == 2
    assert said == (
        "swarmlab: no Docker Engine answers, and starting one needs root\n"
        "          next: sudo make engine (once), or install Docker Engine and join the"
        " group docker\n"
    )


def test_an_engine_named_by_docker_host_is_not_replaced(folder: Path) -> None:
    dead = f"unix://{folder}/dead.sock"
    status, said = engine("start", folder, path=str(folder / "bin"), host=dead)
    assert status == 2
    assert f"the engine that DOCKER_HOST names does not answer: {dead}" in said


def test_stopping_our_engine_needs_root(folder: Path) -> None:
    sleeper = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    with sleeper:
        (folder / "engine.pid").write_text(str(sleeper.pid))
        status, said = engine("stop", folder)
        assert status == 2
        assert "stopping the engine needs root" in said
        assert sleeper.poll() is None
        sleeper.kill()


def test_there_may_be_nothing_to_stop(folder: Path) -> None:
    status, said = engine("stop", folder)
    assert (status, said) == (0, "swarmlab: no engine of ours is running\n")


def stand_in(folder: Path, name: str, script: str) -> None:
    """A program on the script's PATH that notes how it was called."""
    program = folder / "bin" / name
    program.write_text(f'#!/bin/sh\necho "{name} $*" >>"{folder}/calls"\n{script}\n')
    program.chmod(0o755)


@pytest.fixture
def systemd(folder: Path) -> Path:
    """A machine with systemd, an engine that is installed and does not run, and root."""
    folder.chmod(0o777)
    (folder / "bin" / "id").unlink()
    (folder / "systemd").mkdir()
    for name in ("rm", "sleep", "tail"):
        (folder / "bin" / name).symlink_to(shutil.which(name) or name)
    for name in ("tmux", "busybox", "openssl", "iptables", "ip", "python3", "dockerd"):
        stand_in(folder, name, "exit 0")
    stand_in(folder, "id", "echo 0")
    stand_in(folder, "docker", f'[ -e "{folder}/runs" ]')
    stand_in(
        folder, "systemctl",
        f'case "$1" in start) : >"{folder}/runs" ;; stop) rm "{folder}/runs" ;; esac',
    )  # fmt: skip
    return folder


def called(folder: Path, name: str) -> list[str]:
    lines = (folder / "calls").read_text().splitlines()
    return [line for line in lines if line.split()[0] == name]


def test_where_systemd_runs_it_starts_the_engine_and_stops_what_it_started(systemd: Path) -> None:
    status, said = engine("start", systemd, path=str(systemd / "bin"))
    assert (status, said) == (0, "swarmlab: starting docker by systemd\n")
    assert called(systemd, "systemctl") == ["systemctl start docker"]
    assert called(systemd, "dockerd") == []
    assert engine("stop", systemd, path=str(systemd / "bin")) == (0, "")
    assert called(systemd, "systemctl")[1:] == ["systemctl stop docker docker.socket"]
    status, said = engine("stop", systemd, path=str(systemd / "bin"))
    assert (status, said) == (0, "swarmlab: no engine of ours is running\n")


def test_an_engine_that_answers_is_used_and_never_stopped(systemd: Path) -> None:
    (systemd / "runs").touch()
    assert engine("start", systemd, path=str(systemd / "bin")) == (0, "")
    status, said = engine("stop", systemd, path=str(systemd / "bin"))
    assert (status, said) == (0, "swarmlab: no engine of ours is running\n")
    assert called(systemd, "systemctl") == []


def test_systemd_that_cannot_start_it_is_told_with_where_to_look(systemd: Path) -> None:
    stand_in(systemd, "systemctl", "exit 1")
    status, said = engine("start", systemd, path=str(systemd / "bin"))
    assert status == 2
    assert "systemd could not start docker" in said
    assert "next: systemctl status docker" in said
