"""``swarmlab slides html``: a deck as HTML files."""

from __future__ import annotations

from pathlib import Path

import click

from swarmlab.cli.output import result
from swarmlab.cli.settings import takes
from swarmlab.cli.slides import finish, read_sound, reader_option, words_argument
from swarmlab.errors import UsageError


@click.command()
@words_argument
@click.option("--out", metavar="DIR", type=click.Path(path_type=Path),
              help="One file a chapter there, and an index.html.")  # fmt: skip
@click.option("--single", metavar="FILE", type=click.Path(path_type=Path, allow_dash=True),
              help="All in that file; - is stdout. Without either: NAME.html here.")  # fmt: skip
@reader_option
@click.option("--watch", is_flag=True, help="Render again what changed, until Ctrl-C.")
@click.option("--force", is_flag=True, help="Overwrite files that swarmlab did not write.")
@takes()
@click.pass_context
def html(
    context: click.Context,
    words: tuple[str, ...],
    out: Path | None,
    single: Path | None,
    reader: str,
    *,
    watch: bool,
    force: bool,
) -> None:
    """Write slides as HTML files that need no network.

    Each file is whole: style, script and pictures are in it. The paths written go to stdout.
    With --watch a fault is shown and the files stay as they were last without one; reload the
    page to see what changed, it comes back to its slide.
    """
    from swarmlab.cli.press import Press
    from swarmlab.render.profile import Profile

    if out and single:
        raise UsageError("--out and --single exclude each other", next_step="name one of them")
    if watch and str(single) == "-":
        raise UsageError("--watch writes files, not stdout", next_step="name a file")
    press = Press(Profile(reader), out=out, single=single, force=force)
    reading = read_sound(context, words)
    for path in press.run(reading):
        result(str(path))
    if watch:
        from swarmlab.cli.slides_watch import follow

        follow(words, reading, press)
    finish(context, reading)
