"""Units and lines run in nodes, with what they printed and how they ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.checks.verdict import State
from swarmlab.deck.model import FileUnit, PowerUnit, ReadUnit, ShellUnit
from swarmlab.errors import NodeError, SwarmlabError, UnitFailed, UsageError
from swarmlab.plain.line import state_sign
from swarmlab.plain.making import TYPED, Making
from swarmlab.plain.work import work
from swarmlab.tui import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swarmlab.deck.model import Unit
    from swarmlab.swarm.command import FinishedCommand

LINE_SECONDS = 120.0
"""How long a typed line may run."""
MOST_LINES = 200
"""Of what one command printed; those before them are counted."""
CTRL_C = b"\x03"


class Doing(Making):
    """Does."""

    def do_run(self, rest: str) -> None:
        """Run a unit of the slide by its number; without one, the next that has not run."""
        offered = self.lesson.offered()
        unit = self._chosen(rest, offered)
        if unit is None:
            self.say("All units of this slide have run; run N runs one again" if offered
                     else "This slide has nothing to run")  # fmt: skip
            return
        self.lesson.units.pop(unit.position, None)
        self.say(self.lesson.head(unit) + (", runs" if isinstance(unit, ShellUnit) else ""))
        fault = self._do(unit)
        change = self.lesson.units.get(unit.position)
        if change is not None and change.phase == "skipped":
            self.talk.say(state_sign(State.SKIPPED), f" skipped: {words.line(change.reason)}")
        elif fault is None:
            seconds = f", {words.seconds(change.seconds)}" if change is not None else ""
            self.talk.say(state_sign(State.PASSED), f" {_how_it_ended(unit)}{seconds}")
        else:
            reason = words.line(fault.message.partition("\n")[0])
            self.talk.say(state_sign(State.FAILED), f" failed: {reason}")
            if fault.next_step and not isinstance(fault, UnitFailed):
                self.say(f"next step: {fault.next_step}")
        self.look()

    def _chosen(self, rest: str, offered: Sequence[Unit]) -> Unit | None:
        if not rest:
            return self.lesson.next_unit()
        if rest.isdecimal() and 1 <= int(rest) <= len(offered):
            return offered[int(rest) - 1]
        there = f"units here: 1 to {len(offered)}" if offered else "this slide has no units"
        raise UsageError(f"there is no unit {rest}", next_step=there)

    def do_on(self, rest: str) -> None:
        """Run a typed line in a node's shell, and say what it printed and how it ended."""
        name, _, line = rest.partition(" ")
        node = self.node_named(name)
        if not line.strip():
            raise UsageError("there is nothing to run", next_step=f"as in: on {node} docker info")
        unit = ShellUnit(node, line.strip(), TYPED, timeout=LINE_SECONDS)
        fault = self._do(unit)
        change = self.lesson.units.pop(TYPED, None)
        if fault is None:
            seconds = f", {words.seconds(change.seconds)}" if change is not None else ""
            self.say(f"exit 0{seconds}")
        elif isinstance(fault, UnitFailed):
            self.say(fault.message.partition("\n")[0])
        else:
            self.complain(fault)
        self.look()

    def _do(self, unit: Unit) -> SwarmlabError | None:
        """Do a unit and show what it printed; what went wrong, where something did."""
        self.hearing.commands.clear()
        fault: SwarmlabError | None = None
        try:
            work(lambda: self.session.run_unit(unit), lambda: self.stop(unit))
        except SwarmlabError as found:
            fault = found
        if isinstance(unit, ShellUnit):
            for command in _of_the_last_try(unit, tuple(self.hearing.commands)):
                self._show(command)
        return fault

    def stop(self, unit: Unit) -> None:
        """ctrl+c: it goes to the node's shell, and the unit is not tried again."""
        self.session.cancel_boot()
        if isinstance(unit, ShellUnit):
            self.talk.say(f"ctrl+c to {words.line(unit.node)}")
            try:
                self.session.shell(unit.node, unit.shell).keys(CTRL_C)
            except NodeError as fault:
                self.complain(fault)

    def _show(self, command: FinishedCommand) -> None:
        for number, line in enumerate(words.lines(command.text.strip("\n"))):
            sign = f"{words.line(command.node)}# " if not number else "> "
            self.talk.say(f"  {sign}{line}")
        printed = words.lines(command.output.rstrip("\n")) if command.output.strip() else []
        if len(printed) > MOST_LINES:
            self.talk.say(f"    ... {len(printed) - MOST_LINES} lines before these")
        self.talk.say_all(f"    {line}".rstrip() for line in printed[-MOST_LINES:])


def _of_the_last_try(
    unit: ShellUnit, commands: Sequence[FinishedCommand]
) -> Sequence[FinishedCommand]:
    """What ended in the unit's shell; of one that was run again until it matched, the last run."""
    mine = [c for c in commands if (c.node, c.shell) == (unit.node, unit.shell)]
    if not mine or unit.expectation is None or unit.expectation.within is None:
        return mine
    begins = [index for index, c in enumerate(mine) if c.text == mine[0].text]
    return mine[begins[-1] :]


def _how_it_ended(unit: Unit) -> str:
    match unit:
        case ShellUnit():
            return f"refused, as it must be: {unit.refused}" if unit.refused else "ran"
        case PowerUnit():
            return "done"
        case FileUnit():
            return f"written: {unit.path}"
        case ReadUnit():
            return f"read into {unit.path}"
