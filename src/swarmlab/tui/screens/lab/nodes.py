"""What changes nodes from the lab screen: power, fresh ones, reset."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from swarmlab.deck.model import Position, PowerUnit
from swarmlab.runs.model import Place
from swarmlab.tui import words
from swarmlab.tui.requests import NodesWanted
from swarmlab.tui.screens.dialog import Answer, Dialog, Question
from swarmlab.tui.screens.lab.shells import LabShells
from swarmlab.tui.usual import usual

if TYPE_CHECKING:
    from collections.abc import Callable

    from swarmlab.deck.model import PowerVerb
    from swarmlab.tui.widgets.shell_view import ShellView


class LabNodes(LabShells):
    """Asks first, where more than one thing is touched."""

    def on_shell_view_offered(self, message: ShellView.Offered) -> None:
        """What a lost shell offers."""
        self.action_offer(message.key, self.arrangement.half)

    def action_offer(self, key: str, half: int) -> None:
        """Do what the lost shell in this half offers."""
        node = self.arrangement.halves[half][0]
        if key == "enter":
            self.reopen_shells(node)
        elif key == "S":
            self.power(node, "start")
        elif key == "B":
            self.rebuild(node)
        elif key in {"minus", "-"} and self.arrangement.halves[half][1] is not None:
            self.arrangement.half = half
            self.close_shell()

    def close_shell(self) -> None:
        """The extra shell in view ends."""
        raise NotImplementedError

    def power(self, node: str, verb: PowerVerb) -> None:
        """Do something to a node's power; its shells open again."""
        unit = PowerUnit(node, (verb,), Position(Path("key"), 1))
        self.say(f"{node}: {verb}")
        self.ask(lambda: self.session.run_unit(unit), group="power",
                 done=lambda _: self.reopen_shells(node))  # fmt: skip

    def rebuild(self, node: str) -> None:
        """A fresh node in the place of this one."""
        self.say(f"{node} is thrown away and made anew")
        self.ask(lambda: self.session.rebuild(node), group="power",
                 done=lambda _: self.reopen_shells(node))  # fmt: skip

    def all_nodes(self) -> str:
        """``5 nodes are``: the beginning of what happens to them."""
        number = len(self.session.node_names)
        return f"{words.counted(number, 'node')} {'is' if number == 1 else 'are'}"

    def usual(self, place: Place) -> str:
        """How long fresh nodes there take on this machine, as a sentence; empty if unknown."""
        said = usual(self.session, place)
        return f"{said[0].upper()}{said[1:]}." if said else ""

    def make_nodes(self, work: Callable[[], object], place: Place | None = None) -> None:
        """Let the app show how nodes come up while ``work`` makes them."""
        chapter = (place or self.session.place).chapter
        title = self.session.lab.chapter(chapter).chapter.title
        self.post_message(NodesWanted(self.session, work, title))

    def ask_first(self, question: Question, answered: Callable[[str], object]) -> None:
        """Ask; nothing happens where the learner goes back."""

        def closed(key: str | None) -> None:
            if key:
                answered(key)

        self.app.push_screen(Dialog(question), closed)

    def action_reset(self) -> None:
        """Ask what to make anew."""
        step, node = self.lesson.step, self.shell_key[0]
        begin = Place(self.session.place.chapter)
        chapter = f"back to its start. {self.usual(begin)}".strip()
        answers = [Answer("c", "the chapter", chapter)]
        if step is not None:
            there = self.usual(Place(step.chapter, step.slide.index))
            detail = f"fresh nodes, brought to where this step begins. {there}".strip()
            answers.insert(0, Answer("s", f"step {step.number}", detail))
        if node:
            answers.append(Answer("B", f"only {node}", "a fresh node, not in the swarm"))
        lines = (f"Step and chapter: {self.all_nodes()} thrown away. Your points stay.",)
        question = Question("Reset", lines, tuple(answers))
        self.ask_first(question, self._reset)

    def _reset(self, answer: str) -> None:
        step = self.lesson.step
        if answer == "B":
            self.rebuild(self.shell_key[0])
        elif answer == "s" and step is not None:
            self.make_nodes(lambda: self.session.reset_step(step))
        elif answer == "c":
            self.make_nodes(self.session.reset_lab)
