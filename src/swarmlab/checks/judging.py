"""One evaluation of one sentence: bounded in time, and never anything but a verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from swarmlab.checks.scene import Settled, could_not_look
from swarmlab.checks.source import ASKED
from swarmlab.checks.verdict import Verdict, error
from swarmlab.patience import patient
from swarmlab.swarm.link import ApiRefused, LinkLost
from swarmlab.swarm.text import clean, mask
from swarmlab.swarm.together import NoAnswer, Pending

if TYPE_CHECKING:
    from collections.abc import Mapping

    from swarmlab.checks.registry import Sentence
    from swarmlab.checks.scene import Scene

SECONDS = patient(5.0)
"""The most one evaluation may take in all."""


def judge(
    sentence: Sentence,
    arguments: Mapping[str, Any],
    nodes: tuple[str, ...],
    scene: Scene,
    seconds: float = SECONDS,
) -> Verdict:
    """The sentence's verdict on the scene, its words safe to show; never raises."""
    node = nodes[0] if nodes else ""
    try:
        return _shown(_verdict(sentence, arguments, scene, seconds))
    except Settled as settled:
        return _shown(settled.verdict)
    except NoAnswer:
        return _lost(node, f"no answer within {seconds:g} s")
    except LinkLost as lost:
        return _lost(node, str(lost))
    except ApiRefused as refused:
        return _lost(node, f"its engine answered {refused.message}")
    except Exception as bug:  # a fault of ours must not pass for the learner's
        return _shown(
            error(f"Could not judge this task: {type(bug).__name__}: {bug}", node=node,
                  look_at="`swarmlab doctor --bundle FILE`, for a report of this fault")
        )  # fmt: skip


def _verdict(
    sentence: Sentence, arguments: Mapping[str, Any], scene: Scene, seconds: float
) -> Verdict:
    if not sentence.reads & ASKED:
        return sentence.judge(scene, **arguments)
    return Pending(lambda: sentence.judge(scene, **arguments)).result(seconds)


def _lost(node: str, why: str) -> Verdict:
    if not node:
        return _shown(error(f"Could not look: {why}", look_at="`swarmlab status`"))
    return _shown(could_not_look(node, why))


def _shown(verdict: Verdict) -> Verdict:
    """Whatever came from a node is cleaned and masked here, once for all sentences."""
    return Verdict(
        verdict.state,
        *(mask(clean(words, keep_newlines=False)) for words in (
            verdict.reason, verdict.expected, verdict.observed, verdict.node, verdict.look_at,
        )),
    )  # fmt: skip
