"""``swarmlab hand``: a learner asks the instructor for help."""

from __future__ import annotations

import click

from swarmlab.cli.output import tell
from swarmlab.cli.settings import takes_run


@click.command()
@click.argument("question", nargs=-1)
@click.option("--down", is_flag=True, help="The question was answered.")
@takes_run
def hand(question: tuple[str, ...], *, down: bool) -> None:
    """Raise your hand, with a question or without.

    The instructor sees it until it is lowered, by either of you.
    """
    from swarmlab.cli.workplace import which
    from swarmlab.runs import registry
    from swarmlab.runs.classroom import board
    from swarmlab.runs.store import Store

    if down and question:
        message = "--down takes no question"
        raise click.UsageError(message)
    with Store() as store:
        run = registry.choose(store, **which())
        if down:
            was_up = board.lower_hand(store, run.id)
            tell("your hand is down" if was_up else "your hand was not up")
            return
        board.raise_hand(store, run.id, " ".join(question))
    tell("your hand is up; swarmlab hand --down lowers it")
