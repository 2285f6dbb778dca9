"""A node goes wild; the other one's shell still takes a solution, and its tasks turn green.

In a disposable engine, whose nodes keep their data on a small disk that one of them fills.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.live.mortal import LAST_STEP, mortal
from tests.live.nest import wait_until
from tests.live.troubles import TROUBLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.live.mortal import Mortal

__all__ = ["mortal"]

pytestmark = pytest.mark.soak  # a fork bomb takes the machine from every test beside it

DISK = "320m"
"""In memory, and counted as that of who fills it: less than a node may have."""
RAGES = {
    "memory hog": "pidof tail",
    "log flood": "true",
    "disk fill": "[ $(df /var/lib/docker | tail -n 1 | awk '{ print $4 }') -lt 1000 ]",
}
"""What tells in the node that it is as bad as it will be."""


@pytest.fixture(scope="module")
def small_disk(mortal: Mortal) -> Mortal:
    mortal.nest.keep_volumes_on(DISK)
    return mortal


@pytest.fixture
def up(small_disk: Mortal) -> Iterator[Mortal]:
    small_disk.run("up", "tiny", "--at", LAST_STEP)
    yield small_disk
    small_disk.run("down", "tiny")


def container(mortal: Mortal, node: str) -> str:
    filters = {"label": [f"swarmlab.node={node}", "swarmlab.owner=mortal"]}
    (found,) = mortal.nest.engine.api.containers(filters=filters)
    return str(found["Id"])


def begin(mortal: Mortal, trouble: str) -> None:
    """Let it loose in worker1, and return when it rages."""
    api, worker = mortal.nest.engine.api, container(mortal, "worker1")
    made = api.exec_create(worker, ["sh", "-c", TROUBLES[trouble]])
    api.exec_start(made["Id"], detach=True)
    if trouble == "fork bomb":  # no program can be started there to ask
        wait_until(lambda: _processes(mortal, worker) > 500, trouble)
        return

    def rages() -> bool:
        asked = api.exec_create(worker, ["sh", "-c", RAGES[trouble]])
        api.exec_start(asked["Id"])
        return bool(api.exec_inspect(asked["Id"])["ExitCode"] == 0)

    wait_until(rages, trouble)


def _processes(mortal: Mortal, worker: str) -> int:
    stats = mortal.nest.engine.api.stats(worker, stream=False)
    return int(stats["pids_stats"].get("current", 0))


@pytest.mark.parametrize("trouble", TROUBLES)
def test_the_other_node_and_its_tasks_go_on(trouble: str, up: Mortal) -> None:
    begin(up, trouble)
    code, output, errors = up.call("check", LAST_STEP)
    assert code == 1, (output, errors)
    code, output, errors = up.call("--lab", "tiny", "solve", LAST_STEP)
    assert code == 0, (output, errors)
    assert up.call("check", LAST_STEP)[0] == 0
    (run,) = up.status()
    assert run["nodes"]["manager1"] == "running"


@pytest.mark.parametrize("trouble", ["fork bomb", "disk fill"])
def test_the_wild_node_is_tamed_by_a_reset(trouble: str, up: Mortal) -> None:
    begin(up, trouble)
    code, output, errors = up.call("--lab", "tiny", "reset", LAST_STEP)
    assert code == 0, (output, errors)
    assert up.call("check", "only#be-refused")[0] == 0
    assert len(up.status()) == 1
