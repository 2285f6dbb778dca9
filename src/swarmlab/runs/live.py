"""A run's nodes being watched: what wakes the judge, and which steps it looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.checks.source import Source
from swarmlab.errors import SwarmlabError
from swarmlab.runs.events import CommandFinished, ProgressTrouble
from swarmlab.runs.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from swarmlab.runs.bus import Bus
    from swarmlab.runs.captures import Captures
    from swarmlab.runs.judge import Judge
    from swarmlab.runs.model import Step
    from swarmlab.runs.scores import Scores
    from swarmlab.runs.stage import Stage
    from swarmlab.swarm.command import FinishedCommand

ANYTHING = frozenset(Source)
"""A command may have changed anything, and much of it sends no event."""


class Live:
    """Judges while nodes are up.

    Args:
        judge: judges.
        bus: hears of everything.
        captures: mask what was typed.
        scores: count what the looks find.
        steps: which steps to look at now.
        answers: whether the engine answers.
        watched: False for proofs: who wants a look asks the judge for one.
    """

    def __init__(
        self,
        judge: Judge,
        bus: Bus,
        captures: Captures,
        scores: Scores,
        steps: Callable[[], Sequence[Step]],
        answers: Callable[[], bool],
        *,
        watched: bool = True,
    ) -> None:
        self._judge = judge
        self._bus = bus
        self._captures = captures
        self._scores = scores
        self._steps = steps
        self._answers = answers
        self._watched = watched
        self._watch: Watch | None = None

    @property
    def on(self) -> bool:
        """Whether nodes are watched."""
        return self._watch is not None

    def start(self, stage: Stage) -> None:
        """Judge the nodes that are up: watch them, and look at once."""
        self._judge.attach(stage.links)
        if not self._watched:
            return
        self._watch = Watch(self._look, self._bus.tell, self._answers)
        self._watch.start(stage.nodes)
        self.wake()

    def stop(self) -> None:
        """Watch no more."""
        watch, self._watch = self._watch, None
        if watch is not None:
            watch.close()
        self._scores.store()

    def wake(self, changed: Iterable[Source] = ANYTHING) -> None:
        """Something may have changed: look soon."""
        watch = self._watch  # another thread may stop it in between
        if watch is not None:
            watch.wake(changed)

    def note_state(self, node: str, state: str) -> None:
        """A node's container is known to be in this state."""
        watch = self._watch
        if watch is not None:
            watch.note_state(node, state)

    def heard(self, command: FinishedCommand) -> None:
        """A command ended in any shell of the run."""
        masked = self._captures.masked(command)
        try:
            self._judge.add_command(masked)
        except SwarmlabError as trouble:  # the shell that tells of the command goes on
            self._bus.tell(ProgressTrouble(str(trouble), trouble.next_step))
        self._bus.tell(CommandFinished(masked))
        self.wake()

    def _look(self, changed: Iterable[Source]) -> None:
        steps, tried = self._steps(), self._scores.looking()
        self._judge.look(steps, changed)
        if tried:
            self._scores.looked(steps, self._judge.verdicts)
