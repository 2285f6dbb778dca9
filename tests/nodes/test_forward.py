from __future__ import annotations

import contextlib
import socket
import sys
import threading
from pathlib import Path

from swarmlab.nodes.forward import Forward

ECHO = (sys.executable, "-c", "import shutil, sys; shutil.copyfileobj(sys.stdin, sys.stdout)")


def _connect(forward: Forward) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(20)
    connection.connect(forward.url.removeprefix("unix://"))
    return connection


def _ask(connection: socket.socket, data: bytes) -> bytes:
    """Send while receiving: the program echoes before it has read everything."""
    sender = threading.Thread(target=_say, args=(connection, data))
    sender.start()
    answer = b""
    while more := connection.recv(1 << 16):
        answer += more
    sender.join()
    return answer


def _say(connection: socket.socket, data: bytes) -> None:
    connection.sendall(data)
    connection.shutdown(socket.SHUT_WR)


def test_each_connection_speaks_to_a_program_of_its_own() -> None:
    with Forward(ECHO) as forward, _connect(forward) as one, _connect(forward) as other:
        assert _ask(other, b"other") == b"other"
        assert _ask(one, b"x" * 1_000_000) == b"x" * 1_000_000


def test_a_program_that_cannot_start_ends_the_connection() -> None:
    with Forward(("/nonexistent",)) as forward, _connect(forward) as connection:
        assert connection.recv(1) == b""


def test_nothing_is_left_when_it_is_closed() -> None:
    with Forward(ECHO) as forward, _connect(forward) as connection:
        folder = Path(forward.url.removeprefix("unix://")).parent
        assert folder.exists()
        forward.close()
        # One that nobody has accepted yet is reset.
        with contextlib.suppress(ConnectionResetError):
            assert connection.recv(1) == b""
    assert not folder.exists()
