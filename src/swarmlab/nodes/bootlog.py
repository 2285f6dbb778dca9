"""A node's log, followed for the lines by which its entrypoint says how far it is."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal, get_args

from requests.exceptions import HTTPError, ReadTimeout, RequestException
from urllib3.exceptions import ReadTimeoutError

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterable, Iterator

    from swarmlab.nodes.engine import Engine

_PREFIX = b"swarmlab: "
_SLICE_SECONDS = 0.5
"""A wait for the next bytes is cut into slices, so that a cancelled start ends soon."""

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
    deadline = time.monotonic() + seconds
    seen: set[str] = set()
    while time.monotonic() < deadline:
        if stop.is_set():
            raise Cancelled
        ended = True
        try:
            for sign in _signs(_follow(engine, container, _timestamp(started))):
                if sign.name == "FAILED":
                    raise BootFailed(sign.detail)
                if sign.name not in seen:
                    seen.add(sign.name)
                    on_sign(sign)
                if sign.name == "LOADED":
                    return
        except RequestException as error:
            if not _is_silence(error):
                raise
            ended = False
        if ended and not _is_running(engine, container):
            raise BootFailed(f"its container ended with status {_exit_code(engine, container)}")
    raise BootFailed(f"no word from it for {seconds:.0f} s")


def _follow(engine: Engine, container: str, since: str) -> Iterator[bytes]:
    """The log's bytes as they come, until a slice passes without any."""
    api = engine.api
    response = api.get(
        f"{api.base_url}/v{engine.api_version}/containers/{container}/logs",
        params={"follow": "1", "stdout": "1", "stderr": "1", "since": since},
        stream=True,
        timeout=(5, _SLICE_SECONDS),
    )
    with response:
        try:
            response.raise_for_status()
        except HTTPError as error:
            raise BootFailed(f"its log cannot be read: {error}") from error
        yield from response.iter_content(None)


def _is_silence(error: RequestException) -> bool:
    """Whether it only means that no byte came in a slice."""
    cause = error.args[0] if error.args else None
    return isinstance(error, ReadTimeout) or isinstance(cause, ReadTimeoutError)


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


def _is_running(engine: Engine, container: str) -> bool:
    return bool(engine.api.inspect_container(container)["State"]["Running"])


def _exit_code(engine: Engine, container: str) -> int:
    return int(engine.api.inspect_container(container)["State"]["ExitCode"])
