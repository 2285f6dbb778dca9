"""A node's power switch, which nobody inside the node can reach."""

from __future__ import annotations

import threading
import time
from datetime import datetime
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
FORGOTTEN_SECONDS = 4.2
"""Until a swarm has listed a dead node as down: three beats of 1 s, each up to 0.5 s late."""
_FREEZES = 4
_STARTS = frozenset({"start", "restart"})


def switch(engine: Engine, container: str, node: str, verb: str, *, counted: bool = True) -> None:
    """Do it, and return once it is so: a started node's engine answers and is loaded.

    Args:
        engine: the engine that hosts the node.
        container: the node's container.
        node: its name.
        verb: one of ``VERBS``.
        counted: other nodes of a swarm may miss it. Then it starts no sooner than they do:
            a node that is back in the moment in which it is given up stays listed as down
            for good (``heartbeat failure``; tried, 2 of 36 that came back within 2.5 to 4 s).

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
            if verb == "restart":  # after an orderly stop it is listed as down more often
                _kill(engine, container)
            if verb in _STARTS and counted:
                _outlast(engine, container)
            _ACTS[verb](engine, container)
        except APIError as error:
            raise NodeError(
                f"the node cannot {verb}: {words_of(error)}",
                place=node,
                next_step="`swarmlab status` shows the state of every node",
            ) from error
    if verb in _STARTS:
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


def _outlast(engine: Engine, container: str) -> None:
    """Wait until the swarm has noticed that the node is dead, by the engine's own clock."""
    state = engine.api.inspect_container(container)["State"]
    if state["Running"]:
        return
    dead = _moment(engine.api.info()["SystemTime"]) - _moment(state["FinishedAt"])
    if 0 <= dead < FORGOTTEN_SECONDS:
        time.sleep(FORGOTTEN_SECONDS - dead)


def _moment(words: str) -> float:
    """Seconds since the epoch, of a time as the engine writes it, to the second or finer."""
    return datetime.fromisoformat(words).timestamp()


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
    "restart": _start,
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
