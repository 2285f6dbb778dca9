"""``class say``, ``hint``, ``goto``, ``reset`` and ``extend``: helping one learner, or all."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

import click

from swarmlab.cli import completing
from swarmlab.cli.class_who import finish, learners, takes_learners
from swarmlab.cli.output import tell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from swarmlab.runs.classroom.acts import Acts
    from swarmlab.runs.classroom.desk import ClassDesk
    from swarmlab.runs.events import Event
    from swarmlab.runs.registry import Run


@click.command()
@click.argument("words", nargs=-1, required=True)
@takes_learners
def say(words: tuple[str, ...], names: tuple[str, ...], *, everybody: bool, as_json: bool) -> None:
    """Put a message on learners' screens.

    It stays there until they put it away; with --plain it is a line.
    """
    with _acting(names, everybody=everybody) as (acts, runs):
        finish(acts.say(_ids(runs), "message", " ".join(words)), as_json=as_json)


@click.command()
@takes_learners
def hint(names: tuple[str, ...], *, everybody: bool, as_json: bool) -> None:
    """Send the next hint of the step each is at.

    It counts as a hint the learner asked for.
    """
    with _acting(names, everybody=everybody) as (acts, runs):
        finish(acts.push_hint(_ids(runs)), as_json=as_json)


@click.command()
@click.argument("place", shell_complete=completing.steps)
@takes_learners
def goto(place: str, names: tuple[str, ...], *, everybody: bool, as_json: bool) -> None:
    """Bring learners to a slide, on fresh nodes.

    PLACE is CHAPTER or CHAPTER#SLUG. The solutions before it are run; what was done stays
    done.
    """
    from swarmlab.runs import labfile, service

    with _acting(names, everybody=everybody) as (acts, runs):
        found = service.find_place(labfile.load(runs[0].path), place)
        finish(acts.move(_ids(runs), found, _narrator(runs)), as_json=as_json)


@click.command()
@click.option("--node", metavar="NODE", shell_complete=completing.nodes, help="Only this node.")
@click.option("--chapter", is_flag=True, help="The whole chapter each is in.")
@click.option("--progress", is_flag=True, help="All of it, with everything that was done.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@takes_learners
def reset(
    node: str | None, names: tuple[str, ...], *,
    chapter: bool, progress: bool, yes: bool, everybody: bool, as_json: bool,
) -> None:  # fmt: skip
    """Begin a step, a chapter, a node or all again.

    Without options, the step each learner is at: fresh nodes, brought to its start. For more
    than one learner, and where progress is dropped, it asks first.
    """
    if sum(map(bool, (node, chapter, progress))) > 1:
        message = "--node, --chapter and --progress are three different resets: name one"
        raise click.UsageError(message)
    what = node or ("lab" if chapter else "learner" if progress else "step")
    with _acting(names, everybody=everybody) as (acts, runs):
        if not yes and (len(runs) > 1 or progress):
            _ask(what, runs)
        finish(acts.reset(_ids(runs), what, _narrator(runs)), as_json=as_json)


@click.command()
@click.argument("minutes", type=click.FloatRange(min=0, min_open=True))
@takes_learners
def extend(minutes: float, names: tuple[str, ...], *, everybody: bool, as_json: bool) -> None:
    """Let nodes live longer.

    MINUTES are added to the time at which they would end.
    """
    with _acting(names, everybody=everybody) as (acts, runs):
        finish(acts.extend(_ids(runs), minutes), as_json=as_json)


@contextlib.contextmanager
def _acting(names: Sequence[str], *, everybody: bool) -> Iterator[tuple[Acts, list[Run]]]:
    from swarmlab.cli.workplace import progress_and_engine
    from swarmlab.runs.classroom.desk import ClassDesk

    with progress_and_engine() as (store, connect):
        runs = learners(store, names, everybody=everybody)
        desk: ClassDesk = ClassDesk(store, connect)
        yield desk.acts, runs


def _ids(runs: Sequence[Run]) -> list[str]:
    return [run.id for run in runs]


def _narrator(runs: Sequence[Run]) -> Callable[[str, Event], None]:
    """Says how far each is, in the order it happens."""
    from swarmlab.runs.events import ReplayProgress

    owners = {run.id: run.owner for run in runs}

    def narrate(run: str, event: Event) -> None:
        if isinstance(event, ReplayProgress):
            tell(f"{owners[run]}: going there, unit {event.done} of {event.total}: {event.step}")

    return narrate


_TOUCHES = {
    "step": "the step each is at",
    "lab": "the chapter each is in",
    "learner": "everything each has done, for good",
}


def _ask(what: str, runs: Sequence[Run]) -> None:
    """Have the number of learners typed.

    Raises:
        UsageError: nobody is there to type it.
        Abort: it was not typed.
    """
    from swarmlab.errors import UsageError

    if not _somebody_is_here():
        raise UsageError("nobody is here to ask", next_step="--yes goes on without")
    count = len(runs)
    learners_meant = f"{count} learner{'s' if count > 1 else ''}"
    tell(f"Fresh nodes for {learners_meant}: {_TOUCHES.get(what, f'node {what}')}.")
    if click.prompt(f"Type {count} to go on", err=True, default="") != str(count):
        raise click.Abort


def _somebody_is_here() -> bool:
    return sys.stdin.isatty()
