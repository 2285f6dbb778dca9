"""One program's hold on one run, as screens and commands use it."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from swarmlab.errors import ShellBusy, UsageError
from swarmlab.runs import registry
from swarmlab.runs.bus import Bus
from swarmlab.runs.cancelled import Cancelled
from swarmlab.runs.captures import Captures, restored
from swarmlab.runs.events import EngineChanged, NodeChanged
from swarmlab.runs.judge import Judge, judged_steps
from swarmlab.runs.live import Live
from swarmlab.runs.model import Place
from swarmlab.runs.pasted import Pasted
from swarmlab.runs.player import Player
from swarmlab.runs.progress import Progress
from swarmlab.runs.renewing import Renewing
from swarmlab.runs.replay import beginnings
from swarmlab.runs.scores import Scores
from swarmlab.runs.stage import Stage
from swarmlab.runs.turns import Turns
from swarmlab.runs.typist import Typist
from swarmlab.runs.units import UnitRunner
from swarmlab.runs.ways import usual_way

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Mapping

    from swarmlab.deck.model import ShellUnit, Unit
    from swarmlab.runs.entries import EngineWord
    from swarmlab.runs.events import Event, TaskVerdict
    from swarmlab.runs.ground import Ground, NodeShell
    from swarmlab.runs.hold import Hold
    from swarmlab.runs.model import Lab, Step
    from swarmlab.swarm.snapshot import Snapshot


class Session(Renewing):
    """A run that this program holds; implements the screens' ``LabSession``.

    Work that changes nodes is done by one thread at a time; what is marked *instant* in
    the port never waits for it.

    Args:
        ground: where nodes come from.
        hold: the run.
        lab: what it runs.
        stopped: ends every boot and solution, now and later, when it is set.
        watched: whether events and a poll make it look by itself; proofs look when they need to.
    """

    def __init__(
        self, ground: Ground, hold: Hold, lab: Lab,
        stopped: threading.Event | None = None, *, watched: bool = True,
    ) -> None:  # fmt: skip
        self._ground = ground
        self._hold, self._lab, self._store = hold, lab, hold.store
        self._bus = Bus()
        self._turns = Turns(hold.end)
        self._cancelled = Cancelled(stopped)
        self._captures = Captures()
        progress = Progress(self._store, hold.run.id)
        self.judge = Judge(lab, progress, self._bus.tell, ground.lacks)
        self._scores = Scores(self._store, progress, self._workplace, self.judge.is_done, lab)
        self._live = Live(self.judge, self._bus, self._captures, self._scores,
                          self._judged_steps, ground.answers, watched=watched)  # fmt: skip
        self._stage = Stage(ground, self._store, hold.run, lab, self._bus.tell, self._live.heard)
        self._runner = UnitRunner(self._stage.node, self._stage.shell, self._captures,
                                  self._publish, self._powered, self._bus.tell,
                                  ground.lacks)  # fmt: skip
        self.player = Player(lab, self.judge, self._runner, self._bus.tell)
        self._typist = Typist(self.player, self._stage.shell, self._cancelled)
        self._pasted = Pasted(self._runner, self._bus.tell)
        self._place = hold.run.place or Place(lab.chapters[0].name)
        self._up_chapter = hold.run.up_chapter
        self._engine = ground.word()
        self._bus.listen(self._note_engine)
        self._bus.listen(self._scores.hear)

    # --- what is known -----------------------------------------------------------------

    @property
    def lab(self) -> Lab:
        """The lab."""
        return self._lab

    @property
    def place(self) -> Place:
        """Where the learner is."""
        return self._place

    @property
    def engine(self) -> EngineWord:
        """The engine, as last known."""
        return self._engine

    @property
    def booted(self) -> bool:
        """Whether the nodes of the place's chapter are up."""
        return self._live.on and self._up_chapter == self._place.chapter

    @property
    def usual_boot_seconds(self) -> float | None:
        """The median of earlier boots of as many nodes."""
        return registry.usual_boot_seconds(self._store, len(self._chapter.chapter.nodes))

    def usual_seconds(self, place: Place) -> float | None:
        """The median of earlier ways to a place with fresh nodes."""
        return usual_way(self._store, self._lab.name, place)

    @property
    def started_at(self) -> float:
        """When the chapter would have been begun, had nobody been away from it since."""
        return time.time() - self.scores.seconds(self._place.chapter)

    @property
    def scores(self) -> Scores:
        """Points, time, attempts, hints and solutions."""
        return self._scores

    @property
    def snapshot(self) -> Snapshot | None:
        """The last look at the swarm."""
        return self.judge.snapshot

    @property
    def node_names(self) -> tuple[str, ...]:
        """Nodes that are up for the chapter, in the lab's order."""
        return tuple(self._stage.nodes)

    @property
    def stage(self) -> Stage:
        """The run's nodes."""
        return self._stage

    def listen(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        """Hear events; returns a stop."""
        return self._bus.listen(listener)

    def verdicts(self, step: Step) -> Mapping[str, TaskVerdict]:
        """The last verdicts of a step by task key."""
        return self.judge.verdicts(step.id)

    def step_is_done(self, step_id: str) -> bool:
        """Whether the step was done once."""
        return self.judge.is_done(step_id)

    # --- nodes up and down -------------------------------------------------------------

    def resume(self) -> bool:
        """Take the nodes of a kept run as they are; whether there were any."""
        with self._turns.one():
            if self.run.state != "kept" or not self._stage.find():
                return False
            came_from = beginnings(self._lab, self._place.chapter)
            self._captures.add(restored(came_from, self._stage.published()))
            self._live.start(self._stage)
            return True

    def move(self, place: Place) -> None:
        """Note the slide shown, within the chapter."""
        if place.chapter != self._place.chapter:
            raise UsageError("another chapter is entered, not moved to", place=place.chapter)
        try:
            self._set_place(place)
        finally:
            self.look_again()

    def leave(self, *, keep: bool) -> None:
        """End the hold: keep the nodes, or remove them. Progress stays either way."""
        self._cancelled.set()
        with self._turns.last():
            self._live.stop()
            if keep and self._stage.is_up:
                self._stage.keep()
                self._stage.let_go()
            else:
                self._stage.down()

    def let_go(self) -> None:
        """End the hold and leave nodes and their state as they are."""
        with self._turns.last():
            self._live.stop()
            self._stage.let_go()

    def keep(self) -> None:
        """The nodes outlive this program from now on."""
        self._stage.keep()

    # --- work on nodes -----------------------------------------------------------------

    def shell(self, node: str, name: str | None = None) -> NodeShell:
        """The node's shell, opened at the first call."""
        return self._stage.shell(node, name)

    def paste_unit(self, unit: ShellUnit) -> bool:
        """Paste a unit into its node's shell for the learner's Enter; False where it is skipped.

        Raises:
            ShellBusy: a command still runs there.
        """
        shell = self.shell(unit.node, unit.shell)
        if shell.busy:
            raise ShellBusy(
                "a command still runs in this shell", place=unit.node, next_step="wait, or ctrl+c"
            )
        return self._pasted.paste(shell, unit)

    def run_unit(self, unit: Unit) -> None:
        """Do a unit now."""
        with self._turns.one():
            self._runner.run(unit, self._cancelled.cleared())
            self._live.wake()

    def log(self, node: str) -> str:
        """The last lines of a node's log, untrusted."""
        return self._captures.mask(self._stage.node(node).log())

    def solve(self, step: Step) -> None:
        """Type the solution of a step into the shells, each unit checked.

        Raises:
            UnitFailed: one did not end as it must, or was stopped (``TypingStopped``).
        """
        with self._turns.one(), self.scores.playing():
            self.scores.record_solution(step)
            self._cancelled.clear()
            self._typist.type(step.slide.solution)
            self._live.wake()

    def stop_solving(self) -> None:
        """Break off the solution that another thread types; ``solve`` raises then."""
        self._typist.stop()

    def look_again(self) -> None:
        """Evaluate the current step now."""
        self._live.wake()

    def look(self, step: Step) -> None:
        """Evaluate a step now, and wait for it."""
        self.judge.look([step])

    # --- inside ------------------------------------------------------------------------

    def _judged_steps(self) -> list[Step]:
        return judged_steps(self._chapter, self.current_step, self.judge.is_done)

    def _workplace(self) -> str:
        return self.current_step.id if self.current_step else self._place.chapter

    def _powered(self, node: str, verb: str) -> None:
        # A shell that somebody opened while the node was starting is a good one.
        if verb in {"kill", "restart"}:
            self._stage.forget_shells(node)
        self._live.note_state(node, self._stage.node(node).state())
        if verb == "restart":
            self._bus.tell(NodeChanged(node, True, "fresh shell"))
        self._live.wake()

    def _note_engine(self, event: Event) -> None:
        if isinstance(event, EngineChanged):
            self._engine = replace(self._engine, answers=event.answers, reason=event.reason)
