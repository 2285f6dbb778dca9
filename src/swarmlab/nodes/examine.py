"""A look at an engine and, where it runs here, at this machine: what labs will find.

Looking changes nothing. What cannot be seen is None, never a guess.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from swarmlab.errors import ImageError, SwarmlabError
from swarmlab.nodes import chosen, image, network, programs, target
from swarmlab.nodes import examine_machine as machine
from swarmlab.nodes.engine import Engine
from swarmlab.nodes.examine_kernel import FEATURES, Feature, Kernel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from swarmlab.nodes.clean import Leftover
    from swarmlab.nodes.engine import EngineFacts
    from swarmlab.nodes.examine_machine import Inotify

    Leftovers = Callable[[Engine], Sequence[Leftover]]

A_FEW = 3
"""Nodes of a usual run."""


@dataclass(frozen=True)
class Examination:
    """What was seen."""

    target: str = ""
    """The engine's address in words."""
    facts: EngineFacts | None = None
    """None when no engine answers; ``problem`` says why."""
    problem: SwarmlabError | None = None
    same_machine: bool = True
    """The engine runs on this machine's kernel, so the fields below tell of the engine."""
    kernel: dict[str, Feature] = field(default_factory=dict)
    cgroup: str = ""
    """``1``, ``2`` or empty."""
    inotify: Inotify | None = None
    memory: int | None = None
    """Available bytes; of an engine elsewhere all that its machine has."""
    disk: int | None = None
    """Free bytes where the engine keeps its data."""
    subnet: str = ""
    """One that a run could have; empty when all are taken."""
    image: str = ""
    """The node image that is there already."""
    image_asked_for: str = ""
    """By option or environment; empty for swarmlab's own."""
    image_problem: ImageError | None = None
    """Why the one asked for cannot be used; or why none can be assembled, when one has to be."""
    leftovers: tuple[Leftover, ...] = ()
    """What ended runs left behind."""
    raw: dict[str, Any] = field(default_factory=dict)
    """The engine's own ``info`` and ``version``, for a bug report."""


def examine(engine: str | None, leftovers: Leftovers, node_image: str | None = None) -> Examination:
    """Look at an engine and at this machine.

    Args:
        engine: the one meant; None for the one the docker CLI would use.
        leftovers: finds what ended runs left on an engine.
        node_image: one that was asked for, in place of swarmlab's own.
    """
    try:
        seen = Examination(target=target.resolve(engine).words)
        with Engine.connect(engine) as connected:
            return _with_engine(seen, connected, leftovers, node_image)
    except SwarmlabError as problem:
        return _this_machine(Examination(problem=problem), folder="/var/lib")


def _with_engine(
    seen: Examination, engine: Engine, leftovers: Leftovers, node_image: str | None
) -> Examination:
    facts = engine.facts()
    here = engine.target.is_local and facts.kernel == os.uname().release
    seen = replace(seen, facts=facts, same_machine=here)
    seen = _this_machine(seen, folder=facts.root) if here else _elsewhere(seen, facts)
    seen = replace(seen, cgroup=facts.cgroup_version, raw=_raw(engine))
    return _for_runs(seen, engine, leftovers, node_image)


def _this_machine(seen: Examination, folder: str) -> Examination:
    kernel = Kernel.running()
    return replace(
        seen,
        kernel={name: kernel.feature(name) for name in FEATURES},
        cgroup=machine.cgroup_version(),
        inotify=machine.inotify(),
        memory=machine.memory_available(),
        disk=machine.disk_free(folder),
    )


def _elsewhere(seen: Examination, facts: EngineFacts) -> Examination:
    words = f"not told: the engine runs on another kernel, {facts.kernel}"
    features = {name: Feature(name, None, words) for name in FEATURES}
    return replace(seen, kernel=features, memory=facts.memory)


def _for_runs(
    seen: Examination, engine: Engine, leftovers: Leftovers, node_image: str | None
) -> Examination:
    """What a run would find: a subnet, an image, and what others left."""
    asked = chosen.reference(node_image)
    free = next(network.candidates(network.prefix_for(A_FEW), network.taken(engine)), None)
    problem = _problem_of(engine, asked) if asked else None
    found = "" if problem else image.find(engine, node_image) or ""
    return replace(
        seen,
        subnet=str(free or ""),
        image=found,
        image_asked_for=asked,
        image_problem=problem or (None if found else _image_problem()),
        leftovers=tuple(leftovers(engine)),
    )


def _problem_of(engine: Engine, asked: str) -> ImageError | None:
    try:
        chosen.require(engine, asked)
    except ImageError as problem:
        return problem
    return None


def _image_problem() -> ImageError | None:
    try:
        programs.find()
    except ImageError as problem:
        return problem
    return None


def _raw(engine: Engine) -> dict[str, Any]:
    with engine.asking("about itself"):
        return {"info": engine.api.info(), "version": engine.api.version()}
