"""HTTP with a node's engine, over ``docker system dial-stdio`` run in the node.

It joins the node's API socket to its standard input and output, so no port is opened, and it
works the same when the outer engine is remote.
"""

from __future__ import annotations

import http.client
import io
import time
from typing import TYPE_CHECKING, Any, cast

from swarmlab.nodes.stream import ExecStream

if TYPE_CHECKING:
    import socket

    from swarmlab.nodes.engine import Engine

COMMAND = ("docker", "system", "dial-stdio")


class Dialled(http.client.HTTPConnection):
    """A kept HTTP connection to a node's engine; one request at a time.

    Args:
        engine: the outer engine.
        container: the node.
        timeout: seconds to wait for the node when dialling.

    Raises:
        OSError: the node could not be dialled.
    """

    def __init__(self, engine: Engine, container: str, timeout: float) -> None:
        super().__init__("docker")
        self.stream = ExecStream.start(engine, container, COMMAND, timeout=timeout)
        self._socket = _Socket(self.stream)
        self.sock = cast("socket.socket", self._socket)
        self.auto_open = 0

    def ask(
        self, method: str, target: str, body: bytes | None, deadline: float | None
    ) -> http.client.HTTPResponse:
        """Send a request and read the head of its response.

        Args:
            method: of HTTP.
            target: path and query.
            body: JSON, if any.
            deadline: on the monotonic clock, for head and body; None waits for ever.
        """
        self._socket.deadline = deadline
        headers = {"Content-Type": "application/json"} if body is not None else {}
        self.request(method, target, body, headers)
        return self.getresponse()

    def wait_for_ever(self) -> None:
        """Let what still comes of the last response take its time."""
        self._socket.deadline = None

    def is_quiet(self) -> bool:
        """Whether it may be used again."""
        return self.sock is not None and self.stream.is_quiet()

    def close(self) -> None:
        """Hang up."""
        # First the stream: a thread may be reading, and holds the reader's lock.
        self.stream.close()
        super().close()


class _Socket:
    """As much of a socket as ``http.client`` asks for."""

    def __init__(self, stream: ExecStream) -> None:
        self._stream = stream
        self.deadline: float | None = None

    def sendall(self, data: Any) -> None:
        self._stream.send(bytes(data))

    def makefile(self, *_: object) -> io.BufferedReader:
        return io.BufferedReader(_Reader(self, self._stream))

    def close(self) -> None:
        """The connection closes the stream itself; a response that ends must not."""


class _Reader(io.RawIOBase):
    """Reads a stream, each time no longer than the socket's deadline."""

    def __init__(self, of: _Socket, stream: ExecStream) -> None:
        self._of = of
        self._stream = stream
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._rest:
            deadline = self._of.deadline
            left = None if deadline is None else max(0.0, deadline - time.monotonic())
            self._rest = self._stream.recv(left)
        piece, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)
