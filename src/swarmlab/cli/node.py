"""``node`` and ``logs``: one node's power, and what its engine wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import click

from swarmlab.cli import completing
from swarmlab.cli.output import result, tell
from swarmlab.cli.settings import takes_run

if TYPE_CHECKING:
    from swarmlab.deck.model import PowerVerb

_VERBS = ("kill", "start", "restart", "pause", "unpause", "rebuild")
_node_argument = click.argument("node", shell_complete=completing.nodes)


@click.command()
@click.argument("verb", type=click.Choice(_VERBS), metavar="VERB")
@_node_argument
@takes_run
@click.pass_context
def node(context: click.Context, verb: PowerVerb | Literal["rebuild"], node: str) -> None:
    """Kill, start, restart, pause, unpause or rebuild a node.

    \b
    kill     as if the power went: no warning, no clean leaving
    start    after a kill
    restart  kill, then start
    pause    it answers nothing until unpause
    unpause  it goes on
    rebuild  a fresh node with the same name and address, outside the swarm
    """  # noqa: D301 - the backspace is click's mark for lines to keep
    from swarmlab.cli.workplace import which, workshop

    with workshop() as verbs:
        if verb == "rebuild":
            proof = verbs.rebuild(node, **which())
            said, good = proof.lines, proof.holds
        else:
            said, good = (f"{node}: {verbs.power(node, verb, **which())}",), True
    for line in said:
        tell(line)
    context.exit(0 if good else 1)


@click.command()
@_node_argument
@takes_run
def logs(node: str) -> None:
    """Show the last lines of a node's log."""
    from swarmlab.cli.workplace import which, workshop

    with workshop() as verbs:
        text = verbs.log(node, **which())
    result(text.rstrip("\n"))
