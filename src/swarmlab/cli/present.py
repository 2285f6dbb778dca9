"""``swarmlab present``: slides full screen, and their notes on a second terminal."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

import click

from swarmlab.cli import completing
from swarmlab.cli.settings import current, takes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from swarmlab.deck.deck import Deck


@click.command()
@click.argument("deck", metavar="LAB|CHAPTER|PATH", shell_complete=completing.labs_and_chapters)
@click.option("--notes", is_flag=True, help="Show notes, what comes next and the time instead.")
@takes("owner", "engine")
@click.pass_context
def present(context: click.Context, deck: str, notes: bool) -> None:
    """Show slides full screen, or their notes.

    Run it twice, the second time with --notes on a terminal that only you see: the two stay
    in step, whichever you page in, and either may be closed and opened again. Hints, solutions
    and notes are never on the slides. With the lab up, s opens a node's shell, and ctrl+g
    leads back to the slide; ? lists the keys.
    """
    from swarmlab.errors import UsageError

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("slides are shown in a terminal", next_step="run it in one")
    context.exit(_shown(deck, notes=notes))


def _shown(word: str, *, notes: bool) -> int:
    from swarmlab.cli.node_visits import NodeVisits
    from swarmlab.cli.start import require_screens
    from swarmlab.cli.told_to_end import leaving_in_order
    from swarmlab.cli.workplace import workshop
    from swarmlab.runs.registry import this_owner
    from swarmlab.tui.podium import Podium
    from swarmlab.tui.present_app import PresentApp
    from swarmlab.tui.talk import talk_of

    require_screens()
    deck, path, nodes = _loaded(word)
    owner = current().owner
    with contextlib.ExitStack() as open_:
        visits = open_.enter_context(NodeVisits(open_.enter_context(workshop()), deck, owner))
        podium = open_.enter_context(Podium(str(path.resolve()), owner or this_owner()))
        app = PresentApp(talk_of(deck, nodes), podium, visits, notes=notes)
        with leaving_in_order(lambda code: app.call_from_thread(app.exit, None, code)):
            app.run()
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0


def _loaded(word: str) -> tuple[Deck, Path, Sequence[str]]:
    """A deck, the file that it is from, and its nodes in order.

    Raises:
        UsageError: there is no such lab, chapter or file.
        DeckFault: it has faults, or no slides.
    """
    raise NotImplementedError(word)
