from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.nodes.shell.local import Local

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from swarmlab.nodes.shell import Shell


@pytest.fixture
def local(tmp_path: Path) -> Iterator[Local]:
    """Shells on this machine's tmux, ended with everything in them after the test."""
    here = Local(tmp_path)
    yield here
    here.close()


@pytest.fixture
def shell(local: Local) -> Shell:
    """A shell whose prompt has been seen."""
    opened = local.open()
    opened.run(":")
    return opened
