"""How a node's terminal is opened: the files it needs, and the command that joins it."""

from __future__ import annotations

import re
import threading
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from swarmlab.errors import ShellLost
from swarmlab.nodes.shell.client import received_before
from swarmlab.patience import patient
from swarmlab.swarm.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swarmlab.nodes.shell.stream import Stream, StreamFactory

DIRECTORY = "/run/swarmlab"
"""On the node's tmpfs: gone with a restart, and so is the terminal."""
FIRST_SESSION = "main"
OPEN_SECONDS = patient(10.0)


@cache
def _file(name: str) -> str:
    return (resources.files(__package__) / "files" / name).read_text(encoding="utf-8")


def session_of(name: str | None) -> str:
    """The tmux session of a shell; tmux gives dots and colons a meaning of their own."""
    return FIRST_SESSION if name is None else "as-" + re.sub(r"[^A-Za-z0-9-]", "_", name)


def command(directory: str, session: str, columns: int, rows: int) -> tuple[str, ...]:
    """The program to start on the node: it prints the nonce, then becomes a control client."""
    return (
        "sh",
        "-c",
        _file("open.sh"),
        "swarmlab-shell",
        directory,
        session,
        str(columns),
        str(rows),
        _file("bashrc"),
        _file("loop.sh"),
        _file("tmux.conf"),
    )


def join(
    factory: StreamFactory, *, node: str, directory: str, session: str, columns: int, rows: int
) -> tuple[Stream, str, bytes]:
    """Open or join a terminal: its stream, the node's nonce, and what was received after it.

    Raises:
        ShellLost: it could not be opened; the node's words are in the message.
    """
    return _joined(factory, node, command(directory, session, columns, rows))


class NotOpened(ShellLost):
    """Nobody has opened this shell yet."""


def look(
    factory: StreamFactory, *, node: str, directory: str, session: str, flags: str
) -> tuple[Stream, bytes]:
    """Join a terminal that is open, beside who uses it: its stream, and what was received.

    Args:
        factory: starts a program on the node.
        node: the node's name.
        directory: on the node, where the terminal's own files are.
        session: the terminal.
        flags: of tmux's client.

    Raises:
        NotOpened: there is none.
    """
    argv = ("sh", "-c", _file("watch.sh"), "swarmlab-watch", directory, session, flags)
    try:
        stream, _, rest = _joined(factory, node, argv)
    except ShellLost as error:
        raise NotOpened(error.message, place=node, next_step=error.next_step) from error
    return stream, rest


def _joined(factory: StreamFactory, node: str, argv: Sequence[str]) -> tuple[Stream, str, bytes]:
    try:
        stream = factory(argv)
    except OSError as error:
        raise _not_opened(node, str(error)) from error
    patience = threading.Timer(OPEN_SECONDS, stream.close)
    patience.start()
    try:
        nonce, rest = received_before(stream, b"nonce ")
    except (EOFError, OSError) as error:
        stream.close()
        raise _not_opened(node, str(error)) from error
    finally:
        patience.cancel()
    return stream, nonce.decode(), rest


def _not_opened(node: str, said: str) -> ShellLost:
    said = clean(said, keep_newlines=False)[:300]
    return ShellLost(
        "the shell's terminal could not be opened" + (f": {said}" if said else ""),
        place=node,
        next_step="start or unpause the node, then open the shell again",
    )
