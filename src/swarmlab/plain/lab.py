"""A lab in plain lines: a conversation of commands, from the nodes' start to their end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.errors import SwarmlabError
from swarmlab.plain.attending import Attending
from swarmlab.plain.commands import help_lines, named, suggestion
from swarmlab.plain.helping import Helping
from swarmlab.plain.line import wrapped
from swarmlab.plain.reading import Reading
from swarmlab.plain.talk import CTRL_C_AT_REST
from swarmlab.plain.work import GivenUp
from swarmlab.tui import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from swarmlab.plain.talk import Talk
    from swarmlab.tui.ports import LabSession

PROMPT = "> "


class PlainLab(Reading, Helping, Attending):
    """Read, run, check, hints; everything the screens do, by words.

    Nodes that were kept before stay so when the input ends without a word; others go.
    """

    def __init__(self, session: LabSession, talk: Talk) -> None:
        super().__init__(session, talk)
        self._found_up = session.booted

    def play(self) -> None:
        """Bring the nodes up where they are not, and talk until the lab is left.

        Raises:
            GivenUp: ctrl+c was pressed again and again; fresh nodes go with the program.
        """
        try:
            self._try(self._begin)
            while not self.left:
                self._try(self._answer)
        except GivenUp:
            self.left = True
            raise
        finally:
            if not self.left:
                self.leave(keep=self._found_up)

    def _try(self, act: Callable[[], None]) -> None:
        try:
            act()
        except SwarmlabError as fault:
            self.complain(fault)
        except GivenUp:
            raise
        except KeyboardInterrupt:  # too late for what it was meant to stop
            self.say(CTRL_C_AT_REST)

    def _begin(self) -> None:
        if self.session.booted:
            self.lesson.take_as_told()
        elif not self.make_nodes(self.session.boot, self.session.place.chapter):
            return
        self.show_slide()
        self.say("help lists the commands")

    def _answer(self) -> None:
        self.offer_help()
        self.warn_of_the_end()
        line = self.talk.hear(PROMPT)
        if line is None:
            self.leave(keep=self._found_up)
        elif line:
            self.do(line)

    def do(self, line: str) -> None:
        """Do what a line says.

        Raises:
            SwarmlabError: it could not be done.
        """
        word, _, rest = line.partition(" ")
        command = named(word)
        if command is None:
            near = suggestion(word)
            self.say(f"There is no command {word}. {near or 'help lists them'}")
            return
        getattr(self, f"do_{command.name}")(rest.strip())

    def do_help(self, _: str) -> None:
        """The commands."""
        for line in help_lines():
            self.talk.say_all(wrapped(line, self.width, "", "    "))
        self.say("ctrl+c stops what runs. The end of the input leaves.")

    def do_keep(self, _: str) -> None:
        """Leave, and keep the nodes."""
        self.leave(keep=True)

    def do_quit(self, rest: str) -> None:
        """Leave; asks whether the nodes are kept."""
        answer: str | None = rest
        if not self.session.booted:
            answer = "remove"
        while answer not in {"keep", "remove"}:
            self.say(f"Your progress stays either way. remove: {self.all_nodes()} thrown away. "
                     "keep: swarmlab goes on where you are. stay: nothing happens.")  # fmt: skip
            answer = self.talk.hear("remove, keep or stay> ")
            if answer is None:
                return
            answer = {"r": "remove", "k": "keep", "s": "stay"}.get(words.line(answer), answer)
            if answer == "stay":
                return
        self.leave(keep=answer == "keep")
