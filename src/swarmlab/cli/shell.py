"""``swarmlab shell``: a node's shell over this terminal."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

import click

from swarmlab.cli import completing
from swarmlab.cli.settings import takes_run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swarmlab.cli.workplace import Which
    from swarmlab.runs.ground import NodeShell
    from swarmlab.runs.registry import Run
    from swarmlab.runs.verbs import Workshop


@click.command()
@click.argument("node", shell_complete=completing.nodes)
@takes_run
@click.pass_context
def shell(context: click.Context, node: str) -> None:
    """Open a node's shell in this terminal.

    It is the shell the lab screen shows, and it stays when you leave with ctrl+g. What is
    typed counts for the tasks. What programs in the node print is drawn, never passed on
    to this terminal.
    """
    from swarmlab.cli.workplace import which, workshop
    from swarmlab.errors import UsageError

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("a shell needs a terminal", next_step="run it in one")
    with workshop() as verbs, node_shell(verbs, node, which()) as opened:
        from swarmlab.cli.shell_app import ShellApp

        app = ShellApp(node, opened)
        code = app.run()
    if app.failure is not None:
        raise app.failure
    context.exit(code or 0)


@contextlib.contextmanager
def node_shell(verbs: Workshop, node: str, meant: Which) -> Iterator[NodeShell]:
    """The node's shell: of a run this program takes, or beside the program that holds it.

    Whoever holds the run keeps the journal: this program while the shell is open, or the other
    one, which listens to the same shell from then on.
    """
    from swarmlab.errors import RunHeld, RunNotFound
    from swarmlab.runs import labfile, registry, service
    from swarmlab.runs.hold import Hold
    from swarmlab.runs.session import Session

    target = verbs.shell_target(node, **meant)
    run = registry.get_run(verbs.store, target.run)
    try:
        hold = Hold.take(verbs.store, run)
    except RunHeld:
        with _beside(verbs, run, node) as beside:
            yield beside
        return
    with contextlib.ExitStack() as ending:
        ending.callback(hold.end)
        session = Session(verbs.connect(), hold, labfile.load(run.path))
        ending.pop_all()
        ending.callback(session.let_go)
        if not session.resume():
            raise RunNotFound(f"the nodes of lab {run.lab} are not up", next_step="swarmlab up")
        hold.serve(lambda request: service.do(session, request))
        yield session.shell(node)


@contextlib.contextmanager
def _beside(verbs: Workshop, run: Run, node: str) -> Iterator[NodeShell]:
    from swarmlab.errors import RunNotFound

    verbs.hear(node, run.lab, run.owner)
    found = verbs.connect().find(run.id)
    if found is None:
        raise RunNotFound("the nodes are gone", next_step="swarmlab up")
    with contextlib.closing(found):
        opened = found.nodes[node].shell()
        with contextlib.closing(opened):
            yield opened
