"""What the instructor's screen needs of the rooms below; ``runs.classroom.desk`` implements it.

Methods may block and are called from thread workers, except those marked *instant*.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from swarmlab.runs.classroom.model import Acted, ClassView, MessageKind
    from swarmlab.runs.entries import EngineWord
    from swarmlab.runs.events import Event, TaskVerdict
    from swarmlab.runs.model import Place, Step
    from swarmlab.runs.terminal import Terminal


class ClassDesk(Protocol):
    """Every run on this engine and state directory, and what an instructor does with them."""

    def labs(self) -> Sequence[str]:
        """The names of labs that have runs, the one with most learners first."""

    def look(self, lab: str) -> ClassView:
        """Every run of a lab, from the progress file alone; within some milliseconds."""

    def engine(self) -> EngineWord:
        """Ask the engine, within 2 s."""

    def nodes(self, run: str) -> tuple[str, ...]:
        """The names of a run's nodes that are up, in the lab's order."""

    def verdicts(self, run: str, step: Step) -> Mapping[str, TaskVerdict]:
        """The last verdicts of a step by task key, from the progress file."""

    def hints_shown(self, run: str, step: Step) -> int:
        """How many hints of a step its learner has read."""

    def watch(self, run: str, node: str) -> Terminal:
        """Look at a node's shell without a word reaching it; the learner sees that someone does.

        Raises:
            NodeError: the node is not up.
        """

    def unwatch(self, run: str) -> None:
        """Look on no more: close what ``watch`` opened, and the learner sees it."""

    def ask_part(self, run: str) -> None:
        """Ask the learner to let one type; ``Learner.part`` tells what became of it."""

    def take_part(self, run: str, node: str) -> Terminal:
        """The node's shell to type into, once the learner has agreed.

        Raises:
            UsageError: the learner has not.
        """

    def say(self, runs: Sequence[str], kind: MessageKind, text: str) -> Sequence[Acted]:
        """Put a message or a hint on learners' screens; within a second."""

    def push_hint(self, runs: Sequence[str]) -> Sequence[Acted]:
        """The next hint of the step each learner is at, counted as theirs."""

    def reset(
        self, runs: Sequence[str], what: str, on_event: Callable[[str, Event], None]
    ) -> Sequence[Acted]:
        """Reset ``step``, ``lab``, ``learner`` (all progress too), or a node by its name."""

    def move(
        self, runs: Sequence[str], place: Place, on_event: Callable[[str, Event], None]
    ) -> Sequence[Acted]:
        """Bring learners to a slide, with nodes in the state it begins in."""

    def extend(self, runs: Sequence[str], minutes: float) -> Sequence[Acted]:
        """Let nodes live longer."""

    def lower_hand(self, run: str) -> None:
        """The question was answered."""

    def pause(self, lab: str, words: str | None) -> None:
        """Stop every learner's screen for a discussion; None lets them go on."""

    def lock(self, lab: str, chapter: str, *, locked: bool) -> None:
        """Let nobody enter a chapter, or let them again."""
