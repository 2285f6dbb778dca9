"""Every error that may reach a user, in one tree.

    SwarmlabError                   exit 2 unless said otherwise
    ├── UsageError                  the command's words do not fit: unknown lab, step or node
    │   └── AmbiguousRun            more than one run fits; the list is in the message
    ├── DeckFault                   exit 1: a deck or lab file has faults (diagnostics)
    ├── CheckFailed                 exit 1: a check or proof did not hold
    ├── ExtraMissing                what a command needs beyond swarmlab is not installed
    ├── EngineError                 the engine that hosts the nodes
    │   ├── EngineMissing           it does not answer at all, or may not be used
    │   ├── EngineGone              it stopped answering in the middle
    │   └── ImageError              the node image could not be had
    ├── NodeError                   one node
    │   ├── StartFailed             nodes did not come up; carries a diagnosis
    │   ├── NodeUnreachable         no answer over the link within its time
    │   ├── ShellBusy               a command is still running in that shell
    │   └── ShellLost               the shell's terminal ended
    └── RunError                    a run and its records
        ├── RunExists               this lab already runs for this owner
        ├── RunNotFound             no run fits
        ├── RunHeld                 another program holds the run and does not answer
        ├── UnitFailed              exit 1: a unit did not do what it must
        └── StoreError              the progress file cannot be read or written

Each carries plain words, the place, a next step and its exit code. Nothing here ever
holds a token or key: whoever raises masks first.
"""

from __future__ import annotations

from typing import ClassVar


class SwarmlabError(Exception):
    """An error in the user's words.

    Args:
        message: what is, in one sentence without a full stop.
        place: where: ``file:line:column``, a node's name, or an object; empty if nowhere.
        next_step: what to do next, in one sentence; empty if nothing can be done.
    """

    exit_code: ClassVar[int] = 2

    def __init__(self, message: str, *, place: str = "", next_step: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.next_step = next_step

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


class UsageError(SwarmlabError):
    """The command's words do not fit what there is."""


class AmbiguousRun(UsageError):
    """More than one run fits, and none was named."""


class DeckFault(SwarmlabError):
    """A deck or lab file has faults; the message holds every diagnostic, a line each."""

    exit_code = 1


class CheckFailed(SwarmlabError):
    """A check, or a proof of a lab, did not hold."""

    exit_code = 1


class ExtraMissing(SwarmlabError):
    """A command needs a library that swarmlab does without, and it is not here."""


class EngineError(SwarmlabError):
    """The engine that hosts the nodes did not do what was asked."""


class EngineMissing(EngineError):
    """No engine answers, or this user may not use it."""


class EngineGone(EngineError):
    """The engine stopped answering in the middle of work."""


class ImageError(EngineError):
    """The node image could be neither found, built nor assembled."""


class NodeError(SwarmlabError):
    """One node did not do what was asked."""


class StartFailed(NodeError):
    """Nodes did not come up. The message names node, phase and the log's last lines."""


class NodeUnreachable(NodeError):
    """A node gave no answer over its link within the time allowed."""


class ShellBusy(NodeError):
    """A command is still running in the shell, so nothing was sent."""


class ShellLost(NodeError):
    """The shell's terminal ended: its node stopped, or its tmux was killed."""


class RunError(SwarmlabError):
    """A run or its records did not allow what was asked."""


class RunExists(RunError):
    """This lab already runs for this owner."""


class RunNotFound(RunError):
    """No run fits what was named."""


class RunHeld(RunError):
    """Another program holds the run and does not answer."""


class UnitFailed(RunError):
    """A unit did not end as its slide says it must."""

    exit_code = 1


class StoreError(RunError):
    """The progress file cannot be read or written."""
