"""Why a node did not come up, in the words a learner can act on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docker.errors import APIError, DockerException
from requests.exceptions import RequestException

from swarmlab.errors import StartFailed, SwarmlabError
from swarmlab.nodes.bootlog import BootFailed
from swarmlab.nodes.engine import words_of
from swarmlab.swarm.text import clean, mask

if TYPE_CHECKING:
    from swarmlab.nodes.engine import Engine

_LINES = 12
_SEARCHED = 300
"""Lines: an engine goes on for a while after what it ends of."""
_FULL = "no space left on device"
_WIDTH = 300


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What is known of a node that failed."""

    node: str
    phase: str
    """The phase it did not end: ``made``, ``started``, ``engine``, ``app loaded``, ``in swarm``."""
    reason: str
    log: str
    """The last lines of its log, safe to show."""
    disk_full: bool = False
    """It said somewhere that no space was left."""

    def error(self) -> StartFailed:
        """As an error for the user."""
        log = "\n".join(f"  {line}" for line in self.log.splitlines())
        last = f"\nThe last lines of its log:\n{log}" if log else ""
        reason, next_step = self.reason, "`swarmlab doctor` shows what this engine and kernel lack"
        if self.disk_full:
            reason = f"{reason}: the engine's disk is full"
            next_step = "make room on it; `docker system df` shows what takes it"
        return StartFailed(
            f"the node did not come up (at: {self.phase}): {reason}{last}",
            place=self.node,
            next_step=next_step,
        )


def diagnose(
    engine: Engine, node: str, container: str | None, phase: str, cause: Exception
) -> Diagnosis:
    """Look at a failed node before it is removed."""
    log = log_of(engine, container, _SEARCHED) if container and engine.ping() else ""
    reason = _reason(cause)
    disk_full = any(_FULL in said.lower() for said in (reason, log))
    return Diagnosis(node, phase, reason, "\n".join(log.splitlines()[-_LINES:]), disk_full)


def log_of(engine: Engine, container: str, tail: int = _LINES) -> str:
    """The last lines of a node's log, cleaned and masked; empty when it cannot be read."""
    try:
        raw: bytes = engine.api.logs(container, tail=tail)
    except (DockerException, RequestException):
        return ""
    text = mask(clean(raw.decode("utf-8", "replace")))
    return "\n".join(line[:_WIDTH] for line in text.splitlines())


def _reason(cause: Exception) -> str:
    if isinstance(cause, SwarmlabError):
        return cause.message
    if isinstance(cause, APIError):
        return f"the engine refused: {words_of(cause)}"
    if isinstance(cause, BootFailed):
        return mask(clean(str(cause), keep_newlines=False))
    if isinstance(cause, DockerException | RequestException):
        return "the engine stopped answering"
    return f"{type(cause).__name__}: {mask(clean(str(cause), keep_newlines=False))}"
