"""Scenes for the sentences, in as few words as a test can bear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.checks.scene import Scene
from swarmlab.checks.verdict import State
from swarmlab.checks.vocabulary import bind
from swarmlab.swarm.command import FinishedCommand
from tests.fakes.link import FakeLink
from tests.fakes.swarms import EMPTY, NODES, USUAL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from swarmlab.checks.baseline import Baseline
    from swarmlab.checks.verdict import Verdict
    from swarmlab.swarm.snapshot import Snapshot

NOT_A_MANAGER = (
    "Error response from daemon: This node is not a swarm manager. Worker nodes can't be used to "
    "view or modify cluster state. Please run this command on a manager node or promote the "
    "current node to a manager."
)


def scene(
    snapshot: Snapshot = USUAL,
    *,
    baseline: Baseline | None = None,
    journal: tuple[FinishedCommand, ...] = (),
    links: Mapping[str, FakeLink] | None = None,
) -> Scene:
    """A scene of the usual three nodes."""
    return Scene(
        snapshot=snapshot,
        baseline=baseline,
        journal=journal,
        links=links if links is not None else {name: FakeLink(name) for name in NODES},
        nodes=tuple(snapshot.views),
    )


def empty_scene() -> Scene:
    """No node, no journal, nothing."""
    return Scene(EMPTY, None, (), {}, ())


def typed(node: str, text: str, status: int = 0, output: str = "") -> FinishedCommand:
    """A command that ended in a node's shell."""
    return FinishedCommand(node, text, status, output, 1_800_000_000.0, 1_800_000_001.0)


def judged(sentence: str, now: Scene) -> Verdict:
    """The verdict of a sentence of the vocabulary."""
    return bind(sentence, (*NODES, *now.nodes)).evaluate(now)


def assert_passed(sentence: str, now: Scene) -> None:
    verdict = judged(sentence, now)
    assert verdict.state is State.PASSED, verdict


def assert_waiting(sentence: str, now: Scene, words: str) -> None:
    verdict = judged(sentence, now)
    assert verdict.state is State.WAITING, verdict
    assert words in verdict.reason


def assert_failed(sentence: str, now: Scene, words: str) -> Verdict:
    """Failed, these words observed, and every field of the tone's pattern filled."""
    verdict = judged(sentence, now)
    assert verdict.state is State.FAILED, verdict
    assert words in verdict.observed
    assert verdict.expected
    assert verdict.look_at
    return verdict


def assert_error(sentence: str, now: Scene, words: str) -> None:
    verdict = judged(sentence, now)
    assert verdict.state is State.ERROR, verdict
    assert words in verdict.reason
    assert verdict.look_at
