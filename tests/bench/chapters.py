"""The core lab: its proofs in one run, its sentences, its disk search, its chapters' starts."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from swarmlab.runs import labfile, proofs, throwaway
from swarmlab.runs.engine_ground import EngineGround
from swarmlab.runs.model import Place
from swarmlab.runs.store import Store
from tests.bench.figure import Figure, p95

if TYPE_CHECKING:
    from pathlib import Path

    from swarmlab.runs.model import BoundChapter, Lab, Step
    from swarmlab.runs.session import Session

_LAB = "least-privilege"
_LOOKS = 5
_SEARCHES = ("is nowhere", "on the disk of", "holds no value of")
"""In sentences that search a node's data root, or all of an image."""
_CALLS = (" reaches ", " does not reach ", "port ")
"""In sentences that call over a network of tasks, and wait there for an answer that may not come:
seconds, where this kernel lacks IPVS."""


@dataclass
class _Measured:
    """Seconds, as they come."""

    starts: list[float] = field(default_factory=list)
    steps: list[tuple[float, str]] = field(default_factory=list)
    """With the step's id."""
    searches: list[float] = field(default_factory=list)
    calls: list[float] = field(default_factory=list)


def measure(folder: Path) -> list[Figure]:
    """Play every chapter once, and look at each step several times when it is done."""
    found = _Measured()
    ground, lab = EngineGround.connect(), labfile.load(_LAB)
    with Store(folder / "state") as store:
        for chapter in lab.chapters:
            _play(ground, store, lab, chapter, found)
    ground.engine.close()
    took = [seconds for seconds, _ in found.steps]
    looked = f"p95 of {len(took)}, {_LOOKS} looks at each step; slowest: {_slowest(found)}"
    figures = [
        Figure("a chapter's start state from nothing", max(found.starts), "s", 10,
               detail=f"the longest of {len(found.starts)}"),
        Figure("a step's sentences, evaluated", p95(took) * 1000, "ms", 150, detail=looked),
    ]  # fmt: skip
    if found.calls:
        detail = f"p95 of {len(found.calls)}; each sentence ends within 5 s"
        figures.append(Figure("sentences that call over a network", p95(found.calls), "s", 5,
                              detail=detail))  # fmt: skip
    if found.searches:
        detail = f"the longest of {len(found.searches)}, its snapshot and other sentences included"
        figures.append(
            Figure("search of a node's data root", max(found.searches), "s", 1, detail=detail)
        )
    return figures


def measure_proofs(folder: Path) -> list[Figure]:
    """All five proofs of every step of the lab, from nothing to nothing."""
    ground = EngineGround.connect()
    begun = time.perf_counter()
    with Store(folder / "state") as store:
        report = proofs.prove(ground, store, labfile.load(_LAB))
    seconds = time.perf_counter() - begun
    ground.engine.close()
    detail = f"{len(report.proofs)} proofs, {len(report.faults)} faults"
    return [Figure("one full proof run of the core lab", seconds / 60, "min", 15, detail=detail)]


def _play(
    ground: EngineGround, store: Store, lab: Lab, chapter: BoundChapter, found: _Measured
) -> None:
    # A watch of its own would look at the same time, and each would wait for the other.
    session = throwaway.begin(ground, store, lab, watched=False)
    try:
        begun = time.perf_counter()
        session.goto(Place(chapter.name))
        found.starts.append(time.perf_counter() - begun)
        for slide in chapter.chapter.slides:
            for unit in slide.solution:
                session.run_unit(unit)
            step = chapter.step_of(slide.index)
            if step is not None:
                session.player.hold(step, threading.Event())
                _look(session, step, found)
    finally:
        session.leave(keep=False)
        throwaway.forget(store, session)


def _look(session: Session, step: Step, found: _Measured) -> None:
    searches, calls = _says(step, _SEARCHES), _says(step, _CALLS)
    for _ in range(_LOOKS):
        begun = time.perf_counter()
        session.judge.try_out(step)
        seconds = time.perf_counter() - begun
        if searches:
            found.searches.append(seconds)
        elif calls:
            found.calls.append(seconds)
        else:
            found.steps.append((seconds, step.id))


def _says(step: Step, words: tuple[str, ...]) -> bool:
    """Whether one of the step's checks has some of the words."""
    return any(some in task.check.text for task in step.tasks for some in words)


def _slowest(found: _Measured) -> str:
    """The five slowest steps, each with its longest look."""
    longest: dict[str, float] = {}
    for seconds, step in found.steps:
        longest[step] = max(seconds, longest.get(step, 0.0))
    slow = sorted(longest.items(), key=lambda item: -item[1])[:5]
    return ", ".join(f"{step} {seconds * 1000:.0f} ms" for step, seconds in slow)
