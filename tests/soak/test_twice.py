"""The first lab proves itself twice in a row, and the engine is as it was before."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from swarmlab.nodes import removal
from swarmlab.nodes.engine import Engine

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.soak


def prove(state: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "swarmlab", "test", "least-privilege"],
        env={**os.environ, "SWARMLAB_STATE": str(state)},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip


def held() -> tuple[set[str], set[str], set[str]]:
    """Ids of all containers, networks and volumes on the engine, whoever made them."""
    with Engine.connect() as engine:
        found = removal.listing(engine, {})
        return (
            {str(c["Id"]) for c in found.containers},
            {str(n["Id"]) for n in found.networks},
            {str(v["Name"]) for v in found.volumes},
        )


def test_the_first_lab_proves_itself_twice_in_a_row_and_leaves_nothing(tmp_path: Path) -> None:
    before = held()
    for time in ("first", "second"):
        done = prove(tmp_path / "state")
        assert done.returncode == 0, f"the {time} time:\n{done.stdout}\n{done.stderr}"
        assert held() == before, f"after the {time} time"
