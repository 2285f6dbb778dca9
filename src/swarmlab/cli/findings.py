"""An examination in words: what is, what it means for which chapter, what to do."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from swarmlab.cli.needs import IDLE_BYTES, needs
from swarmlab.errors import SwarmlabError
from swarmlab.nodes.engine import OLDEST_API

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from swarmlab.cli.needs import ChapterNeeds
    from swarmlab.nodes.examine import Examination

GIB = 1 << 30
LEAST_DISK = GIB
"""The node image takes about 210 MB, a node with the workload image about 30."""
LEAST_INSTANCES = 128
LEAST_WATCHES = 8192
"""The kernel's old defaults: on cgroup v2 each container in a node takes an instance."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    topic: str
    state: Literal["passed", "failed", "error", "skipped"]
    """Fine; labs cannot run; something is touched; could not look."""
    observed: str
    means: str = ""
    next_step: str = ""

    @property
    def stops(self) -> bool:
        """No lab can run."""
        return self.state == "failed"


_KERNEL = {
    "overlay": "nodes keep images and containers as full copies: slow, much disk",
    "vxlan": "overlay networks connect nothing between nodes",
    "ip_vs": "services answer at no virtual IP and at no published port",
    "esp": "encrypted overlays let no packet through between nodes",
}
"""What the lack of a feature means."""

_OTHER_KERNEL = "use a kernel that has it; some distributions pack it apart, as linux-modules-extra"


def chapters_found() -> tuple[ChapterNeeds, ...]:
    """What the labs that can be found need; labs with faults are lint's business."""
    from swarmlab.runs import labfile

    labs = []
    for path in labfile.all_labs():
        with contextlib.suppress(SwarmlabError):
            labs.append(labfile.load(path))
    return needs(labs)


def findings(seen: Examination, chapters: Sequence[ChapterNeeds]) -> tuple[Finding, ...]:
    """Everything looked at, the engine first."""
    return (
        *_engine(seen),
        _cgroup(seen),
        *(_feature(seen, name, chapters) for name in _KERNEL),
        _inotify(seen),
        _memory(seen, chapters),
        _disk(seen),
        *_run_needs(seen),
    )


def _engine(seen: Examination) -> Iterator[Finding]:
    facts, problem = seen.facts, seen.problem
    if facts is None:
        words = str(problem) if problem else "no engine answers"
        step = problem.next_step if problem else ""
        yield Finding("engine", "failed", words, "no lab can run", step)
        return
    yield Finding("engine", "passed", f"Docker Engine {facts.version} on {facts.os}, {seen.target}")
    yield Finding("API", "passed", f"{facts.api_version}; {OLDEST_API} or newer is needed")


def _cgroup(seen: Examination) -> Finding:
    if not seen.cgroup:
        return Finding("cgroup", "skipped", "this machine does not tell")
    return Finding("cgroup", "passed", f"v{seen.cgroup}")


def _feature(seen: Examination, name: str, chapters: Sequence[ChapterNeeds]) -> Finding:
    feature = seen.kernel[name]
    if feature.present:
        return Finding(name, "passed", feature.evidence)
    if feature.present is None:
        return Finding(name, "skipped", feature.evidence)
    touched = [c.name for c in chapters if name in c.features or name == "overlay"]
    if not touched:
        means = f"{_KERNEL[name]}; no chapter found here needs it"
        return Finding(name, "error", feature.evidence, means)
    means = f"{_KERNEL[name]}; touches {', '.join(touched)}"
    return Finding(name, "error", feature.evidence, means, _OTHER_KERNEL)


def _inotify(seen: Examination) -> Finding:
    limits = seen.inotify
    if limits is None:
        return Finding("inotify", "skipped", "not told: the engine runs elsewhere")
    observed = f"{limits.instances} instances, {limits.watches} watches"
    if limits.instances >= LEAST_INSTANCES and limits.watches >= LEAST_WATCHES:
        return Finding("inotify", "passed", observed)
    return Finding(
        "inotify", "error", observed,
        "chapters with many nodes or services may fail with `too many open files`",
        f"sudo sysctl fs.inotify.max_user_instances={LEAST_INSTANCES * 4} "
        f"fs.inotify.max_user_watches={LEAST_WATCHES * 8}",
    )  # fmt: skip


def _memory(seen: Examination, chapters: Sequence[ChapterNeeds]) -> Finding:
    if seen.memory is None:
        return Finding("memory", "skipped", "not told")
    observed = f"{_gib(seen.memory)} {'available' if seen.same_machine else 'in all'}"
    short = [c for c in chapters if c.nodes * IDLE_BYTES > seen.memory]
    if short:
        names = ", ".join(c.name for c in short)
        return Finding(
            "memory", "error", observed, f"too little for the nodes of {names}", "end something"
        )
    tight = [c for c in chapters if c.limit > seen.memory]
    if tight:
        most = max(tight, key=lambda c: c.limit)
        means = f"{most.name} may take {_gib(most.limit)} when its nodes use all they may"
        return Finding("memory", "passed", observed, means)
    return Finding("memory", "passed", observed)


def _disk(seen: Examination) -> Finding:
    if seen.disk is None:
        return Finding("disk", "skipped", "not told: the engine runs elsewhere")
    observed = f"{_gib(seen.disk)} free where the engine keeps its data"
    if seen.disk >= LEAST_DISK:
        return Finding("disk", "passed", observed)
    return Finding(
        "disk", "error", observed, "nodes and their image need about 1 GiB; every chapter",
        "docker system prune, or make room",
    )  # fmt: skip


def _run_needs(seen: Examination) -> Iterator[Finding]:
    """What only an engine that answers can tell."""
    if seen.facts is None:
        return
    if seen.subnet:
        yield Finding("subnet", "passed", f"{seen.subnet} is free")
    else:
        step = "docker network prune removes unused ones"
        yield Finding("subnet", "failed", "all are taken", "no lab can run", step)
    yield _image(seen)
    yield _leftovers(seen)


def _image(seen: Examination) -> Finding:
    if seen.image:
        return Finding("image", "passed", seen.image + (", asked for" * bool(seen.image_asked_for)))
    if seen.image_asked_for and seen.image_problem is not None:
        problem = seen.image_problem
        return Finding("image", "failed", problem.message, "no lab can run", problem.next_step)
    if seen.image_problem is None:
        return Finding("image", "passed", "is made at the first start, from this machine's engine")
    return Finding(
        "image", "error", "is not there yet",
        f"it can only be built from a registry: {seen.image_problem.message}",
        seen.image_problem.next_step,
    )  # fmt: skip


def _leftovers(seen: Examination) -> Finding:
    if not seen.leftovers:
        return Finding("leftovers", "passed", "none")
    names = ", ".join(f"{left.found.lab} for {left.found.owner}" for left in seen.leftovers)
    return Finding(
        "leftovers", "error", f"nodes of ended runs: {names}",
        "they take memory, disk and subnets", "swarmlab clean removes them",
    )  # fmt: skip


def _gib(size: int) -> str:
    return f"{size / GIB:.1f} GiB"
