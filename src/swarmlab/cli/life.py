"""``up``, ``down`` and ``status``: a run's nodes, without the screens."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from swarmlab.cli import completing
from swarmlab.cli.output import Styled, result, result_json, tell
from swarmlab.cli.settings import current, lab_argument, takes_new_run, takes_run

if TYPE_CHECKING:
    from swarmlab.runs.verbs import RunLine


@click.command()
@lab_argument
@click.option("--at", metavar="CHAPTER", shell_complete=completing.steps,
              help="At the start of this chapter, or of a step of it.")  # fmt: skip
@takes_new_run
def up(at: str | None) -> None:
    """Bring a lab's nodes up and keep them.

    They stay until `swarmlab down`, or until the lab's hours are over. LAB may be left
    out when there is one lab only.
    """
    from swarmlab.cli.interrupt import called_off
    from swarmlab.cli.narrator import narrate
    from swarmlab.cli.workplace import workshop

    with workshop() as verbs, called_off() as arm:
        lab = current().lab or _only_lab()
        line = verbs.up(lab, current().owner, at=at, on_event=narrate, cancelled=arm)
    print_run(line)


@click.command()
@lab_argument
@takes_run
def down() -> None:
    """Remove a lab's nodes; progress stays."""
    from swarmlab.cli.workplace import which, workshop

    with workshop() as verbs:
        run = verbs.down(**which())
    tell(f"the nodes of {run.lab} for {run.owner} are gone; progress stays")


@click.command()
@lab_argument
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@takes_run
def status(*, as_json: bool) -> None:
    """Show runs, their nodes and how far they are."""
    from swarmlab.cli.workplace import which, workshop

    with workshop() as verbs:
        lines = verbs.status(**which())
    if as_json:
        result_json([asdict(line) for line in lines])
        return
    for line in lines:
        print_run(line)
    if not lines:
        tell("no runs; swarmlab up LAB starts one")


def print_run(line: RunLine) -> None:
    """A run, and a line for each of its nodes."""
    result(Styled(line.lab, bold=True), f"  for {line.owner}  {_state(line)}  {_progress(line)}")
    result(f"  {_came_to(line)}")
    for node, state in line.nodes.items():
        result(f"  {node.ljust(max(map(len, line.nodes)))}  {state}")
    if line.state != "down" and not line.nodes:
        tell("its nodes are not to be seen; swarmlab doctor says whether the engine answers")


def _state(line: RunLine) -> str:
    if line.state == "down":
        return "down"
    if line.held:
        return "open in another program"
    if line.state == "attached":
        return "left by a program that is gone; swarmlab clean removes it"
    return f"kept until {time.strftime('%Y-%m-%d %H:%M', time.localtime(line.expires))}"


def _progress(line: RunLine) -> str:
    here = f", at {line.step or line.chapter}" if line.chapter else ""
    return f"{line.steps_done} of {line.steps} steps done{here}"


def _came_to(line: RunLine) -> str:
    parts = [f"{line.points} of {line.of} points"]
    for number, noun in ((line.hints, "hint"), (line.solutions, "solution"),
                         (line.attempts, "attempt")):  # fmt: skip
        parts.append(f"{number} {noun}{'' if number == 1 else 's'}")
    return ", ".join([*parts, f"{int(line.seconds) // 60} min"])


def _only_lab() -> str:
    """The lab to bring up when none was named."""
    from swarmlab.errors import UsageError
    from swarmlab.runs import labfile

    names = [path.stem for path in labfile.all_labs()]
    if len(names) == 1:
        return names[0]
    listed = "\n".join(f"  {name}" for name in names) or "  none found"
    raise UsageError(f"which lab? There are:\n{listed}", next_step="swarmlab up LAB")
