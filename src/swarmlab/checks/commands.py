"""Sentences about what a read-only command does on a node now."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from swarmlab.checks.attempts import telling_line
from swarmlab.checks.refusal import gave_no_answer, reason_of, refusal
from swarmlab.checks.registry import sentence
from swarmlab.checks.scene import Settled, could_not_look
from swarmlab.checks.source import Source
from swarmlab.checks.standing import standing
from swarmlab.checks.verdict import failed, passed, waiting

if TYPE_CHECKING:
    from swarmlab.checks.scene import Scene
    from swarmlab.checks.verdict import Verdict


@sentence(
    "on {node:node}, `{command:look}` is refused: {reason:reason}",
    example="on worker1, `docker node ls` is refused: not-a-manager",
    reads=[Source.COMMANDS, Source.NODES],
)
def is_refused(scene: Scene, *, node: str, command: tuple[str, ...], reason: str) -> Verdict:
    """The command, run on the node now, is refused for that reason.

    For ``not-a-manager`` the node has to be a worker of the swarm: outside any swarm the
    engine refuses with the same words, and that would prove nothing.
    """
    what_it_is = _require_member(scene, node) if reason == "not-a-manager" else ""
    status, output = _run(scene, node, command)
    found = reason_of(status, output)
    if found == reason:
        return passed(f"{node} was refused: {reason}", node=node)
    return failed(
        expected=f"refused, {reason}",
        observed=_ended(status, output, found) + what_it_is,
        node=node,
        look_at=_look_at(node, reason, what_it_is),
    )


@sentence(
    'on {node:node}, `{command:look}` prints "{text:text}"',
    example='on manager1, `docker node ls` prints "worker1"',
    reads=[Source.COMMANDS, Source.NODES],
)
def prints(scene: Scene, *, node: str, command: tuple[str, ...], text: str) -> Verdict:
    """The command, run on the node now, works and prints these words.

    They are compared whole: ``worker1`` is not found in ``worker10``. Runs of blanks are equal.
    """
    scene.view(node)
    words = " ".join(command)
    status, output = _run(scene, node, command)
    if status != 0:
        found = reason_of(status, output)
        return waiting(f"`{words}` does not work yet: {_ended(status, output, found)}", node=node)
    if _holds(output, text):
        return passed(f'`{words}` prints "{text}"', node=node)
    return waiting(f'`{words}` does not print "{text}" yet', node=node)


def _require_member(scene: Scene, node: str) -> str:
    """Words about a node that is a manager after all; empty for a worker.

    Raises:
        Settled: the node is neither.
    """
    now = standing(scene, node)
    if now.acts_as == "worker":
        return ""
    if now.acts_as == "manager" or now.place == "elsewhere":
        return f"; {now.words}"
    raise Settled(waiting(f"{node} is not a worker yet: {now.words}", node=node))


def _run(scene: Scene, node: str, command: tuple[str, ...]) -> tuple[int, str]:
    """Status and output, stderr first, since refusals stand there.

    Raises:
        Settled: the node or its engine gave no answer.
    """
    done = scene.run(node, command)
    output = f"{done.stderr}\n{done.stdout}"
    if gave_no_answer(done.status, output):
        raise Settled(could_not_look(node, f"status {done.status}: {telling_line(output)}"))
    return done.status, output


def _ended(status: int, output: str, reason: str | None) -> str:
    if reason:
        return f"refused, {reason}"
    return "it answered, status 0" if status == 0 else f"status {status}: {telling_line(output)}"


def _look_at(node: str, reason: str, what_it_is: str) -> str:
    return f"who promoted {node}" if what_it_is else refusal(reason).look_at.format(node=node)


def _holds(output: str, text: str) -> bool:
    """Whether the words occur whole: no letter, digit, dot or dash runs on at their ends."""
    inner = r"\s+".join(re.escape(word) for word in text.split())
    before = r"(?<![\w-])(?<!\w\.)" if re.match(r"\w", text.strip()) else ""
    after = r"(?![\w-])(?!\.\w)" if re.search(r"\w\Z", text.strip()) else ""
    return re.search(f"{before}{inner}{after}", output) is not None
