"""``swarmlab test``: a lab proves itself on real nodes.

Each chapter is walked twice, on two runs of their own: once rightly (red, output, green) and
once wrongly (sabotage, reset). As many walks go on side by side as the engine has room for.
"""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from swarmlab.errors import SwarmlabError
from swarmlab.runs import orphans, throwaway
from swarmlab.runs.model import Place
from swarmlab.runs.prooflog import ProofLog, fault_of
from swarmlab.runs.report import Fault, Report, in_order
from swarmlab.runs.schedule import LINES, at_once, longest_first

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from swarmlab.runs.ground import Ground
    from swarmlab.runs.model import BoundChapter, Lab
    from swarmlab.runs.report import Proof
    from swarmlab.runs.schedule import Line
    from swarmlab.runs.session import Session
    from swarmlab.runs.store import Store


def prove(
    ground: Ground,
    store: Store,
    lab: Lab,
    chapters: Sequence[str] = (),
    on_progress: Callable[[Proof], None] = lambda _: None,
    side_by_side: int | None = None,
    *,
    once: bool = False,
    strict: bool = False,
) -> Report:
    """Make the five proofs of each step of a lab, or of some of its chapters.

    Args:
        ground: where nodes come from.
        store: the progress file; the test's runs have owners of their own, and go.
        lab: what to prove.
        chapters: names; all without one.
        on_progress: told of each proof as it ends, from any thread.
        side_by_side: how many walks go on at once; by the engine's room without a number.
        once: each chapter is only solved (red, output, green), not spoilt and reset.
        strict: a task that this machine cannot judge is a fault.
    """
    begun = time.monotonic()
    orphans.clear(ground, store)
    chosen = [c for c in lab.chapters if not chapters or c.name in chapters]
    log = ProofLog(on_progress, strict=strict)
    if not any(chapter.steps for chapter in chosen):
        _without_steps(lab, log)
    else:
        walks = longest_first(chosen, LINES[:1] if once else LINES)
        at_a_time = side_by_side or at_once(ground.room(), chosen)
        _walk_all(ground, store, lab, walks, log, at_a_time)
    proofs = in_order(log.proofs, [step.id for step in lab.steps])
    return Report(lab.name, proofs, time.monotonic() - begun)


def _without_steps(lab: Lab, log: ProofLog) -> None:
    with log.proof(lab.name, lab.name, "start") as faults:
        faults.append(Fault(f"{lab.path}:1:1", "no step: there is nothing to prove"))


def _walk_all(
    ground: Ground,
    store: Store,
    lab: Lab,
    walks: Sequence[tuple[BoundChapter, Line]],
    log: ProofLog,
    side_by_side: int,
) -> None:
    stopped = threading.Event()
    with ThreadPoolExecutor(side_by_side, thread_name_prefix="proof") as pool:
        submitted = [
            pool.submit(_Walk(ground, store, lab, chapter, log, stopped).run, line)
            for chapter, line in walks
        ]
        try:
            for walk in submitted:
                walk.result()
        except BaseException:
            for walk in submitted:
                walk.cancel()
            stopped.set()
            raise


class _Walk:
    """One line through one chapter on a run of its own."""

    def __init__(
        self,
        ground: Ground,
        store: Store,
        lab: Lab,
        chapter: BoundChapter,
        log: ProofLog,
        stopped: threading.Event,
    ) -> None:
        self._ground = ground
        self._store = store
        self._lab = lab
        self._chapter = chapter
        self._log = log
        self._stopped = stopped

    def run(self, line: Line) -> None:
        if self._stopped.is_set():
            return
        session = throwaway.begin(
            self._ground, self._store, self._lab, self._stopped, watched=False
        )
        try:
            with self._log.proof(self._chapter.name, self._chapter.name, "start"):
                session.goto(Place(self._chapter.name))
            line(session, self._chapter, self._log, self._stopped).walk()
        except SwarmlabError:
            pass  # it is in the log, with its place
        finally:
            self._end(session)

    def _end(self, session: Session) -> None:
        run = session.run.id
        with self._log.proof(self._chapter.name, self._chapter.name, "end") as faults:
            try:
                session.leave(keep=False)
                faults += [
                    Fault(str(self._chapter.chapter.position), f"left over at the end: {thing}")
                    for thing in self._ground.listing(run)
                ]
            except SwarmlabError as error:
                faults.append(fault_of(error, self._chapter.chapter.position))
        throwaway.forget(self._store, session)
