"""Nodes: made, made again, their power, their logs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from swarmlab.deck.model import Position, PowerUnit
from swarmlab.errors import SwarmlabError, UsageError
from swarmlab.plain.base import PlainBase
from swarmlab.plain.work import work
from swarmlab.tui import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from swarmlab.deck.model import PowerVerb

POWER: dict[str, PowerVerb] = {
    "kill": "kill", "start": "start", "restart": "restart", "pause": "pause", "unpause": "unpause",
}  # fmt: skip
TYPED = Position(Path("typed"), 1)
"""Where a unit stands that the learner typed."""


class Making(PlainBase):
    """Makes nodes; asks first, where more than one thing is touched."""

    def all_nodes(self) -> str:
        """``2 nodes are``: the beginning of what happens to them."""
        number = len(self.session.node_names)
        return f"{words.counted(number, 'node')} {'is' if number == 1 else 'are'}"

    def usual(self) -> str:
        """How long a start takes on this machine, once that is known."""
        usual = self.session.usual_boot_seconds
        return f"Usually {words.seconds(usual)}." if usual is not None else ""

    def make_nodes(self, make: Callable[[], object], chapter: str) -> bool:
        """Let nodes be made, again where it fails and the learner wants it; whether they are up.

        Where they are not, the lab is left: there is nothing to work on.
        """
        nodes = self.session.lab.chapter(chapter).chapter.nodes
        said = (f"{words.counted(len(nodes), 'node')} coming up: {', '.join(nodes)}.",
                self.usual(), "ctrl+c stops it and removes what was made.")  # fmt: skip
        while True:
            self.lesson.forget()
            self.say(" ".join(filter(None, said)))
            try:
                work(make, self._stop_making)
            except SwarmlabError as fault:
                self.complain(fault)
                if self.talk.agrees("Try again?"):
                    continue
                self.leave(keep=False)
                return False
            else:
                self.lesson.take_as_told()
                return True

    def _stop_making(self) -> None:
        self.talk.say("Stopping, and removing what was made.")
        self.session.cancel_boot()

    def do_reset(self, rest: str) -> None:
        """Fresh nodes at the step's or the chapter's start, or one fresh node; asks first."""
        session, step = self.session, self.lesson.step
        if rest in session.node_names:
            if self._agrees_to(f"{rest} is thrown away and made anew, outside the swarm."):
                work(lambda: session.rebuild(rest))
                self.look()
        elif rest == "step" and step is not None:
            back = "fresh ones are brought to where this step begins."
            if self._agrees_to(f"{self.all_nodes()} thrown away, {back}"):
                self._made_again(lambda: session.reset_step(step))
        elif rest == "chapter":
            back = "you begin this chapter again with fresh ones."
            if self._agrees_to(f"{self.all_nodes()} thrown away, {back}"):
                self._made_again(session.reset_lab)
        else:
            what = ["reset step"] if step is not None else []
            self.say(f"Say which: {', '.join((*what, 'reset chapter'))}, or one node: "
                     f"{', '.join(f'reset {node}' for node in session.node_names)}")  # fmt: skip

    def _agrees_to(self, what: str) -> bool:
        self.say(f"{what} {self.usual()}".rstrip())
        return self.talk.agrees("Do it?")

    def _made_again(self, make: Callable[[], object]) -> None:
        if self.make_nodes(make, self.session.place.chapter):
            self.show_slide()

    def show_slide(self) -> None:
        """The slide; reading knows how."""
        raise NotImplementedError

    def do_power(self, rest: str) -> None:
        """Kill, start, restart, pause or unpause a node."""
        verb, _, node = rest.partition(" ")
        node = self.node_named(node.strip())
        if verb not in POWER:
            raise UsageError(f"power takes {', '.join(POWER)}, and a node",
                             next_step="as in: power kill worker1")  # fmt: skip
        unit = PowerUnit(node, (POWER[verb],), TYPED)
        work(lambda: self.session.run_unit(unit))
        self.say(f"{node}: {verb} done")
        self.look()

    def do_log(self, rest: str) -> None:
        """The last lines of a node's log."""
        node = self.node_named(rest)
        log = work(lambda: self.session.log(node))
        self.talk.say_all(f"    {line}".rstrip() for line in words.lines(log))

    def node_named(self, node: str) -> str:
        """A node that is up.

        Raises:
            UsageError: there is none of that name.
        """
        names = self.session.node_names
        if node not in names:
            missing = f"there is no node {node}" if node else "no node is named"
            raise UsageError(missing, next_step=f"nodes: {', '.join(names)}")
        return node

    def leave(self, *, keep: bool) -> None:
        """End the hold on the lab; its nodes stay or go."""
        self.left = True
        self.hearing.stop()
        try:
            if self.session.booted:
                verb = "Keeping" if keep else "Removing"
                self.say(f"{verb} the nodes: {', '.join(self.session.node_names)}.")
            self.say("Your progress is stored.")
        finally:  # whoever read it may have gone
            work(lambda: self.session.leave(keep=keep))
