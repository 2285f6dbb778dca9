"""``swarmlab present``: slides full screen, and their notes on a second terminal."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

import click

from swarmlab.cli import completing
from swarmlab.cli.settings import current, takes

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("deck", metavar="LAB|CHAPTER|PATH", shell_complete=completing.labs_and_chapters)
@click.option("--notes", is_flag=True, help="Show notes, what comes next and the time instead.")
@takes("owner", "engine")
@click.pass_context
def present(context: click.Context, deck: str, *, notes: bool) -> None:
    """Show slides full screen, or their notes.

    Run it twice, the second time with --notes on a terminal that only you see: the two stay
    in step, whichever you page in, and either may be closed and opened again. Hints, solutions
    and notes are never on the slides. With the lab up, s opens a node's shell, and ctrl+g
    leads back to the slide; ? lists the keys.
    """
    from swarmlab.errors import UsageError

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("slides are shown in a terminal", next_step="run it in one")
    context.exit(_shown(context, deck, notes=notes))


def _shown(context: click.Context, word: str, *, notes: bool) -> int:
    from swarmlab.cli.node_visits import NodeVisits
    from swarmlab.cli.slides import read_sound
    from swarmlab.cli.start import require_screens
    from swarmlab.cli.told_to_end import leaving_in_order
    from swarmlab.cli.workplace import workshop
    from swarmlab.errors import UsageError
    from swarmlab.runs.registry import this_owner
    from swarmlab.tui.podium import Podium
    from swarmlab.tui.present_app import PresentApp
    from swarmlab.tui.talk import talk_of

    require_screens()
    reading = read_sound(context, (word,))
    file, owner = reading.sources[0], current().owner
    talk = talk_of(reading.deck, _nodes(file))
    if not talk.slides:
        raise UsageError("there is no slide to show", place=str(file))
    with contextlib.ExitStack() as open_:
        verbs = open_.enter_context(workshop(says_where=False))
        shells = open_.enter_context(NodeVisits(verbs, reading.deck, owner))
        podium = open_.enter_context(Podium(os.path.realpath(file), owner or this_owner()))
        app = PresentApp(talk, podium, shells, notes=notes)
        with leaving_in_order(lambda code: app.call_from_thread(app.exit, None, code)):
            app.run()
    if app.failure is not None:
        raise app.failure
    return app.return_code or int(bool(reading.diagnostics))


def _nodes(file: Path) -> tuple[str, ...]:
    """The nodes of a lab in its order, which is that of their colours; none of another file."""
    from swarmlab.runs import labtoml

    lab = labtoml.read(file)[0] if file.suffix == ".toml" else None
    return tuple(node.name for node in lab.nodes) if lab else ()
