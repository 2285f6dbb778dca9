"""``swarmlab instructor``: a class on the screen."""

from __future__ import annotations

import contextlib
import sys

import click

from swarmlab.cli.settings import current, lab_argument, takes
from swarmlab.garbage import settle, uncollected


@click.command()
@lab_argument
@takes("lab", "engine", "image")
@click.pass_context
def instructor(context: click.Context) -> None:
    """Watch a class on the screen, and help.

    Every run of LAB on this engine and state directory, sorted by who needs help; without LAB
    the lab most learners are in. enter opens a learner: slide, tasks, and shells to look at,
    which the learner sees; J asks to be let in. H pushes a hint, M and A write, R resets, and
    ? lists the keys. swarmlab class does the same from scripts.
    """
    from swarmlab.errors import UsageError

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "a class is shown in a terminal", next_step="swarmlab class says it in lines"
        )
    context.exit(_shown())


def _shown() -> int:
    with uncollected():  # a search for garbage would only delay the screen
        from swarmlab.cli.start import require_screens
        from swarmlab.cli.told_to_end import leaving_in_order
        from swarmlab.cli.workplace import lab_name, progress_and_engine
        from swarmlab.runs.classroom.desk import ClassDesk
        from swarmlab.tui.instructor_app import InstructorApp

        settle()
    require_screens()
    with (
        progress_and_engine() as (store, connect),
        contextlib.closing(ClassDesk(store, connect)) as desk,
    ):
        app = InstructorApp(desk, lab_name(current().lab))
        with leaving_in_order(lambda code: app.call_from_thread(app.exit, None, code)):
            app.run()
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0
