"""``class status`` and ``class hands``: who is where, and who asks."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from swarmlab.cli.class_who import as_json_option, finish, lab_meant, learners, takes_learners
from swarmlab.cli.output import result, result_json, table, tell
from swarmlab.cli.settings import takes

if TYPE_CHECKING:
    from swarmlab.runs.classroom.model import ClassView, Learner
    from swarmlab.runs.store import Store

_MINUTE = 60


@click.command()
@as_json_option
@takes("lab", "engine")
def status(*, as_json: bool) -> None:
    """Show who is where, who needs help first."""
    from swarmlab.runs.store import Store

    with Store() as store:
        view = _view(store)
    if as_json:
        result_json(_told(view))
        return
    if view.paused is not None:
        result(f"paused: {view.paused or 'for a discussion'}")
    if view.locked:
        result(f"locked: {', '.join(sorted(view.locked))}")
    table([_HEAD, *(_row(view, learner) for learner in view.learners)])


@click.command()
@click.option("--lower", is_flag=True, help="The questions were answered.")
@takes_learners
def hands(names: tuple[str, ...], *, lower: bool, everybody: bool, as_json: bool) -> None:
    """Show the hands that are up, or lower them.

    Who asked first comes first. With --lower, for whom must be said.
    """
    from swarmlab.cli.workplace import progress_and_engine
    from swarmlab.runs.classroom.desk import ClassDesk

    with progress_and_engine() as (store, connect):
        if lower:
            runs = [run.id for run in learners(store, names, everybody=everybody)]
            finish(ClassDesk(store, connect).acts.lower_hand(runs), as_json=as_json)
        view = _view(store)
    up = [learner for learner in view.learners if learner.hand]
    shown = [learner for learner in up if not names or learner.owner in names]
    if as_json:
        result_json([{"run": one.run, "owner": one.owner, "hand": one.hand,
                      "question": one.question, "step": one.step} for one in shown])  # fmt: skip
        return
    if not shown:
        tell("no hand is up")
        return
    table([(one.owner, _ago(one.hand), one.step, one.question) for one in shown])


def _view(store: Store) -> ClassView:
    from swarmlab.runs import labfile, registry
    from swarmlab.runs.classroom import roster

    name = lab_meant(store)
    path = next(run.path for run in registry.all_runs(store) if run.lab == name)
    return roster.view(store, labfile.load(path))


_HEAD = ("learner", "standing", "at", "done", "points", "hints", "tries", "min", "last reason")


def _row(view: ClassView, one: Learner) -> tuple[str, ...]:
    done = sum(cell.state == "done" for cell in one.cells.values())
    chapter = one.place.chapter if one.place else ""
    reason = one.question or one.reason if one.standing == "asks" else one.reason
    return (
        one.owner, one.standing, one.step or chapter, f"{done}/{len(view.lab.steps)}",
        str(one.points), str(one.hints), str(one.attempts), str(int(one.seconds) // _MINUTE),
        " ".join(reason.split()),
    )  # fmt: skip


def _told(view: ClassView) -> dict[str, Any]:
    return {
        "lab": view.lab.name,
        "paused": view.paused,
        "locked": sorted(view.locked),
        "usual_seconds": dict(view.usual_seconds),
        "learners": [asdict(learner) for learner in view.learners],
    }


def _ago(since: float) -> str:
    minutes = int(max(0.0, time.time() - since)) // _MINUTE
    return f"{minutes} min" if minutes else "just now"
