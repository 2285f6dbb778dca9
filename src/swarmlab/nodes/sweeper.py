"""A program of its own that removes a run's nodes when the program that shows them is gone.

It is started before the first node is made, says that it is there, and holds a pipe. The end of
the pipe without the words "stand down" means that the program is gone, for whatever reason.

It removes only attempts it was told of: the run may have been begun again by then, with nodes
that are another sweeper's.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

from swarmlab.errors import EngineError

if TYPE_CHECKING:
    from swarmlab.nodes.engine import Engine
    from swarmlab.nodes.target import Target

_READY = b"ready\n"
_STAND_DOWN = b"stand down"
_ATTEMPT = b"attempt "

_ACKNOWLEDGE_SECONDS = 20.0
_END_SECONDS = 10.0
_WARM_UP_SECONDS = 15.0
"""The boot of the nodes has the machine to itself first, that of a whole class too."""
_GIVE_UP_SECONDS = 600.0
"""An engine that does not come back in this time leaves the rest to the next start."""
_BETWEEN_LISTINGS = 1.0
"""A create that was in flight when the program died has become visible by then."""


class Sweeper:
    """The program's side: whoever drops it, by dying too, has the run's nodes removed."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    @property
    def alive(self) -> bool:
        """Whether it still watches."""
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def watch(self, attempt: str) -> None:
        """Tell it of another attempt of the run, before anything of it is made."""
        self._say(_ATTEMPT + attempt.encode())

    def stand_down(self) -> None:
        """Tell it that the nodes stay, or are gone already; returns when it has ended."""
        self._say(_STAND_DOWN)
        self._let_go()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_END_SECONDS)

    def sweep(self, seconds: float = 60.0) -> None:
        """Let it remove the run's nodes now, as if this program had gone, and wait for the end.

        Raises:
            EngineError: it did not end in time.
        """
        self._let_go()
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired as error:
            raise EngineError("the sweeper still removes the nodes of this run") from error

    def _say(self, words: bytes) -> None:
        if self._process.stdin is not None and not self._process.stdin.closed:
            with contextlib.suppress(OSError):  # it was killed; the next start clears then
                self._process.stdin.write(words + b"\n")

    def _let_go(self) -> None:
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stand_down()


def start(target: Target, run: str, *attempts: str) -> Sweeper:
    """Start a sweeper for a run; returns once it has said that it watches.

    Args:
        target: the engine that will hold the run's nodes (``Engine.target``).
        run: the run's id.
        attempts: which attempts of it, to begin with; all there will be without one.

    Raises:
        EngineError: it could not be started; nothing may be created then.
    """
    process = subprocess.Popen(
        (sys.executable, "-P", "-m", "swarmlab.nodes.sweeper", target.argument, run, *attempts),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        cwd="/",
        env={**os.environ, "PYTHONPATH": _import_path()},
        start_new_session=True,
    )
    if not _acknowledged(process):
        process.kill()
        process.wait()
        raise EngineError(
            "the sweeper that removes the nodes after a crash could not be started",
            next_step="run `swarmlab doctor`",
        )
    return Sweeper(process)


def _acknowledged(process: subprocess.Popen[bytes]) -> bool:
    if process.stdout is None:
        return False
    with process.stdout as pipe:
        ready, _, _ = select.select([pipe], [], [], _ACKNOWLEDGE_SECONDS)
        return bool(ready) and pipe.read(len(_READY)) == _READY


def _import_path() -> str:
    """Where this package is imported from, for a program that starts in another folder."""
    own = str(Path(__file__).resolve().parents[2])
    return os.pathsep.join(filter(None, (own, os.environ.get("PYTHONPATH"))))


def main(arguments: list[str]) -> int:
    """The sweeper's own side; returns its exit status."""
    parser = argparse.ArgumentParser(prog="swarmlab.nodes.sweeper")
    parser.add_argument("target")
    parser.add_argument("run")
    parser.add_argument("attempts", nargs="*")
    chosen = parser.parse_args(arguments)
    for ignored in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGPIPE):
        signal.signal(ignored, signal.SIG_IGN)
    os.write(sys.stdout.fileno(), _READY)
    os.close(sys.stdout.fileno())
    told = _listen(sys.stdin.fileno())
    if _STAND_DOWN in told:
        return 0
    named = [line.removeprefix(_ATTEMPT).decode() for line in told if line.startswith(_ATTEMPT)]
    swept = _sweep_until_gone(chosen.target, chosen.run, frozenset((*chosen.attempts, *named)))
    return 0 if swept else 1


def _listen(pipe: int) -> list[bytes]:
    """Wait for the end of the pipe; the lines that came before it."""
    quiet = not select.select([pipe], [], [], _WARM_UP_SECONDS)[0]
    if quiet:
        _warm_up()
    said = b""
    while data := os.read(pipe, 64):
        said += data
    return said.split(b"\n")


def _warm_up() -> None:
    """Import what sweeping needs while it can surely be imported."""
    importlib.import_module("swarmlab.nodes.engine")
    importlib.import_module("swarmlab.nodes.removal")


def _sweep_until_gone(target: str, run: str, attempts: frozenset[str]) -> bool:
    from swarmlab.nodes.engine import Engine  # noqa: PLC0415  after the acknowledgement

    deadline = time.monotonic() + _GIVE_UP_SECONDS
    while time.monotonic() < deadline:
        with contextlib.suppress(EngineError), Engine.connect(target) as engine:
            if sweep(engine, run, attempts, deadline):
                return True
        time.sleep(_BETWEEN_LISTINGS)
    return False


def sweep(engine: Engine, run: str, attempts: frozenset[str], deadline: float) -> bool:
    """Remove a run's objects until two listings, a second apart, are empty.

    Args:
        engine: where they are.
        run: whose they are.
        attempts: which of them; all when there is none.
        deadline: of ``time.monotonic()``.

    Raises:
        EngineError: the engine stopped answering.
    """
    from swarmlab.nodes import labels, removal  # noqa: PLC0415  after the acknowledgement

    empty = 0
    while empty < 2 and time.monotonic() < deadline:
        found = removal.listing(engine, labels.of_run(run))
        if attempts:
            found = found.of(attempts)
        if found:
            empty = 0
            removal.sweep(engine, found)
        else:
            empty += 1
        if empty == 1:
            time.sleep(_BETWEEN_LISTINGS)
    return empty == 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
