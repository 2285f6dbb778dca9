"""What a node's own words become in an error."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from swarmlab.errors import NodeError
from swarmlab.nodes.node import Node
from swarmlab.swarm.link import Completed
from tests.fakes.swarms import WORKER_TOKEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swarmlab.nodes.engine import Engine
    from swarmlab.nodes.link import NodeLink


class Refusing:
    """A link whose programs fail, with words that would drive a terminal and tell a token."""

    def run(self, argv: Sequence[str], *, stdin: bytes = b"", timeout: float = 5.0) -> Completed:
        return Completed(1, "", f"\x1b]0;title\x07no room\n{WORKER_TOKEN.reveal()}")


def test_a_file_that_cannot_be_written_is_told_safely() -> None:
    node = Node(cast("Engine", None), "worker1", "c1", "10.0.0.2")
    node._link = cast("NodeLink", Refusing())
    with pytest.raises(NodeError) as raised:
        node.write("/etc/x", b"")
    assert raised.value.message.startswith("/etc/x cannot be written: no room SWMTKN-1-")
    assert WORKER_TOKEN.secret not in raised.value.message
    assert "\x1b" not in raised.value.message
