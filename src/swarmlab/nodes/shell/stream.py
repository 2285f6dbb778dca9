"""What a shell's control client talks through: the node's exec, or a local process in tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol


class Stream(Protocol):
    """A program's standard input and output as bytes. One thread may receive, others send."""

    def send(self, data: bytes) -> None:
        """Send all of it.

        Raises:
            OSError: the other side is gone, or takes nothing for too long.
        """

    def recv(self) -> bytes:
        """What comes next, waiting for it without end; empty when the stream has ended."""

    def close(self) -> None:
        """End the stream; a thread that receives gets the end. May be called twice."""


StreamFactory = Callable[[Sequence[str]], Stream]
"""Starts a program on the node and gives the stream to it."""
