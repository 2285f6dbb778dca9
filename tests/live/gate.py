"""A door that stops one of a program's requests, and one that notes them all.

What a test does while the request stands at the door happens at exactly that moment of the
program's life, on any machine.
"""

from __future__ import annotations

import contextlib
import re
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.live.door import CHUNK, Door

if TYPE_CHECKING:
    import socket

_ITS_OWN = re.compile(r"swarmlab-[\w.-]+|\b[0-9a-f]{12,}\b")
_SECONDS = 40.0
"""Far above what any request waits for."""


@dataclass(frozen=True, slots=True)
class Call:
    """One of the requests of a program's life, the same in each of its lives."""

    kind: str
    """Verb and path, without what is another one each time: ids, names, what is asked for."""
    before: int
    """How many of the kind came before it."""

    @property
    def changes(self) -> bool:
        """Whether the engine holds something else afterwards."""
        return not self.kind.startswith(("GET", "HEAD"))


def kind_of(line: bytes) -> str:
    """What a request asks for, by its first line."""
    verb, _, path = line.decode(errors="replace").removesuffix(" HTTP/1.1").partition(" ")
    return f"{verb} {_ITS_OWN.sub('*', path.partition('?')[0])}"


class Census(Door):
    """Passes everything on, and notes what was asked for."""

    def __init__(self, url: str) -> None:
        self._kinds: list[str] = []
        super().__init__(url)

    @property
    def calls(self) -> list[Call]:
        """Each request, in the order in which they came."""
        kinds = tuple(self._kinds)
        return [Call(kind, kinds[:n].count(kind)) for n, kind in enumerate(kinds)]

    def ask(self, data: bytes, program: socket.socket, engine: socket.socket) -> None:
        """Note a request, and pass it on."""
        line, end, _ = data.partition(b"\r\n")
        if end and line.endswith(b" HTTP/1.1"):
            self._kinds.append(kind_of(line))
        super().ask(data, program, engine)


class Gate(Door):
    """Passes everything on to an engine, but holds one request.

    Args:
        url: the engine's unix socket.
        wanted: words of its first line, which hold the first that has them; or the very call.
    """

    def __init__(self, url: str, wanted: str | Call) -> None:
        self.wanted = wanted
        self._seen = 0
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
        assert self._came.wait(_SECONDS), f"no request was {self.wanted!r}"

    def let_pass(self, *, refused_too: bool = False) -> None:
        """Return when the engine has done what was asked, though its program may be gone.

        Args:
            refused_too: it need not have done it.
        """
        self._deliver = True
        self._decided.set()
        assert self._answered.wait(_SECONDS), "the engine did not answer"
        if not self._answer:
            assert refused_too, "the engine ended the connection"
            return
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
        with contextlib.suppress(OSError):  # killed; what was asked has its answer all the same
            program.sendall(data)

    def ended(self, engine: socket.socket) -> None:
        """The end is an answer too: the node that was asked through the engine is gone."""
        if engine is self._held:
            self._answered.set()

    def _is_meant(self, line: bytes) -> bool:
        if isinstance(self.wanted, Call):
            before, fits = self.wanted.before, kind_of(line) == self.wanted.kind
        else:
            before, fits = 0, self.wanted.encode() in line
        with self._first:
            self._seen += fits
            return fits and self._seen == before + 1

    def _hold(self, request: bytes, engine: socket.socket) -> None:
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
