"""The program on an engine of its own, to be killed; and what must outlive that."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.live.nest import new_nest, wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.live.nest import Nest

OWNER = "mortal"
KEEPER = "keeper"

LAB = """\
title = "Tiny"
summary = "One chapter."
chapters = ["only"]
nodes = ["manager1", "worker1"]
"""

CHAPTER = """\
---
title: Only
minutes: 5
nodes: [manager1, worker1]
start: swarm
---

# Only

Words of the first slide.

---

## Be refused

```bash {node=worker1 refused=not-a-manager}
docker node ls
```

- [ ] refused <!-- check: worker1 tried `docker node ls` and was refused: not-a-manager -->

---

## Rotate

```bash {node=manager1}
docker swarm join-token --rotate worker
```

- [ ] the token is new <!-- check: the worker join token was rotated -->
"""

LAST_STEP = "only#rotate"
"""Going there plays the step before it: the last phase of a start."""

FIRST_STEP = "only#be-refused"
UP = ("up", "tiny")
CHECK = ("--lab", "tiny", "check", LAST_STEP)
RESET = ("--lab", "tiny", "reset", LAST_STEP)
GOTO = ("--lab", "tiny", "goto", "only")
DOWN = ("down", "tiny")

SWEPT_SECONDS = 30
"""What the design promises: nothing is left this long after a kill."""


@dataclass(frozen=True)
class Mortal:
    """``swarmlab`` in a folder with two tiny labs and a progress file of its own."""

    nest: Nest
    folder: Path
    before: tuple[set[str], set[str], set[str]] = field(default=(set(), set(), set()))
    """What the engine held before any kill: all of it must stay."""

    def environment(self, engine: str | None = None) -> dict[str, str]:
        """The program's, on the nest or on a door to it."""
        return {
            "SWARMLAB_STATE": str(self.folder / "state"),
            "DOCKER_HOST": engine or self.nest.url,
        }

    def argv(self, *words: str, owner: str = OWNER) -> tuple[str, ...]:
        """The program with its words."""
        return (sys.executable, "-m", "swarmlab", "--as", owner, *words)

    def start(
        self, *words: str, engine: str | None = None, owner: str = OWNER
    ) -> subprocess.Popen[str]:
        """Start the program; its progress comes on stderr."""
        return subprocess.Popen(
            self.argv(*words, owner=owner),
            cwd=self.folder, env={**os.environ, **self.environment(engine)},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def run(self, *words: str, owner: str = OWNER) -> str:
        """Run the program to its good end; what it printed."""
        code, output, errors = self.call(*words, owner=owner)
        assert code == 0, (words, code, errors)
        return output

    def call(
        self, *words: str, engine: str | None = None, owner: str = OWNER
    ) -> tuple[int, str, str]:
        """Run the program to whatever end: exit status, what it printed, what it told people."""
        with self.start(*words, engine=engine, owner=owner) as program:
            output, errors = program.communicate(timeout=300)
        assert "Traceback" not in errors, errors
        assert "a fault of swarmlab's own" not in errors, errors
        return program.returncode, output, errors

    def start_another(self) -> None:
        """The next start, which ends what others left; of another lab, and taken down again."""
        self.run("up", "other")
        self.run("down", "other")

    def ends_in_a_word(self, program: subprocess.Popen[str], seconds: float) -> None:
        """A started program gives up in time: it says what is wrong and what to do, and is gone."""
        with program:
            _, errors = program.communicate(timeout=seconds)
        assert program.returncode == 2, errors
        assert "next step: " in errors
        assert "Traceback" not in errors

    def status(self, owner: str = OWNER) -> list[dict[str, Any]]:
        """All runs of an owner."""
        told = json.loads(self.run("status", "--json", owner=owner))
        assert isinstance(told, list)
        return told

    def holds(self) -> tuple[set[str], set[str], set[str]]:
        """What the engine holds now that it did not hold before, or lacks."""
        now = self.nest.holds()
        return (now[0] ^ self.before[0], now[1] ^ self.before[1], now[2] ^ self.before[2])

    def is_clean(self) -> bool:
        """Whether the engine holds what it held before: nothing less and nothing more."""
        return not any(self.holds())

    def assert_swept(self) -> None:
        """Nothing is left in time, once every sweeper has done its work."""
        self.await_sweepers()
        assert self.is_clean(), self._told()

    def await_sweepers(self, seconds: float = SWEPT_SECONDS) -> None:
        """Return when every sweeper has ended."""
        wait_until(lambda: not sweepers(self.folder), "the sweepers have ended", seconds)

    def _told(self) -> str:
        """What is left, or lost, in the engine's words."""
        api, kinds = self.nest.engine.api, ("containers", "networks", "volumes")
        there = [
            f"{c['Names'][0]} {c['State']} {c['Labels']}"
            for c in api.containers(all=True)
            if c["Id"] in self.holds()[0]
        ]
        return f"{dict(zip(kinds, self.holds(), strict=True))} {there}"


def kill(program: subprocess.Popen[str]) -> None:
    """SIGKILL, and the end of it."""
    program.kill()
    program.communicate()


def read_until(program: subprocess.Popen[str], words: str) -> None:
    """Return when the program has said these words about its progress."""
    assert program.stderr is not None
    said = []
    for line in program.stderr:
        said.append(line)
        if words in line:
            return
    pytest.fail(f"the program ended before {words!r}: {''.join(said)}")


def sweepers(folder: Path) -> list[int]:
    """The living sweepers of programs whose progress file is in this folder."""
    return _processes(folder, "swarmlab.nodes.sweeper")


def programs(folder: Path) -> list[int]:
    """The living programs whose progress file is in this folder."""
    return _processes(folder, "swarmlab")


def _processes(folder: Path, module: str) -> list[int]:
    mark = f"SWARMLAB_STATE={folder / 'state'}".encode()
    python, found = sys.executable.encode(), []
    for process in Path("/proc").iterdir():
        if not process.name.isdigit():
            continue
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
            settings = (process / "environ").read_bytes().split(b"\0")
        except OSError:  # it ended meanwhile, or is not ours
            continue
        if words[0] == python and module.encode() in words and mark in settings:
            found.append(int(process.name))
    return found


def kill_sweepers(folder: Path) -> int:
    """SIGKILL those that live; how many there were."""
    found = sweepers(folder)
    for pid in found:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not sweepers(folder), "the sweepers are dead")
    return len(found)


def settle(nest: Nest, folder: Path) -> Mortal:
    """A folder with the labs, a kept run on the engine, and objects that only look like ours."""
    for name, text in {
        "labs/tiny.toml": LAB,
        "labs/other.toml": LAB.replace("Tiny", "Other"),
        "slides/only.md": CHAPTER,
    }.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    mortal = Mortal(nest, folder)
    mortal.run("up", "tiny", owner=KEEPER)
    # Progress names the run before its first nodes: decoys can use its id.
    with mortal.start("up", "tiny") as program:
        read_until(program, "made")
        kill(program)
    mortal.await_sweepers()
    (run,) = mortal.status()
    _plant(nest, str(run["run"]))
    return Mortal(nest, folder, nest.holds())


def _plant(nest: Nest, run: str) -> None:
    """Strangers: alike in name and labels, and none of the run's."""
    api = nest.engine.api
    image = str(api.images()[0]["Id"])
    labels: list[dict[str, str]] = [
        {},
        {"swarmlab": "1", "swarmlab.run": f"{run}0", "swarmlab.owner": OWNER},
        {"swarmlab": "1", "swarmlab.run": run[:-1], "swarmlab.owner": OWNER},
        {"swarmlab": "1", "swarmlab.runs": run, "swarmlab.lab": "tiny", "run": run},
        {"swarmlab.owner": OWNER, "swarmlab.lab": "tiny", "swarmlab.node": "worker1"},
    ]
    for number, own in enumerate(labels):
        name = f"swarmlab-{run}-decoy{number}-worker1"
        volume = api.create_volume(name, labels=own)["Name"]
        host = api.create_host_config(binds=[f"{volume}:/data"])
        api.create_container(image, ["true"], name=name, labels=own, host_config=host)
        api.create_network(f"swarmlab-{run}-decoy{number}", labels=own)


@pytest.fixture(scope="module")
def mortal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mortal]:
    """A mortal program on a nest of its own, one for the tests of a module."""
    with new_nest() as nest:
        yield settle(nest, tmp_path_factory.mktemp("mortal"))


@pytest.fixture
def up(mortal: Mortal) -> Iterator[Mortal]:
    """The tiny lab is up, its first step done; afterwards it is down."""
    mortal.run(*UP)
    assert mortal.call("--lab", "tiny", "solve", FIRST_STEP)[0] == 0
    yield mortal
    mortal.call(*DOWN)
