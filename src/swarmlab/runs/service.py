"""What may be asked of a held run, by name: the holder serves this, and so does whoever takes it.

Words and results are what JSON can hold, since they may pass through the requests table.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from swarmlab.checks.verdict import State
from swarmlab.deck.diagnostic import did_you_mean
from swarmlab.deck.model import PowerUnit
from swarmlab.errors import UsageError
from swarmlab.patience import patient
from swarmlab.runs.judge import all_hold
from swarmlab.runs.model import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from swarmlab.runs.events import TaskVerdict
    from swarmlab.runs.model import BoundTask, Lab, Step
    from swarmlab.runs.requests import Request
    from swarmlab.runs.resetting import ResetProof
    from swarmlab.runs.session import Session

SETTLE_SECONDS = patient(15.0)
"""How long ``solve`` waits for its tasks to turn green."""
_LOOK_SECONDS = 0.1


def do(session: Session, request: Request) -> Any:
    """Do what is asked of a run that this program holds."""
    verb = _VERBS.get(request.verb)
    if verb is None:
        raise UsageError(
            f"the program that holds the run does not know {request.verb!r}",
            next_step="it may be of another version; end it",
        )
    stop = session.listen(request.told)
    try:
        return verb(session, request.words)
    finally:
        stop()


def find_step(lab: Lab, words: str | None, session: Session | None = None) -> Step:
    """A step by ``chapter#slug`` or ``chapter`` (its first); without words the current one.

    Raises:
        UsageError: there is no such step.
    """
    if not words:
        step = session.current_step if session else None
        if step is None:
            raise UsageError("there is no step here", next_step="name one: chapter#slug")
        return step
    chapter, _, slug = words.partition("#")
    for step in lab.steps:
        if step.id == words or (not slug and step.chapter == chapter):
            return step
    known = [step.id for step in lab.steps]
    suggestion = did_you_mean(words, known) or f"steps: {', '.join(known)}"
    raise UsageError(f"lab {lab.name} has no step {words}", next_step=suggestion)


def find_place(lab: Lab, words: str) -> Place:
    """The place of ``chapter`` (its first slide) or ``chapter#slug``.

    Raises:
        UsageError: there is no such place.
    """
    chapter, _, slug = words.partition("#")
    names = [bound.name for bound in lab.chapters]
    if chapter not in names:
        suggestion = did_you_mean(chapter, names) or f"chapters: {', '.join(names)}"
        raise UsageError(f"lab {lab.name} has no chapter {chapter}", next_step=suggestion)
    slides = lab.chapter(chapter).chapter.slides
    for slide in slides:
        if not slug or slide.anchor == slug:
            return Place(chapter, slide.index)
    anchors = [slide.anchor for slide in slides]
    suggestion = did_you_mean(slug, anchors) or f"places: {', '.join(dict.fromkeys(anchors))}"
    raise UsageError(f"chapter {chapter} has no slide {slug}", next_step=suggestion)


class Judged(Protocol):
    """What is known of a run's steps."""

    def verdicts(self, step: Step) -> Mapping[str, TaskVerdict]:
        """The last verdicts of a step by task key."""

    def step_is_done(self, step_id: str) -> bool:
        """Whether the step was done once."""


def told_step(session: Judged, step: Step) -> dict[str, Any]:
    """A step with its verdicts, for a program to print."""
    verdicts = session.verdicts(step)
    return {
        "step": step.id,
        "title": step.slide.title,
        "done": session.step_is_done(step.id),
        "holds": all_hold(step, verdicts),
        "tasks": [_told_task(session, step, task) for task in step.tasks],
    }


def _told_task(session: Judged, step: Step, task: BoundTask) -> dict[str, Any]:
    known = session.verdicts(step).get(task.key)
    verdict = known.verdict if known else None
    return {
        "key": task.key,
        "number": task.number,
        "text": "".join(span.text for span in task.task.spans),
        "sentence": task.task.sentence,
        "guard": task.is_guard,
        "state": str(verdict.state if verdict else State.WAITING),
        "reason": verdict.reason if verdict else "not looked at yet",
        "expected": verdict.expected if verdict else "",
        "observed": verdict.observed if verdict else "",
        "node": verdict.node if verdict else "",
        "look_at": verdict.look_at if verdict else "",
        "since": known.since if known else 0.0,
    }


def _check(session: Session, words: Mapping[str, Any]) -> Any:
    step = find_step(session.lab, words.get("step"), session)
    session.judge.look([step])
    return told_step(session, step)


def _solve(session: Session, words: Mapping[str, Any]) -> Any:
    step = find_step(session.lab, words.get("step"), session)
    session.solve(step)
    deadline = time.monotonic() + SETTLE_SECONDS
    while True:
        session.judge.look([step])
        if all_hold(step, session.verdicts(step)) or time.monotonic() >= deadline:
            return told_step(session, step)
        time.sleep(_LOOK_SECONDS)


def _reset(session: Session, words: Mapping[str, Any]) -> Any:
    if words.get("learner"):
        return _begin_anew(session).told()
    if words.get("node"):
        return session.rebuild(str(words["node"])).told()
    if words.get("all"):
        return session.reset_lab().told()
    return session.reset_step(find_step(session.lab, words.get("step"), session)).told()


def _begin_anew(session: Session) -> ResetProof:
    """The first chapter on fresh nodes, and all progress dropped."""
    steps = [step.id for step in session.lab.steps]
    proof = session.goto(Place(session.lab.chapters[0].name), undo=steps)
    session.scores.forget()
    return proof


def _goto(session: Session, words: Mapping[str, Any]) -> Any:
    place = find_place(session.lab, str(words["place"]))
    # Slides without a heading have the anchor of the one they continue.
    return session.goto(replace(place, slide=int(words.get("slide", place.slide)))).told()


def _hint(session: Session, words: Mapping[str, Any]) -> Any:
    step = find_step(session.lab, words.get("step"), session)
    hint = session.scores.next_hint(step)
    shown = session.scores.hints_shown(step.id)
    total = len(step.slide.details("hint"))
    # The deck is where the text is; both sides have it, so only the number travels.
    return {"step": step.id, "index": shown - 1 if hint else None, "shown": shown, "of": total}


def _power(session: Session, words: Mapping[str, Any]) -> Any:
    step = session.current_step or session.lab.steps[0]
    unit = PowerUnit(str(words["node"]), (words["verb"],), step.slide.position)
    session.stage.node(unit.node)
    session.run_unit(unit)
    return _status(session, words)


def _rebuild(session: Session, words: Mapping[str, Any]) -> Any:
    return session.rebuild(str(words["node"])).told()


def _log(session: Session, words: Mapping[str, Any]) -> Any:
    return session.log(str(words["node"]))


def _hear(session: Session, words: Mapping[str, Any]) -> Any:
    session.shell(str(words["node"]))
    return _status(session, words)


def _status(session: Session, _words: Mapping[str, Any]) -> Any:
    step = session.current_step
    return {
        "chapter": session.place.chapter,
        "slide": session.place.slide,
        "step": step.id if step else "",
        "nodes": {name: node.state() for name, node in session.stage.nodes.items()},
    }


_VERBS: Mapping[str, Callable[[Session, Mapping[str, Any]], Any]] = {
    "check": _check,
    "solve": _solve,
    "reset": _reset,
    "goto": _goto,
    "hint": _hint,
    "power": _power,
    "rebuild": _rebuild,
    "log": _log,
    "hear": _hear,
    "status": _status,
}
