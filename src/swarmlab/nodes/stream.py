"""A program on a node as a stream of bytes: an exec without a terminal, over the outer engine.

The engine answers ``POST /exec/ID/start`` by turning the connection into a raw one, on which
standard output and standard error come in frames of their own.
Source: Docker Engine API, "Attach to a container", stream format.
"""

from __future__ import annotations

import contextlib
import select
import socket
import ssl
import struct
import threading
import time
from typing import TYPE_CHECKING, Any

from docker.errors import DockerException
from requests.exceptions import RequestException

from swarmlab.nodes.silence import why_silent
from swarmlab.patience import patient

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import docker

    from swarmlab.nodes.engine import Engine

START_SECONDS = patient(5.0)
SEND_SECONDS = 5
_STDERR = 2
_STDERR_KEPT = 1 << 20
_CHUNK = 1 << 16
_STATUS_PAUSE = 0.002


class ExecFailed(OSError):
    """The program could not be started: the node is stopped, paused or gone."""


class ExecStream:
    """A started program: its standard input and output; its standard error is kept aside.

    One thread may receive while others send. Start one with ``ExecStream.start``.
    """

    def __init__(self, engine: Engine, exec_id: str, hijacked: Any) -> None:
        self._engine = engine
        self._exec_id = exec_id
        # The response owns the connection, and would close it when collected.
        self._response = hijacked._response  # noqa: SLF001 - the SDK keeps it nowhere else
        self._socket: socket.socket = getattr(hijacked, "_sock", hijacked)
        self._frames = Frames(_buffered(self._response, self._socket))
        self._socket.settimeout(None)
        # A timeout of the socket object would bound receiving too.
        self._socket.setsockopt(
            socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", SEND_SECONDS, 0)
        )
        self._sending = threading.Lock()
        self._receiving = threading.Lock()
        self._closing = threading.Lock()
        self._closed = False

    @classmethod
    def start(
        cls,
        engine: Engine,
        container: str,
        argv: Sequence[str],
        *,
        stdin: bool = True,
        timeout: float = START_SECONDS,
    ) -> ExecStream:
        """Start a program on a node.

        Raises:
            ExecFailed: the engine or the node did not let it, or took longer than allowed.
        """
        try:
            with bounded(engine, timeout) as api:
                made = api.exec_create(container, list(argv), stdin=stdin)
                hijacked = api.exec_start(made["Id"], socket=True)
        except (DockerException, RequestException, OSError) as error:
            raise ExecFailed(why_silent(error)) from error
        return cls(engine, made["Id"], hijacked)

    def send(self, data: bytes) -> None:
        """Send all of it to the program's standard input.

        Raises:
            OSError: the connection is gone, or the node took nothing for some seconds.
        """
        with self._sending:
            self._socket.sendall(data)

    def recv(self, timeout: float | None = None) -> bytes:
        """What the program printed next; empty when it has ended.

        Args:
            timeout: seconds to wait; None waits for ever.

        Raises:
            TimeoutError: nothing came in time.
            OSError: the connection broke.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        with self._receiving:
            while True:
                if data := self._frames.stdout():
                    return data
                if self._closed or not (received := self._receive(deadline)):
                    return b""
                self._frames.feed(received)

    @property
    def stderr(self) -> bytes:
        """What it printed to standard error so far, capped."""
        return self._frames.stderr

    def is_quiet(self) -> bool:
        """Whether it lives and has nothing to say: what a kept connection must be."""
        return not self._closed and not self._readable(0)

    def status(self, timeout: float) -> int:
        """The exit status of a program that has ended.

        Raises:
            ExecFailed: the engine did not tell in time.
        """
        deadline = time.monotonic() + timeout
        try:
            while True:
                with bounded(self._engine, max(0.05, deadline - time.monotonic())) as api:
                    status = api.exec_inspect(self._exec_id)["ExitCode"]
                if status is not None:
                    return int(status)
                if time.monotonic() > deadline:
                    raise ExecFailed("its exit status is not known")
                # The output ends a moment before the engine has noted the end.
                threading.Event().wait(_STATUS_PAUSE)
        except (DockerException, RequestException) as error:
            raise ExecFailed(why_silent(error)) from error

    def close(self) -> None:
        """Leave the program; a thread that receives gets the end."""
        with self._closing:
            if self._closed:
                return
            self._closed = True
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        # Only once nobody waits on it: its number may be given to another file at once.
        with self._receiving, self._sending:
            self._socket.close()
            self._response.close()

    def _receive(self, deadline: float | None) -> bytes:
        left = None if deadline is None else max(0.0, deadline - time.monotonic())
        if not self._readable(left):
            raise TimeoutError("no answer in time")
        return self._socket.recv(_CHUNK)

    def _readable(self, seconds: float | None) -> bool:
        if isinstance(self._socket, ssl.SSLSocket) and self._socket.pending():
            return True
        poll = select.poll()
        poll.register(self._socket, select.POLLIN)
        return bool(poll.poll(None if seconds is None else seconds * 1000))


@contextlib.contextmanager
def bounded(engine: Engine, seconds: float) -> Iterator[docker.APIClient]:
    """The calling thread's client, with no call waiting longer than this for a byte."""
    api = engine.api
    usual = api.timeout
    # The stubs know whole seconds only; requests takes parts of them.
    api.__dict__["timeout"] = seconds
    try:
        yield api
    finally:
        api.timeout = usual


def _buffered(response: Any, sock: socket.socket) -> bytes:
    """What came right behind the response's head, which the SDK has read and would lose."""
    sock.setblocking(False)
    try:
        return bytes(response.raw._fp.fp.peek())  # noqa: SLF001 - there is no other way to it
    except ssl.SSLWantReadError:
        return b""


class Frames:
    """Takes the two outputs of a program apart: 8 bytes of head (kind, size), then data."""

    def __init__(self, first: bytes) -> None:
        self._data = bytearray(first)
        self.stderr = b""

    def feed(self, data: bytes) -> None:
        """Take what was received next."""
        self._data += data

    def stdout(self) -> bytes:
        """All complete frames of standard output at hand."""
        pieces = []
        done = 0
        while len(self._data) - done >= 8:
            kind, size = struct.unpack_from(">BxxxL", self._data, done)
            if len(self._data) - done - 8 < size:
                break
            piece = bytes(self._data[done + 8 : done + 8 + size])
            done += 8 + size
            if kind == _STDERR:
                self.stderr += piece[: _STDERR_KEPT - len(self.stderr)]
            else:
                pieces.append(piece)
        del self._data[:done]
        return b"".join(pieces)
