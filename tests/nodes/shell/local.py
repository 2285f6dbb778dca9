"""A shell on this machine's own tmux and bash, for tests: the same files, the same protocol."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import threading
import time
from typing import TYPE_CHECKING

import pytest

from swarmlab.nodes.shell import Shell

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from swarmlab.nodes.shell import Onlooker

needs_tmux = pytest.mark.skipif(
    shutil.which("tmux") is None or shutil.which("bash") is None,
    reason="tmux and bash are not both installed here",
)


class PipeStream:
    """A stream to a local process."""

    def __init__(self, argv: Sequence[str], home: Path) -> None:
        environment = {
            "HOME": str(home),
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
        }
        self._process = subprocess.Popen(
            list(argv),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            bufsize=0,
            cwd=home,
            env=environment,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._stdin, self._stdout = self._process.stdin, self._process.stdout
        self._closing = threading.Lock()
        self._receiving = threading.Lock()

    def send(self, data: bytes) -> None:
        if self._stdin.closed:
            raise BrokenPipeError
        view = memoryview(data)
        while view:
            view = view[os.write(self._stdin.fileno(), view) :]

    def recv(self) -> bytes:
        with self._receiving:
            return b"" if self._stdout.closed else os.read(self._stdout.fileno(), 1 << 16)

    def close(self) -> None:
        with self._closing:
            if self._process.poll() is None:
                self._process.terminate()
                self._process.wait()
            self._stdin.close()
            with self._receiving:
                self._stdout.close()


SGR = re.compile(r"\x1b\[[0-9;:]*m")


class Local:
    """Shells of one pretended node, in a directory of their own."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory / "r"
        self.home = directory
        self._opened: list[Shell] = []

    def open(self, name: str | None = None, *, columns: int = 100, rows: int = 30) -> Shell:
        shell = Shell.over(
            lambda argv: PipeStream(argv, self.home),
            node="manager1",
            name=name,
            directory=str(self.directory),
            columns=columns,
            rows=rows,
        )
        self._opened.append(shell)
        return shell

    def close(self) -> None:
        for shell in self._opened:
            shell.close()
        subprocess.run(
            ["tmux", "-S", str(self.directory / "tmux"), "kill-server"],
            check=False,
            capture_output=True,
        )


def eventually(
    condition: Callable[[], bool], *, seconds: float = 15, what: str = "it did not happen"
) -> None:
    """Wait for a condition, at most so long."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, what
        threading.Event().wait(0.01)


def shown(shell: Shell | Onlooker) -> str:
    """The screen's text, without how it looks."""
    return "\n".join(SGR.sub("", row).rstrip() for row in shell.capture().rows)
