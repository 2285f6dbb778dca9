"""A node's log, followed for the lines by which its entrypoint says how far it is."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal, Self, get_args

from requests.exceptions import HTTPError, ReadTimeout, RequestException
from urllib3.exceptions import ReadTimeoutError

from swarmlab.patience import patient

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from swarmlab.nodes.engine import Engine

_PREFIX = b"swarmlab: "
_SILENCE_SECONDS = patient(20)
"""A connection that says nothing for so long may be dead; another is made."""
_PAUSE = 0.1

SignName = Literal["READY", "LOADED", "FAILED"]
_NAMES: dict[str, SignName] = {name: name for name in get_args(SignName)}


@dataclass(frozen=True, slots=True)
class Sign:
    """One line of the entrypoint."""

    name: SignName
    detail: str = ""


class BootFailed(Exception):
    """The node said that it failed, ended, or took too long; the words say which."""


class Cancelled(Exception):
    """Whoever waits has called it off."""


def await_boot(
    engine: Engine,
    container: str,
    *,
    started: str,
    seconds: float,
    stop: threading.Event,
    on_sign: Callable[[Sign], None],
) -> None:
    """Return once the node is ready and loaded.

    Args:
        engine: where the node runs.
        container: its id.
        started: when it was started, as the engine says it; older lines do not count.
            Empty for a container that never ran before.
        seconds: how long to wait at most.
        stop: calls the wait off.
        on_sign: told of READY and LOADED as they come.

    Raises:
        BootFailed: it did not come up.
        Cancelled: ``stop`` was set.
        RequestException: the engine stopped answering.
    """
    seen: set[str] = set()
    with _Watch(stop, time.monotonic() + seconds) as watch:
        while not watch.is_over():
            for sign in _signs(_follow(engine, container, _timestamp(started), watch)):
                if sign.name == "FAILED":
                    raise BootFailed(sign.detail)
                if sign.name not in seen:
                    seen.add(sign.name)
                    on_sign(sign)
                if sign.name == "LOADED":
                    return
            if not watch.is_over() and (status := _exit_code(engine, container)) is not None:
                raise BootFailed(f"its container ended with status {status}")
            watch.pause()
    if stop.is_set():
        raise Cancelled
    raise BootFailed(f"no word from it for {seconds:.0f} s")


class _Watch:
    """Hangs up on the engine when the wait is over, because a read knows no event."""

    def __init__(self, stop: threading.Event, deadline: float) -> None:
        self._stop = stop
        self._deadline = deadline
        self._done = threading.Event()
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)

    def is_over(self) -> bool:
        """Whether it was called off, or took too long."""
        return self._stop.is_set() or time.monotonic() > self._deadline

    def pause(self) -> None:
        """Let a moment pass between two looks."""
        self._done.wait(_PAUSE)

    def hold(self, read_from: socket.socket | None) -> None:
        """Say which socket is read now; None when none is."""
        with self._lock:
            self._socket = read_from

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._done.wait(_PAUSE):
            if self.is_over():
                self._hang_up()

    def _hang_up(self) -> None:
        with self._lock, contextlib.suppress(OSError):
            if self._socket is not None:
                self._socket.shutdown(socket.SHUT_RDWR)


def _follow(engine: Engine, container: str, since: str, watch: _Watch) -> Iterator[bytes]:
    """The log's bytes as they come, until it ends, is silent for long, or the watch is over."""
    api = engine.api
    url = f"{api.base_url}/v{engine.api_version}/containers/{container}/logs"
    asked = {"follow": "1", "stdout": "1", "stderr": "1", "since": since}
    try:
        response = api.get(url, params=asked, stream=True, timeout=_SILENCE_SECONDS)
    except ReadTimeout:
        return
    with response:
        try:
            response.raise_for_status()
        except HTTPError as error:
            raise BootFailed(f"its log cannot be read: {error}") from error
        connection = response.raw.connection
        watch.hold(connection.sock if connection else None)
        try:
            yield from response.iter_content(None)
        except RequestException as error:
            if not watch.is_over() and not _is_silence(error):
                raise
        finally:
            watch.hold(None)


def _is_silence(error: RequestException) -> bool:
    """Whether it only means that no byte came for long."""
    return bool(error.args) and isinstance(error.args[0], ReadTimeoutError)


def _signs(chunks: Iterable[bytes]) -> Iterator[Sign]:
    for line in _lines(_payload(chunks)):
        if line.startswith(_PREFIX):
            word, _, detail = line.removeprefix(_PREFIX).decode("utf-8", "replace").partition(" ")
            if name := _NAMES.get(word):
                yield Sign(name, detail)


def _payload(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Take the frames of a log without a terminal apart: 8 bytes of header, length last."""
    buffer = b""
    for chunk in chunks:
        buffer += chunk
        while len(buffer) >= 8:
            end = 8 + int.from_bytes(buffer[4:8], "big")
            if len(buffer) < end:
                break
            yield buffer[8:end]
            buffer = buffer[end:]


def _lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for piece in pieces:
        *lines, rest = (rest + piece).split(b"\n")
        yield from lines


def _timestamp(started: str) -> str:
    """Seconds and nanoseconds since the epoch, from the engine's ``2026-01-31T12:00:00.123Z``."""
    if not started:
        return "0"
    whole, _, fraction = started.removesuffix("Z").partition(".")
    seconds = int(datetime.fromisoformat(f"{whole}+00:00").timestamp())
    return f"{seconds}.{fraction[:9].ljust(9, '0')}"


def _exit_code(engine: Engine, container: str) -> int | None:
    """The status a container ended with; None while it runs."""
    state = engine.api.inspect_container(container)["State"]
    return None if state["Running"] else int(state["ExitCode"])
