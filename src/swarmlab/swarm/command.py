"""What was done on nodes: finished commands, and the journal they make."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FinishedCommand:
    """One command line that ended in a node's shell.

    A unit of several commands yields one of these per line the shell read.
    """

    node: str
    text: str
    """As the shell read it, continuation lines joined by newlines; untrusted."""
    status: int
    output: str
    """Exact, unwrapped, stdout and stderr as they came, control sequences removed; capped."""
    started: float
    """Seconds since the epoch, by this machine's clock."""
    ended: float
    shell: str | None = None
    """The name of the shell where it is not the node's first."""


Journal = tuple[FinishedCommand, ...]
"""In order of ending; sentences about a step see what ended since the step began."""
