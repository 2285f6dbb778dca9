"""``swarmlab check``: the verdicts of a step."""

from __future__ import annotations

import json
import threading
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from swarmlab.cli import completing
from swarmlab.cli.output import result, result_json, safe
from swarmlab.cli.settings import takes_run

if TYPE_CHECKING:
    from swarmlab.runs.lines import StepLines
    from swarmlab.runs.verbs import Workshop

LOOK_SECONDS = 1.0


@click.command()
@click.argument("step", required=False, shell_complete=completing.steps)
@click.option("--watch", is_flag=True, help="Look again until every task holds.")
@click.option("--json", "as_json", is_flag=True, help="For programs; with --watch a line a look.")
@takes_run
@click.pass_context
def check(context: click.Context, step: str | None, *, watch: bool, as_json: bool) -> None:
    """Judge the tasks of the step.

    Without STEP, of the step the run is at. Exit code 0 when every task holds, 1 when one
    does not, 2 when a node could not be looked at.
    """
    from swarmlab.cli.verdict_lines import exit_code
    from swarmlab.cli.workplace import workshop

    with workshop() as verbs:
        lines = _watch(verbs, step, as_json=as_json) if watch else _look(verbs, step)
    if not watch:
        _show(lines, as_json=as_json)
    context.exit(exit_code(lines))


def _look(verbs: Workshop, step: str | None) -> StepLines:
    from swarmlab.cli.workplace import which

    return verbs.check(**which(), step=step)


def _watch(verbs: Workshop, step: str | None, *, as_json: bool) -> StepLines:
    """Show the step whenever a verdict has changed, until all hold."""
    from swarmlab.cli.verdict_lines import print_step

    pause = threading.Event()
    shown: StepLines | None = None
    while True:
        # The step begun with stays: going on is not what is watched.
        lines = _look(verbs, shown.step if shown else step)
        if shown is None or _states(lines) != _states(shown):
            shown = lines
            if as_json:
                result(json.dumps(safe(asdict(lines))))
            else:
                print_step(lines)
        if all(task.state in {"passed", "skipped"} for task in lines.tasks):
            return lines
        pause.wait(LOOK_SECONDS)


def _states(lines: StepLines) -> list[tuple[str, str, str]]:
    return [(task.key, task.state, task.observed) for task in lines.tasks]


def _show(lines: StepLines, *, as_json: bool) -> None:
    from swarmlab.cli.verdict_lines import print_step

    if as_json:
        result_json(asdict(lines))
    else:
        print_step(lines)
