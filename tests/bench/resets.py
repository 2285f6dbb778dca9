"""A node, a step and a lab reset, and the way to a chapter's last step: each with its proof."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from swarmlab.runs import labfile, throwaway
from swarmlab.runs.engine_ground import EngineGround
from swarmlab.runs.model import Place
from swarmlab.runs.store import Store
from tests.bench.figure import Figure, median

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from swarmlab.runs.model import Step
    from swarmlab.runs.resetting import ResetProof
    from swarmlab.runs.session import Session

_LAB = "least-privilege"
_CHAPTERS = ("join-tokens", "certificates", "removal")
"""A short one, and the longest."""
_ROUNDS = 3


def measure(folder: Path) -> list[Figure]:
    """Each chapter on a run of its own, three times all of it."""
    figures: list[Figure] = []
    ground, lab = EngineGround.connect(), labfile.load(_LAB)
    with Store(folder / "state") as store:
        for name in _CHAPTERS:
            session = throwaway.begin(ground, store, lab)
            try:
                figures += _chapter(session, name)
            finally:
                session.leave(keep=False)
                throwaway.forget(store, session)
    ground.engine.close()
    return figures


def _chapter(session: Session, name: str) -> list[Figure]:
    """The figures of a chapter; a reset is asked for where the step's work is done."""
    first, *_, last = session.lab.chapter(name).steps
    end = Place(name, last.slide.index)
    worker = session.lab.chapter(name).chapter.nodes[-1]
    asked: dict[str, tuple[float, Callable[[], ResetProof]]] = {
        "goto the last step": (20, lambda: session.goto(end)),
        "node": (2, lambda: session.rebuild(worker)),
        "its first step": (4, lambda: _reset(session, first)),
        "lab": (4, session.reset_lab),
    }
    seconds: dict[str, list[float]] = {words: [] for words in asked}
    for _ in range(_ROUNDS):
        for words, (_aim, reset) in asked.items():
            seconds[words].append(_timed(reset))
    rounds = f"median of {_ROUNDS}"
    return [
        Figure(f"reset, {name}: {words}", median(seconds[words]), "s", asked[words][0],
               detail=f"{rounds}, longest {max(seconds[words]):.1f} s")
        for words in asked
    ]  # fmt: skip


def _reset(session: Session, step: Step) -> ResetProof:
    return session.reset_step(step)


def _timed(reset: Callable[[], ResetProof]) -> float:
    begun = time.perf_counter()
    proof = reset()
    seconds = time.perf_counter() - begun
    if not proof.holds:
        raise RuntimeError(proof.line)
    return seconds
