"""The shells of the run that belongs to a deck, for as long as each is shown."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Self

from swarmlab.cli.shell import node_shell
from swarmlab.errors import AmbiguousRun, RunNotFound
from swarmlab.runs import labplaces, labtoml, registry

if TYPE_CHECKING:
    from swarmlab.deck.deck import Deck
    from swarmlab.runs.ground import NodeShell
    from swarmlab.runs.registry import Run
    from swarmlab.runs.verbs import Workshop


class NodeVisit:
    """Implements the screens' ``Visit``."""

    def __init__(self, shell: NodeShell, held: contextlib.ExitStack, lock: threading.Lock) -> None:
        self.shell = shell
        self._held, self._lock = held, lock

    def end(self) -> None:
        """Let go of the shell, and of the run where this program took it."""
        with self._lock:
            self._held.close()


class NodeVisits:
    """Implements the screens' ``NodeShells``; a context manager that ends what is still open.

    Between two visits this program holds no run, so that ``swarmlab down`` and the lab's own
    screens have it.

    Args:
        verbs: the verbs on runs.
        deck: what is shown.
        owner: whose run; None where ``--as`` was not said.
    """

    def __init__(self, verbs: Workshop, deck: Deck, owner: str | None) -> None:
        self._verbs, self._deck, self._owner = verbs, deck, owner
        self._chapters = {chapter.name for chapter in deck.chapters}
        self._lock = threading.Lock()
        self._visits: list[NodeVisit] = []
        self._over = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._over = True
        for visit in self._visits:
            visit.end()

    def visit(self, node: str) -> NodeVisit:
        """Open a node's shell, of the run's first node where the name is empty.

        Raises:
            RunNotFound: the lab is not up, or has no such node up.
            AmbiguousRun: it is up for several owners.
        """
        with self._lock, contextlib.ExitStack() as opening:
            run = self._run()
            wanted = node or _first_node(run)
            shell = opening.enter_context(
                node_shell(self._verbs, wanted, {"lab": run.lab, "owner": run.owner})
            )
            if self._over:  # the presenter left while it was opened
                raise RunNotFound("the presentation is over")
            visit = NodeVisit(shell, opening.pop_all(), self._lock)
            self._visits.append(visit)
        return visit

    def _run(self) -> Run:
        up = [
            run for run in registry.all_runs(self._verbs.store)
            if run.state != "down" and self._owner in {None, run.owner} and self._fits(run)
        ]  # fmt: skip
        own = [run for run in up if run.owner == registry.this_owner()]
        fitting = up if self._owner or len(up) < 2 else own or up
        if not fitting:
            lab = self._lab()
            if not lab:
                raise RunNotFound(
                    "no lab here has the chapters of this deck, so no node is its own"
                )
            raise RunNotFound(
                f"no nodes of {lab} are up",
                next_step=f"swarmlab up {lab}, in another terminal, starts them",
            )
        if len(fitting) > 1:
            whose = ", ".join(f"{run.lab} --as {run.owner}" for run in fitting)
            raise AmbiguousRun(
                f"more than one run fits: {whose}", next_step="present with --as says whose"
            )
        return fitting[0]

    def _fits(self, run: Run) -> bool:
        return run.lab == self._deck.name or self._chapters <= _chapters(Path(run.path))

    def _lab(self) -> str:
        """What ``swarmlab up`` takes: the deck's lab, or one with its chapters; else empty."""
        labs = {path.stem: path for path in labplaces.all_labs()}
        if self._deck.name in labs:
            return self._deck.name
        having = (name for name, path in labs.items() if self._chapters <= _chapters(path))
        return next(having, "")


def _chapters(lab: Path) -> set[str]:
    file, _ = labtoml.read(lab)
    return {chapter.name for chapter in file.chapters} if file else set()


def _first_node(run: Run) -> str:
    file, _ = labtoml.read(Path(run.path))
    return file.nodes[0].name if file and file.nodes else ""
