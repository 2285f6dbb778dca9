"""What the screens need of the rooms below, so that the whole TUI runs on a fake.

``runs.session.Session`` and ``runs.desk.Desk`` implement these, and ``nodes.shell.Shell`` the
port of a shell, which sessions hand through. Methods of a port may block: screens call them
from thread workers only, except those marked *instant*.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from swarmlab.runs.entries import ChapterEntry, EngineWord, LabEntry
from swarmlab.runs.scorebook import Outcome
from swarmlab.runs.scores import Score
from swarmlab.runs.terminal import Screen
from swarmlab.runs.terminal import Terminal as ShellPort

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from swarmlab.deck.expectation import Capture
    from swarmlab.deck.model import Details, ShellUnit, Unit
    from swarmlab.runs.classroom.model import ClassWord, Message
    from swarmlab.runs.events import Event, TaskVerdict
    from swarmlab.runs.model import Lab, Place, Step
    from swarmlab.runs.quizzes import QuizAnswer
    from swarmlab.runs.resetting import ResetProof
    from swarmlab.swarm.snapshot import Snapshot


__all__ = [
    "ChapterEntry",
    "Desk",
    "EngineWord",
    "LabEntry",
    "LabSession",
    "Outcome",
    "Score",
    "ScoreKeeper",
    "Screen",
    "ShellPort",
]


class Desk(Protocol):
    """The start screen's source: labs, engine, and opening a session."""

    def labs(self) -> Sequence[LabEntry]:
        """Every lab that can be found, faulty ones too."""

    def engine(self) -> EngineWord:
        """Ask the engine, within 2 s."""

    def open(self, lab: str) -> LabSession:
        """Take (or make) the owner's run of a lab; brings nothing up yet.

        Raises:
            SwarmlabError: with its next step.
        """

    def forget(self, lab: str) -> None:
        """Begin again: drop the stored progress of a lab, and its nodes if it runs."""


class ScoreKeeper(Protocol):
    """What a run came to, and the help that was had; ``runs.scores.Scores`` implements it."""

    def score(self, step: Step) -> Score:
        """What the step came to so far. Instant."""

    def of_chapter(self, chapter: str, steps: Sequence[Step]) -> Score:
        """What a chapter came to, the time on its other slides included. Instant."""

    def outcome(self, task: str) -> Outcome | None:
        """What became of a task, by its key; None while that is open. Instant."""

    def next_hint(self, step: Step) -> Details | None:
        """Reveal and count the next hint; None when there are no more."""

    def hints_shown(self, step_id: str) -> int:
        """How many hints were shown. Instant."""

    def record_solution(self, step: Step) -> None:
        """Count that the solution was shown."""

    def solutions_shown(self, step_id: str) -> int:
        """How often the solution was shown or typed. Instant."""


class LabSession(Protocol):
    """One program's hold on one run."""

    @property
    def lab(self) -> Lab:
        """Instant."""

    @property
    def place(self) -> Place:
        """Where the learner is, from the stored progress at first. Instant."""

    @property
    def engine(self) -> EngineWord:
        """As last known. Instant."""

    @property
    def booted(self) -> bool:
        """The nodes of the place's chapter are up. Instant."""

    @property
    def usual_boot_seconds(self) -> float | None:
        """The median of earlier boots on this machine, None at the first. Instant."""

    def usual_seconds(self, place: Place) -> float | None:
        """The median of earlier ways to a place with fresh nodes, solutions before it run.

        None at the first. Instant.
        """

    @property
    def scores(self) -> ScoreKeeper:
        """Points, time, attempts, hints and solutions. Instant."""

    @property
    def started_at(self) -> float:
        """When this chapter would have been begun without any time away from it. Instant."""

    @property
    def snapshot(self) -> Snapshot | None:
        """The last snapshot. Instant."""

    @property
    def node_names(self) -> tuple[str, ...]:
        """Nodes that are up for the chapter, in the lab's order. Instant."""

    def listen(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        """Hear events, from the session's threads; returns a stop. Instant."""

    def boot(self) -> None:
        """Bring the nodes of the place's chapter up in its start state; events tell how far.

        A step inside a chapter is reached by replaying the solutions before it.

        Raises:
            StartFailed: with a diagnosis; what was made is removed by then.
        """

    def cancel_boot(self) -> None:
        """Stop a boot in another thread; it raises and removes what it made. Instant."""

    def move(self, place: Place) -> None:
        """Note the slide shown; within the chapter only. Instant."""

    def needs_fresh_nodes(self, chapter: str) -> bool:
        """Whether entering that chapter throws the present nodes away. Instant."""

    def enter(self, place: Place) -> None:
        """Go to a chapter: keep the nodes where its start allows it, else boot fresh ones."""

    def verdicts(self, step: Step) -> Mapping[str, TaskVerdict]:
        """The last verdicts by task key; empty before the first look. Instant."""

    def step_is_done(self, step_id: str) -> bool:
        """Instant."""

    def shell(self, node: str, name: str | None = None) -> ShellPort:
        """The node's shell, opened at the first call.

        Raises:
            NodeError: the node is not up.
        """

    def paste_unit(self, unit: ShellUnit) -> bool:
        """Paste a unit into its node's shell; the learner's Enter runs it.

        False where this kernel lacks what it needs: it is skipped.

        Raises:
            ShellBusy: a command still runs there.
        """

    def run_unit(self, unit: Unit) -> None:
        """Do a unit now: a command in its node's shell, or to a file or the power.

        Raises:
            SwarmlabError: it did not work.
        """

    def rebuild(self, node: str) -> ResetProof:
        """Replace one node by a fresh one with the same name and address, not in the swarm.

        What was proved of it is told as an event, too; so it is of both resets.
        """

    def log(self, node: str) -> str:
        """The last lines of a node's log, untrusted."""

    def solve(self, step: Step) -> None:
        """Type the solution of a step into the shells, each unit checked.

        Raises:
            UnitFailed: one did not end as it must.
        """

    def stop_solving(self) -> None:
        """Break off the solution that another thread types; ``solve`` raises then."""

    def reset_step(self, step: Step) -> ResetProof:
        """Fresh nodes at the step's start; progress of earlier steps stays."""

    def reset_lab(self) -> ResetProof:
        """Fresh nodes at the chapter's start; progress of other chapters stays."""

    def look_again(self) -> None:
        """Evaluate the current step now. Instant."""

    def look(self, step: Step) -> None:
        """Evaluate a step now, and wait for it; events tell what changed."""

    def quiz_answers(self) -> Mapping[str, QuizAnswer]:
        """The last answer to each quiz, by the key of ``runs.quizzes.quiz_keys``. Instant."""

    def answer_quiz(self, key: str, chosen: Iterable[int], *, right: bool) -> QuizAnswer:
        """Store an answer to a quiz."""

    def captures(self) -> tuple[Capture, ...]:
        """What units captured since the nodes were fresh, secrets included. Instant."""

    @property
    def class_word(self) -> ClassWord:
        """What the class is told at this moment; events tell when it changes. Instant."""

    def messages(self) -> Sequence[Message]:
        """What the instructor sent and was not dismissed, oldest first; texts are untrusted."""

    def dismiss(self, number: int) -> None:
        """A message was read, and those before it."""

    def raise_hand(self, question: str = "") -> None:
        """Ask the instructor for help."""

    def lower_hand(self) -> None:
        """The question is answered."""

    def answer_part(self, *, agreed: bool) -> None:
        """Let the instructor type into the shells, or only look (again)."""

    def leave(self, *, keep: bool) -> None:
        """End the hold: keep the nodes, or remove them. Progress stays either way."""
