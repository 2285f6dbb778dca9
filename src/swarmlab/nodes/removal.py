"""Removing everything that carries a label: containers, then networks and volumes."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docker.errors import APIError
from requests.exceptions import Timeout

from swarmlab.errors import EngineError
from swarmlab.nodes import labels
from swarmlab.nodes.engine import is_status, words_of
from swarmlab.patience import patient

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from swarmlab.nodes.engine import Engine

Filters = dict[str, list[str]]

_PARALLEL = 16
_PAUSE = 0.1
_SECONDS = patient(60.0)


@dataclass(frozen=True, slots=True)
class Objects:
    """What an engine holds that carries a label, as its lists describe it."""

    containers: tuple[dict[str, Any], ...]
    networks: tuple[dict[str, Any], ...]
    volumes: tuple[dict[str, Any], ...]

    def __len__(self) -> int:
        return len(self.containers) + len(self.networks) + len(self.volumes)

    def of(self, attempts: Collection[str]) -> Objects:
        """Those that these attempts made."""
        return self._chosen(lambda attempt: attempt in attempts)

    def but(self, spare: str) -> Objects:
        """Those that this attempt did not make; all where it is empty."""
        return self._chosen(lambda attempt: attempt != spare) if spare else self

    def _chosen(self, is_chosen: Callable[[str], bool]) -> Objects:
        def chosen(items: Iterable[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
            return tuple(i for i in items if is_chosen(labels.read(i["Labels"] or {}).attempt))

        return Objects(chosen(self.containers), chosen(self.networks), chosen(self.volumes))


def listing(engine: Engine, filters: Filters) -> Objects:
    """Everything on the engine the filters fit.

    Raises:
        EngineGone: it does not answer.
    """
    with engine.asking("what it holds"):
        api = engine.api
        return Objects(
            tuple(api.containers(all=True, filters=filters)),
            tuple(api.networks(filters=filters)),
            tuple(api.volumes(filters=filters).get("Volumes") or ()),
        )


def remove(engine: Engine, filters: Filters, *, spare: str = "", seconds: float = _SECONDS) -> int:
    """Remove everything the filters fit, until a listing is empty; returns how many there were.

    Args:
        engine: where they are.
        filters: which.
        spare: an attempt whose objects stay, though the filters fit them; none without one.
        seconds: how long to go on at most.

    Raises:
        EngineError: something was still there after ``seconds``; the message says what and why.
        EngineGone: the engine stopped answering.
    """
    deadline = time.monotonic() + seconds
    engine.require_answer()
    found = listing(engine, filters).but(spare)
    count = len(found)
    while found:
        refused = sweep(engine, found)
        found = listing(engine, filters).but(spare)
        if found and time.monotonic() > deadline:
            raise EngineError(
                f"{len(found)} objects could not be removed: {'; '.join(refused) or 'no reason'}",
                place=engine.target.words,
                next_step="`swarmlab clean` tries again",
            )
        if found:
            time.sleep(_PAUSE)
    return count


def sweep(engine: Engine, found: Objects) -> list[str]:
    """Remove what was found, once; returns the engine's reasons for what it refused.

    Raises:
        EngineGone: it stopped answering.
    """
    with (
        engine.asking("to remove what it holds"),
        ThreadPoolExecutor(_PARALLEL, thread_name_prefix="removal") as pool,
    ):

        def each(act: Callable[[str], None], names: Iterable[str]) -> list[str]:
            results = list(pool.map(lambda name: _quietly(act, name), names))
            return [reason for reason in results if reason]

        refused = each(
            lambda name: engine.api.remove_container(name, force=True, v=True),
            [str(container["Id"]) for container in found.containers],
        )
        refused += each(
            engine.api.remove_network,
            [str(network["Id"]) for network in found.networks],
        )
        refused += each(
            lambda name: engine.api.remove_volume(name, force=True),
            [str(volume["Name"]) for volume in found.volumes],
        )
    return refused


def _quietly(act: Callable[[str], None], name: str) -> str:
    try:
        act(name)
    except APIError as error:
        if is_status(error, 404):  # gone already, which is what was wanted
            return ""
        return words_of(error)
    except Timeout:  # a busy machine; whether it is still there, the next listing shows
        return f"{name[:12]} was not removed in time"
    return ""
