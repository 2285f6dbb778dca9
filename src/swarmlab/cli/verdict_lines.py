"""A step and its verdicts as lines for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.cli.output import Styled, result, sign
from swarmlab.plain.tasks import task_lines

if TYPE_CHECKING:
    from swarmlab.runs.lines import StepLines, TaskLine


def print_step(step: StepLines) -> None:
    """The step, each task with its verdict, and how many hold."""
    result(Styled(step.title, bold=True), f"  {step.step}")
    for task in step.tasks:
        print_task(task)
    holding = sum(task.state == "passed" for task in step.tasks)
    skipped = sum(task.state == "skipped" for task in step.tasks)
    also = f", {skipped} skipped" if skipped else ""
    result(f"{holding} of {len(step.tasks)} tasks hold{also}")


def print_task(task: TaskLine) -> None:
    """A task's line; below it the reason, or what was expected and seen where it is red."""
    for line in task_lines(task, sign(task.state)):
        result(*line)


def exit_code(step: StepLines) -> int:
    """0 when every task holds or is skipped, 1 when one is red, else 2: could not look."""
    states = {task.state for task in step.tasks}
    if states & {"waiting", "failed"}:
        return 1
    return 2 if "error" in states else 0
