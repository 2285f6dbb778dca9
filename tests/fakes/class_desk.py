"""A class that behaves: what an instructor does is noted, and seen at the next look."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from swarmlab.errors import NodeError, UsageError
from swarmlab.runs.classroom.model import Acted
from swarmlab.runs.events import BootProgress
from tests.fakes.session import ENGINE
from tests.fakes.shell import FakeShell

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from swarmlab.errors import SwarmlabError
    from swarmlab.runs.classroom.model import ClassView, Learner, MessageKind
    from swarmlab.runs.entries import EngineWord
    from swarmlab.runs.events import Event, TaskVerdict
    from swarmlab.runs.model import Place, Step


class FakeClassDesk:
    """Holds views by lab; ``did`` is what was asked of it, in order."""

    def __init__(self, *views: ClassView) -> None:
        self.views = {view.lab.name: view for view in views}
        self.word = ENGINE
        self.known: dict[str, Mapping[str, TaskVerdict]] = {}
        """Verdicts by run."""
        self.hints_read = 2
        self.up: tuple[str, ...] = ("manager1", "worker1", "worker2")
        self.did: list[tuple[object, ...]] = []
        self.shells: dict[tuple[str, str], FakeShell] = {}
        self.refuses: dict[str, str] = {}
        """Why nothing is done for a run."""
        self.error: SwarmlabError | None = None
        """What every action raises."""
        self.look_error: SwarmlabError | None = None
        self.gate: threading.Event | None = None
        """What watching a shell waits for."""
        self.theirs = False
        """Whoever is let in is another instructor."""
        self.looks = 0
        self._lock = threading.Lock()

    # What a test changes

    @property
    def view(self) -> ClassView:
        return next(iter(self.views.values()))

    def put(self, view: ClassView) -> None:
        self.views[view.lab.name] = view

    def change(self, run: str, **fields: object) -> None:
        """One learner is another from now on."""
        with self._lock:
            learners = tuple(
                replace(each, **fields) if each.run == run else each  # type: ignore[arg-type]
                for each in self.view.learners
            )
            self.put(replace(self.view, learners=learners))

    def learner(self, run: str) -> Learner:
        return next(each for each in self.view.learners if each.run == run)

    # The port

    def labs(self) -> Sequence[str]:
        return tuple(self.views)

    def look(self, lab: str) -> ClassView:
        self.looks += 1
        if self.look_error is not None:
            raise self.look_error
        if lab not in self.views:
            raise UsageError(f"no lab is called {lab}", next_step="swarmlab lists the labs")
        return self.views[lab]

    def engine(self) -> EngineWord:
        return self.word

    def nodes(self, run: str) -> tuple[str, ...]:
        return self.up

    def verdicts(self, run: str, step: Step) -> Mapping[str, TaskVerdict]:
        return self.known.get(run, {})

    def hints_shown(self, run: str, step: Step) -> int:
        return self.hints_read

    def watch(self, run: str, node: str) -> FakeShell:
        if self.gate is not None:
            self.gate.wait(10)
        self._may("watch", run, node)
        if node not in self.up:
            raise NodeError(f"{node} is not up", next_step="choose another")
        if self.learner(run).part is None:
            self.change(run, part="watches")
        return self.shell(run, node)

    def shell(self, run: str, node: str) -> FakeShell:
        return self.shells.setdefault((run, node), FakeShell(node))

    def unwatch(self, run: str) -> None:
        self._may("unwatch", run)
        self.change(run, part=None)

    def ask_part(self, run: str) -> None:
        self._may("ask_part", run)
        self.change(run, part="asks")

    def take_part(self, run: str, node: str) -> FakeShell:
        if self.gate is not None:
            self.gate.wait(10)
        self._may("take_part", run, node)
        if self.theirs or self.learner(run).part != "takes part":
            raise UsageError("the learner has not agreed", next_step="J asks")
        return self.shell(run, node)

    def say(self, runs: Sequence[str], kind: MessageKind, text: str) -> Sequence[Acted]:
        return self._each("say", runs, kind, text, words="on the screen")

    def push_hint(self, runs: Sequence[str]) -> Sequence[Acted]:
        return self._each("push_hint", runs, words="hint 3 of 3 is on the screen")

    def reset(
        self, runs: Sequence[str], what: str, on_event: Callable[[str, Event], None]
    ) -> Sequence[Acted]:
        on_event(runs[0], BootProgress("worker1", "started", 0.5))
        return self._each("reset", runs, what, words="its checks are red again")

    def move(
        self, runs: Sequence[str], place: Place, on_event: Callable[[str, Event], None]
    ) -> Sequence[Acted]:
        return self._each("move", runs, place, words="there, with fresh nodes")

    def extend(self, runs: Sequence[str], minutes: float) -> Sequence[Acted]:
        return self._each("extend", runs, minutes, words="ends at 16:10")

    def lower_hand(self, run: str) -> None:
        self._may("lower_hand", run)
        self.change(run, hand=0.0, question="", standing="at work")

    def pause(self, lab: str, words: str | None) -> None:
        self._may("pause", lab, words)
        self.put(replace(self.views[lab], paused=words))

    def lock(self, lab: str, chapter: str, *, locked: bool) -> None:
        self._may("lock", lab, chapter, locked)
        before = self.views[lab].locked
        after = before | {chapter} if locked else before - {chapter}
        self.put(replace(self.views[lab], locked=after))

    def _may(self, *did: object) -> None:
        if self.error is not None:
            raise self.error
        self.did.append(did)

    def _each(self, verb: str, runs: Sequence[str], *more: object, words: str) -> Sequence[Acted]:
        self._may(verb, list(runs), *more)
        return [
            Acted(run, self.learner(run).owner, run not in self.refuses,
                  self.refuses.get(run, words), 0.4)
            for run in runs
        ]  # fmt: skip
