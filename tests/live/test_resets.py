"""Every step is gone to and reset: all three are proved, and the engine holds what it held."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swarmlab.errors import SwarmlabError
from swarmlab.runs import labfile, throwaway
from swarmlab.runs.model import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swarmlab.runs.engine_ground import EngineGround
    from swarmlab.runs.model import Step
    from swarmlab.runs.resetting import ResetProof
    from swarmlab.runs.session import Session
    from swarmlab.runs.store import Store

LAB = labfile.load("least-privilege")
DAILY = {"join-tokens#take-a-token-apart", "join-tokens#make-it-worthless"}
STEPS = [
    pytest.param(step, id=step.id, marks=pytest.mark.live if step.id in DAILY else pytest.mark.soak)
    for step in LAB.steps
]
"""The first and the last of one chapter for every day, all of them for the soak."""


@pytest.fixture
def session(ground: EngineGround, store: Store) -> Iterator[Session]:
    opened = throwaway.begin(ground, store, LAB)
    yield opened
    opened.leave(keep=False)
    assert ground.listing(opened.run.id) == ()


@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_gone_to_and_reset(step: Step, session: Session, ground: EngineGround) -> None:
    proof = session.goto(Place(step.chapter, step.slide.index))
    assert proof.holds, proof.lines
    before, first = held(session, ground), session.run.attempt
    work(session, step)
    proof = session.reset_step(step)
    assert proof.holds, proof.lines
    assert session.run.attempt != first
    assert held(session, ground) == before


@pytest.mark.live
def test_a_lab_and_each_of_its_nodes_are_reset(session: Session, ground: EngineGround) -> None:
    chapter = LAB.chapter("join-tokens")
    session.goto(Place(chapter.name, chapter.steps[1].slide.index))
    before = held(session, ground)
    proofs: list[ResetProof] = [session.rebuild(node) for node in chapter.chapter.nodes]
    assert held(session, ground) == before
    proofs.append(session.reset_lab())
    assert [proof.lines for proof in proofs if not proof.holds] == []
    assert held(session, ground) == before


def held(session: Session, ground: EngineGround) -> list[tuple[str, str]]:
    """Kind and name of everything the engine holds of the run, all of it of this attempt.

    An attempt is part of its names: what is left of another one is seen.
    """
    run = session.run
    return [(t.kind, t.name.replace(run.attempt, "ATTEMPT")) for t in ground.listing(run.id)]


def work(session: Session, step: Step) -> None:
    """Do the step's work, as far as it can be done here: what is reset shall be a mess."""
    try:
        session.player.play(step.slide.solution)
    except SwarmlabError:
        return  # the kernel may lack what it needs; the proofs of the lab tell of all else
