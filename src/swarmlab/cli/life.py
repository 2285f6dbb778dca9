"""``up``, ``down`` and ``status``: a run's nodes, or those of a class, without the screens."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from swarmlab.cli import completing, several
from swarmlab.cli.output import Styled, result, result_json, tell
from swarmlab.cli.settings import current, lab_argument, takes_new_run, takes_run

if TYPE_CHECKING:
    from swarmlab.runs.lines import RunLine


@click.command()
@lab_argument
@click.option("--at", metavar="CHAPTER", shell_complete=completing.steps,
              help="At the start of this chapter, or of a step of it.")  # fmt: skip
@several.for_option
@click.option("--per-node", callback=several.size, metavar="SIZE",
              help="With --for: memory a node counts while it begins; else its limit.")  # fmt: skip
@click.option("--at-once", type=click.IntRange(1), metavar="N",
              help="With --for: runs that begin side by side; else by the cores.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@takes_new_run
@click.pass_context
def up(
    context: click.Context,
    at: str | None,
    names: tuple[str, ...],
    per_node: int | None,
    at_once: int | None,
    *,
    as_json: bool,
) -> None:
    """Bring a lab's nodes up and keep them.

    They stay until `swarmlab down`, or until the lab's hours are over. LAB may be left
    out when there is one lab only.

    With --for, each learner named gets a run of their own; `swarmlab LAB --as NAME` opens
    one. As many begin side by side as cores, memory and subnets allow; the others wait and
    begin as soon as there is room. A run that begins counts with all its nodes may take,
    one that is up with what it takes. Ctrl-C ends the queue: who is up stays. Exit code 2
    when not everybody is up.
    """
    if names:
        from swarmlab.runs.crowd import Wish
        from swarmlab.runs.owners import several as owner_names

        several.no_owner_besides()
        wish = Wish(current().lab or _only_lab(), owner_names(names), at, per_node, at_once)
        context.exit(several.up(wish, as_json=as_json))
    if per_node is not None or at_once:
        raise click.UsageError("--per-node and --at-once are for a class: say --for", context)
    from swarmlab.cli.interrupt import called_off
    from swarmlab.cli.narrator import narrate
    from swarmlab.cli.workplace import workshop

    with workshop() as verbs, called_off() as arm:
        lab = current().lab or _only_lab()
        line = verbs.up(lab, current().owner, at=at, on_event=narrate, cancelled=arm)
    if as_json:
        result_json(asdict(line))
    else:
        print_run(line)


@click.command()
@lab_argument
@several.for_option
@click.option("--all", "everybody", is_flag=True, help="Everybody's run of LAB.")
@click.option("--yes", is_flag=True, help="With --all: do not ask.")
@click.option("--json", "as_json", is_flag=True, help="With --for or --all: for programs.")
@takes_run
@click.pass_context
def down(
    context: click.Context, names: tuple[str, ...], *, everybody: bool, yes: bool, as_json: bool
) -> None:
    """Remove a lab's nodes; progress stays.

    With --for, those of each learner named; with --all, those of everybody who has this lab.
    One that cannot be removed does not keep the others; exit code 2 then.
    """
    from swarmlab.cli.workplace import lab_name, which, workshop
    from swarmlab.runs.owners import several as owner_names

    if names and everybody:
        raise click.UsageError("--for names some and --all means everybody: say one", context)
    if names or everybody:
        several.no_owner_besides()
        lab = lab_name(current().lab or _only_lab("down")) or ""
        owners = None if everybody else owner_names(names)
        context.exit(several.down(lab, owners, as_json=as_json, yes=yes))
    if yes or as_json:
        raise click.UsageError("--yes and --json are for a class: say --for or --all", context)
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


def _only_lab(verb: str = "up") -> str:
    """The lab that is meant when none was named."""
    from swarmlab.errors import UsageError
    from swarmlab.runs import labfile

    names = [path.stem for path in labfile.all_labs()]
    if len(names) == 1:
        return names[0]
    listed = "\n".join(f"  {name}" for name in names) or "  none found"
    raise UsageError(f"which lab? There are:\n{listed}", next_step=f"swarmlab {verb} LAB")
