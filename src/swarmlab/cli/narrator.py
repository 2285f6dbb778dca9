"""What goes on while nodes are brought up or units run, as lines on stderr."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.cli.output import Styled, tell
from swarmlab.runs.events import BootProgress, NodeChanged, ReplayProgress, UnitChanged

if TYPE_CHECKING:
    from swarmlab.runs.events import Event


def narrate(event: Event) -> None:
    """Say an event, where people want to know of it."""
    match event:
        case BootProgress():
            tell(f"{event.node}: {event.phase}", Styled(f"  {event.seconds:.1f} s", dim=True))
        case ReplayProgress():
            tell(f"going there, unit {event.done} of {event.total}: {event.step}")
        case UnitChanged(phase="running"):
            tell(Styled(f"{_place(event)}: running", dim=True))
        case UnitChanged(phase="ran"):
            tell(f"{_place(event)}: ran", Styled(f"  {event.seconds:.1f} s", dim=True))
        case UnitChanged(phase="failed"):
            tell(f"{_place(event)}: ", Styled(event.reason or "failed", fg="red"))
        case UnitChanged(phase="skipped"):
            tell(f"{_place(event)}: ", Styled(f"skipped, {event.reason}", dim=True))
        case NodeChanged():
            tell(f"{event.node}: {event.word}")
        case _:
            return


def _place(event: UnitChanged) -> str:
    place = f"{event.unit.path}:{event.unit.line}"
    return f"{event.node}, {place}" if event.node else place
