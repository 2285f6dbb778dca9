"""What commands about runs need: the progress file, an engine, and whose run it is."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from swarmlab.cli.output import tell
from swarmlab.cli.settings import current

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from swarmlab.runs.engine_ground import EngineGround
    from swarmlab.runs.store import Store
    from swarmlab.runs.verbs import Workshop


_AFTER_DAMAGE = (
    "a new one is begun: runs begin anew; nodes that the old one knew of end by themselves, or"
    " sooner by `swarmlab clean --all`"
)


class Which(TypedDict):
    """The run meant, as verbs take it; None where it was not said."""

    lab: str | None
    owner: str | None


@contextlib.contextmanager
def workshop(*, says_where: bool = True) -> Iterator[Workshop]:
    """The verbs on runs; the engine is asked when a verb first needs it.

    Which engine that is, is said then, where it is not this machine's own; not by a program
    that has the whole screen by then, with ``says_where`` false.
    """
    from swarmlab.runs.verbs import Workshop

    with progress_and_engine() as (store, connect):
        yield Workshop(store, _telling(connect) if says_where else connect)


def _telling(connect: Callable[[], EngineGround]) -> Callable[[], EngineGround]:
    """The same, and the first time the engine is named, if it is another than the usual one."""
    told = False

    def connected() -> EngineGround:
        nonlocal told
        ground = connect()
        if not told and ground.elsewhere:
            tell(f"on {ground.elsewhere}")
        told = True
        return ground

    return connected


@contextlib.contextmanager
def progress_and_engine() -> Iterator[tuple[Store, Callable[[], EngineGround]]]:
    """The progress file, and how the engine is reached when it is first needed."""
    from swarmlab.runs.store import Store

    # The screens connect from threads of their own, where click has no context.
    target, node_image = current().engine, current().image
    with Store() as store, contextlib.ExitStack() as grounds:
        if store.set_aside:
            tell(f"the progress file was damaged; it is kept as {store.set_aside}")
            tell(_AFTER_DAMAGE)
        known: list[EngineGround] = []

        def connect() -> EngineGround:
            from swarmlab.runs.engine_ground import EngineGround

            if not known:
                ground = EngineGround.connect(target, node_image)
                grounds.callback(ground.engine.close)
                known.append(ground)
            return known[0]

        yield store, connect


def which() -> Which:
    """The run meant on the command line."""
    settings = current()
    return {"lab": lab_name(settings.lab), "owner": settings.owner}


def lab_name(lab: str | None) -> str | None:
    """The name under which runs of a lab are stored, for a name or a path."""
    if lab is None or (os.sep not in lab and not lab.endswith(".toml")):
        return lab
    return Path(lab).stem
