"""Points, attempts, time and help, as events tell them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from swarmlab.checks.verdict import failed, passed, skipped, waiting
from swarmlab.deck.model import PowerUnit
from swarmlab.errors import StoreError
from swarmlab.runs import registry, scores
from swarmlab.runs.events import CommandFinished, StepDone, TaskVerdict, UnitChanged
from swarmlab.runs.events import VerdictsChanged as Changed
from swarmlab.runs.model import Place
from swarmlab.runs.progress import Progress
from swarmlab.runs.scores import Score, Scores, total
from swarmlab.runs.typist import TypingStopped
from swarmlab.swarm.command import FinishedCommand
from tests.runs.patience import Heard

if TYPE_CHECKING:
    from swarmlab.checks.verdict import Verdict
    from swarmlab.runs.model import Lab, Step
    from swarmlab.runs.session import Session
    from swarmlab.runs.store import Store

WRONG = failed(expected="a manager", observed="a worker")
COMMAND = CommandFinished(FinishedCommand("manager1", "docker node ls", 0, "", 1.0, 2.0))


class Table:
    """Scores with a clock that a test moves, and the verdicts of its step."""

    def __init__(self, store: Store, lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
        self.store, self.step, self.now = store, lab.steps[0], 1000.0
        self.run = registry.make_run(store, lab.name, "ada", str(lab.path)).id
        self.place = self.step.id
        self.known: dict[str, TaskVerdict] = {}
        self.scores = self.opened()
        monkeypatch.setattr("swarmlab.runs.scores.monotonic", lambda: self.now)

    def opened(self, lab: Lab | None = None) -> Scores:
        """As a program that begins reads them."""
        return Scores(self.store, Progress(self.store, self.run), lambda: self.place, lab=lab)

    def judge(self, verdict: Verdict, step: Step | None = None) -> None:
        """The step's task is so now."""
        step = step or self.step
        self.known = {step.tasks[0].key: TaskVerdict(verdict, 5.0)}
        self.scores.hear(Changed(step.id, self.known))

    def look(self, after: float = 0.0) -> None:
        """The swarm is looked at, some seconds after the last time."""
        self.now += after
        if self.scores.looking():
            self.scores.looked((self.step,), lambda _: self.known)

    @property
    def score(self) -> Score:
        return self.scores.score(self.step)


@pytest.fixture
def table(store: Store, lab: Lab, monkeypatch: pytest.MonkeyPatch) -> Table:
    return Table(store, lab, monkeypatch)


def test_a_task_that_passes_is_a_point(table: Table) -> None:
    table.judge(waiting("not yet"))
    assert (table.score.points, table.score.of) == (0, 1)
    table.judge(passed())
    assert (table.score.points, table.score.of) == (1, 1)


def test_a_task_that_passes_after_its_solution_was_shown_is_none(table: Table) -> None:
    table.scores.record_solution(table.step)
    table.judge(passed())
    assert (table.score.points, table.score.solutions) == (0, 1)


def test_a_solution_shown_after_the_task_had_passed_takes_nothing(table: Table) -> None:
    table.judge(passed())
    table.scores.record_solution(table.step)
    table.judge(WRONG)
    table.judge(passed())
    assert table.score.points == 1


def test_a_guard_that_holds_from_the_beginning_is_a_point_at_the_end(
    table: Table, lab: Lab
) -> None:
    (task,) = table.step.tasks
    guard = replace(task, task=replace(task.task, kind="guard"))
    chapter = replace(lab.chapters[0], steps=(replace(table.step, tasks=(guard,)),))
    table.scores = table.opened(replace(lab, chapters=(chapter,)))
    table.judge(passed())
    assert table.score.points == 0
    Progress(table.store, table.run).set_done(table.step.id)
    table.scores.hear(StepDone(table.step.id))
    assert table.score.points == 1


def test_a_skipped_task_is_no_point_that_could_be_had(table: Table) -> None:
    table.judge(skipped("this kernel has no IPVS"))
    assert (table.score.points, table.score.of) == (0, 0)
    found = table.opened().outcome(table.step.tasks[0].key)
    assert found is not None
    assert found.reason == "this kernel has no IPVS"
    table.judge(passed())
    assert (table.score.points, table.score.of) == (1, 1)


def test_a_command_after_which_a_task_is_failed_is_an_attempt(table: Table) -> None:
    table.judge(WRONG)
    table.look()
    assert table.score.attempts == 0, "nobody did anything"
    table.scores.hear(COMMAND)
    table.look()
    table.look()
    assert table.score.attempts == 1
    table.judge(waiting("gone again"))
    table.scores.hear(COMMAND)
    table.look()
    assert table.score.attempts == 1, "waiting is not wrong"


def test_the_lines_of_a_unit_are_one_attempt_at_its_end(table: Table) -> None:
    table.judge(WRONG)
    unit = UnitChanged(table.step.slide.units[0].position, "running", 5.0)
    for event in (unit, COMMAND, COMMAND):
        table.scores.hear(event)
        table.look()
    assert table.score.attempts == 0
    table.scores.hear(replace(unit, phase="ran"))
    table.look()
    assert table.score.attempts == 1


def test_what_the_program_types_is_no_attempt(table: Table) -> None:
    table.judge(WRONG)
    with table.scores.playing():
        table.scores.hear(COMMAND)
    table.look()
    assert table.score.attempts == 0


def test_a_step_done_on_the_way_has_no_points_and_says_so(table: Table) -> None:
    with table.scores.playing(replay=True):
        table.judge(passed())
        Progress(table.store, table.run).set_done(table.step.id)
        table.scores.hear(StepDone(table.step.id))
    assert (table.score.points, table.score.played) == (0, True)
    table.judge(WRONG)
    table.judge(passed())
    assert table.score.points == 0, "it was done when it turned back"
    Progress(table.store, table.run).undo([table.step.id])
    table.judge(passed())
    table.scores.hear(StepDone(table.step.id))
    assert (table.score.points, table.score.played) == (1, False)


def test_time_counts_while_somebody_is_there_and_stays_after_a_return(table: Table) -> None:
    for _ in range(6):
        table.look(after=2.0)
    assert table.score.seconds == 10.0
    table.look(after=3600.0)
    assert table.score.seconds == 10.0, "the machine slept"
    table.place = "first"
    table.look(after=2.0)
    table.look(after=2.0)
    assert (table.score.seconds, table.scores.seconds("first")) == (12.0, 14.0)
    assert table.scores.of_chapter("first", [table.step]).seconds == 14.0
    table.scores.store()
    assert table.opened().seconds("first") == 14.0


def test_nobody_is_at_work_after_half_an_hour_without_a_sign(table: Table) -> None:
    table.look()
    for _ in range(1000):
        table.look(after=4.0)
    assert table.score.seconds == scores.IDLE_SECONDS
    table.scores.hear(COMMAND)
    table.look(after=4.0)
    assert table.score.seconds == scores.IDLE_SECONDS + 4.0


def test_what_cannot_be_written_is_written_later(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StoreError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(table.store, "write", full)
        table.judge(passed())
    assert table.score.points == 1
    table.scores.store()
    assert table.opened().score(table.step).points == 1


def test_a_sum_leaves_out_who_played() -> None:
    some = [Score(1, 2, 10.0, 1, 0, 3), Score(0, 1, 5.0, 0, 1, 0, played=True)]
    assert total(some, 2.0) == Score(1, 3, 17.0, 1, 1, 3)


# --- in a session ----------------------------------------------------------------------


def test_work_of_ones_own_is_a_point_and_a_typed_solution_none(session: Session, lab: Lab) -> None:
    heard = Heard(session)
    session.boot()
    session.shell("manager1").run("docker swarm init", 5)
    heard.wait(lambda e: e == StepDone("first#make-it"))
    session.move(Place("first", 2))
    session.solve(lab.steps[1])
    heard.wait(lambda e: e == StepDone("first#join-it"))
    first, second = (session.scores.score(step) for step in lab.steps[:2])
    assert (first.points, first.solutions) == (1, 0)
    assert (second.points, second.solutions, second.attempts) == (0, 1, 0)


def test_goto_gives_no_points(session: Session, lab: Lab) -> None:
    session.goto(Place("second"))
    assert all(session.step_is_done(step.id) for step in lab.steps[:3])
    for step in lab.steps[:3]:
        assert session.scores.score(step).points == 0
        assert session.scores.score(step).played


def test_the_way_to_a_place_is_remembered(session: Session) -> None:
    place = Place("first", 2)
    assert session.usual_seconds(place) is None
    session.goto(place)
    assert session.usual_seconds(place) is not None
    assert session.usual_seconds(Place("first", 0)) is None


def test_a_solution_can_be_stopped_between_units(session: Session, lab: Lab) -> None:
    session.goto(Place("first", 2))
    ran: list[str] = []

    def stop(event: object) -> None:
        if isinstance(event, UnitChanged) and event.phase == "ran":
            ran.append(str(event.unit))
            session.stop_solving()

    session.listen(stop)
    with pytest.raises(TypingStopped) as fault:
        session.solve(lab.steps[1])
    units = lab.steps[1].slide.units
    assert ran == [str(units[0].position)]
    assert fault.value.place == str(units[1].position)
    session.run_unit(PowerUnit("worker1", ("restart",), units[0].position))
