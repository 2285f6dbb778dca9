"""The one place where errors become words and exit codes."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import traceback
from typing import TYPE_CHECKING

import click

from swarmlab.cli.output import Styled, tell
from swarmlab.errors import SwarmlabError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

COULD_NOT_RUN = 2
INTERRUPTED = 130
"""128 + SIGINT, as shells count."""
PIPE_CLOSED = 141
"""128 + SIGPIPE."""


class PipeClosed(Exception):
    """Whoever read our output has gone."""


@contextlib.contextmanager
def noticing_pipes() -> Iterator[None]:
    """Keep a closed pipe from click, which would end the program with 1: a fault's code."""
    try:
        yield
    except BrokenPipeError as error:
        raise PipeClosed from error


def quiet_logs() -> None:
    """Keep what the rooms log off the terminal, where it would be written over the screens."""
    logging.getLogger("swarmlab").addHandler(logging.NullHandler())


def guarded(run: Callable[[], object], *, debug: Callable[[], bool]) -> int:
    """Run a command to its end and return the exit code; no exception leaves but SystemExit."""
    try:
        return _run(run, debug)
    except (PipeClosed, BrokenPipeError):
        _forget_stdout()
        return PIPE_CLOSED
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED


def _run(run: Callable[[], object], debug: Callable[[], bool]) -> int:
    try:
        code = run()
        sys.stdout.flush()
    except (PipeClosed, BrokenPipeError, click.Abort):
        raise
    except Exception as error:
        return explain(error, debug=debug())
    return code if isinstance(code, int) else 0


def explain(error: Exception, *, debug: bool) -> int:
    """Say on stderr what is, where, and what to do next; return the exit code."""
    if debug and not isinstance(error, click.ClickException):
        tell("".join(traceback.format_exception(error)).rstrip())
    match error:
        case SwarmlabError():
            _say(str(error), error.next_step)
            return error.exit_code
        case click.ClickException():
            _explain_usage(error)
        case OSError() if error.filename and error.strerror:
            _say(f"{error.filename}: {error.strerror}", "")
        case _:
            _explain_own_fault(error, debug=debug)
    return COULD_NOT_RUN


def _say(message: str, next_step: str) -> None:
    first, *more = message.splitlines() or [""]
    tell(Styled("swarmlab: ", fg="red", bold=True), first)
    for line in more:
        tell(line)
    if next_step:
        tell(Styled("next step: ", bold=True), next_step)


def _explain_usage(error: click.ClickException) -> None:
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "swarmlab"
    _say(" ".join(error.format_message().split()), f"{command} --help lists what fits")


def _explain_own_fault(error: Exception, *, debug: bool) -> None:
    words = str(error).strip().splitlines()
    what = f"{type(error).__name__}: {words[0]}" if words else type(error).__name__
    hint = "" if debug else "; --debug shows where it happened"
    _say(
        f"a fault of swarmlab's own: {what}",
        f"swarmlab doctor --bundle FILE writes what a bug report needs{hint}",
    )


def _forget_stdout() -> None:
    """Point stdout elsewhere, or Python complains again when it flushes at exit."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError):
        return
