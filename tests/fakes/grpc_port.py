"""A manager's gRPC port as openssl on a node passes it on: the other side of one call."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import RequestReceived, StreamEnded

from swarmlab.swarm.link import LinkLost

if TYPE_CHECKING:
    from collections.abc import Sequence

_FRAME = 1 << 14


@dataclass
class FakeManager:
    """Implements ``swarm.link.Conversation``: speaks HTTP/2 as a server, answers a call a time."""

    status: str = "0"
    message: str = ""
    body: bytes | None = None
    """Sent before status and message; without one these come alone, as gRPC refuses."""
    errors: bytes = b""
    """What openssl printed to its standard error."""
    says: bytes | None = None
    """Sent in place of any HTTP/2; empty for openssl that just ends."""
    breaks_off: bool = False
    """Resets the call instead of answering it."""
    hangs: bool = False
    """Says nothing, and does not end."""
    asked: dict[str, str] = field(default_factory=dict)
    """The headers of the call."""
    argv: tuple[str, ...] = ()
    """How openssl was started."""

    def __post_init__(self) -> None:
        self._connect()

    def talk(self, argv: Sequence[str]) -> Self:
        """What ``FakeLink`` calls: a new connection."""
        self._connect()
        self.argv = tuple(argv)
        return self

    def send(self, data: bytes) -> None:
        if self.says is not None or self.hangs:
            return
        for event in self._http.receive_data(data):
            if isinstance(event, RequestReceived):
                self.asked.update((str(name), str(value)) for name, value in event.headers)
            self._is_asked |= isinstance(event, StreamEnded)
        if self._is_asked and not self._has_ended:
            self._answer()

    def recv(self, timeout: float) -> bytes:
        if self.hangs:
            raise LinkLost(f"worker1: no answer within {timeout:.0f} s")
        if self.says is not None:
            said, self.says = self.says, b""
            return said
        return self._http.data_to_send()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.hangs = False

    def _connect(self) -> None:
        self._http = H2Connection(H2Configuration(client_side=False, header_encoding="utf-8"))
        self._left = self.body or b""
        self._is_asked = False
        self._has_ended = False

    def _answer(self) -> None:
        """As much as the caller's window lets through; the rest once it is opened again."""
        if self.breaks_off:
            self._has_ended = True
            self._http.reset_stream(1)
            return
        head = [(":status", "200"), ("content-type", "application/grpc")]
        told = [("grpc-status", self.status), ("grpc-message", self.message)]
        if self.body is not None and self._left == self.body:
            self._http.send_headers(1, head)
        while self._left and (window := self._http.local_flow_control_window(1)):
            part = self._left[: min(window, _FRAME)]
            self._http.send_data(1, part)
            self._left = self._left[len(part) :]
        if not self._left:
            self._has_ended = True
            self._http.send_headers(
                1, [*head, *told] if self.body is None else told, end_stream=True
            )
