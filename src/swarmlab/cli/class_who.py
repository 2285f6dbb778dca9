"""Which learners a command is for, and how it says what became of each."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, NoReturn

import click

from swarmlab.cli.output import Styled, result, result_json
from swarmlab.cli.settings import current, takes
from swarmlab.cli.workplace import lab_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from swarmlab.runs.classroom.model import Acted
    from swarmlab.runs.registry import Run
    from swarmlab.runs.store import Store

as_json_option = click.option("--json", "as_json", is_flag=True, help="For programs.")


def takes_learners(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command ``--for`` and ``--all``, beside the options of every class command."""
    for option in (
        takes("lab", "engine"),
        as_json_option,
        click.option("--all", "everybody", is_flag=True, help="Every learner of the lab."),
        click.option("--for", "names", metavar="NAME", multiple=True,
                     help="This learner; may be given several times."),
    ):  # fmt: skip
        function = option(function)
    return function


def lab_meant(store: Store) -> str:
    """The lab named, or the only one that has runs.

    Raises:
        RunNotFound: no lab has any.
        AmbiguousRun: several have.
    """
    from swarmlab.errors import AmbiguousRun, RunNotFound
    from swarmlab.runs.classroom import records

    known = records.labs(store)
    named = lab_name(current().lab)
    if named:
        if named not in known:
            raise RunNotFound(f"lab {named} has no runs", next_step="swarmlab status lists them")
        return named
    if len(known) > 1:
        listed = "\n".join(f"  --lab {name}" for name in known)
        raise AmbiguousRun(f"more than one lab has runs:\n{listed}", next_step="name one")
    if not known:
        raise RunNotFound("no lab has runs", next_step="swarmlab up LAB --as NAME starts one")
    return known[0]


def learners(store: Store, names: Sequence[str], *, everybody: bool) -> list[Run]:
    """The runs of the learners named, in that order; of all by name.

    Raises:
        UsageError: nobody was named, or both.
        RunNotFound: one of them has no run.
    """
    from swarmlab.errors import RunNotFound, UsageError
    from swarmlab.runs import registry

    if bool(names) == everybody:
        raise UsageError("for whom?", next_step="--for NAME, once or more; or --all")
    lab = lab_meant(store)
    known = {run.owner: run for run in registry.learners(store, lab)}
    for name in names:
        if name not in known:
            listed = ", ".join(sorted(known)) or "nobody"
            raise RunNotFound(f"{name} has no run of lab {lab}", next_step=f"learners: {listed}")
    return [known[name] for name in dict.fromkeys(names)] or [known[n] for n in sorted(known)]


def finish(acted: Sequence[Acted], *, as_json: bool) -> NoReturn:
    """Say what became of each learner, and end the command."""
    if as_json:
        result_json([{**asdict(one), "seconds": round(one.seconds, 2)} for one in acted])
    else:
        width = max((len(one.owner) for one in acted), default=0)
        for one in acted:
            mark = Styled("done  ", fg="green") if one.done else Styled("not   ", fg="red")
            took = Styled(f"  {one.seconds:.1f} s", dim=True) if one.seconds >= 0.1 else ""
            result(mark, f"{one.owner.ljust(width)}  {one.words}", took)
    click.get_current_context().exit(0 if all(one.done for one in acted) else 2)
