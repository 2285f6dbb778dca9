"""Runs one unit where it belongs and says whether it did what its slide says it must."""

from __future__ import annotations

import contextlib
import threading
import time
from dataclasses import dataclass
from itertools import chain, repeat
from typing import TYPE_CHECKING

from swarmlab.checks.refusal import gave_no_answer, reason_of
from swarmlab.deck.expectation import match
from swarmlab.deck.model import FileUnit, PowerUnit, ReadUnit, ShellUnit
from swarmlab.deck.words import NEEDS
from swarmlab.errors import NodeError, SwarmlabError, UnitFailed
from swarmlab.patience import patient
from swarmlab.runs import reading
from swarmlab.runs.events import UnitChanged
from swarmlab.swarm.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from swarmlab.deck.expectation import Match
    from swarmlab.deck.model import Expectation, Unit
    from swarmlab.runs.captures import Captures
    from swarmlab.runs.events import Event
    from swarmlab.runs.ground import GroundNode, NodeShell, Ran

_AGAIN_SECONDS = (0.1, 0.2, 0.3, 0.5)
"""Between two runs of a unit with ``within=``; the last of these from then on."""
_SHOWN_LINES = 6
"""Of what a unit printed, in the words of its failure."""


@dataclass(frozen=True)
class UnitRunner:
    """What running units needs of a run."""

    node: Callable[[str], GroundNode]
    shell: Callable[[str, str | None], NodeShell]
    captures: Captures
    publish: Callable[[], None]
    """Bring the captures to every node."""
    powered: Callable[[str, str], None]
    """Told after a node's power was changed: node and verb."""
    tell: Callable[[Event], None]
    kernel_lacks: frozenset[str] = frozenset()
    """What this machine's kernel lacks, in the words of ``Ground.lacks``."""

    def skips(self, unit: Unit) -> bool:
        """Whether this kernel lacks what the unit needs; told as an event if so."""
        needs = unit.needs if isinstance(unit, ShellUnit) else None
        if needs is None or NEEDS[needs] not in self.kernel_lacks:
            return False
        reason = f"this kernel has no {needs.upper()}"
        now = time.time()
        self.tell(UnitChanged(unit.position, "skipped", now, reason=reason, node=unit.node))
        return True

    def run(self, unit: Unit, stopped: threading.Event | None = None) -> None:
        """Run a unit and wait for its end; one that the kernel cannot serve is passed over.

        Raises:
            UnitFailed: it did not do what it must; ``place`` is where it stands.
            SwarmlabError: its node could not be used.
        """
        if self.skips(unit):
            return
        at, node, begun = unit.position, unit.node, time.time()
        self.tell(UnitChanged(at, "running", begun, node=node))
        try:
            self._do(unit, stopped or threading.Event())
        except SwarmlabError as fault:
            now = time.time()
            reason = fault.message
            self.tell(UnitChanged(at, "failed", now, now - begun, reason=reason, node=node))
            raise
        now = time.time()
        self.tell(UnitChanged(at, "ran", now, now - begun, node=node))

    def _do(self, unit: Unit, stopped: threading.Event) -> None:
        match unit:
            case ShellUnit():
                self._in_shell(unit, stopped)
            case FileUnit():
                self.node(unit.node).write(unit.path, unit.text.encode())
            case PowerUnit():
                for verb in unit.verbs:
                    self.node(unit.node).power(verb)
                    self.powered(unit.node, verb)
                    if verb in {"start", "restart"}:
                        self.publish()  # they lay in the node's memory
            case ReadUnit():
                self._read(unit)

    def _in_shell(self, unit: ShellUnit, stopped: threading.Event) -> None:
        shell = self.shell(unit.node, unit.shell)
        within = unit.expectation.within if unit.expectation else None
        deadline = time.monotonic() + patient(within or 0.0)
        pauses = chain(_AGAIN_SECONDS, repeat(_AGAIN_SECONDS[-1]))
        for pause in pauses:
            ran = shell.run(unit.text, patient(unit.timeout))
            try:
                self.judge(unit, ran)
            except UnitFailed:
                if ran.timed_out:
                    with contextlib.suppress(NodeError):
                        shell.interrupt()
                if time.monotonic() >= deadline or stopped.wait(pause):
                    raise
            else:
                return

    def judge(self, unit: ShellUnit, ran: Ran) -> None:
        """Compare what became of a unit with what its slide says; take its captures.

        Raises:
            UnitFailed: they differ.
        """
        if fault := self.fault_of(unit, ran):
            raise UnitFailed(
                fault,
                place=str(unit.position),
                next_step=f"look at the shell of {unit.node}",
            )
        if unit.expectation:
            self.captured(self._match(unit.expectation, ran.output, unit))

    def fault_of(self, unit: ShellUnit, ran: Ran) -> str:
        """Why a unit that ended did not end as it must; empty when it did."""
        if ran.timed_out:
            return f"did not end within {patient(unit.timeout):g} s"
        if ran.incomplete:
            return "is no whole command: the shell waits for more, so it was called off"
        for command in ran.commands[:-1]:
            if command.status:
                line = self.captures.mask(clean(command.text).split("\n")[0])
                return f"exit {command.status} of `{line}`{self._printed(command.output)}"
        output = ran.commands[-1].output if ran.commands else ran.output
        if unit.refused:
            return self._unrefused(unit.refused, ran.status, output)
        if ran.status != unit.exit:
            expected = f", not {unit.exit}" if unit.exit else ""
            return f"exit {ran.status}{expected}{self._printed(output)}"
        return ""

    def _unrefused(self, reason: str, status: int, output: str) -> str:
        found = reason_of(status, output)
        if found == reason:
            return ""
        if status == 0:
            return f"was not refused: it worked, where {reason} was to be the answer"
        if gave_no_answer(status, output):
            return f"gave no answer (exit {status}), which is no refusal{self._printed(output)}"
        other = (
            f"was refused for another reason: {found}" if found else "failed for no known reason"
        )
        return f"{other}, where {reason} was to be the answer{self._printed(output)}"

    def _match(self, expectation: Expectation, output: str, unit: Unit) -> Match:
        found = match(expectation, output)
        if not found.ok:
            raise UnitFailed(
                f"printed something else: {self.captures.mask(found.reason)}",
                place=str(expectation.position),
                next_step=f"look at the shell of {unit.node}",
            )
        return found

    def captured(self, found: Match) -> None:
        """Remember what a unit's expectation captured, and bring it to every node."""
        if found.captures:
            self.captures.add(found.captures.values())
            self.publish()

    def _printed(self, output: str) -> str:
        text = self.captures.mask(clean(output)).strip()
        return "\n" + "\n".join(f"  {line}" for line in _last(text.split("\n"))) if text else ""

    def _read(self, unit: ReadUnit) -> None:
        node = self.node(unit.node)
        found = reading.read(unit, node.link)
        node.write(unit.path, found.text.encode(), found.mode)
        if unit.expectation is None:
            return
        try:
            matched = self._match(unit.expectation, found.text, unit)
        except UnitFailed as fault:
            if found.may_be_quoted:
                raise
            message = f"what was read is not as expected; it is in {unit.path}"
            raise UnitFailed(message, place=fault.place, next_step=fault.next_step) from None
        self.captured(matched)


def _last(lines: Sequence[str]) -> Sequence[str]:
    return lines if len(lines) <= _SHOWN_LINES else ["…", *lines[-_SHOWN_LINES:]]
