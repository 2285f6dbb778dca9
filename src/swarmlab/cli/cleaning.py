"""``swarmlab clean``: remove what ended runs left behind."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

import click

from swarmlab.cli.output import result, table, tell
from swarmlab.cli.settings import current, takes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swarmlab.nodes.clean import Leftover, RunOnEngine
    from swarmlab.nodes.engine import Engine
    from swarmlab.nodes.image import OldImage
    from swarmlab.runs.store import Store


@click.command()
@click.option("--all", "everything", is_flag=True, help="Kept and open runs too, of all owners.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@takes("engine")
def clean(*, everything: bool, yes: bool) -> None:
    """Remove what ended runs left behind.

    Lists the runs first, and node images that swarmlab uses no more, and asks. Kept runs,
    runs open in a program and runs of others stay unless they have expired, or --all is
    given. Progress stays in any case.
    """
    from swarmlab.cli.spared import Spared
    from swarmlab.nodes import clean as cleaning
    from swarmlab.nodes import image as node_image
    from swarmlab.nodes.engine import Engine
    from swarmlab.runs.store import Store

    with Store() as store, Engine.connect(current().engine) as engine:
        spared = Spared(store)
        found = cleaning.leftovers(
            engine, is_kept=spared.is_kept, expires_of=spared.expires_of, everything=everything
        )
        images = node_image.old(engine)
        if not found and not images:
            tell("nothing is left over")
            return
        _list(found, images)
        if not yes:
            _ask(len(found), len(images))
        for leftover in found:
            _remove(engine, store, leftover, everything=everything)
        for image in images:
            _remove_image(engine, image)


def _list(found: Sequence[Leftover], images: Sequence[OldImage]) -> None:
    if found:
        table([_row(left.found, left.reason) for left in found])
    if images:
        rows = [(image.reference, f"{image.size >> 20} MB", "not used any more")
                for image in images]  # fmt: skip
        table(rows)


def _row(run: RunOnEngine, reason: str) -> tuple[str, ...]:
    return (
        run.lab,
        run.owner,
        f"{run.containers} containers",
        f"{run.networks} networks",
        f"{run.volumes} volumes",
        reason,
    )


def _ask(runs: int, images: int) -> None:
    from swarmlab.errors import UsageError

    if not sys.stdin.isatty():
        raise UsageError("nobody is here to ask", next_step="swarmlab clean --yes")
    what = [
        f"the nodes of {'this run' if runs == 1 else f'these {runs} runs'}" if runs else "",
        ("this image" if images == 1 else f"these {images} images") if images else "",
    ]
    click.confirm(f"Remove {' and '.join(filter(None, what))}?", abort=True, err=True)


def _remove_image(engine: Engine, image: OldImage) -> None:
    from swarmlab.nodes import image as node_image

    if node_image.remove(engine, image):
        result(f"removed {image.reference}")
    else:
        tell(f"{image.reference} is used by a container: it stays")


def _remove(engine: Engine, store: Store, leftover: Leftover, *, everything: bool) -> None:
    """Remove one run, holding it meanwhile, so that no program starts it under our hands."""
    from swarmlab.errors import RunHeld, RunNotFound
    from swarmlab.nodes import clean as cleaning
    from swarmlab.runs import registry
    from swarmlab.runs.hold import Hold

    run, name = leftover.found.run, f"{leftover.found.lab} for {leftover.found.owner}"
    with contextlib.ExitStack() as ending:
        try:
            hold = Hold.take(store, registry.get_run(store, run))
        except RunNotFound:
            pass  # another's, or forgotten: the labels are all there is
        except RunHeld:
            if not everything:
                tell(f"{name} was opened meanwhile: it stays")
                return
        else:
            ending.callback(hold.end)
        cleaning.remove_run(engine, run)
        registry.set_state(store, run, "down")
    result(f"removed {name}")
