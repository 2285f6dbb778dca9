"""``swarmlab results``: what a class came to, as a table for other programs."""

from __future__ import annotations

from pathlib import Path

import click

from swarmlab.cli.output import safe, tell
from swarmlab.cli.settings import lab_argument, takes


@click.command()
@lab_argument
@click.option("--format", "kind", type=click.Choice(["csv", "json"]), default="csv",
              show_default=True)  # fmt: skip
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write there instead of stdout; an older file is replaced.")  # fmt: skip
@takes("lab")
def results(kind: str, out: Path | None) -> None:
    """Write what each step of each learner came to.

    Time, attempts, hints, solutions and points, for a spreadsheet or a program. LAB may be
    left out when only one lab has runs.
    """
    import json

    from swarmlab.cli.class_who import lab_meant
    from swarmlab.cli.written import write, write_stdout
    from swarmlab.runs import labfile, registry
    from swarmlab.runs.classroom import results as came_to
    from swarmlab.runs.store import Store

    with Store() as store:
        name = lab_meant(store)
        path = next(run.path for run in registry.all_runs(store) if run.lab == name)
        found = came_to.read(store, labfile.load(path))
    if kind == "json":
        text = json.dumps(safe(came_to.as_json(found)), indent=2, ensure_ascii=False) + "\n"
    else:
        text = came_to.as_csv(found)
    if out is None:
        write_stdout(text)
        return
    write(out, text)
    learners = len({one.learner for one in found})
    tell(f"{learners} learner{'' if learners == 1 else 's'}: {out}")
