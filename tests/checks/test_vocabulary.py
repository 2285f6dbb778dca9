from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swarmlab.checks import judging
from swarmlab.checks.registry import Sentence, registered, sentence
from swarmlab.checks.source import Source
from swarmlab.checks.verdict import State, passed
from swarmlab.checks.vocabulary import (
    SUBJECTS,
    BoundCheck,
    SentenceFault,
    UnknownNode,
    UnknownSentence,
    bind,
    sentences,
)
from swarmlab.swarm.link import ApiRefused, LinkLost
from tests.checks.scenes import empty_scene, scene
from tests.fakes.swarms import NODES

if TYPE_CHECKING:
    from swarmlab.checks.scene import Scene
    from swarmlab.checks.verdict import Verdict

EXAMPLES = [known.example for known in sentences()]


@pytest.mark.parametrize("known", sentences(), ids=EXAMPLES)
def test_every_sentence_can_be_read_in_one_way(known: Sentence) -> None:
    assert [s for s in sentences() if s.parser.parse(known.example)] == [known]
    assert bind(known.example, NODES).sentence is known
    assert known.doc.partition("\n")[0].endswith(".")
    assert known.reads
    assert known.subject in {module.__name__.rpartition(".")[2] for module in SUBJECTS}


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_empty_scene_never_passes(example: str) -> None:
    assert bind(example, NODES).evaluate(empty_scene()).state in {State.ERROR, State.WAITING}


def test_the_words_become_arguments() -> None:
    check = bind("  on worker1, `docker node ls -q` is refused: not-a-manager ", NODES)
    assert check.arguments == {
        "node": "worker1",
        "command": ("docker", "node", "ls", "-q"),
        "reason": "not-a-manager",
    }
    assert check.nodes == ("worker1",)
    assert check.reads == {Source.COMMANDS, Source.NODES}
    assert check.text == "on worker1, `docker node ls -q` is refused: not-a-manager"


@pytest.mark.parametrize(
    ("text", "message", "suggestion", "at"),
    [
        ("worker3 is a worker", "no node worker3", "did you mean worker2?", "worker3"),
        (" only manger1 is a manager", "no node manger1", "did you mean manager1?", "manger1"),
        ('on x, `docker node ls` prints "a"', "no node x", "manager1, worker1, worker2", "x,"),
        ("worker10 is a worker", "no node worker10", "did you mean worker1?", "worker10"),
        ("Worker1 is a worker", "no node Worker1", "did you mean worker1?", "Worker1"),
    ],
)
def test_an_unknown_node_is_pointed_at(text: str, message: str, suggestion: str, at: str) -> None:
    with pytest.raises(UnknownNode) as caught:
        bind(text, NODES)
    assert message in caught.value.message
    assert suggestion in caught.value.suggestion
    assert text[caught.value.offset :].startswith(at)


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("worker1 is worker", "worker1 is a worker"),
        ("Worker7 is a Worker", "worker1 is a worker"),
        ("the worker token was rotated", "the worker join token was rotated"),
        ("the swarm has 1 managers and 2 workers", "the swarm has 1 manager and 2 workers"),
        (
            "worker2 tried `docker swarm` and is refused: wrong-ca",
            "worker1 tried `docker node",
        ),
        ('on worker2, `docker info` print "a"', "on manager1, `docker node ls` prints"),
        ("colourless green ideas", "`swarmlab checks` prints every sentence"),
        ("", "`swarmlab checks` prints every sentence"),
    ],
)
def test_an_unknown_sentence_names_the_nearest(text: str, nearest: str) -> None:
    with pytest.raises(UnknownSentence) as caught:
        bind(text, NODES)
    assert nearest in caught.value.suggestion


@pytest.mark.parametrize(
    ("text", "message", "at"),
    [
        ("on worker1, `docker node rm x` is refused: denied", "commands that only look", "docker"),
        ("on worker1, `docker node ls` is refused: not-manager", "no reason", "not-manager"),
        ("worker1 tried `a | b` and it worked", "not one plain command", "a | b"),
        ("worker1 tried `a 'b` and it worked", "quotes do not close", "a 'b"),
        ("the file /root/../x on worker1 holds the worker join token", "upwards", "/root"),
    ],
)
def test_a_word_that_means_nothing_is_pointed_at(text: str, message: str, at: str) -> None:
    with pytest.raises(UnknownSentence) as caught:
        bind(text, NODES)
    assert message in caught.value.message
    assert text[caught.value.offset :].startswith(at)


pieces = st.sampled_from(
    ["worker1", "is", "a", "worker", "on", "`", "docker node ls", '"', "refused:", "/x", "{", "\n"]
)


@given(st.lists(pieces | st.text(max_size=5), max_size=12).map(" ".join))
def test_binding_raises_nothing_but_its_own_faults(text: str) -> None:
    with suppress(SentenceFault):
        bind(text, NODES)


def check_that(raised: Exception | None, *reads: Source) -> BoundCheck:
    """A check whose function raises this, or passes."""

    def judge(scene: Scene, node: str) -> Verdict:
        if raised is not None:
            raise raised
        return passed()

    made = Sentence("{node:node} x", "worker1 x", "X.", frozenset(reads), judge)
    return BoundCheck("worker1 x", made, {"node": "worker1"}, ("worker1",))


@pytest.mark.parametrize("source", [Source.NODES, Source.FILES])
@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (LinkLost("stopped"), "Could not look at worker1: stopped"),
        (ApiRefused(500, "\x1b[1mbroken"), "Could not look at worker1: its engine answered broken"),
        (ZeroDivisionError("oh"), "Could not judge this task: ZeroDivisionError: oh"),
    ],
)
def test_whatever_goes_wrong_is_an_error_verdict(
    fault: Exception, words: str, source: Source
) -> None:
    verdict = check_that(fault, source).evaluate(scene())
    assert (verdict.state, verdict.reason) == (State.ERROR, words)
    assert verdict.look_at


def test_a_link_that_never_answers_is_an_error_in_time() -> None:
    release = threading.Event()
    slow = check_that(None, Source.FILES)

    def wait(scene: Scene, node: str) -> Verdict:
        release.wait()
        return passed()

    stuck = replace(slow.sentence, judge=wait)
    verdict = judging.judge(stuck, slow.arguments, slow.nodes, scene(), seconds=0.05)
    release.set()
    assert (verdict.state, verdict.node) == (State.ERROR, "worker1")
    assert "no answer within 0.05 s" in verdict.reason
    assert judging.SECONDS <= 5


def misfit(scene: Scene, *, nodes: str) -> Verdict:
    """Fits no pattern below."""
    return passed()


@pytest.mark.parametrize("pattern", ["{node:node} y", "{nodes:planet} y", "y"])
def test_a_function_that_does_not_fit_its_pattern_is_not_registered(pattern: str) -> None:
    before = registered()
    with pytest.raises(TypeError):
        sentence(pattern, example="y", reads=[Source.NODES])(misfit)
    assert registered() == before
