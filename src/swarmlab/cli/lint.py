"""``swarmlab lint``: the faults of labs and slides, with their lines."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from swarmlab.cli.output import Styled, result, result_json, tell
from swarmlab.cli.settings import takes
from swarmlab.swarm.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from swarmlab.deck.diagnostic import Diagnostic

    Say = Callable[..., None]


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH...]", type=click.Path())
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@takes()
@click.pass_context
def lint(context: click.Context, paths: tuple[str, ...], form: str) -> None:
    """Find the faults of labs and slides.

    PATH is a lab file, a chapter, a remark deck (its YAML manifest or its Markdown file), a
    folder of them, or a lab's name; without one, every lab that can be found. Exit code 1 when
    there is a fault.
    """
    from swarmlab.runs import labfile

    faults = labfile.lint(_files(paths))
    if form == "json":
        result_json([_record(fault) for fault in faults])
    else:
        print_faults(faults)
    if faults:
        context.exit(1)


def _files(paths: Sequence[str]) -> list[Path]:
    """The files meant: those named, or every lab that can be found and the slides here."""
    from swarmlab.runs import labfile

    if not paths:
        return [*labfile.all_labs(), *(folder for folder in (Path("slides"),) if folder.is_dir())]
    return [Path(path) if Path(path).exists() else labfile.find(path) for path in paths]


def print_faults(faults: Sequence[Diagnostic], say: Say = result) -> None:
    """Every fault on stdout unless said otherwise, and on stderr how many there are."""
    for fault in faults:
        print_fault(fault, say)
    count = len(faults)
    tell("no faults" if not count else f"{count} fault{'s' if count > 1 else ''}")


def print_fault(fault: Diagnostic, say: Say = result) -> None:
    """A fault in the form compilers use: place and message, the line, a caret, a way out."""
    say(Styled(f"{fault.position}: ", bold=True), fault.message)
    if fault.source_line:
        number = str(fault.position.line)
        gutter = " " * len(number)
        say(f"  {number} | ", clean(fault.source_line, keep_newlines=False))
        say(f"  {gutter} | ", _lead(fault), Styled("^", fg="red", bold=True))
    if fault.suggestion:
        say(f"    = {fault.suggestion}")


def _lead(fault: Diagnostic) -> str:
    """Blanks as wide as what stands before the column."""
    before = clean(fault.source_line[: fault.position.column - 1], keep_newlines=False)
    return "".join(_blank(character) for character in before)


def _blank(character: str) -> str:
    if character == "\t" or unicodedata.combining(character):
        return "\t" if character == "\t" else ""
    return "  " if unicodedata.east_asian_width(character) in {"W", "F"} else " "


def _record(fault: Diagnostic) -> dict[str, Any]:
    return {
        "code": fault.code,
        "message": fault.message,
        "file": str(fault.position.path),
        "line": fault.position.line,
        "column": fault.position.column,
        "source": fault.source_line,
        "suggestion": fault.suggestion,
    }
