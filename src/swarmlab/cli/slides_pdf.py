"""``swarmlab slides pdf``: a deck as a PDF."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from swarmlab.cli.output import Styled, result, tell
from swarmlab.cli.settings import takes
from swarmlab.cli.slides import finish, read_sound, reader_option, words_argument

if TYPE_CHECKING:
    from swarmlab.render.pdf import Overflow


@click.command()
@words_argument
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path, allow_dash=True),
              help="That file; - is stdout. Without it: NAME.pdf here.")  # fmt: skip
@reader_option
@click.option("--force", is_flag=True, help="Overwrite a file that swarmlab did not write.")
@click.option("--strict", is_flag=True, help="Exit code 1 when a slide takes several pages.")
@takes()
@click.pass_context
def pdf(
    context: click.Context,
    words: tuple[str, ...],
    out: Path | None,
    reader: str,
    *,
    force: bool,
    strict: bool,
) -> None:
    """Write slides as a PDF, one a page.

    Pages of 16:9, each slide in the largest type that lets its page hold it, with outline,
    links and tags for screen readers. Hints and background are not on them: for the
    instructor they stand with the notes on a page after their slide, and --for print makes a
    handout on A4 with all of it and the solutions at its end. A slide too long for its page
    goes on on the next: nothing is lost, and stderr names its line.

    Needs WeasyPrint: pip install 'swarmlab[pdf]'.
    """
    from swarmlab.cli.written import STDOUT, fit_name, judge_target, write, write_stdout
    from swarmlab.render.pdf import render_pdf
    from swarmlab.render.profile import Profile

    reading = read_sound(context, words)
    path = out or Path(f"{fit_name(reading.deck.name)}.pdf")
    if str(path) != STDOUT:
        judge_target(path, reading.sources, force=force)
    rendered = render_pdf(reading.deck, Profile(reader))
    if str(path) == STDOUT:
        write_stdout(rendered.content)
    else:
        write(path, rendered.content)
        result(str(path))
    for overflow in rendered.overflows:
        _warn(overflow)
    if rendered.overflows and strict:
        context.exit(1)
    finish(context, reading)


def _warn(overflow: Overflow) -> None:
    place, title = overflow.position, overflow.title
    tell(Styled(f"{place}: ", bold=True), f"this slide takes {overflow.pages} pages: {title}")
