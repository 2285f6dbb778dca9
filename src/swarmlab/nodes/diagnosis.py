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

    def error(self) -> StartFailed:
        """As an error for the user."""
        log = "\n".join(f"  {line}" for line in self.log.splitlines())
        last = f"\nThe last lines of its log:\n{log}" if log else ""
        return StartFailed(
            f"the node did not come up (at: {self.phase}): {self.reason}{last}",
            place=self.node,
            next_step="`swarmlab doctor` shows what this engine and kernel lack",
        )


def diagnose(
    engine: Engine, node: str, container: str | None, phase: str, cause: Exception
) -> Diagnosis:
    """Look at a failed node before it is removed."""
    return Diagnosis(node, phase, _reason(cause), log_of(engine, container) if container else "")


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
