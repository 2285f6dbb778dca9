"""The port through which a node is looked at. ``nodes.link`` implements it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, Self

from swarmlab.patience import patient

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ANSWER_SECONDS = patient(5.0)
"""For a node to answer one question."""


class LinkLost(Exception):
    """The node gave no answer: it is stopped, paused or gone, or took longer than allowed."""


class ApiRefused(Exception):
    """The node's engine answered a request with an error status.

    Args:
        status: the HTTP status.
        message: the engine's own words, untrusted text.
    """

    def __init__(self, status: int, message: str) -> None:
        super().__init__(f"{status}: {message}")
        self.status = status
        self.message = message


class FileMissing(Exception):
    """The file asked for is not on the node."""


@dataclass(frozen=True, slots=True)
class Completed:
    """A command that ended on a node; outputs are decoded with replacement and untrusted."""

    status: int
    stdout: str
    stderr: str


class Conversation(Protocol):
    """A program that runs on a node: bytes to its input, bytes from its output."""

    @property
    def errors(self) -> bytes:
        """What it printed to its standard error so far, capped."""

    def send(self, data: bytes) -> None:
        """To its input.

        Raises:
            LinkLost: the node is gone.
        """

    def recv(self, timeout: float) -> bytes:
        """What it printed next; empty once it has ended.

        Raises:
            LinkLost: nothing came in time.
        """

    def __enter__(self) -> Self:
        """Itself."""

    def __exit__(self, *_: object) -> None:
        """Close its input and leave it."""


class Link(Protocol):
    """A way to look at one node. Every call ends within ``timeout`` seconds or raises LinkLost.

    Links are safe to use from several threads.
    """

    @property
    def node(self) -> str:
        """The node's name."""

    def get(
        self, path: str, query: Mapping[str, str] | None = None, *, timeout: float = ANSWER_SECONDS
    ) -> Any:
        """GET of the node's Engine API: ``/info``, ``/nodes`` …; the decoded JSON.

        Raises:
            ApiRefused: the engine answered with an error.
            LinkLost: no answer.
        """

    def read(self, path: str, *, limit: int = 1 << 20, timeout: float = ANSWER_SECONDS) -> bytes:
        """The first ``limit`` bytes of a file on the node.

        Raises:
            FileMissing: no such file.
            LinkLost: no answer.
        """

    def run(
        self, argv: Sequence[str], *, stdin: bytes = b"", timeout: float = ANSWER_SECONDS
    ) -> Completed:
        """Run a program on the node without a shell or terminal; output capped at 1 MiB each.

        Raises:
            LinkLost: no answer.
        """

    def converse(self, argv: Sequence[str], *, timeout: float = ANSWER_SECONDS) -> Conversation:
        """Start a program on the node and talk with it.

        Raises:
            LinkLost: no answer.
        """
