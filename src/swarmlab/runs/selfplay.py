"""A lab that plays itself in plain text: what ``make run`` does without a terminal."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from swarmlab.checks.verdict import ASCII_SIGN, State
from swarmlab.deck.model import FileUnit, PowerUnit, ReadUnit, ShellUnit
from swarmlab.errors import UnitFailed
from swarmlab.runs import orphans, throwaway
from swarmlab.runs.events import BootProgress, UnitChanged
from swarmlab.runs.model import Place

if TYPE_CHECKING:
    from collections.abc import Callable

    from swarmlab.deck.model import Unit
    from swarmlab.runs.events import Event
    from swarmlab.runs.ground import Ground
    from swarmlab.runs.model import BoundChapter, Lab, Step
    from swarmlab.runs.session import Session
    from swarmlab.runs.store import Store


def play(ground: Ground, store: Store, lab: Lab, write: Callable[[str], None]) -> bool:
    """Bring a lab up, do all its steps, and take it down; whether every task held.

    Args:
        ground: where nodes come from.
        store: the progress file; the run has an owner of its own, and goes.
        lab: what to play.
        write: prints one line; its text is plain and masked.

    Raises:
        SwarmlabError: the nodes did not come up, or the engine stopped answering.
    """
    orphans.clear(ground, store)
    session = throwaway.begin(ground, store, lab)
    session.listen(lambda event: _tell(event, write))
    try:
        return all(_chapter(session, chapter, write) for chapter in lab.chapters)
    except UnitFailed as fault:
        write(f"[X] {fault}")
        return False
    finally:
        session.leave(keep=False)
        throwaway.forget(store, session)


def _chapter(session: Session, chapter: BoundChapter, write: Callable[[str], None]) -> bool:
    write(f"\n# {chapter.chapter.title}")
    session.enter(Place(chapter.name))
    good = True
    for slide in chapter.chapter.slides:
        step = chapter.step_of(slide.index)
        if not slide.continues or step:
            write(f"\n## {slide.title}")
        for unit in slide.solution:
            write(f"  {words_of(unit)}")
            session.run_unit(unit)
        if step is not None:
            good = _step(session, step, write) and good
    return good


def _step(session: Session, step: Step, write: Callable[[str], None]) -> bool:
    good = True
    try:
        session.player.hold(step, threading.Event())
    except UnitFailed:
        good = False
    for task in step.tasks:
        known = session.verdicts(step).get(task.key)
        state = known.verdict.state if known else State.WAITING
        text = "".join(span.text for span in task.task.spans)
        write(f"{ASCII_SIGN[state]} {state}: {text}")
        if known and state is not State.PASSED:
            write(f"    {known.verdict.words}")
    return good


def words_of(unit: Unit) -> str:
    """What a unit is about to do, in one line."""
    match unit:
        case ShellUnit():
            first, *more = unit.text.strip().split("\n")
            attack = f" (must be refused: {unit.refused})" if unit.refused else ""
            return f"{unit.node}$ {first}{' …' if more else ''}{attack}"
        case FileUnit():
            return f"{unit.node}: write {unit.path}"
        case PowerUnit():
            return f"{unit.node}: {', '.join(unit.verbs)}"
        case ReadUnit():
            return f"{unit.node}: read the {unit.what} into {unit.path}"


def _tell(event: Event, write: Callable[[str], None]) -> None:
    match event:
        case BootProgress(phase="app loaded" | "in swarm"):
            write(f"  {event.node}: {event.phase} after {event.seconds:.1f} s")
        case UnitChanged(phase="failed" | "skipped"):
            write(f"    {event.phase}: {event.reason}")
        case _:
            pass
