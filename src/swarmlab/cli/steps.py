"""``hint``, ``solve``, ``reset`` and ``goto``: moving along a lab."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from swarmlab.cli import completing
from swarmlab.cli.output import Styled, result, result_json, tell
from swarmlab.cli.settings import takes_run

if TYPE_CHECKING:
    from swarmlab.deck.model import Details
    from swarmlab.runs.resetting import ResetProof

_as_json = click.option("--json", "as_json", is_flag=True, help="What was proved, for programs.")
_step_argument = click.argument("step", required=False, shell_complete=completing.steps)


@click.command()
@_step_argument
@takes_run
def hint(step: str | None) -> None:
    """Show the next hint of the step.

    Without STEP, of the step the run is at. Hints are counted.
    """
    from swarmlab.cli.workplace import which, workshop

    with workshop() as verbs:
        found, shown, total = verbs.hint(**which(), step=step)
    if found is None:
        tell("no more hints; swarmlab solve types the solution" if total else "no hints here")
        return
    _print_hint(found)
    tell(f"hint {shown} of {total}")


def _print_hint(found: Details) -> None:
    from swarmlab.deck.model import plain
    from swarmlab.plain.blocks import lines

    result(Styled(plain(found.summary), bold=True))
    result()
    for line in lines(found.blocks):
        result(line)


@click.command()
@_step_argument
@takes_run
@click.pass_context
def solve(context: click.Context, step: str | None) -> None:
    """Type the step's solution into the nodes.

    Without STEP, of the step the run is at. Each unit is checked, and the tasks are judged
    at the end. Exit code 1 when one does not hold.
    """
    from swarmlab.cli.narrator import narrate
    from swarmlab.cli.verdict_lines import exit_code, print_step
    from swarmlab.cli.workplace import which, workshop

    with workshop() as verbs:
        lines = verbs.solve(**which(), step=step, on_event=narrate)
    print_step(lines)
    context.exit(exit_code(lines))


@click.command()
@_step_argument
@click.option("--node", metavar="NODE", shell_complete=completing.nodes, help="Only this node.")
@click.option("--all", "everything", is_flag=True, help="The whole chapter.")
@_as_json
@takes_run
@click.pass_context
def reset(
    context: click.Context, step: str | None, node: str | None, *, everything: bool, as_json: bool
) -> None:
    """Begin a step, a node or the lab again.

    Without STEP, the step the run is at: fresh nodes, brought to its start. A node alone
    comes back fresh and outside the swarm. Progress of earlier steps stays. What they are
    to be is looked at when they are there; exit code 1 when something is not so.
    """
    from swarmlab.cli.narrator import narrate
    from swarmlab.cli.workplace import which, workshop

    if sum(map(bool, (step, node, everything))) > 1:
        message = "STEP, --node and --all are three different resets: name one"
        raise click.UsageError(message)
    tell(f"a fresh {node}" if node else "fresh nodes, and the solutions before this place")
    with workshop() as verbs:
        proof = verbs.reset(
            **which(), step=step, node=node, everything=everything, on_event=narrate
        )
    context.exit(_print_proof(proof, as_json=as_json))


@click.command()
@click.argument("step", shell_complete=completing.steps)
@_as_json
@takes_run
@click.pass_context
def goto(context: click.Context, step: str, *, as_json: bool) -> None:
    """Go to the start of a step.

    STEP is CHAPTER or CHAPTER#SLUG. Fresh nodes come, and the solutions before it are run.
    Exit code 1 when the nodes are then not as they must be.
    """
    from swarmlab.cli.interrupt import called_off
    from swarmlab.cli.narrator import narrate
    from swarmlab.cli.workplace import which, workshop

    tell(f"fresh nodes, and the solutions before {step}")
    with workshop() as verbs, called_off() as arm:
        proof = verbs.goto(step, **which(), on_event=narrate, cancelled=arm)
    tell(f"at {step}")
    context.exit(_print_proof(proof, as_json=as_json))


def _print_proof(proof: ResetProof, *, as_json: bool) -> int:
    """What was proved, as a result; the exit code."""
    if as_json:
        result_json(proof.told())
    else:
        for line in proof.lines:
            result(line)
    return 0 if proof.holds else 1
