"""vi, less and top in the shell widget, on this machine's tmux: the same cells as tmux has."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.nodes.shell.local import Local, needs_tmux
from tests.tui.programs import (
    Driven,
    app_of,
    less_works,
    mouse_works,
    pastes_work,
    top_works,
    vi_works,
    wheel_works,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator
    from pathlib import Path

pytestmark = needs_tmux
WORKS = (vi_works, less_works, wheel_works, top_works, mouse_works, pastes_work)


@pytest.fixture
def local(tmp_path: Path) -> Iterator[Local]:
    here = Local(tmp_path)
    yield here
    here.close()


def captured(local: Local) -> Callable[[], str]:
    """What tmux itself says the pane shows."""
    command = ["tmux", "-S", str(local.directory / "tmux"), "capture-pane", "-p", "-e", "-N"]
    return lambda: subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("works", WORKS)
async def test_a_program_looks_as_in_tmux(
    local: Local, works: Callable[[Driven], Awaitable[None]]
) -> None:
    missing = [name for name in ("vi", "less", "top") if shutil.which(name) is None]
    if missing:
        pytest.skip(f"{missing} are not installed here")
    shell = local.open()
    shell.run(":")
    async with app_of(shell).run_test(size=(100, 30)) as pilot:
        await works(Driven(pilot, shell, captured(local)))
