"""Where proofs are written down as they are made, from several threads."""

from __future__ import annotations

import contextlib
import threading
import time
from typing import TYPE_CHECKING

from swarmlab.errors import SwarmlabError
from swarmlab.runs.report import Fault, Proof, Skip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from swarmlab.checks.verdict import Verdict
    from swarmlab.deck.model import Position
    from swarmlab.runs.model import BoundTask
    from swarmlab.runs.report import ProofName


class ProofLog:
    """Collects proofs and tells of each as it ends.

    Args:
        on_progress: told of each, from any thread.
        strict: a task that cannot be judged here is a fault.
    """

    def __init__(self, on_progress: Callable[[Proof], None], *, strict: bool = False) -> None:
        self._lock = threading.Lock()
        self._on_progress = on_progress
        self._strict = strict
        self._proofs: list[Proof] = []

    @property
    def proofs(self) -> tuple[Proof, ...]:
        """All so far."""
        with self._lock:
            return tuple(self._proofs)

    @contextlib.contextmanager
    def proof(self, chapter: str, step: str, name: ProofName) -> Iterator[list[Fault]]:
        """Time one proof; what is put into the list are its faults, and what it skips."""
        faults: list[Fault] = []
        begun = time.monotonic()
        try:
            yield faults
        except SwarmlabError as fault:
            faults.append(Fault(fault.place, fault.message))
            raise
        finally:
            skips = () if self._strict else tuple(f for f in faults if isinstance(f, Skip))
            real = tuple(fault for fault in faults if fault not in skips)
            proof = Proof(chapter, step, name, time.monotonic() - begun, real, skips)
            with self._lock:
                self._proofs.append(proof)
                self._on_progress(proof)


def fault_at(task: BoundTask, message: str) -> Fault:
    """A fault at a task's sentence."""
    return Fault(str(task.task.sentence_position), f"{task.task.sentence}: {message}")


def skip_at(task: BoundTask, verdict: Verdict) -> Skip:
    """A task that cannot be judged here."""
    return Skip(str(task.task.sentence_position), f"{task.task.sentence}: {verdict.words}")


def fault_of(error: SwarmlabError, position: Position) -> Fault:
    """An error as a fault; at the given place when its own is no line of a file."""
    is_line = ".md:" in error.place
    return Fault(error.place if is_line else str(position), error.message)
