"""Sentences about what was tried in a node's shell since the step began: the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.checks import shellwords
from swarmlab.checks.refusal import NO_ANSWER_STATUSES, gave_no_answer, reason_of, refusal
from swarmlab.checks.registry import sentence
from swarmlab.checks.scene import Settled
from swarmlab.checks.source import Source
from swarmlab.checks.verdict import error, failed, passed, waiting

if TYPE_CHECKING:
    from swarmlab.checks.scene import Scene
    from swarmlab.checks.verdict import Verdict
    from swarmlab.swarm.command import FinishedCommand


@sentence(
    "{node:node} tried `{command:tried}` and was refused: {reason:reason}",
    example="worker1 tried `docker node ls` and was refused: not-a-manager",
    reads=[Source.JOURNAL],
)
def tried_and_refused(scene: Scene, *, node: str, command: tuple[str, ...], reason: str) -> Verdict:
    """A command that begins with these words was typed on the node and refused for that reason.

    One such attempt since the step began is enough. Words are compared one by one, so
    ``docker swarm join`` does not stand for ``docker swarm join-token``.
    """
    tries = _tries(scene, node, command)
    if any(reason_of(t.status, t.output) == reason for t in tries):
        return passed(f"{node} was refused: {reason}", node=node)
    last = _answered(tries[-1], command)
    return failed(
        expected=f"refused, {reason}: {refusal(reason).means}",
        observed=_outcome(last),
        node=node,
        look_at=refusal(reason).look_at.format(node=node),
    )


@sentence(
    "{node:node} tried `{command:tried}` and it worked",
    example="manager1 tried `docker config inspect` and it worked",
    reads=[Source.JOURNAL],
)
def tried_and_worked(scene: Scene, *, node: str, command: tuple[str, ...]) -> Verdict:
    """A command that begins with these words was typed on the node and ended with status 0."""
    tries = _tries(scene, node, command)
    if any(t.status == 0 for t in tries):
        return passed(f"`{' '.join(command)}` worked on {node}", node=node)
    last = _answered(tries[-1], command)
    reason = reason_of(last.status, last.output)
    return failed(
        expected="it works, status 0",
        observed=_outcome(last),
        node=node,
        look_at=refusal(reason).look_at.format(node=node) if reason else "what it printed",
    )


def _tries(scene: Scene, node: str, command: tuple[str, ...]) -> tuple[FinishedCommand, ...]:
    """The lines that begin with the command, oldest first; never empty.

    Raises:
        Settled: it was not tried, or only where its own status cannot be known.
    """
    if not scene.nodes:
        raise Settled(
            error("Could not look: no node of this run is up", look_at="`swarmlab status`")
        )
    on_node = [c for c in scene.journal if c.node == node]
    tries = tuple(c for c in on_node if _decides(c, command))
    if tries:
        return tries
    words = " ".join(command)
    if any(_occurs(c, command) for c in on_node):
        reason = (
            "tried only inside a longer line, which hides its own status;"
            f" type it on a line of its own: `{words}`"
        )
    else:
        reason = f"not tried yet{_elsewhere(scene, node, command)}: `{words}`"
    raise Settled(waiting(reason, node=node))


def _elsewhere(scene: Scene, node: str, command: tuple[str, ...]) -> str:
    """Where it was typed instead, for who takes one shell for another; empty if nowhere."""
    for line in reversed(scene.journal):
        if line.node != node and _occurs(line, command):
            return f" on {node}, only on {line.node}"
    return ""


def _decides(line: FinishedCommand, command: tuple[str, ...]) -> bool:
    return any(s.decides and s.begins_with(command) for s in shellwords.commands(line.text))


def _occurs(line: FinishedCommand, command: tuple[str, ...]) -> bool:
    return any(s.begins_with(command) for s in shellwords.commands(line.text))


def _answered(line: FinishedCommand, command: tuple[str, ...]) -> FinishedCommand:
    """The line, if it says anything about the swarm.

    Raises:
        Settled: it did not run, was broken off, or reached no engine.
    """
    if gave_no_answer(line.status, line.output):
        ended = "did not run" if line.status in NO_ANSWER_STATUSES else "got no answer"
        raise Settled(
            error(
                f"`{' '.join(command)}` on {line.node} {ended}: {_outcome(line)}",
                node=line.node,
                look_at="what it printed; then try it again",
            )
        )
    return line


def _outcome(line: FinishedCommand) -> str:
    """How a line ended, in words; its output is untrusted and cut."""
    if line.status == 0:
        return "it worked, status 0"
    reason = reason_of(line.status, line.output)
    if reason:
        return f"refused, {reason}: {refusal(reason).means}"
    return f"status {line.status}: {telling_line(line.output)}"


def telling_line(output: str) -> str:
    """The first line that speaks of an error, else the first of all, cut to 120 characters.

    Programs say first what they are about to do: openssl 3.5 says ``Connecting to 10.89.21.162``.
    """
    lines = [line.strip() for line in output.splitlines() if line.strip()] or ["it printed nothing"]
    text = next((line for line in lines if "error" in line.lower()), lines[0])
    return text if len(text) <= 120 else f"{text[:119]}…"
