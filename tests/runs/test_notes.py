"""What a session tells the slide: answers and captures, of which no secret is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.runs.model import Place
from tests.fakes.swarms import WORKER_TOKEN

if TYPE_CHECKING:
    from swarmlab.runs.model import Lab
    from swarmlab.runs.session import Session
    from swarmlab.runs.store import Store


def test_captures_are_told_by_name_and_a_secret_is_stored_nowhere(
    session: Session, lab: Lab, store: Store
) -> None:
    assert session.captures() == ()
    session.goto(Place("first", 2))
    session.run_unit(lab.steps[1].slide.units[0])
    (capture,) = session.captures()
    assert (capture.name, capture.secret) == ("worker_token", True)
    assert capture.value == WORKER_TOKEN.reveal()
    secret = capture.value.rpartition("-")[2]
    assert secret not in repr(capture)
    assert secret not in "\n".join(store._db.iterdump())
    session.reset_lab()
    assert session.captures() == ()


def test_an_answer_to_a_quiz_stays_after_a_reset(session: Session) -> None:
    session.boot()
    session.answer_quiz("first#a/quiz-1", {2}, right=False)
    session.reset_lab()
    answer = session.quiz_answers()["first#a/quiz-1"]
    assert answer.chosen == {2}
    assert not answer.right
