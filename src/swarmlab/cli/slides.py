"""``swarmlab slides``: a deck as HTML, as PDF, and in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from swarmlab.cli import completing
from swarmlab.cli.lazy import Entry, LazyGroup, Section
from swarmlab.cli.settings import takes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swarmlab.cli.decks import Reading

_EPILOG = """LAB and CHAPTER are names; PATH is the file of either, or a remark deck: its YAML
manifest or its Markdown file. Several words make one deck, in their order.

A fault is shown as lint shows it, exit code 1. Chapters with faults are not rendered; a
remark deck is, as far as it could be read."""

_SECTIONS = (
    Section(
        "Commands",
        (
            Entry("html", "slides_html", "Write slides as HTML files that need no network."),
            Entry("pdf", "slides_pdf", "Write slides as a PDF, one a page."),
            Entry("stats", "slides_stats", "Count slides, steps, commands, tasks and minutes."),
        ),
    ),
)

words_argument = click.argument(
    "words",
    nargs=-1,
    metavar="LAB|CHAPTER|PATH...",
    shell_complete=completing.labs_and_chapters,
)
"""The deck meant."""

reader_option = click.option(
    "--for",
    "reader",
    type=click.Choice(["learner", "instructor", "print"]),
    default="learner",
    show_default=True,
    help="No notes and no solutions; all of it; a handout with the solutions at its end.",
)
"""Whose eyes the pages are for."""


@click.group(cls=LazyGroup, sections=_SECTIONS, epilog=_EPILOG)
@takes()
def slides() -> None:
    """Write slides as HTML or PDF, or count them."""


def read_sound(context: click.Context, words: Sequence[str]) -> Reading:
    """The deck that words mean, if it can be shown.

    With faults a chapter or lab ends the command here, with 1 and the faults on stdout; of a
    remark deck they go to stderr, and ``finish`` is left to end the command.
    """
    from swarmlab.cli.decks import read

    reading = read(words)
    if reading.diagnostics:
        show_faults(reading)
    if not reading.is_usable:
        context.exit(1)
    return reading


def show_faults(reading: Reading) -> None:
    """Show the faults of a deck as lint does; on stderr where the deck is shown all the same."""
    from swarmlab.cli.lint import print_faults
    from swarmlab.cli.output import result, tell

    print_faults(reading.diagnostics, tell if reading.is_usable else result)


def finish(context: click.Context, reading: Reading) -> None:
    """End a command that did its work: with 1 where the deck has faults."""
    context.exit(1 if reading.diagnostics else 0)
