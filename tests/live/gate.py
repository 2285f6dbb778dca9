"""A door between a program and its engine, that stops the program's first request of a kind.

What a test does while the request stands at the door happens at exactly that moment of the
program's life, on any machine.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import socket
import tempfile
import threading
from pathlib import Path
from typing import Self

_CHUNK = 1 << 16
_SECONDS = 40.0
"""Far above what any request waits for."""


class Gate:
    """Passes everything on to an engine, but holds the first request that has the words.

    Args:
        url: the engine's unix socket.
        words: of the request's first line.
        after: so many requests with the words pass before it.
    """

    def __init__(self, url: str, words: str, after: int = 0) -> None:
        self._engine = url.removeprefix("unix://")
        self._words = words.encode()
        self._after = after
        self.request = b""
        """The first line of the request that stood at the door."""
        self.seen = 0
        """How many requests had the words."""
        self._folder = Path(tempfile.mkdtemp(prefix="swarmlab-gate-"))
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(self._folder / "engine.sock"))
        self._listener.listen(64)
        self._first = threading.Lock()
        self._came = threading.Event()
        self._decided = threading.Event()
        self._deliver = False
        self._held: socket.socket | None = None
        self._answered = threading.Event()
        self._answer = b""
        threading.Thread(target=self._accept, name="gate", daemon=True).start()

    @property
    def url(self) -> str:
        """For DOCKER_HOST of the program."""
        return f"unix://{self._folder / 'engine.sock'}"

    def await_request(self) -> None:
        """Return when the request stands at the door."""
        assert self._came.wait(_SECONDS), f"no request said {self._words!r}"

    def let_pass(self) -> None:
        """Return when the engine has done what was asked, though its program may be gone."""
        self._deliver = True
        self._decided.set()
        assert self._answered.wait(_SECONDS), "the engine did not answer"
        # 101 is the answer to an exec, whose connection is a stream from then on.
        assert self._answer.split()[1].startswith((b"2", b"101", b"304")), self._answer

    def turn_away(self) -> None:
        """The engine never hears of it."""
        self._decided.set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._decided.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                program, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(program,), daemon=True).start()

    def _serve(self, program: socket.socket) -> None:
        with program, socket.socket(socket.AF_UNIX) as engine, contextlib.suppress(OSError):
            engine.connect(self._engine)
            down = threading.Thread(target=self._pump_down, args=(engine, program), daemon=True)
            down.start()
            self._pump_up(program, engine)
            down.join()

    def _pump_up(self, program: socket.socket, engine: socket.socket) -> None:
        while data := program.recv(_CHUNK):
            if self._is_meant(data.partition(b"\r\n")[0]):
                self._hold(data + _rest_of(data, program), engine)
            else:
                engine.sendall(data)
        engine.shutdown(socket.SHUT_WR)

    def _is_meant(self, line: bytes) -> bool:
        if self._words not in line:
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

    def _pump_down(self, engine: socket.socket, program: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := engine.recv(_CHUNK):
                if engine is self._held and not self._answered.is_set():
                    self._answer = data
                    self._answered.set()
                program.sendall(data)
            program.shutdown(socket.SHUT_WR)


def _rest_of(request: bytes, program: socket.socket) -> bytes:
    """What is still missing of a request's body."""
    head, _, body = request.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: *(\d+)", head)
    rest = b""
    while length and len(body) + len(rest) < int(length[1]):
        rest += program.recv(_CHUNK)
    return rest
