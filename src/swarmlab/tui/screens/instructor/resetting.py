"""Resetting a step, a node, a lab, a learner or the class: what for whom, how many, then it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.tui import words
from swarmlab.tui.screens.dialog import Answer, Question
from swarmlab.tui.screens.instructor.acting import ClassActing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swarmlab.runs.classroom.model import Learner

_STEP, _NODE, _LAB, _LEARNER, _CLASS = "s", "n", "l", "p", "c"
_WHAT = {_STEP: "step", _LAB: "lab", _LEARNER: "learner"}
_STAYS = "Progress stays."


class ClassResetting(ClassActing):
    """Asks with a count before anything is thrown away."""

    def action_class_reset(self) -> None:
        """What, for the selected learner or for all."""
        learner, view = self.learner, self.roster.view
        if learner is None or view is None:
            return
        name, chapter = words.line(learner.owner), self.roster.chapter_of(learner)
        title = words.line(chapter.chapter.title) if chapter is not None else "its chapter"
        answers = [
            Answer(_STEP, f"the step of {name}", "Fresh nodes in the state it begins in."),
            Answer(_LAB, f"the lab of {name}", f"Fresh nodes at the start of {title}."),
            Answer(_LEARNER, f"all of {name}", "Progress, hints and points too."),
            Answer(_CLASS, "the class …", f"{words.counted(len(view.learners), 'learner')}."),
        ]
        if self.nodes_known(learner):
            answers.insert(1, Answer(_NODE, f"a node of {name} …", "One fresh node in its place."))
        question = Question("Reset", (f"Next you see how much it touches: {name}, or all.",),
                            tuple(answers))  # fmt: skip
        self.choose(question, lambda key: self._chosen(key, learner))

    def nodes_known(self, learner: Learner) -> tuple[str, ...]:
        """The nodes a learner's chapter has."""
        bound = self.roster.chapter_of(learner)
        if learner.state == "down" or bound is None:
            return ()
        return tuple(bound.chapter.nodes)

    def _chosen(self, key: str, learner: Learner) -> None:
        if key == _NODE:
            self._which_node(learner)
        elif key == _CLASS:
            self._what_of_all()
        else:
            self._confirm(_WHAT[key], [learner])

    def _which_node(self, learner: Learner) -> None:
        nodes = self.nodes_known(learner)[:9]
        answers = tuple(
            Answer(str(number), words.line(node)) for number, node in enumerate(nodes, 1)
        )
        question = Question(f"Which node of {words.line(learner.owner)}", (), answers)
        self.choose(question, lambda key: self._confirm(nodes[int(key) - 1], [learner]))

    def _what_of_all(self) -> None:
        view = self.roster.view
        if view is None:
            return
        answers = (
            Answer(_STEP, "the step each is at", "Fresh nodes in the state it begins in."),
            Answer(_LAB, "the lab", "Fresh nodes at the start of each one's chapter."),
            Answer(_LEARNER, "everything", "Progress, hints and points of each, too."),
        )
        learners = list(view.learners)
        question = Question(f"Reset for {words.counted(len(learners), 'learner')}", (), answers)
        self.choose(question, lambda key: self._confirm(_WHAT[key], learners))

    def _confirm(self, what: str, learners: Sequence[Learner]) -> None:
        title, lines = self._said(what, learners)
        question = Question(title, lines, (Answer("enter", _does(what, len(learners))),))
        runs = [each.run for each in learners]
        self.choose(question, lambda _: self.act(
            title, lambda: self.desk.reset(runs, what, self.telling(title))))  # fmt: skip

    def _said(self, what: str, learners: Sequence[Learner]) -> tuple[str, tuple[str, ...]]:
        whose = words.line(learners[0].owner) if len(learners) == 1 else "the class"
        nodes = sum(self.roster.nodes_of(each) for each in learners)
        touches = f"It touches {words.counted(len(learners), 'learner')}"
        fresh = f"{touches} and {words.counted(nodes, 'node')}, which are thrown away."
        if what == "step":
            return f"Reset the step of {whose}", (fresh, f"Fresh ones come. {_STAYS}")
        if what == "lab":
            return f"Reset the lab of {whose}", (fresh, f"Fresh ones come. {_STAYS}")
        if what == "learner":
            done = sum(
                cell.state == "done" for each in learners for cell in each.cells.values()
            )  # fmt: skip
            gone = f"{words.counted(done, 'done step')}, with hints and points, are forgotten."
            return f"Reset all of {whose}", (fresh, gone)
        return (f"Reset {words.line(what)} of {whose}",
                (f"{touches} and 1 node: {words.line(what)}, with its disk and certificate.",
                 f"A fresh one comes, outside the swarm. {_STAYS}"))  # fmt: skip


def _does(what: str, learners: int) -> str:
    if what == "learner":
        return "forget it and begin again" if learners == 1 else f"forget it for all {learners}"
    return "reset it" if learners == 1 else f"reset it for all {learners}"
