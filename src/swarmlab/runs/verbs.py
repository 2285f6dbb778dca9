"""What commands do to runs: choose one, and go through its holder or take it for a moment."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from swarmlab.errors import RunExists, RunHeld, RunNotFound
from swarmlab.runs import labfile, orphans, registry, service
from swarmlab.runs.hold import Hold
from swarmlab.runs.lines import RunLine, ShellTarget, step_lines
from swarmlab.runs.lock import GRACE_SECONDS, RunLock
from swarmlab.runs.model import Place
from swarmlab.runs.progress import Progress
from swarmlab.runs.renewing import going_to
from swarmlab.runs.requests import Request, Unheld, ask
from swarmlab.runs.resetting import ResetProof
from swarmlab.runs.scores import Scores, total
from swarmlab.runs.session import Session

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterator, Mapping

    from swarmlab.deck.model import Details, PowerVerb
    from swarmlab.runs.events import Event
    from swarmlab.runs.ground import Ground
    from swarmlab.runs.lines import StepLines
    from swarmlab.runs.model import Lab
    from swarmlab.runs.store import Store


@dataclass(frozen=True)
class Workshop:
    """What every verb needs: the progress file, and an engine once one is needed."""

    store: Store
    connect: Callable[[], Ground]
    load: Callable[[str], Lab] = labfile.load
    """Reads the lab of a run; who asks for many runs keeps what it has read."""

    # --- up and down -------------------------------------------------------------------

    def up(
        self,
        lab: str | Path,
        owner: str | None = None,
        *,
        at: str | None = None,
        on_event: Callable[[Event], None] = lambda _: None,
        cancelled: Callable[[Callable[[], None]], None] = lambda _: None,
    ) -> RunLine:
        """Bring a lab's nodes up and keep them.

        Args:
            lab: name or path.
            owner: whose run; the OS user's without one.
            at: a chapter or a step, at whose start the nodes shall be.
            on_event: hears how far it is.
            cancelled: is given what calls the start off, for a signal's handler.

        Raises:
            RunExists: it is up already.
        """
        loaded, whose = labfile.load(lab), owner or registry.this_owner()
        place = service.find_place(loaded, at) if at else None
        orphans.clear(self.connect(), self.store)
        with self.starting(loaded, whose, on_event, cancelled) as session:
            session.prepare(place or session.place)
        return self._line(registry.choose(self.store, loaded.name, whose))

    @contextlib.contextmanager
    def starting(
        self,
        lab: Lab,
        owner: str,
        on_event: Callable[[Event], None] = lambda _: None,
        cancelled: Callable[[Callable[[], None]], None] = lambda _: None,
        stopped: threading.Event | None = None,
    ) -> Iterator[Session]:
        """A run that is down, taken: nodes brought up in here are kept; from any thread.

        Orphans are cleared before by whoever begins. Where it fails, nothing stays.

        Args:
            lab: what it runs.
            owner: whose run.
            on_event: hears how far it is.
            cancelled: is given what calls the start off, for a signal's handler.
            stopped: calls the start off whenever it is set.

        Raises:
            RunExists: it is up already.
        """
        run = self._new(lab, owner)
        session = self._session(Hold.take(self.store, run), lab, stopped)
        session.listen(on_event)
        cancelled(session.cancel_boot)
        try:
            yield session
        except BaseException:
            session.leave(keep=False)
            raise
        session.leave(keep=True)

    def _new(self, lab: Lab, owner: str) -> registry.Run:
        run = registry.make_run(self.store, lab.name, owner, str(lab.path.resolve()))
        if not RunLock(self.store, run.id).is_free(GRACE_SECONDS):
            raise RunExists(
                f"another program shows lab {lab.name} for {owner} now",
                next_step="use that program, or another owner with --as",
            )
        if run.state == "kept" and self.connect().listing(run.id):
            raise RunExists(
                f"lab {lab.name} is up already for {owner}",
                next_step="swarmlab down removes it; --as NAME starts another",
            )
        return run

    def down(self, lab: str | None = None, owner: str | None = None) -> registry.Run:
        """Remove a run's nodes; its progress stays.

        Raises:
            RunHeld: another program shows it.
        """
        run = self._choose(lab, owner, up=True)
        hold = Hold.take(self.store, run)
        try:
            ground = self.connect()
            registry.set_state(self.store, run.id, "attached")  # half removed is not kept
            ground.remove(run.id)
            registry.set_state(self.store, run.id, "down")
        finally:
            hold.end()
        return run

    # --- looking -----------------------------------------------------------------------

    def status(self, lab: str | None = None, owner: str | None = None) -> tuple[RunLine, ...]:
        """Every run that fits, with its nodes; none is no error."""
        runs = registry.all_runs(self.store)
        return tuple(
            self._line(run) for run in runs if lab in {None, run.lab} and owner in {None, run.owner}
        )

    def check(
        self, lab: str | None = None, owner: str | None = None, step: str | None = None
    ) -> StepLines:
        """Look at a step now; the current one without a name."""
        return step_lines(self._ask(lab, owner, "check", {"step": step}))

    def shell_target(
        self, node: str, lab: str | None = None, owner: str | None = None
    ) -> ShellTarget:
        """The container of a node, for a terminal.

        Raises:
            RunNotFound: it is not up.
        """
        run = self._choose(lab, owner, up=True)
        with contextlib.closing(self._nodes(run)) as found:
            if node not in found.nodes:
                raise RunNotFound(
                    f"no node {node} is up", next_step=f"nodes up: {', '.join(found.nodes)}"
                )
            return ShellTarget(run.id, node, found.nodes[node].container_id)

    def log(self, node: str, lab: str | None = None, owner: str | None = None) -> str:
        """The last lines a node's engine wrote, cleaned and masked."""
        return str(self._ask(lab, owner, "log", {"node": node}))

    def hear(self, node: str, lab: str | None = None, owner: str | None = None) -> None:
        """Have the program that holds the run listen to a node's shell: what is typed counts."""
        self._ask(lab, owner, "hear", {"node": node})

    # --- changing ----------------------------------------------------------------------

    def power(
        self, node: str, verb: PowerVerb, lab: str | None = None, owner: str | None = None
    ) -> str:
        """Change a node's power; its state afterwards."""
        told = self._ask(lab, owner, "power", {"node": node, "verb": verb})
        return str(told["nodes"].get(node, "gone"))

    def rebuild(self, node: str, lab: str | None = None, owner: str | None = None) -> ResetProof:
        """Replace a node by a fresh one; what was proved of it."""
        return ResetProof.read(self._ask(lab, owner, "rebuild", {"node": node}))

    def hint(
        self, lab: str | None = None, owner: str | None = None, step: str | None = None
    ) -> tuple[Details | None, int, int]:
        """The next hint of a step, how many were shown, and how many there are."""
        run = self._choose(lab, owner, up=True)
        told = self._ask(run.lab, run.owner, "hint", {"step": step})
        hints = service.find_step(self._lab(run), told["step"]).slide.details("hint")
        index = told["index"]
        return (None if index is None else hints[index]), told["shown"], told["of"]

    def solve(
        self,
        lab: str | None = None,
        owner: str | None = None,
        step: str | None = None,
        *,
        on_event: Callable[[Event], None] = lambda _: None,
    ) -> StepLines:
        """Run the solution of a step and wait for its tasks; ``on_event`` is as for ``up``."""
        return step_lines(self._ask(lab, owner, "solve", {"step": step}, on_event))

    def reset(
        self,
        lab: str | None = None,
        owner: str | None = None,
        *,
        step: str | None = None,
        node: str | None = None,
        everything: bool = False,
        on_event: Callable[[Event], None] = lambda _: None,
    ) -> ResetProof:
        """Fresh nodes at a step's start, at the chapter's start, or one fresh node.

        Returns what was proved of them; ``on_event`` is as for ``up``.
        """
        words = {"step": step, "node": node, "all": everything}
        return ResetProof.read(self._ask(lab, owner, "reset", words, on_event))

    def goto(
        self,
        place: str,
        lab: str | None = None,
        owner: str | None = None,
        *,
        on_event: Callable[[Event], None] = lambda _: None,
        cancelled: Callable[[Callable[[], None]], None] = lambda _: None,
    ) -> ResetProof:
        """Fresh nodes at the start of a chapter or step; starts the lab if it is down.

        Returns what was proved of them. ``on_event`` and ``cancelled`` are as for ``up``; the
        latter is of use when it starts the lab.
        """
        run = self._choose(lab, owner)
        if run.state == "down" and RunLock(self.store, run.id).is_free(GRACE_SECONDS):
            loaded = labfile.load(run.path)
            there = service.find_place(loaded, place)
            orphans.clear(self.connect(), self.store)
            with self.starting(loaded, run.owner, on_event, cancelled) as session:
                proof = session.prepare(there, going_to(loaded, there))
            assert proof is not None
            return proof
        told = self._ask(run.lab, run.owner, "goto", {"place": place}, on_event)
        return ResetProof.read(told)

    # --- inside ------------------------------------------------------------------------

    def _choose(self, lab: str | None, owner: str | None, *, up: bool = False) -> registry.Run:
        return registry.choose(self.store, lab, owner, up=up)

    def _ask(
        self,
        lab: str | None,
        owner: str | None,
        verb: str,
        words: dict[str, Any],
        on_event: Callable[[Event], None] = lambda _: None,
    ) -> Any:
        return self.ask(self._choose(lab, owner, up=True), verb, words, on_event)

    def ask(
        self,
        run: registry.Run,
        verb: str,
        words: Mapping[str, Any],
        on_event: Callable[[Event], None] = lambda _: None,
    ) -> Any:
        """Have one of ``runs.service``'s verbs done by who holds a run, or take the run for it.

        Raises:
            RunNotFound: nobody holds it, and its nodes are not up.
            SwarmlabError: the verb's own.
        """
        while True:
            try:
                hold = Hold.take(self.store, run)
            except RunHeld:
                try:
                    is_free = RunLock(self.store, run.id).is_free
                    return ask(self.store, run.id, verb, words, is_free, on_event)
                except Unheld:
                    continue
            with self._taken(hold) as session:
                return service.do(session, Request(0, verb, words, on_event))

    @contextlib.contextmanager
    def _taken(self, hold: Hold) -> Iterator[Session]:
        """A run for a moment; what others ask meanwhile is served."""
        session = self._session(hold, self._lab(hold.run))
        try:
            if not session.resume():
                raise RunNotFound(
                    f"the nodes of lab {hold.run.lab} are not up", next_step="swarmlab up"
                )
            hold.serve(lambda request: service.do(session, request))
            yield session
        finally:
            session.let_go()

    def _session(self, hold: Hold, lab: Lab, stopped: threading.Event | None = None) -> Session:
        try:
            return Session(self.connect(), hold, lab, stopped)
        except BaseException:
            hold.end()
            raise

    def _lab(self, run: registry.Run) -> Lab:
        return self.load(run.path)

    def _nodes(self, run: registry.Run) -> Any:
        found = self.connect().find(run.id)
        if found is None:
            raise RunNotFound(f"the nodes of lab {run.lab} are not up", next_step="swarmlab up")
        return found

    def _line(self, run: registry.Run) -> RunLine:
        lab = labfile.read(Path(run.path)).lab
        place = run.place or Place("")
        progress = Progress(self.store, run.id)
        done, scores = progress.done_steps(), Scores(self.store, progress)
        steps = lab.steps if lab else ()
        here = lab.step_at(run.place) if lab else None
        came_to = total(scores.of_chapter(c.name, c.steps) for c in (lab.chapters if lab else ()))
        return RunLine(
            run.id, run.lab, run.owner, run.state,
            not RunLock(self.store, run.id).is_free(),
            place.chapter, place.slide, here.id if here else "",
            sum(step.id in done for step in steps), len(steps),
            run.expires, self._states(run), came_to.points, came_to.of, came_to.hints,
            came_to.solutions, came_to.attempts, round(came_to.seconds, 1),
        )  # fmt: skip

    def _states(self, run: registry.Run) -> Mapping[str, str]:
        if run.state == "down":
            return {}
        try:
            with contextlib.closing(self._nodes(run)) as found:
                return {name: node.state() for name, node in found.nodes.items()}
        except Exception:  # status tells what it can; the engine's silence is told elsewhere
            return {}
