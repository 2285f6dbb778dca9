"""A door that stops the program's first request of a kind.

What a test does while the request stands at the door happens at exactly that moment of the
program's life, on any machine.
"""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING

from tests.live.door import CHUNK, Door

if TYPE_CHECKING:
    import socket

_SECONDS = 40.0
"""Far above what any request waits for."""


class Gate(Door):
    """Passes everything on to an engine, but holds the first request that has the words.

    Args:
        url: the engine's unix socket.
        words: of the request's first line; of several, some of them.
        after: so many requests with the words pass before it.
    """

    def __init__(self, url: str, *words: str, after: int = 0) -> None:
        self._words = tuple(word.encode() for word in words)
        self._after = after
        self.request = b""
        """The first line of the request that stood at the door."""
        self.seen = 0
        """How many requests had the words."""
        self._first = threading.Lock()
        self._came = threading.Event()
        self._decided = threading.Event()
        self._deliver = False
        self._held: socket.socket | None = None
        self._answered = threading.Event()
        self._answer = b""
        super().__init__(url)

    @property
    def has_come(self) -> bool:
        """The request stands at the door, or did."""
        return self._came.is_set()

    def await_request(self) -> None:
        """Return when the request stands at the door."""
        assert self._came.wait(_SECONDS), f"no request said {self._words!r}"

    def let_pass(self, *, refused_too: bool = False) -> None:
        """Return when the engine has done what was asked, though its program may be gone.

        Args:
            refused_too: it need not have done it.
        """
        self._deliver = True
        self._decided.set()
        assert self._answered.wait(_SECONDS), "the engine did not answer"
        # 101 is the answer to an exec, whose connection is a stream from then on.
        done = self._answer.split()[1].startswith((b"2", b"101", b"304"))
        assert done or refused_too, self._answer

    def turn_away(self) -> None:
        """The engine never hears of it."""
        self._decided.set()

    def __exit__(self, *how: object) -> None:
        self._decided.set()
        super().__exit__(*how)

    def ask(self, data: bytes, program: socket.socket, engine: socket.socket) -> None:
        """Hold the request that is meant; pass on all others."""
        if self._is_meant(data.partition(b"\r\n")[0]):
            self._hold(data + _rest_of(data, program), engine)
        else:
            engine.sendall(data)

    def answer(self, data: bytes, engine: socket.socket, program: socket.socket) -> None:
        """Note the answer to the request that was held."""
        if engine is self._held and not self._answered.is_set():
            self._answer = data
            self._answered.set()
        program.sendall(data)

    def _is_meant(self, line: bytes) -> bool:
        if not any(word in line for word in self._words):
            return False
        with self._first:
            self.seen += 1
            return self.seen == self._after + 1

    def _hold(self, request: bytes, engine: socket.socket) -> None:
        self.request = request.partition(b"\r\n")[0]
        self._came.set()
        self._decided.wait(_SECONDS)
        if self._deliver:
            self._held = engine
            engine.sendall(request)
            # The end of a program that is gone would call it off.
            self._answered.wait(_SECONDS)


def _rest_of(request: bytes, program: socket.socket) -> bytes:
    """What is still missing of a request's body."""
    head, _, body = request.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: *(\d+)", head)
    rest = b""
    while length and len(body) + len(rest) < int(length[1]):
        rest += program.recv(CHUNK)
    return rest
