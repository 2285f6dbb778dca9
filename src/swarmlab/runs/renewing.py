"""Fresh nodes for a session: boot, goto, reset, a node rebuilt; each says what it proved."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from swarmlab.runs import registry
from swarmlab.runs.classroom.attending import Attending
from swarmlab.runs.events import NodeChanged, Rebooted, ResetProved
from swarmlab.runs.notes import Notes
from swarmlab.runs.prover import Prover
from swarmlab.runs.replay import way_to
from swarmlab.runs.ways import record_way

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swarmlab.runs.bus import Bus
    from swarmlab.runs.cancelled import Cancelled
    from swarmlab.runs.ground import Ground, Thing
    from swarmlab.runs.judge import Judge
    from swarmlab.runs.live import Live
    from swarmlab.runs.model import BoundChapter, Lab, Place, Step
    from swarmlab.runs.player import Player
    from swarmlab.runs.replay import Leg
    from swarmlab.runs.resetting import ResetProof
    from swarmlab.runs.scores import Scores
    from swarmlab.runs.stage import Stage
    from swarmlab.runs.store import Store
    from swarmlab.runs.turns import Turns


class Renewing(Notes, Attending):
    """The part of a session that throws nodes away and brings fresh ones to a place."""

    _ground: Ground
    _store: Store
    _lab: Lab
    _bus: Bus
    _turns: Turns
    _cancelled: Cancelled
    _live: Live
    _stage: Stage
    _scores: Scores
    _place: Place
    _up_chapter: str
    judge: Judge
    player: Player

    @property
    def run(self) -> registry.Run:
        """The run as stored now."""
        return registry.get_run(self._store, self._hold.run.id)

    @property
    def current_step(self) -> Step | None:
        """The step the slide is, or the next one after it; None past the last."""
        return self._chapter.step_from(self._place.slide)

    def boot(self) -> None:
        """Bring fresh nodes to the place; events tell how far.

        Raises:
            StartFailed: what was made is removed by then.
        """
        with self._entering(self._place):
            self._fresh(self._place, undo=())

    def prepare(self, place: Place, proving: str = "") -> ResetProof | None:
        """Bring fresh nodes to a place for who comes later: nobody watches them now.

        Args:
            place: where.
            proving: what this is, in words, where it is to be proved.

        Raises:
            StartFailed: what was made is removed by then.
        """
        with self._entering(place):
            return self._fresh(place, undo=(), proving=proving, watched=False)

    def cancel_boot(self) -> None:
        """Stop a boot in another thread."""
        self._cancelled.set()

    def goto(self, place: Place, undo: Sequence[str] = ()) -> ResetProof:
        """Fresh nodes at a place, the solutions before it run; only ``undo`` is open again."""
        with self._entering(place):
            return self._again(place, going_to(self._lab, place), undo=undo)

    def needs_fresh_nodes(self, chapter: str) -> bool:
        """Whether entering a chapter throws the present nodes away."""
        if chapter == self._up_chapter and self._live.on:
            return False
        wanted = self._lab.chapter(chapter).chapter
        return (
            not self._live.on
            or wanted.start != self._up_chapter
            or wanted.nodes != self._lab.chapter(self._up_chapter).chapter.nodes
            or not all(self.judge.is_done(s.id) for s in self._lab.chapter(self._up_chapter).steps)
        )

    def enter(self, place: Place) -> None:
        """Go to a chapter: keep the nodes where its start allows it, else boot fresh ones."""
        with self._entering(place):
            if self.needs_fresh_nodes(place.chapter):
                self._again(place, f"chapter {place.chapter}", undo=())
                return
            if place.chapter != self._up_chapter:
                self._up_chapter = place.chapter
                registry.set_up_chapter(self._store, self._hold.run.id, place.chapter)
                self.player.begin_chapter(place.chapter)
            self._set_place(place)
            self._live.wake()

    def reset_step(self, step: Step) -> ResetProof:
        """Fresh nodes at the step's start; progress of earlier steps stays."""
        with self._turns.one():
            place, later = self._lab.chapter(step.chapter).beginning(step)
            return self._again(place, f"reset of {step.id}", undo=[s.id for s in later])

    def reset_lab(self) -> ResetProof:
        """Fresh nodes at the chapter's start; progress of other chapters stays."""
        with self._turns.one():
            place, all_of_it = self._chapter.beginning()
            return self._again(place, f"reset of {place.chapter}", undo=[s.id for s in all_of_it])

    def rebuild(self, node: str) -> ResetProof:
        """Replace one node by a fresh one, not in the swarm."""
        with self._turns.one():
            begun, was = time.monotonic(), self._stage.node(node).container_id
            self._live.stop()
            try:
                self._stage.rebuild(node)
                self._publish()
                proof = self._prover().rebuilt(node, begun, was)
            finally:
                self._live.start(self._stage)
            self._bus.tell(NodeChanged(node, True, "fresh shell"))
            self._bus.tell(ResetProved(proof))
            return proof

    def foreign_objects(self) -> tuple[Thing, ...]:
        """What the engine holds of this run that the present nodes' attempt did not make."""
        run = self.run
        return tuple(t for t in self._ground.listing(run.id) if t.attempt != run.attempt)

    # --- inside ------------------------------------------------------------------------

    @property
    def _chapter(self) -> BoundChapter:
        return self._lab.chapter(self._place.chapter)

    def _again(self, place: Place, reason: str, undo: Sequence[str]) -> ResetProof:
        kept = self.run.state == "kept"
        proof = self._fresh(place, undo, proving=reason)
        assert proof is not None
        if kept:
            self._stage.keep()
        self._bus.tell(Rebooted(reason))
        self._bus.tell(ResetProved(proof))
        return proof

    def _fresh(
        self, place: Place, undo: Sequence[str], *, proving: str = "", watched: bool = True
    ) -> ResetProof | None:
        self._cancelled.clear()
        begun, chapter = time.monotonic(), self._lab.chapter(place.chapter)
        self._set_place(place)
        self._up_chapter = place.chapter
        self._stage.renew(chapter, self._cancelled, self._live.stop)
        try:
            self._captures.clear()
            self.judge.forget([step.id for step in self._lab.steps], undo)
            self.judge.attach(self._stage.links)
            way = way_to(self._lab, place.chapter, place.slide)
            with self._scores.playing(replay=True):
                self.player.replay(way, self._cancelled)
            self.player.begin_chapter(place.chapter)
            record_way(self._store, self._lab.name, place, time.monotonic() - begun)
            proof = self._arrived(proving, begun, way) if proving else None
            self._stage.await_gone()
            if watched:
                self._live.start(self._stage)
        except BaseException:
            self._live.stop()
            self._stage.down()
            raise
        return proof

    def _arrived(self, what: str, begun: float, way: Sequence[Leg]) -> ResetProof:
        chapter, step = self._place.chapter, self.current_step
        return self._prover().arrived(what, begun, chapter, way, step)

    def _prover(self) -> Prover:
        return Prover(self._lab, self.judge, self._stage, self.foreign_objects, self._cancelled)

    def _set_place(self, place: Place) -> None:
        self._place = place
        registry.set_place(self._store, self._hold.run.id, place)

    def _publish(self) -> None:
        self._stage.publish(self._captures.values)


def going_to(lab: Lab, place: Place) -> str:
    """``goto roles#join-it``: a way in words."""
    if not place.slide:
        return f"goto {place.chapter}"
    slide = lab.chapter(place.chapter).chapter.slides[place.slide]
    return f"goto {place.chapter}#{slide.anchor}"
