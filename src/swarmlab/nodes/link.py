"""The link to a node: its engine's API, its files, and programs run on it."""

from __future__ import annotations

import contextlib
import http.client
import json
import threading
import time
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlencode

from swarmlab.nodes.dial import Dialled
from swarmlab.nodes.kept import Kept
from swarmlab.nodes.looker import Looker
from swarmlab.nodes.stream import ExecStream
from swarmlab.swarm.link import ANSWER_SECONDS, ApiRefused, Completed, FileMissing, LinkLost
from swarmlab.swarm.text import clean, mask

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from swarmlab.nodes.engine import Engine

OUTPUT_LIMIT = 1 << 20
BODY_LIMIT = 64 << 20
_NO_SUCH_FILE = 44
_READ = '[ -f "$1" ] || exit 44; exec head -c "$2" <"$1"'
# The engine cannot be told over every transport that the input ends, so its length is.
_WITH_INPUT = 'head -c "$0" | "$@"'
_SENT_BY_A_THREAD = 1 << 15
_BROKEN = (OSError, http.client.HTTPException)


class NodeLink:
    """Implements ``swarm.link.Link`` for a node; safe to use from several threads.

    Args:
        engine: the outer engine.
        container_id: the node's container.
        name: the node's name.
    """

    def __init__(self, engine: Engine, container_id: str, name: str) -> None:
        self._engine = engine
        self._container = container_id
        self._name = name
        self._connections = Kept[Dialled]()
        self._lookers = Kept[Looker]()

    @property
    def node(self) -> str:
        """The node's name."""
        return self._name

    def get(
        self, path: str, query: Mapping[str, str] | None = None, *, timeout: float = ANSWER_SECONDS
    ) -> Any:
        """GET of the node's Engine API; the decoded JSON, or text where it is none.

        Raises:
            ApiRefused: the engine answered with an error.
            LinkLost: no answer in time.
        """
        return self._ask("GET", _target(path, query), None, timeout)

    def post(
        self,
        path: str,
        query: Mapping[str, str] | None = None,
        body: Any = None,
        *,
        timeout: float = ANSWER_SECONDS,
    ) -> Any:
        """POST to the node's Engine API, with a JSON body unless it is None.

        Raises:
            ApiRefused: the engine answered with an error.
            LinkLost: no answer in time; the engine may have done it all the same.
        """
        data = b"" if body is None else json.dumps(body).encode()
        return self._ask("POST", _target(path, query), data, timeout)

    def events(self, filters: Mapping[str, Sequence[str]] | None = None) -> EventStream:
        """The events of the node's engine from now on, on a connection of their own.

        Raises:
            ApiRefused: the engine refused the filters.
            LinkLost: no answer.
        """
        query = {"filters": json.dumps(dict(filters))} if filters else None
        deadline = time.monotonic() + ANSWER_SECONDS
        connection = self._dial(deadline)
        try:
            response = connection.ask("GET", _target("/events", query), None, deadline=deadline)
            if response.status >= 400:
                _decoded(response)
        except (*_BROKEN, ApiRefused) as error:
            connection.close()
            if isinstance(error, ApiRefused):
                raise
            raise self._lost(error) from error
        return EventStream(connection, response, self._name)

    def read(
        self, path: str, *, limit: int = OUTPUT_LIMIT, timeout: float = ANSWER_SECONDS
    ) -> bytes:
        """The first ``limit`` bytes of a regular file on the node.

        Raises:
            FileMissing: no such file, or it cannot be read.
            LinkLost: no answer in time.
        """
        argv = ("sh", "-c", _READ, "read", path, str(limit))
        status, stdout, stderr = self._run(argv, b"", timeout, limit)
        if status == _NO_SUCH_FILE:
            raise FileMissing(path)
        if status:
            raise FileMissing(f"{path}: {_words(stderr)}")
        return stdout

    def run(
        self, argv: Sequence[str], *, stdin: bytes = b"", timeout: float = ANSWER_SECONDS
    ) -> Completed:
        """Run a program on the node without a shell or terminal; output capped at 1 MiB each.

        A program that takes longer is left to itself.

        Raises:
            LinkLost: no answer in time.
        """
        status, stdout, stderr = self._run(argv, stdin, timeout, OUTPUT_LIMIT)
        return Completed(status, stdout.decode(errors="replace"), stderr.decode(errors="replace"))

    def converse(self, argv: Sequence[str], *, timeout: float = ANSWER_SECONDS) -> Conversation:
        """Start a program on the node and talk with it.

        Raises:
            LinkLost: no answer in time.
        """
        try:
            stream = ExecStream.start(self._engine, self._container, argv, timeout=timeout)
        except OSError as error:
            raise self._lost(error) from error
        return Conversation(stream, self._name)

    def close(self) -> None:
        """Hang up everything kept; a call made later dials again, and keeps nothing."""
        self._connections.close()
        self._lookers.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ask(self, method: str, target: str, body: bytes | None, timeout: float) -> Any:
        deadline = time.monotonic() + timeout
        connection = self._connections.take()
        kept = connection is not None
        try:
            if connection is None:
                connection = self._dial(deadline)
            response = connection.ask(method, target, body, deadline)
            answer = _decoded(response)
        except ApiRefused:
            if connection is not None:
                self._connections.give_back(connection)
            raise
        except TimeoutError as error:
            _hang_up(connection)
            raise self._lost(error) from error
        except _BROKEN as error:
            _hang_up(connection)
            if kept and method == "GET":
                # The node's engine was restarted since: a new connection is another matter.
                return self._ask(method, target, body, deadline - time.monotonic())
            raise self._lost(error) from error
        self._connections.give_back(connection)
        return answer

    def _dial(self, deadline: float) -> Dialled:
        try:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError("no answer in time")
            return Dialled(self._engine, self._container, left)
        except OSError as error:
            raise self._lost(error) from error

    def _run(
        self, argv: Sequence[str], stdin: bytes, timeout: float, limit: int
    ) -> tuple[int, bytes, bytes]:
        deadline = time.monotonic() + timeout
        try:
            if not stdin:
                return self._look(argv, deadline, limit)
            given = ("sh", "-c", _WITH_INPUT, str(len(stdin)), *argv)
            stream = ExecStream.start(self._engine, self._container, given, timeout=timeout)
            try:
                _send(stream, stdin)
                stdout = _all_of(stream, deadline, limit)
                status = stream.status(max(0.0, deadline - time.monotonic()))
                return status, stdout, stream.stderr
            finally:
                stream.close()
        except OSError as error:
            raise self._lost(error) from error

    def _look(self, argv: Sequence[str], deadline: float, limit: int) -> tuple[int, bytes, bytes]:
        looker = self._lookers.take()
        kept = looker is not None
        if looker is None:
            left = max(0.05, deadline - time.monotonic())
            looker = Looker(self._engine, self._container, left)
        try:
            found = looker.run(argv, limit, deadline)
        except TimeoutError:
            looker.close()
            raise
        except OSError:
            looker.close()
            if not kept:
                raise
            # The node was restarted since: a new one is another matter.
            return self._look(argv, deadline, limit)
        self._lookers.give_back(looker)
        return found

    def _lost(self, error: Exception) -> LinkLost:
        return LinkLost(f"{self._name}: {_words(str(error)) or 'no answer'}")


class EventStream:
    """Events as they come; iterate in one thread, close from any."""

    def __init__(self, connection: Dialled, response: http.client.HTTPResponse, node: str) -> None:
        self._connection = connection
        self._response = response
        self._node = node
        self._closed = threading.Event()
        connection.wait_for_ever()

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Each event, until ``close``.

        Raises:
            LinkLost: the node's engine or the node ended.
        """
        while not self._closed.is_set():
            try:
                line = self._response.readline()
                if line:
                    yield json.loads(line)
                    continue
            except (*_BROKEN, ValueError) as error:
                if self._closed.is_set():
                    return
                raise LinkLost(f"{self._node}: {error}") from error
            if not self._closed.is_set():
                self.close()
                raise LinkLost(f"{self._node}: its engine said no more")

    def close(self) -> None:
        """End the events; the thread that waits for one stops."""
        self._closed.set()
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Conversation:
    """A program on a node, talked with; implements ``swarm.link.Conversation``."""

    def __init__(self, stream: ExecStream, node: str) -> None:
        self._stream = stream
        self._node = node

    @property
    def errors(self) -> bytes:
        """What it printed to its standard error so far, capped."""
        return self._stream.stderr

    def send(self, data: bytes) -> None:
        """To its input; what it no longer takes, because it has ended, is lost.

        Raises:
            LinkLost: the node is gone.
        """
        with self._or_lost(), contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self._stream.send(data)

    def recv(self, timeout: float) -> bytes:
        """What it printed next; empty once it has ended.

        Raises:
            LinkLost: nothing came in time.
        """
        with self._or_lost():
            return self._stream.recv(timeout)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    @contextlib.contextmanager
    def _or_lost(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise LinkLost(f"{self._node}: {_words(str(error)) or 'no answer'}") from error


def _target(path: str, query: Mapping[str, str] | None) -> str:
    return f"{path}?{urlencode(query)}" if query else path


def _decoded(response: http.client.HTTPResponse) -> Any:
    data = response.read(BODY_LIMIT)
    if not response.isclosed():
        raise http.client.HTTPException("the answer is larger than allowed")
    try:
        answer = json.loads(data) if data.strip() else None
    except ValueError:
        answer = data.decode(errors="replace")
    if response.status >= 400:
        said = answer.get("message", "") if isinstance(answer, dict) else answer
        raise ApiRefused(response.status, str(said or response.reason))
    return answer


def _send(stream: ExecStream, data: bytes) -> None:
    if len(data) > _SENT_BY_A_THREAD:
        # A program that prints while it reads would else wait for us, and we for it.
        threading.Thread(target=_send_quietly, args=(stream, data), daemon=True).start()
    elif data:
        stream.send(data)


def _send_quietly(stream: ExecStream, data: bytes) -> None:
    try:
        stream.send(data)
    except OSError:
        # The receiving side sees the end of the program, and tells.
        return


def _all_of(stream: ExecStream, deadline: float, limit: int) -> bytes:
    kept = bytearray()
    while data := stream.recv(max(0.0, deadline - time.monotonic())):
        kept += data[: limit - len(kept)]
    return bytes(kept)


def _hang_up(connection: Dialled | None) -> None:
    if connection is not None:
        connection.close()


def _words(said: bytes | str) -> str:
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    return mask(clean(text, keep_newlines=False)).strip()
