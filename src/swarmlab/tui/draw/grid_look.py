"""A class as its grid says it: every learner's steps of one chapter, rounded to what is drawn.

Two looks are equal exactly when they would be drawn alike, so that nothing is drawn twice.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from swarmlab.tui import signs, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from swarmlab.runs.classroom.model import CellState, ClassView, Learner, Standing
    from swarmlab.runs.model import BoundChapter

NOTHING = "–"
GROUPS: tuple[tuple[Standing, str, str, str], ...] = (
    ("asks", "Ask", "hand up", "ask"),
    ("stuck", "Stuck", "longer than the class took", "stuck"),
    ("at work", "At work", "", "at work"),
    ("done", "Done", "", "done"),
    ("away", "Away", "program closed, run kept", "away"),
)
"""In the order of who needs help: standing, heading, what it means, the word beside a count."""
FEWEST_FOR_A_REMARK = 3
SHARE_FOR_A_REMARK = 4
"""One in so many of the class."""


@dataclass(frozen=True, slots=True)
class CellLook:
    """A step of a learner."""

    state: CellState
    minutes: str = ""
    """Spent at it so far; empty where it is done or not begun."""


@dataclass(frozen=True, slots=True)
class RowLook:
    """A learner."""

    run: str
    name: str
    cells: tuple[CellLook, ...] = ()
    hints: str = NOTHING
    last: str = NOTHING
    """The last reason for red, how long it took, or when it was seen."""
    done: bool = False
    elsewhere: str = ""
    """Where the learner is, when in another chapter: said instead of the cells."""


@dataclass(frozen=True, slots=True)
class GroupLook:
    """Learners who need help about as much."""

    heading: str
    about: str
    rows: tuple[RowLook, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """Many fail alike: perhaps a word to all is due."""

    learners: int
    of: int
    step: int


@dataclass(frozen=True, slots=True)
class GridLook:
    """The grid of one chapter."""

    steps: int = 0
    groups: tuple[GroupLook, ...] = ()
    done_by: tuple[int, ...] = ()
    """How many have done each step."""
    usual: tuple[str, ...] = ()
    """How long each step took those who did it."""
    remark: Remark | None = None

    @property
    def rows(self) -> tuple[RowLook, ...]:
        """Every learner, in the order in which they are drawn."""
        return tuple(row for group in self.groups for row in group.rows)


def grid_look(view: ClassView, chapter: str) -> GridLook:
    """The grid of a chapter, by its name."""
    bound = view.lab.chapter(chapter)
    steps = [step.id for step in bound.steps]
    groups = tuple(
        GroupLook(heading, about, rows)
        for standing, heading, about, _ in GROUPS
        if (rows := tuple(_row(each, view, bound) for each in view.learners
                          if each.standing == standing))
    )  # fmt: skip
    return GridLook(
        len(steps), groups,
        tuple(sum(_state(each, step) == "done" for each in view.learners) for step in steps),
        tuple(_usual(view, step) for step in steps),
        _remark(view.learners, steps),
    )  # fmt: skip


def chapter_of_most(view: ClassView, now: str = "") -> str:
    """The chapter most learners are in; of several the one shown now, else the first."""
    there = Counter(each.place.chapter for each in view.learners if each.place is not None)
    names = [bound.name for bound in view.lab.chapters]
    return max(names, key=lambda name: (there[name], name == now, -names.index(name)))


def standings(learners: Sequence[Learner]) -> tuple[tuple[int, str], ...]:
    """How many stand where: ``(2, "ask")``, then ``(3, "stuck")``."""
    found = Counter(each.standing for each in learners)
    return tuple((found[standing], word) for standing, _, _, word in GROUPS if found[standing])


def step_number(view: ClassView, learner: Learner) -> tuple[int, int]:
    """The step a learner is at and how many its chapter has; 0 past the last."""
    bound = next((c for c in view.lab.chapters if _is_in(learner, c)), None)
    if bound is None:
        return 0, 0
    at = next((step.number for step in bound.steps if step.id == learner.step), 0)
    return at, len(bound.steps)


def short_minutes(seconds: float) -> str:
    """``<1m``, ``9m``, ``2h``: three cells at most."""
    minutes = int(seconds) // 60
    if minutes < 1:
        return "<1m"
    return f"{minutes}m" if minutes < 100 else f"{min(99, minutes // 60)}h"


def _is_in(learner: Learner, bound: BoundChapter) -> bool:
    return learner.place is not None and learner.place.chapter == bound.name


def _state(learner: Learner, step: str) -> CellState:
    cell = learner.cells.get(step)
    return cell.state if cell is not None else "open"


def _row(learner: Learner, view: ClassView, bound: BoundChapter) -> RowLook:
    name = words.line(learner.owner)
    if not _is_in(learner, bound):
        return RowLook(learner.run, name, elsewhere=_elsewhere(learner, view))
    hints = str(learner.hints) if learner.hints else NOTHING
    cells = tuple(_cell(learner, step.id) for step in bound.steps)
    is_done = learner.standing == "done"
    return RowLook(learner.run, name, cells, hints, _last(learner, bound), is_done)


def _cell(learner: Learner, step: str) -> CellLook:
    cell = learner.cells.get(step)
    if cell is None or cell.state in {"done", "open"}:
        return CellLook(cell.state if cell is not None else "open")
    gone = learner.standing == "away"
    return CellLook(cell.state, NOTHING if gone else short_minutes(cell.seconds))


def _last(learner: Learner, bound: BoundChapter) -> str:
    if learner.standing == "away":
        return f"seen {words.clock(learner.seen)}" if learner.seen else "never seen"
    if learner.standing == "done":
        cells = (learner.cells.get(step.id) for step in bound.steps)
        took = sum(cell.seconds for cell in cells if cell is not None)
        return f"{signs.PASSED} done in {words.spent(took)}" if took else f"{signs.PASSED} done"
    return words.line(learner.reason) or NOTHING


def _elsewhere(learner: Learner, view: ClassView) -> str:
    if learner.place is None:
        return "has not begun"
    name = learner.place.chapter
    bound = next((each for each in view.lab.chapters if each.name == name), None)
    if bound is None:
        return f"in {words.line(name)}, which this lab has no more"
    at, of = step_number(view, learner)
    place = f"in {words.line(bound.chapter.title)}"
    if not at:
        return f"{place}, all steps done" if learner.standing == "done" else place
    cell = learner.cells.get(learner.step)
    spent = f", {words.spent(cell.seconds)}" if cell is not None and cell.seconds >= 60 else ""
    return f"{place}, step {at} of {of}{spent}"


def _usual(view: ClassView, step: str) -> str:
    seconds = view.usual_seconds.get(step)
    return short_minutes(seconds) if seconds else NOTHING


def _remark(learners: Sequence[Learner], steps: Sequence[str]) -> Remark | None:
    alike = Counter(_red(learners, steps))
    if not alike:
        return None
    (step, _), number = alike.most_common(1)[0]
    if number < FEWEST_FOR_A_REMARK or number * SHARE_FOR_A_REMARK < len(learners):
        return None
    return Remark(number, len(learners), steps.index(step) + 1)


def _red(learners: Sequence[Learner], steps: Sequence[str]) -> Iterator[tuple[str, str]]:
    for each in learners:
        if each.step in steps and each.reason and _state(each, each.step) == "failed":
            yield each.step, each.reason
