"""What came of a unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from swarmlab.swarm.command import FinishedCommand

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swarmlab.nodes.shell.recording import Recorded


@dataclass(frozen=True, slots=True)
class UnitResult:
    """A unit that ended, or ran out of time."""

    commands: tuple[FinishedCommand, ...]
    """Each line the shell read and ran, in order; those that ended before a timeout."""
    output: str
    """Of all commands together; at a timeout with what the hanging one printed so far."""
    status: int
    """Of the last command."""
    timed_out: bool
    seconds: float
    incomplete: bool = False
    """bash asked for more: an open quote or block. It was interrupted, and nothing waits."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose shell a command ran in."""

    node: str
    shell: str | None

    def finished(self, command: Recorded) -> FinishedCommand:
        """The command for the journal."""
        return FinishedCommand(
            node=self.node,
            text=command.text,
            status=command.status,
            output=command.output,
            started=command.started,
            ended=command.ended,
            shell=self.shell,
        )

    def result(
        self,
        commands: Sequence[Recorded],
        *,
        started: float,
        ended: float,
        running: Sequence[Recorded] = (),
        timed_out: bool = False,
        incomplete: bool = False,
        text: str = "",
    ) -> UnitResult:
        """The unit made of these commands.

        Args:
            commands: those that ended.
            started: when the unit began, seconds since the epoch.
            ended: when it ended or its time was over.
            running: what still runs, for its output.
            timed_out: its time was over first.
            incomplete: it was no whole command.
            text: what was pasted; stands in where bash kept no history of a single command.
        """
        finished = tuple(self.finished(command) for command in commands)
        if len(finished) == 1 and not finished[0].text:
            only = finished[0]
            finished = (
                FinishedCommand(
                    only.node,
                    text.strip("\n"),
                    only.status,
                    only.output,
                    only.started,
                    only.ended,
                    only.shell,
                ),
            )
        return UnitResult(
            commands=finished,
            output="".join([each.output for each in finished] + [each.output for each in running]),
            status=finished[-1].status if finished else (2 if incomplete else 0),
            timed_out=timed_out,
            seconds=max(0.0, ended - started),
            incomplete=incomplete,
        )
