"""A local unix socket whose every connection is one run of a program speaking on its stdio.

``docker system dial-stdio`` is such a program; started through ``ssh`` or ``docker exec`` it
reaches an engine that has no address of its own.
"""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import tempfile
import threading
from pathlib import Path
from typing import IO, TYPE_CHECKING, Self
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Sequence

_CHUNK = 1 << 16


class Forward:
    """Serves the socket until closed; a context manager.

    Args:
        argv: the program started for each connection.
    """

    def __init__(self, argv: Sequence[str]) -> None:
        self._argv = tuple(argv)
        self._folder = Path(tempfile.mkdtemp(prefix="swarmlab-"))
        self._path = self._folder / "engine.sock"
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(self._path))
        self._listener.listen(64)
        self._open: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()
        self._closed = False
        threading.Thread(target=self._accept, name="forward", daemon=True).start()

    @property
    def url(self) -> str:
        """Where to connect to, as an engine's address."""
        return f"unix://{self._path}"

    def close(self) -> None:
        """End every connection and remove the socket."""
        with self._lock:
            self._closed = True
            processes = tuple(self._open)
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for process in processes:
            process.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            process = self._start()
            if process is None or process.stdin is None or process.stdout is None:
                return
            up = threading.Thread(target=_pump_up, args=(connection, process.stdin), daemon=True)
            with process:
                up.start()
                _pump_down(process.stdout, connection)
                process.kill()
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
                up.join()
            with self._lock:
                self._open.discard(process)

    def _start(self) -> subprocess.Popen[bytes] | None:
        with self._lock:
            if self._closed:
                return None
            try:
                process = subprocess.Popen(
                    self._argv,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    bufsize=0,
                    start_new_session=True,
                )
            except OSError:
                return None
            self._open.add(process)
            return process


def over_ssh(url: str) -> Forward:
    """A forward to the engine of ``ssh://[user@]host[:port]``, as the docker CLI makes it."""
    parts = urlsplit(url)
    user = ("-l", parts.username) if parts.username else ()
    port = ("-p", str(parts.port)) if parts.port else ()
    host = parts.hostname or ""
    ssh = ("ssh", "-T", "-o", "ConnectTimeout=10", *user, *port, "--", host)
    return Forward((*ssh, "docker", "system", "dial-stdio"))


def _pump_up(connection: socket.socket, pipe: IO[bytes]) -> None:
    with contextlib.suppress(OSError):
        while data := connection.recv(_CHUNK):
            pipe.write(data)
        pipe.close()


def _pump_down(pipe: IO[bytes], connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := pipe.read(_CHUNK):
            connection.sendall(data)
