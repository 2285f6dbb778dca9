"""``swarmlab --plain``: the lab in lines, on stdin and stdout."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

from swarmlab.cli.output import prompt, result

if TYPE_CHECKING:
    from swarmlab.cli.settings import Settings
    from swarmlab.plain.line import Part

_SIZE_UNKNOWN = (80, 24)
_CLOSED = ""


class StandardPaper:
    """Lines to stdout, answers from stdin; both may be pipes."""

    def __init__(self) -> None:
        reconfigure = getattr(sys.stdin, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")

    @property
    def width(self) -> int:
        """Columns of the terminal now; 80 of a pipe."""
        return shutil.get_terminal_size(_SIZE_UNKNOWN).columns

    @property
    def echoes(self) -> bool:
        """A terminal shows what is typed; into a pipe it is written."""
        return sys.stdin.isatty() and sys.stdout.isatty()

    def write(self, *parts: Part) -> None:
        """Write a line, cleaned and masked."""
        result(*parts)

    def prompt(self, words: str) -> None:
        """Write words that an answer follows."""
        prompt(words)

    def read(self) -> str | None:
        """The next line; None at the end of the input."""
        line = sys.stdin.readline()
        return None if line == _CLOSED else line.rstrip("\n")


def play(settings: Settings) -> int:
    """Play a lab in lines; the exit code.

    Raises:
        SwarmlabError: the lab named could not be opened.
    """
    from swarmlab.cli.workplace import lab_name, progress_and_engine
    from swarmlab.plain import labs
    from swarmlab.plain.talk import Talk
    from swarmlab.runs import desk, labplaces

    extra = (labplaces.find(settings.lab),) if settings.lab else ()
    with progress_and_engine() as (store, connect):
        source = desk.Desk(store, connect, settings.owner, extra)
        labs.play(source, Talk(StandardPaper()), lab_name(settings.lab))
    return 0
