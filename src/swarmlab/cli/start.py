"""``swarmlab [LAB]``: the screens; without a terminal, the lab plays itself in plain text."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from swarmlab.cli.charset import locale_name, speaks_utf8
from swarmlab.cli.output import result
from swarmlab.cli.settings import current, lab_argument, takes_screen
from swarmlab.garbage import settle, uncollected

if TYPE_CHECKING:
    from swarmlab.cli.settings import Settings
    from swarmlab.tui.ports import Desk


@click.command()
@lab_argument
@takes_screen
@click.pass_context
def start(context: click.Context) -> None:
    """Open a lab on the screen.

    Without LAB, the start screen lists them. With --plain there is no screen: the same lab in
    lines, for screen readers, poor terminals and scripts. Without a terminal, and without
    --plain, the lab (the first one found, unless named) plays itself in plain text, and its
    verdict is the exit code.
    """
    settings = current()
    if settings.lab:
        _require(settings.lab)
    if settings.plain:
        from swarmlab.cli import linear

        context.exit(linear.play(settings))
    if sys.stdin.isatty() and sys.stdout.isatty():
        context.exit(_on_screen(settings))
    else:
        context.exit(_in_plain_text(settings))


def _require(lab: str) -> None:
    """A word that is neither a lab nor a command is most often a command misspelt."""
    from swarmlab.cli.main import cli
    from swarmlab.deck.diagnostic import did_you_mean
    from swarmlab.errors import UsageError
    from swarmlab.runs import labplaces

    try:
        labplaces.find(lab)
    except UsageError as fault:
        near = did_you_mean(lab, cli.list_commands(click.get_current_context()))
        if not near or near == lab:
            raise
        raise UsageError(
            f"{lab} is neither a command nor a lab", next_step=f"{near} {fault.next_step}".strip()
        ) from fault


def require_screens() -> None:
    """Where the screens would stay blank or broken, say what works instead."""
    from swarmlab.errors import UsageError

    kind = os.environ.get("TERM", "")
    lacks = ""
    if kind in {"dumb", "unknown"}:
        lacks = f"the screens need a terminal that can move its cursor, and TERM is {kind}"
    elif not speaks_utf8(sys.stdout):
        name = locale_name() or "none"
        lacks = f"the screens need a terminal with UTF-8, and the locale is {name}"
    if lacks:
        raise UsageError(lacks, next_step="swarmlab --plain has the whole lab in lines of text")


def _on_screen(settings: Settings) -> int:
    with uncollected():  # a search for garbage would only delay the screen
        from swarmlab.cli.late_desk import LateDesk
        from swarmlab.cli.told_to_end import leaving_in_order
        from swarmlab.cli.workplace import lab_name, progress_and_engine
        from swarmlab.runs import labplaces
        from swarmlab.tui.app import SwarmlabApp

        settle()
    require_screens()
    extra = (labplaces.find(settings.lab),) if settings.lab else ()

    def make() -> Desk:
        from swarmlab.runs import desk

        return desk.Desk(store, connect, settings.owner, extra)

    with progress_and_engine() as (store, connect):
        app = SwarmlabApp(LateDesk(make), lab_name(settings.lab))
        with leaving_in_order(lambda code: app.call_from_thread(app.exit, None, code)):
            app.run()
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0


def _in_plain_text(settings: Settings) -> int:
    from swarmlab.cli.workplace import workshop
    from swarmlab.errors import UsageError
    from swarmlab.runs import labfile, selfplay

    first = next(iter(labfile.all_labs()), None)
    if first is None and not settings.lab:
        raise UsageError("there is no lab here", next_step="name one by its path")
    lab = labfile.load(settings.lab or first or "")
    with workshop() as verbs:
        held = selfplay.play(verbs.connect(), verbs.store, lab, result)
    result(f"\n{lab.name}: {'every task holds' if held else 'not every task holds'}")
    return 0 if held else 1
