"""Asking a manager's gRPC port as a node would: mutual TLS by the node's own openssl, HTTP/2 by h2.

The private key stays on the node: openssl runs there, and only what passes through the TLS
connection goes over the link. An empty request is enough to learn whether the caller may ask
at all (SWARM facts, section 7).
"""

from __future__ import annotations

import struct
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import (
    ConnectionTerminated,
    DataReceived,
    ResponseReceived,
    StreamEnded,
    StreamReset,
    TrailersReceived,
)
from h2.exceptions import ProtocolError

from swarmlab.swarm.certificate import CERTIFICATE_PATH, KEY_PATH
from swarmlab.swarm.link import LinkLost
from swarmlab.swarm.text import clean, mask

if TYPE_CHECKING:
    from collections.abc import Iterable

    from h2.events import Event

    from swarmlab.swarm.link import Conversation, Link

PORT = 2377
SERVICE = "/docker.swarmkit.v1."
PERMISSION_DENIED = 7
"""The gRPC status of a caller whose certificate does not let it ask."""
REMOVED = "was removed from swarm"
"""In the message to a node whose certificate is on the swarm's blacklist."""

METHODS = (
    "CA/GetRootCACertificate", "CA/GetUnlockKey", "Control/ListClusters", "Control/ListConfigs",
    "Control/ListNetworks", "Control/ListNodes", "Control/ListSecrets", "Control/ListServices",
    "Control/ListTasks", "Dispatcher/Heartbeat", "Health/Check", "NodeCA/NodeCertificateStatus",
)  # fmt: skip
"""Calls that change nothing when they are made with an empty request."""

_EMPTY_REQUEST = b"\0" + struct.pack(">I", 0)
# The swarm's own headers in the key file are no headers of PEM: openssl refuses them. What is
# left goes through a pipe, so that no second copy of the key is on any disk.
_TALK = (
    'exec timeout "$1" openssl s_client -quiet -no_ign_eof -alpn h2 -connect "$2" "${@:5}"'
    ' -cert "$3" -key /dev/fd/3 3< <(sed \'/^[a-z-]*: /d;/^$/d\' "$4")'
)
_TALK_AS_NOBODY = (
    'exec timeout "$1" openssl s_client -quiet -no_ign_eof -alpn h2 -connect "$2" "${@:3}"'
)


@dataclass(frozen=True, slots=True)
class Identity:
    """A certificate and its key, as files on the node that calls."""

    certificate: str = CERTIFICATE_PATH
    key: str = KEY_PATH


OWN = Identity()
"""The certificate a node of a swarm has of it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a call."""

    status: int | None
    """The gRPC status; 0 is success. None when no TLS connection came about."""
    message: str
    """The manager's words, or those of TLS; cleaned and masked, and untrusted."""

    @property
    def is_allowed(self) -> bool:
        """Whether this caller may ask: a complaint about the empty request means that it may."""
        return self.status is not None and self.status != PERMISSION_DENIED

    @property
    def is_refused_by_tls(self) -> bool:
        """Whether the manager, reached, refused the certificate or the TLS version itself."""
        return self.status is None and " alert " in self.message

    @property
    def is_of_removed(self) -> bool:
        """Whether the manager refused a node because it was removed."""
        return self.status == PERMISSION_DENIED and REMOVED in self.message


def call(
    link: Link,
    manager: str,
    method: str,
    identity: Identity | None = OWN,
    *,
    options: tuple[str, ...] = (),
    timeout: float = 4.0,
) -> Answer:
    """Ask a manager from a node.

    Args:
        link: the node that calls.
        manager: the manager's name or address.
        method: service and method, such as ``Dispatcher/Heartbeat``.
        identity: whose certificate is shown; None for none, as a stranger calls.
        options: more options of ``openssl s_client``, such as ``-tls1_1``.
        timeout: seconds, for all of it.

    Raises:
        LinkLost: the node that calls, or the manager, gave no answer in time.
    """
    end = time.monotonic() + timeout
    seconds, target = f"{timeout + 1:.0f}", f"{manager}:{PORT}"
    if identity is None:
        argv = ("bash", "-c", _TALK_AS_NOBODY, "call", seconds, target, *options)
    else:
        files = (identity.certificate, identity.key)
        argv = ("bash", "-c", _TALK, "call", seconds, target, *files, *options)
    with link.converse(argv, timeout=timeout) as talk:
        return _Call(talk, end).ask(f"{SERVICE}{method}")


class _Call:
    """One request on a connection of its own."""

    def __init__(self, talk: Conversation, end: float) -> None:
        self._talk = talk
        self._end = end
        self._http = H2Connection(H2Configuration(header_encoding="utf-8"))
        self._told: dict[str, str] = {}

    def ask(self, path: str) -> Answer:
        self._http.initiate_connection()
        self._http.send_headers(
            1,
            [
                (":method", "POST"), (":scheme", "https"), (":path", path),
                (":authority", "swarm-manager"), ("content-type", "application/grpc"),
                ("te", "trailers"),
            ],
        )  # fmt: skip
        self._http.send_data(1, _EMPTY_REQUEST, end_stream=True)
        while not self._ended(self._http.data_to_send()):
            pass
        if "grpc-status" not in self._told:
            return Answer(None, _words(self._talk.errors))
        return Answer(
            _number(self._told["grpc-status"]), _words(self._told.get("grpc-message", ""))
        )

    def _ended(self, to_send: bytes) -> bool:
        """Send, and take what comes next; whether the call has ended."""
        if to_send:
            self._talk.send(to_send)
        data = self._talk.recv(max(0.0, self._end - time.monotonic()))
        if not data:
            return True
        try:
            events = self._http.receive_data(data)
        except ProtocolError as error:
            raise LinkLost(f"the manager's answer is no HTTP/2: {error}") from error
        return self._take(events)

    def _take(self, events: Iterable[Event]) -> bool:
        ended = False
        for event in events:
            if isinstance(event, ResponseReceived | TrailersReceived):
                headers = event.headers or ()
                self._told.update((str(name), str(value)) for name, value in headers)
            elif isinstance(event, DataReceived):
                length = event.flow_controlled_length or 0
                self._http.acknowledge_received_data(length, event.stream_id or 1)
            ended |= isinstance(event, StreamEnded | StreamReset | ConnectionTerminated)
        return ended


def _number(status: str) -> int:
    if not (status.isascii() and status.isdigit()):
        raise LinkLost("the manager's answer is no gRPC: its status is no number")
    return int(status)


def _words(text: str | bytes) -> str:
    said = text.decode(errors="replace") if isinstance(text, bytes) else text
    return mask(clean(said, keep_newlines=False)).strip()
