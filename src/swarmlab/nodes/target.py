"""Which engine is meant: an explicit target, DOCKER_HOST, or the context the docker CLI uses."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from docker.context import ContextAPI
from docker.context.config import get_current_context_name
from docker.errors import DockerException
from docker.tls import TLSConfig

from swarmlab.errors import EngineMissing

if TYPE_CHECKING:
    from docker.context import Context

DEFAULT_URL = "unix:///var/run/docker.sock"


@dataclass(frozen=True, slots=True)
class Target:
    """An engine's address, and how it came to be chosen."""

    url: str
    context: str
    """The docker context it comes from, empty when it was named otherwise."""
    words: str
    """``unix socket of this machine, by the context "default"``."""
    tls: TLSConfig | bool = field(default=False, repr=False, compare=False)

    @property
    def is_local(self) -> bool:
        """Whether it is reached by a socket of this machine."""
        return self.url.startswith("unix://")

    @property
    def is_usual(self) -> bool:
        """Whether it is what a program on this machine means when it says nothing."""
        usual = os.path.realpath(DEFAULT_URL.removeprefix("unix://"))
        return self.is_local and os.path.realpath(self.url.removeprefix("unix://")) == usual

    @property
    def address(self) -> str:
        """``ssh://ada@lab.example, by DOCKER_HOST``: the URL without a password, and the reason."""
        scheme, slashes, rest = self.url.partition("://")
        user, at, host = rest.rpartition("@")
        return (
            f"{scheme}{slashes}{user.partition(':')[0]}{at}{host}, {self.words.partition(', ')[2]}"
        )

    @property
    def where(self) -> str:
        """``this machine`` or the other machine's name."""
        return "this machine" if self.is_local else urlsplit(self.url).hostname or self.url

    @property
    def argument(self) -> str:
        """The text that chooses the same engine again, in another program."""
        return self.context or self.url


def resolve(explicit: str | None = None) -> Target:
    """The engine the docker CLI would talk to, or the one named by URL or context.

    Raises:
        EngineMissing: the context named does not exist or cannot be read.
    """
    if explicit and "://" in explicit:
        return _by_url(explicit, "as told")
    if explicit:
        return _by_context(explicit, f'by the context "{explicit}"')
    if host := os.environ.get("DOCKER_HOST"):
        return _by_url(host, "by DOCKER_HOST")
    if name := os.environ.get("DOCKER_CONTEXT"):
        return _by_context(name, f'by the context "{name}" of DOCKER_CONTEXT')
    name = _current_context()
    return _by_context(name, f'by the context "{name}"')


def _by_url(url: str, reason: str) -> Target:
    return Target(url, "", f"{_kind(url)}, {reason}", _tls_of_environment(url))


def _by_context(name: str, reason: str) -> Target:
    if name == "default":
        return Target(DEFAULT_URL, name, f"{_kind(DEFAULT_URL)}, {reason}")
    context = _load(name)
    url = str(context.Host or DEFAULT_URL)
    return Target(
        url, name, f"{_kind(url)}, {reason}", context.TLSConfig if context.tls_cfg else False
    )


def _load(name: str) -> Context:
    try:
        context = ContextAPI.get_context(name)
    except Exception as error:  # the SDK raises bare Exception for a damaged file
        raise EngineMissing(
            f"the docker context {name!r} cannot be read: {error}",
            next_step="look at it with `docker context inspect`, or choose another",
        ) from error
    if context is None:
        raise EngineMissing(
            f"there is no docker context {name!r}",
            next_step="see `docker context ls`, or unset DOCKER_CONTEXT",
        )
    return context


def _current_context() -> str:
    try:
        return str(get_current_context_name() or "default")
    except (DockerException, OSError, ValueError):
        return "default"


def _kind(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme in {"unix", "http+unix"}:
        return "unix socket of this machine"
    if parts.scheme == "ssh":
        return f"{parts.hostname} over ssh"
    return f"{parts.hostname or url} over tcp"


def _tls_of_environment(url: str) -> TLSConfig | bool:
    """TLS as the docker CLI's own variables ask for it, for TCP targets only."""
    verify = bool(os.environ.get("DOCKER_TLS_VERIFY"))
    folder = os.environ.get("DOCKER_CERT_PATH", "")
    if not url.startswith("tcp://") or not (verify or folder):
        return False
    certificates = Path(folder) if folder else Path.home() / ".docker"
    return TLSConfig(
        client_cert=(str(certificates / "cert.pem"), str(certificates / "key.pem")),
        ca_cert=str(certificates / "ca.pem"),
        verify=verify,
    )
