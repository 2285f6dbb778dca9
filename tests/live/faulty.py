"""A door with faults: an engine that is late, is cut off in an answer, or never answers."""

from __future__ import annotations

import enum
import socket
import threading
import time

from tests.live.door import Door

LATE_SECONDS = 2.0
_METHODS = (b"GET ", b"HEAD ", b"POST ", b"PUT ", b"DELETE ")


class Fault(enum.Enum):
    """What is wrong with the engine behind the door."""

    NONE = "none"
    LATE = "late"
    """Each request reaches it two seconds late."""
    CUT = "cut"
    """Each answer breaks off in its middle, and the connection with it."""
    SILENT = "silent"
    """It takes requests and says nothing, until the fault ends: then it does what it was asked."""


class FaultyDoor(Door):
    """Passes everything on, with the fault of the moment.

    Args:
        url: the engine's, ``unix://…``.
    """

    def __init__(self, url: str) -> None:
        self._talks = threading.Event()
        self._streams: set[socket.socket] = set()
        """What is sent on these is no request any more."""
        self.fault = Fault.NONE
        super().__init__(url)

    @property
    def fault(self) -> Fault:
        """The one of the moment; it holds for open connections too."""
        return self._fault

    @fault.setter
    def fault(self, fault: Fault) -> None:
        self._fault = fault
        (self._talks.clear if fault is Fault.SILENT else self._talks.set)()

    def __exit__(self, *how: object) -> None:
        self.fault = Fault.NONE
        super().__exit__(*how)

    def ask(self, data: bytes, program: socket.socket, engine: socket.socket) -> None:
        """Pass a request on, late or when the engine hears again."""
        del program
        if self.fault is Fault.LATE and data.startswith(_METHODS) and engine not in self._streams:
            time.sleep(LATE_SECONDS)
        self._talks.wait()
        engine.sendall(data)

    def answer(self, data: bytes, engine: socket.socket, program: socket.socket) -> None:
        """Pass an answer on, half of it, or when the engine speaks again."""
        self._talks.wait()
        if data.startswith(b"HTTP/1.1 101"):
            self._streams.add(engine)
        if self.fault is Fault.CUT:
            program.sendall(data[: len(data) // 2])
            for end in (program, engine):
                end.shutdown(socket.SHUT_RDWR)
            return
        program.sendall(data)
