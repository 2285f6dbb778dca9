"""A step and its verdicts as lines for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.cli.output import Styled, result, sign

if TYPE_CHECKING:
    from collections.abc import Iterable

    from swarmlab.runs.verbs import StepLines, TaskLine

_WIDTH = len("skipped")


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
    text = Styled(" ".join(task.text.split()), bold=task.state == "failed")
    result(sign(task.state), f" {task.state.ljust(_WIDTH)}  ", text)
    for label, words in _details(task):
        result("    ", f"{label}: " if label else "", words)


def _details(task: TaskLine) -> Iterable[tuple[str, str]]:
    if task.state == "passed":
        return ()
    known = (
        ("", task.reason),
        ("expected", task.expected),
        ("observed", task.observed),
        ("on", task.node),
        ("look at", task.look_at),
    )
    return [(label, words) for label, words in known if words]


def exit_code(step: StepLines) -> int:
    """0 when every task holds or is skipped, 1 when one is red, else 2: could not look."""
    states = {task.state for task in step.tasks}
    if states & {"waiting", "failed"}:
        return 1
    return 2 if "error" in states else 0
