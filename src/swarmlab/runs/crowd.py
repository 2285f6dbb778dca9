"""A run each for a class: as many begin side by side as there is room for, the others wait."""

from __future__ import annotations

import queue
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from swarmlab.errors import SwarmlabError
from swarmlab.runs import labfile, orphans, registry, service
from swarmlab.runs.admission import Free, Waiting, admit, starts_at_once, told, usable
from swarmlab.swarm.text import mask

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from swarmlab.runs.admission import Admission, Lack
    from swarmlab.runs.model import BoundChapter, Lab
    from swarmlab.runs.verbs import Workshop

LOOK_SECONDS = 1.0
"""Between two looks at what is free, while somebody waits for it."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for a class."""

    lab: str | Path
    owners: tuple[str, ...]
    at: str | None = None
    """A chapter or a step, at whose start the nodes shall be."""
    per_node: int | None = None
    """Bytes that a node counts while it begins; else its limit."""
    starts: int | None = None
    """How many begin side by side; else as many as the cores allow."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one learner's run."""

    owner: str
    state: Literal["up", "up already", "failed", "called off", "not begun"]
    seconds: float = 0.0
    """That the start took, without waiting."""
    run: str = ""
    """The run's id, where its nodes are up."""
    reason: str = ""
    """Why they are not."""
    next_step: str = ""

    @property
    def is_up(self) -> bool:
        """Whether the nodes are up."""
        return self.state in {"up", "up already"}


class Crowd:
    """Brings a class up. One thread calls ``up``; ``call_off`` any, and a signal's handler too.

    Args:
        workshop: the verbs for one run.
        wish: for whom, and what.
        tell: hears each line about the queue and about who is up.

    Raises:
        UsageError: there is no such lab, or no such place in it.
        LabFault: the lab has faults.
    """

    def __init__(self, workshop: Workshop, wish: Wish, tell: Callable[[str], None]) -> None:
        self._workshop = workshop
        self._wish = wish
        self._tell = tell
        self._lab: Lab = labfile.load(wish.lab)
        self._at = service.find_place(self._lab, wish.at) if wish.at else None
        self._stopped = threading.Event()
        self._news: queue.SimpleQueue[Outcome | None] = queue.SimpleQueue()
        self._queue: list[Waiting] = []
        self._beginning: dict[str, Waiting] = {}
        self._outcomes: dict[str, Outcome] = {}
        self._said = (0, 0, "")

    def call_off(self) -> None:
        """Begin nobody any more, and remove what is half made; who is up stays."""
        self._stopped.set()
        self._news.put(None)

    def up(self) -> tuple[Outcome, ...]:
        """Bring everybody up, or as many as can be; what became of each, in the order asked.

        Raises:
            EngineMissing: no engine answers.
        """
        orphans.clear(self._workshop.connect(), self._workshop.store)
        self._line_up()
        while self._queue or self._beginning:
            waits = self._admit()
            if self._beginning or self._queue:
                self._hear(LOOK_SECONDS if waits else None)
        return tuple(self._outcomes[owner] for owner in self._wish.owners)

    def _line_up(self) -> None:
        """Everybody queues; a class begun before is gone on with, who is up stays as it is."""
        store, ground = self._workshop.store, self._workshop.connect()
        for owner in self._wish.owners:
            run = registry.find_run(store, self._lab.name, owner)
            if run is not None and run.state == "kept" and ground.listing(run.id):
                self._outcomes[owner] = Outcome(owner, "up already", run=run.id)
            else:
                self._queue.append(Waiting(owner, self._memory_of(self._chapter_of(run))))

    def _chapter_of(self, run: registry.Run | None) -> BoundChapter:
        """Where the run will begin: as asked, else where its progress is."""
        place = self._at or (run.place if run else None)
        names = [chapter.name for chapter in self._lab.chapters]
        known = place is not None and place.chapter in names
        return self._lab.chapter(place.chapter if place and known else names[0])

    def _memory_of(self, chapter: BoundChapter) -> int:
        names = chapter.chapter.nodes
        return sum(self._counted(node.memory) for node in self._lab.nodes if node.name in names)

    def _counted(self, limit: int) -> int:
        asked = self._wish.per_node
        return limit if asked is None else min(limit, asked)

    def _admit(self) -> bool:
        """Begin those for whom there is room; whether somebody waits for more of it."""
        if self._stopped.is_set():
            self._drop("not begun", "called off before its turn", "")
        while self._queue:
            try:
                admission = self._judge()
            except SwarmlabError as error:  # those that begin hear of it by themselves
                self._drop("failed", str(error), error.next_step)
                return False
            for owner in admission.now:
                self._begin(owner)
            lack = admission.lack
            if lack is None or lack.kind != "never":
                return lack is not None and self._waits_for(lack)
            self._give_up(lack)
        return False

    def _waits_for(self, lack: Lack) -> bool:
        """Say it; False for a mere turn, which comes when somebody else is up."""
        if lack.kind == "turn":
            return False
        up = sum(outcome.is_up for outcome in self._outcomes.values())
        # How much is free changes with each look, and is said with what is new besides.
        news = (up, len(self._queue), lack.kind)
        if news != self._said:
            self._said = news
            self._tell(told(up, len(self._wish.owners), self._queue, lack))
        return True

    def _judge(self) -> Admission:
        ground, memory = self._workshop.connect(), sum(w.memory for w in self._beginning.values())
        room, begin = ground.room(), len(self._beginning)
        starts = self._wish.starts or starts_at_once(room.cpus)
        elsewhere = () if room.is_free else ground.limits()
        free = Free(
            memory=usable(room.memory) - memory - sum(map(self._counted, elsewhere)),
            starts=starts - begin,
            subnets=ground.subnets(len(self._lab.nodes)) - begin,
            memory_in_all=room.in_all,
        )
        return admit(self._queue, free)

    def _begin(self, owner: str) -> None:
        waiting = next(w for w in self._queue if w.owner == owner)
        self._queue.remove(waiting)
        self._beginning[owner] = waiting
        # A daemon: a second Ctrl-C must not wait for it; what it made is swept away then.
        threading.Thread(target=self._start, args=(owner,), name=f"up-{owner}", daemon=True).start()

    def _start(self, owner: str) -> None:
        begun = time.monotonic()
        try:
            with self._workshop.starting(self._lab, owner, stopped=self._stopped) as session:
                session.prepare(self._at or session.place)
            outcome = Outcome(owner, "up", time.monotonic() - begun, session.run.id)
        except SwarmlabError as error:
            outcome = self._failed(owner, str(error), error.next_step)
        except Exception as error:  # a fault of one start must not keep the others waiting
            words = mask(f"a fault of swarmlab's own: {type(error).__name__}: {error}")
            outcome = self._failed(owner, words, "swarmlab doctor --bundle FILE")
        self._news.put(outcome)

    def _failed(self, owner: str, reason: str, step: str) -> Outcome:
        if self._stopped.is_set():
            return Outcome(owner, "called off", reason="what was made of it is removed")
        return Outcome(owner, "failed", reason=reason, next_step=step)

    def _hear(self, seconds: float | None) -> None:
        """Wait for somebody's end, or so long; then take all that have ended."""
        try:
            outcome = self._news.get(timeout=seconds)
            while True:
                if outcome is not None:
                    self._end(outcome)
                outcome = self._news.get_nowait()
        except queue.Empty:
            return

    def _end(self, outcome: Outcome) -> None:
        self._beginning.pop(outcome.owner, None)
        self._outcomes[outcome.owner] = outcome
        seconds = f", {outcome.seconds:.1f} s" if outcome.is_up else ""
        first = outcome.reason.partition("\n")[0]
        self._tell(f"{outcome.owner}: {outcome.state}{seconds}{': ' if first else ''}{first}")

    def _give_up(self, lack: Lack) -> None:
        """The first of the queue would wait for ever."""
        owner = self._queue.pop(0).owner
        step = "a smaller memory limit in the lab, or --per-node SIZE that counts less"
        self._end(
            Outcome(owner, "failed", reason=f"there is too little {lack.words}", next_step=step)
        )

    def _drop(self, state: Literal["failed", "not begun"], reason: str, step: str) -> None:
        """Nobody of the queue begins any more."""
        for waiting in self._queue:
            self._end(Outcome(waiting.owner, state, reason=reason, next_step=step))
        self._queue.clear()
