"""The engine that hosts the nodes, as every thread may use it."""

from __future__ import annotations

import contextlib
import socket
import threading
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

import docker
from docker.errors import APIError, DockerException
from requests.exceptions import ReadTimeout, RequestException

from swarmlab.errors import EngineError, EngineGone, EngineMissing
from swarmlab.nodes import target as targets
from swarmlab.nodes.forward import over_ssh
from swarmlab.nodes.unix_adapter import SCHEME, UnixAdapter
from swarmlab.patience import patient
from swarmlab.swarm.text import clean, mask

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swarmlab.nodes.forward import Forward
    from swarmlab.nodes.target import Target

OLDEST_API = "1.41"
"""Docker Engine 20.10, the oldest one the labs are tried on."""
CALL_SECONDS = patient(30)
"""No call waits longer for a byte; calls that stream or wait say so themselves."""
PING_SECONDS = patient(2)
FIRST_SECONDS = patient(10)
"""An engine that takes longer for its first answer hangs."""


@dataclass(frozen=True, slots=True)
class EngineFacts:
    """What an engine says of itself and its machine."""

    version: str
    api_version: str
    cgroup_version: str
    """``1`` or ``2``."""
    cpus: int
    memory: int
    """Bytes."""
    kernel: str
    os: str
    socket: str
    """The target in words."""
    architecture: str = ""
    storage_driver: str = ""
    root: str = ""
    """Its data root, a path on its machine."""
    name: str = ""
    """Its machine's name."""


class Engine:
    """A thread-safe way to one engine. Close it, or use it as a context manager.

    Make one with ``Engine.connect``.
    """

    def __init__(self, target: Target, forward: Forward | None = None) -> None:
        self.target = target
        self._forward = forward
        self._url = forward.url if forward else target.url
        self._local = threading.local()
        self._api_version = "auto"

    @classmethod
    def connect(cls, target: str | None = None) -> Engine:
        """Reach the engine a target names; None follows DOCKER_HOST and the CLI's context.

        Raises:
            EngineMissing: it does not answer, or this user may not use it.
        """
        chosen = targets.resolve(target)
        forward = over_ssh(chosen.url) if chosen.url.startswith("ssh://") else None
        engine = cls(chosen, forward)
        try:
            engine._api_version = engine._negotiate()
        except EngineMissing:
            engine.close()
            raise
        return engine

    @property
    def api(self) -> docker.APIClient:
        """The calling thread's client; closed when the thread ends."""
        held: _Held | None = getattr(self._local, "held", None)
        if held is None:
            held = self._local.held = _Held(self._client(CALL_SECONDS))
        return held.api

    @property
    def api_version(self) -> str:
        """The API version spoken with this engine, as ``1.41``."""
        return self._api_version

    def ping(self) -> bool:
        """Whether the engine answers within two seconds."""
        try:
            with contextlib.closing(self._client(PING_SECONDS)) as api:
                return bool(api.ping())
        except (DockerException, RequestException):
            return False

    def require_answer(self) -> None:
        """See to it that the engine answers, before many calls each wait for it in vain.

        Raises:
            EngineGone: it does not.
        """
        with (
            self.asking("for a sign of life"),
            contextlib.closing(self._client(FIRST_SECONDS)) as api,
        ):
            api.ping()

    def facts(self) -> EngineFacts:
        """Ask the engine about itself.

        Raises:
            EngineGone: it does not answer any more.
        """
        with self.asking("about itself"):
            info: dict[str, Any] = self.api.info()
        return EngineFacts(
            version=str(info.get("ServerVersion", "")),
            api_version=self._api_version,
            cgroup_version=str(info.get("CgroupVersion") or "1"),
            cpus=int(info.get("NCPU", 0)),
            memory=int(info.get("MemTotal", 0)),
            kernel=str(info.get("KernelVersion", "")),
            os=str(info.get("OperatingSystem", "")),
            socket=self.target.words,
            architecture=str(info.get("Architecture", "")),
            storage_driver=str(info.get("Driver", "")),
            root=str(info.get("DockerRootDir", "")),
            name=str(info.get("Name", "")),
        )

    @cached_property
    def known(self) -> EngineFacts:
        """What it said of itself the first time: its machine stays the same.

        Raises:
            EngineGone: it does not answer any more.
        """
        return self.facts()

    @contextlib.contextmanager
    def asking(self, what: str) -> Iterator[None]:
        """Turn the SDK's exceptions into ours while the engine is asked to do something.

        Args:
            what: ends the sentence "The engine was asked …", for the message.

        Raises:
            EngineGone: no answer.
            EngineError: the engine refused.
        """
        try:
            yield
        except APIError as error:
            raise EngineError(
                f"the engine refused what it was asked {what}: {words_of(error)}",
                place=self.target.words,
                next_step="`swarmlab doctor` shows what it lacks",
            ) from error
        except (DockerException, RequestException, OSError) as error:
            raise EngineGone(
                f"the engine stopped answering when asked {what}",
                place=self.target.words,
                next_step="start it again; `docker info` shows whether it answers",
            ) from error

    def close(self) -> None:
        """End the calling thread's client, and the way to the engine where it has one."""
        held: _Held | None = getattr(self._local, "held", None)
        if held is not None:
            held.api.close()
            self._local.held = None
        if self._forward is not None:
            self._forward.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _client(self, seconds: float) -> docker.APIClient:
        api = docker.APIClient(
            base_url=self._url,
            version=self._api_version,
            timeout=round(seconds),
            tls=self.target.tls,
        )
        if path := _socket_path(self._url):
            api.get_adapter(SCHEME).close()
            api.mount(SCHEME, UnixAdapter(path, seconds))
        return api

    def _negotiate(self) -> str:
        try:
            _knock(self._url)
            with contextlib.closing(self._client(FIRST_SECONDS)) as api:
                version = str(api.api_version)
        except (DockerException, RequestException, OSError) as error:
            raise _missing(self.target, error) from error
        if _numbers(version) < _numbers(OLDEST_API):
            raise EngineMissing(
                f"the engine speaks API {version}, and swarmlab needs {OLDEST_API} or newer",
                place=self.target.words,
                next_step="install Docker Engine 20.10 or newer",
            )
        return version


class _Held:
    """A thread's client; a thread's locals die with it, and the client's sockets with them."""

    def __init__(self, api: docker.APIClient) -> None:
        self.api = api

    def __del__(self) -> None:
        with contextlib.suppress(Exception):
            self.api.close()


def words_of(error: Exception) -> str:
    """The engine's own words in an SDK exception, made safe to show, on one line."""
    text = str(getattr(error, "explanation", None) or error)
    return mask(clean(text, keep_newlines=False)).strip()


def is_status(error: Exception, *statuses: int) -> bool:
    """Whether an exception is the engine's answer with one of these HTTP statuses."""
    response = getattr(error, "response", None)
    return isinstance(error, APIError) and getattr(response, "status_code", 0) in statuses


def _knock(url: str) -> None:
    """Open and close a unix socket: the SDK leaks its own when this fails, and hides why."""
    if path := _socket_path(url):
        with socket.socket(socket.AF_UNIX) as knocker:
            knocker.settimeout(PING_SECONDS)
            knocker.connect(path)


def _socket_path(url: str) -> str:
    return url.removeprefix("unix://") if url.startswith("unix://") else ""


def _missing(target: Target, error: Exception) -> EngineMissing:
    if isinstance(error, PermissionError):
        return EngineMissing(
            "this user may not use the Docker Engine",
            place=target.words,
            next_step="join the group docker (`sudo usermod -aG docker $USER`, then log in anew)",
        )
    if _timed_out(error):
        return EngineMissing(
            f"the Docker Engine takes calls and answered none within {FIRST_SECONDS:g} s",
            place=target.words,
            next_step="restart it, as `sudo systemctl restart docker` does",
        )
    if isinstance(error, OSError) or "Error while fetching server API version" in str(error):
        return EngineMissing(
            "no Docker Engine answers",
            place=target.words,
            next_step="start it: `make engine`, or `sudo systemctl start docker`",
        )
    return EngineMissing(
        f"the Docker Engine cannot be used: {words_of(error)}",
        place=target.words,
        next_step="`docker info` shows what the docker CLI makes of it",
    )


def _timed_out(error: BaseException | None) -> bool:
    """Whether it was taken and not answered; the SDK wraps what happened."""
    while error is not None:
        if isinstance(error, ReadTimeout | TimeoutError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())
