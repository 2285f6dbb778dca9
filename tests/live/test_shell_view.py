"""vi, less and top of a node in the shell widget: the same cells as the node's tmux has."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.tui.programs import (
    Driven,
    app_of,
    less_works,
    mouse_works,
    pastes_work,
    top_works,
    vi_works,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from swarmlab.nodes.node import Node
    from swarmlab.nodes.shell import Shell

pytestmark = pytest.mark.live
WORKS = (vi_works, less_works, top_works, mouse_works, pastes_work)


@pytest.fixture
def shell(node: Node) -> Iterator[Shell]:
    with node.shell() as opened:
        opened.run(":")
        yield opened
        opened.end()


@pytest.mark.parametrize("works", WORKS)
async def test_a_program_looks_as_in_the_nodes_tmux(
    node: Node, shell: Shell, works: Callable[[Driven], Awaitable[None]]
) -> None:
    def captured() -> str:
        command = ("tmux", "-S", "/run/swarmlab/tmux", "capture-pane", "-p", "-e", "-N")
        inside = ("docker", "exec", "-e", "LC_ALL=C.UTF-8", node.container_id, *command)
        return subprocess.run(inside, check=True, capture_output=True, text=True).stdout

    async with app_of(shell).run_test(size=(100, 30)) as pilot:
        await works(Driven(pilot, shell, captured))
