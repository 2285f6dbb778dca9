"""A node's power switch, which nobody inside the node can reach."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Literal, get_args

from docker.errors import APIError, NotFound

from swarmlab.errors import NodeError, StartFailed
from swarmlab.nodes.bootlog import BootFailed, Cancelled, await_boot
from swarmlab.nodes.diagnosis import diagnose
from swarmlab.nodes.engine import words_of
from swarmlab.patience import patient

if TYPE_CHECKING:
    from collections.abc import Callable

    from swarmlab.nodes.bootlog import Sign
    from swarmlab.nodes.engine import Engine

Verb = Literal["kill", "start", "restart", "pause", "unpause"]
State = Literal["running", "paused", "stopped", "gone"]

VERBS: tuple[Verb, ...] = get_args(Verb)
BOOT_SECONDS = patient(60.0)
END_SECONDS = 20
_FREEZES = 4


def switch(engine: Engine, container: str, node: str, verb: str) -> None:
    """Do it, and return once it is so: a started node's engine answers and is loaded.

    Raises:
        NodeError: the node is not in a state that allows it, or there is no such verb.
        StartFailed: it did not come up again.
        EngineGone: the engine stopped answering.
    """
    if verb not in VERBS:
        raise NodeError(
            f"a node cannot be told to {verb!r}", next_step=f"one of {', '.join(VERBS)}"
        )
    with engine.asking(f"to {verb} {node}"):
        try:
            _ACTS[verb](engine, container)
        except APIError as error:
            raise NodeError(
                f"the node cannot {verb}: {words_of(error)}",
                place=node,
                next_step="`swarmlab status` shows the state of every node",
            ) from error
    if verb in {"start", "restart"}:
        _await(engine, container, node)


def state(engine: Engine, container: str) -> State:
    """Whether a node runs, as the engine says it.

    Raises:
        EngineGone: the engine does not answer.
    """
    with engine.asking("for the state of a node"):
        try:
            found = engine.api.inspect_container(container)["State"]
        except NotFound:
            return "gone"
    if found.get("Paused"):
        return "paused"
    return "running" if found.get("Running") else "stopped"


def _kill(engine: Engine, container: str) -> None:
    engine.api.kill(container)
    engine.api.wait(container, timeout=END_SECONDS)


def _start(engine: Engine, container: str) -> None:
    engine.api.start(container)


def _restart(engine: Engine, container: str) -> None:
    """As words say, killed and started: after an orderly stop, a worker that is back in a second
    is now and then listed as down for good (``heartbeat failure``; tried, 2 of 17 times, and
    never in 57 when killed).
    """
    _kill(engine, container)
    _start(engine, container)


def _pause(engine: Engine, container: str) -> None:
    """A busy machine may not manage to freeze all of a node's processes at the first try."""
    for _ in range(_FREEZES - 1):
        try:
            engine.api.pause(container)
        except APIError as error:
            if "unable to freeze" not in words_of(error):
                raise
        else:
            return
    engine.api.pause(container)


def _unpause(engine: Engine, container: str) -> None:
    engine.api.unpause(container)


_ACTS: dict[Verb, Callable[[Engine, str], None]] = {
    "kill": _kill,
    "start": _start,
    "restart": _restart,
    "pause": _pause,
    "unpause": _unpause,
}


def _await(engine: Engine, container: str, node: str) -> None:
    phases: list[Sign] = []
    try:
        with engine.asking(f"how far {node} is"):
            await_boot(
                engine,
                container,
                started=engine.api.inspect_container(container)["State"]["StartedAt"],
                seconds=BOOT_SECONDS,
                stop=threading.Event(),
                on_sign=phases.append,
            )
    except (BootFailed, Cancelled) as error:
        phase = "app loaded" if phases else "engine"
        raise diagnose(engine, node, container, phase, error).error() from error


__all__ = ["VERBS", "StartFailed", "State", "Verb", "state", "switch"]
