"""What an instructor does for learners: each action for several runs side by side.

What changes nodes is asked of the program that holds the run, or done by taking the run for a
moment. Each run's end of it is an ``Acted`` with words; none takes the others down.
"""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from swarmlab.errors import NodeError, RunNotFound, SwarmlabError, UsageError
from swarmlab.runs import registry, service
from swarmlab.runs.classroom import board
from swarmlab.runs.classroom.model import Acted
from swarmlab.runs.classroom.plain_hint import words_of
from swarmlab.runs.hold import Hold
from swarmlab.runs.lock import is_held
from swarmlab.runs.model import Place
from swarmlab.runs.progress import Progress
from swarmlab.runs.resetting import ResetProof
from swarmlab.runs.scorebook import Scorebook
from swarmlab.swarm.text import mask

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from swarmlab.deck.model import Chapter
    from swarmlab.runs.classroom.model import MessageKind
    from swarmlab.runs.events import Event
    from swarmlab.runs.ground import Ground, GroundNode
    from swarmlab.runs.model import Lab, Step
    from swarmlab.runs.store import Store
    from swarmlab.runs.verbs import Workshop

AT_ONCE = 4
"""Runs that are worked on side by side: each may start nodes."""
_MINUTE = 60.0


@dataclass(frozen=True)
class Acts:
    """The actions. Nothing here raises for what one run does not allow.

    Args:
        workshop: the verbs on runs; its ``load`` is asked for each run's lab.
    """

    workshop: Workshop
    _reaching: threading.Lock = field(default_factory=threading.Lock)

    @property
    def store(self) -> Store:
        """The progress file."""
        return self.workshop.store

    # --- what reaches the screen -------------------------------------------------------

    def say(self, runs: Sequence[str], kind: MessageKind, text: str) -> tuple[Acted, ...]:
        """Put a message or a hint on learners' screens."""

        def act(run: registry.Run) -> str:
            if not board.say(self.store, [run.id], kind, text):
                raise RunNotFound("the run is gone from the progress file")
            if is_held(self.store, run.id):
                return f"the {kind} is on the way to the screen"
            return f"the {kind} is shown when the lab is opened"

        return self._each(runs, act, at_once=1)

    def push_hint(self, runs: Sequence[str]) -> tuple[Acted, ...]:
        """The next hint of the step each learner is at, counted as theirs."""
        return self._each(runs, self._push_hint)

    def lower_hand(self, runs: Sequence[str]) -> tuple[Acted, ...]:
        """The questions were answered."""

        def act(run: registry.Run) -> str:
            was_up = board.lower_hand(self.store, run.id)
            return "the hand is down" if was_up else "the hand was not up"

        return self._each(runs, act, at_once=1)

    # --- what changes nodes ------------------------------------------------------------

    def reset(
        self,
        runs: Sequence[str],
        what: str,
        on_event: Callable[[str, Event], None] = lambda *_: None,
    ) -> tuple[Acted, ...]:
        """Begin again.

        Args:
            runs: whose.
            what: ``step``: the one each learner is at; ``lab``: the chapter it is in;
                ``learner``: the first chapter, and all progress dropped; or the name of a node.
            on_event: hears what goes on, with the run's id.
        """

        def act(run: registry.Run) -> str:
            if what in _RESETS and self._is_down(run):
                return self._reset_absent(run, what)
            told = self._ask(run, "reset", _RESETS.get(what, {"node": what}), on_event)
            proved = _proved(told)
            return f"all progress dropped; {proved}" if what == "learner" else proved

        return self._each(runs, act)

    def move(
        self,
        runs: Sequence[str],
        place: Place,
        on_event: Callable[[str, Event], None] = lambda *_: None,
    ) -> tuple[Acted, ...]:
        """Bring learners to a slide, with nodes in the state it begins in."""

        def act(run: registry.Run) -> str:
            chapter = _chapter_of(self._lab(run), place.chapter)
            if not 0 <= place.slide < len(chapter.slides):
                raise UsageError(f"chapter {place.chapter} has no slide {place.slide + 1}")
            if self._is_down(run):
                self._begin_absent_at(run, place, ())
                return "its nodes are down: it is there when the lab is opened"
            words = {"place": place.chapter, "slide": place.slide}
            return _proved(self._ask(run, "goto", words, on_event))

        return self._each(runs, act)

    def extend(self, runs: Sequence[str], minutes: float) -> tuple[Acted, ...]:
        """Let nodes live so many minutes longer than they would."""

        def act(run: registry.Run) -> str:
            if minutes <= 0:
                raise UsageError("time can only be added", next_step="name minutes above 0")
            if run.state == "down":
                raise RunNotFound("its nodes are down: there is nothing to extend")
            expires = max(run.expires, time.time()) + minutes * _MINUTE
            left = self._extend_nodes(run, expires)
            # Who asks whether the run is over asks here; a node that kept its time ends itself.
            registry.set_expires(self.store, run.id, expires)
            until = f"until {time.strftime('%H:%M', time.localtime(expires))}"
            if left:
                raise NodeError(f"extended {until}, but not {'; '.join(left)}")
            return until

        return self._each(runs, act)

    # --- inside ------------------------------------------------------------------------

    def _push_hint(self, run: registry.Run) -> str:
        told = self._ask(run, "hint", {"step": None}, lambda *_: None)
        if told["index"] is None:
            raise UsageError(
                "every hint of this step was shown" if told["of"] else "this step has no hints",
                next_step="send a message instead",
            )
        hints = service.find_step(self._lab(run), told["step"]).slide.details("hint")
        board.say(self.store, [run.id], "hint", words_of(hints[told["index"]]))
        return f"hint {told['shown']} of {told['of']} of {told['step']}"

    def _extend_nodes(self, run: registry.Run, expires: float) -> list[str]:
        """What could not be extended, with the reason."""
        found = self._ground().find(run.id)
        if found is None:
            raise RunNotFound("its nodes are not to be seen", next_step="swarmlab doctor")
        try:
            with ThreadPoolExecutor(max(1, len(found.nodes)), "extend") as pool:
                faults = pool.map(lambda node: _extended(node, expires), found.nodes.values())
                return [fault for fault in faults if fault]
        finally:
            found.close()

    def _reset_absent(self, run: registry.Run, what: str) -> str:
        """Begin again without nodes: fresh ones come anyway when the lab is opened.

        Raises:
            RunNotFound: it never was at a step, or not in a chapter of the lab.
        """
        lab = self._lab(run)
        if what == "learner":
            self._begin_absent_at(run, Place(lab.chapters[0].name), lab.steps, everything=True)
            return "all progress dropped; its nodes were down and stay so"
        step = lab.step_at(run.place) if what == "step" else None
        chapter = next((c for c in lab.chapters if run.place and c.name == run.place.chapter), None)
        if chapter is None or (what == "step" and step is None):
            raise RunNotFound(
                f"its nodes are down, and it is at no {'step' if what == 'step' else 'chapter'}",
                next_step="move it to a slide",
            )
        place, steps = chapter.beginning(step)
        self._begin_absent_at(run, place, steps)
        begins = step.id if step else chapter.name
        return f"its nodes are down: {begins} begins again when the lab is opened"

    def _begin_absent_at(
        self, run: registry.Run, place: Place, undo: Sequence[Step], *, everything: bool = False
    ) -> None:
        """Of a run that is down: where it goes on, and which steps are open again."""
        hold = Hold.take(self.store, run)
        try:
            progress = Progress(self.store, run.id)
            progress.fresh_nodes(step.id for step in self._lab(run).steps)
            progress.undo(step.id for step in undo)
            if everything:
                Scorebook(self.store, run.id).forget()
            registry.set_place(self.store, run.id, place)
        finally:
            hold.end()

    def _is_down(self, run: registry.Run) -> bool:
        return run.state == "down" and not is_held(self.store, run.id)

    def _ask(
        self,
        run: registry.Run,
        verb: str,
        words: dict[str, Any],
        on_event: Callable[[str, Event], None],
    ) -> dict[str, Any]:
        if self._is_down(run):
            raise RunNotFound(
                "its nodes are down, and no program has it open",
                next_step="it goes on when its learner opens the lab",
            )
        self._ground()  # reached by one thread, for all of them
        told = self.workshop.ask(run, verb, words, lambda event: on_event(run.id, event))
        return dict(told)

    def _ground(self) -> Ground:
        with self._reaching:
            return self.workshop.connect()

    def _lab(self, run: registry.Run) -> Lab:
        return self.workshop.load(run.path)

    def _each(
        self, runs: Sequence[str], act: Callable[[registry.Run], str], at_once: int = AT_ONCE
    ) -> tuple[Acted, ...]:
        """Do it for every run; the order is that of ``runs``."""
        if not runs:
            return ()
        with ThreadPoolExecutor(min(at_once, len(runs)), "class") as pool:
            return tuple(pool.map(lambda run: self._one(run, act), runs))

    def _one(self, run_id: str, act: Callable[[registry.Run], str]) -> Acted:
        begun, owner, done = time.monotonic(), "", False
        try:
            run = registry.get_run(self.store, run_id)
            owner = run.owner
            words, done = act(run), True
        except SwarmlabError as fault:
            words = f"{fault}; {fault.next_step}" if fault.next_step else str(fault)
        except Exception as fault:  # a fault of ours for one learner is none for the others
            words = mask(f"a fault of swarmlab's own: {fault!r}")
        return Acted(run_id, owner, done, words, time.monotonic() - begun)


_RESETS: dict[str, dict[str, Any]] = {
    "step": {"step": None},
    "lab": {"all": True},
    "learner": {"learner": True},
}


def _chapter_of(lab: Lab, name: str) -> Chapter:
    names = [bound.name for bound in lab.chapters]
    if name not in names:
        raise UsageError(
            f"lab {lab.name} has no chapter {name}", next_step=f"chapters: {', '.join(names)}"
        )
    return lab.chapter(name).chapter


def _extended(node: GroundNode, expires: float) -> str:
    """Empty, or why a node keeps its time."""
    try:
        node.extend(expires)
    except SwarmlabError as fault:
        return f"{node.name} ({fault.message})"
    return ""


def _proved(told: dict[str, Any]) -> str:
    """What a reset proved, in a line.

    Raises:
        NodeError: something is not as it must be.
    """
    proof = ResetProof.read(told)
    if not proof.holds:
        raise NodeError(proof.line, next_step="reset it again, or rebuild the node it names")
    return proof.line
