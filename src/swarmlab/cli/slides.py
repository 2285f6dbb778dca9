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

_EPILOG = """LAB and CHAPTER are names, PATH is the file of either; several words make one
deck, in their order. A deck with a fault is not rendered: its faults are shown as lint
shows them, exit code 1."""

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


@click.group(cls=LazyGroup, sections=_SECTIONS, epilog=_EPILOG)
@takes()
def slides() -> None:
    """Write slides as HTML or PDF, or count them."""


def read_sound(context: click.Context, words: Sequence[str]) -> Reading:
    """The deck that words mean; with faults they are shown and the command ends with 1."""
    from swarmlab.cli.decks import read

    reading = read(words)
    if reading.diagnostics:
        from swarmlab.cli.lint import print_faults

        print_faults(reading.diagnostics)
        context.exit(1)
    return reading
