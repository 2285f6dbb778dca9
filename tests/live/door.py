"""A door between a program and its engine: everything goes through it, as a test wishes."""

from __future__ import annotations

import contextlib
import shutil
import socket
import tempfile
import threading
from pathlib import Path
from typing import Self

CHUNK = 1 << 16


class Door:
    """Passes everything on between programs and an engine's unix socket.

    Args:
        url: the engine's, ``unix://…``.
    """

    def __init__(self, url: str) -> None:
        self._engine = url.removeprefix("unix://")
        self._folder = Path(tempfile.mkdtemp(prefix="swarmlab-door-"))
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(self._folder / "engine.sock"))
        self._listener.listen(64)
        threading.Thread(target=self._accept, name="door", daemon=True).start()

    @property
    def url(self) -> str:
        """For DOCKER_HOST of the program."""
        return f"unix://{self._folder / 'engine.sock'}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
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
            down = threading.Thread(target=self._answers, args=(engine, program), daemon=True)
            down.start()
            while data := program.recv(CHUNK):
                self.ask(data, program, engine)
            engine.shutdown(socket.SHUT_WR)
            down.join()

    def _answers(self, engine: socket.socket, program: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := engine.recv(CHUNK):
                self.answer(data, engine, program)
            program.shutdown(socket.SHUT_WR)
        self.ended(engine)

    def ended(self, engine: socket.socket) -> None:
        """The engine says no more on this connection, or nobody is there who would hear it."""

    def ask(self, data: bytes, program: socket.socket, engine: socket.socket) -> None:
        """What a program sends: a request, the rest of one, or a part of a stream."""
        del program
        engine.sendall(data)

    def answer(self, data: bytes, engine: socket.socket, program: socket.socket) -> None:
        """What the engine sends back."""
        del engine
        program.sendall(data)
