"""``swarmlab test DECK``: the exercises of a remark deck, done on nodes."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from swarmlab.cli.exercise_lines import ExerciseLines, verdict
from swarmlab.cli.interrupt import called_off
from swarmlab.cli.output import result, result_json, tell
from swarmlab.cli.workplace import workshop
from swarmlab.errors import UsageError
from swarmlab.runs import junit as junit_file
from swarmlab.runs.exercises.cases import cases
from swarmlab.runs.exercises.deck_run import lab_of, run_deck
from swarmlab.runs.exercises.plan import plan, with_unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swarmlab.deck.deck import Deck
    from swarmlab.deck.diagnostic import Diagnostic
    from swarmlab.runs.exercises.outcome import DeckReport, Done
    from swarmlab.runs.exercises.plan import Planned
    from swarmlab.runs.model import Lab


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of a deck."""

    nodes: int = 1
    start: str = "bare"
    junit: str | None = None
    as_json: bool = False
    strict: bool = False


def run(words: Sequence[str], asked: Asked) -> bool:
    """Do the exercises of the one deck that is named; whether all of it worked.

    Raises:
        UsageError: more than one is named, or it has no exercises.
        DeckFault: it cannot be read.
    """
    if len(words) != 1:
        raise UsageError("a deck is tested alone", next_step="name one deck, and no lab or chapter")
    path = Path(words[0])
    deck, faults = _read(path)
    planned = with_unknown(plan(deck), faults)
    lab = lab_of(deck, path, asked.nodes, asked.start)
    tell(_beginning(planned, lab, asked.start))
    report = _done(planned, lab, asked)
    if asked.junit:
        junit_file.write(cases(report), Path(asked.junit))
    if asked.as_json:
        result_json(_told(report))
    else:
        for thing in report.left_over:
            result(f"left over at the end: {thing}")
        result(verdict(report))
    return report.holds


def _read(path: Path) -> tuple[Deck, tuple[Diagnostic, ...]]:
    """The deck, and what is faulty in it: other people's decks are done as far as they go.

    Raises:
        UsageError: it is not there, or a chapter in swarmlab's own format.
        DeckFault: nothing of it can be read.
    """
    from swarmlab.deck.dialect import is_remark
    from swarmlab.deck.remark import read_deck
    from swarmlab.errors import DeckFault

    if not path.exists():
        raise UsageError("no such deck", place=str(path))
    if path.is_file() and not is_remark(path):
        raise UsageError(
            "this is a chapter in swarmlab's own format, which is proved by its name",
            place=str(path),
            next_step=f"swarmlab test {path.stem}",
        )
    parsed = read_deck(path)
    if parsed.deck is None:
        raise DeckFault("\n".join(map(str, parsed.diagnostics)), next_step=f"swarmlab lint {path}")
    count = len(parsed.diagnostics)
    if count:
        tell(f"{path}: {_counted(count, 'fault')}; swarmlab lint {path} shows what")
    return parsed.deck, parsed.diagnostics


def _beginning(planned: Sequence[Planned], lab: Lab, start: str) -> str:
    exercises = len({one.exercise for one in planned})
    where = _counted(len(lab.nodes), "node") + (" in a swarm" if start == "swarm" else "")
    done = f"{_counted(len(planned), 'action')} in {_counted(exercises, 'exercise')}"
    return f"{lab.name}: {done}, on {where}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _done(planned: Sequence[Planned], lab: Lab, asked: Asked) -> DeckReport:
    stopped = threading.Event()
    show = ExerciseLines(planned, tell if asked.as_json else result)
    with workshop() as verbs, called_off() as arm:
        ground = verbs.connect()
        arm(stopped.set)
        return run_deck(ground, verbs.store, lab, planned, stopped, show, strict=asked.strict)


def _told(report: DeckReport) -> dict[str, Any]:
    return {
        "deck": report.deck,
        "holds": report.holds,
        "seconds": report.seconds,
        "left_over": list(report.left_over),
        "actions": [_told_action(report, done) for done in report.done],
    }


def _told_action(report: DeckReport, done: Done) -> dict[str, Any]:
    planned, outcome = done.planned, done.outcome
    position = planned.action.position
    return {
        "file": str(position.path),
        "line": position.line,
        "column": position.column,
        "chapter": planned.chapter,
        "slide": planned.slide,
        "exercise": planned.exercise,
        "verb": planned.action.verb,
        "text": planned.action.text,
        "outcome": outcome.kind,
        "is_fault": report.is_fault(done),
        "words": outcome.words,
        "output": outcome.output,
        "seconds": outcome.seconds,
    }
