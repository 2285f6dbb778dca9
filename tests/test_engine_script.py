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
