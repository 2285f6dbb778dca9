"""What an instructor does for several learners at once, on nodes that are acted out."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from swarmlab.errors import NodeError, UsageError
from swarmlab.runs import registry
from swarmlab.runs.classroom import board
from swarmlab.runs.classroom.desk import ClassDesk
from swarmlab.runs.desk import Desk
from swarmlab.runs.model import Place
from swarmlab.runs.progress import Progress
from swarmlab.runs.scores import Scores
from swarmlab.runs.verbs import Workshop
from tests.runs.classroom.labs import FIRST, Pupil
from tests.runs.patience import SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swarmlab.runs.events import Event
    from swarmlab.runs.model import Lab
    from swarmlab.runs.session import Session
    from swarmlab.runs.store import Store
    from tests.fakes.ground import FakeGround


@pytest.fixture
def desk(store: Store, ground: FakeGround) -> Iterator[ClassDesk]:
    opened = ClassDesk(store, lambda: ground)
    yield opened
    opened.close()


@pytest.fixture
def workshop(store: Store, ground: FakeGround) -> Workshop:
    return Workshop(store, lambda: ground)


@pytest.fixture
def ada(store: Store, ground: FakeGround, lab: Lab) -> Iterator[Session]:
    """Ada's program, with nodes up."""
    session = Desk(store, lambda: ground, "ada", [lab.path]).open("small")
    session.boot()
    yield session
    session.leave(keep=False)


@pytest.fixture
def bob(workshop: Workshop, lab: Lab) -> str:
    """Bob's run, kept: no program has it open."""
    return workshop.up(lab.path, "bob").run


def nothing(run: str, event: Event) -> None:
    pass


def wait_until_agreed(desk: ClassDesk, run: str, *, agreed: bool) -> None:
    deadline = time.monotonic() + SECONDS
    while desk._may_type(run) is not agreed:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_reset_of_one_leaves_the_other(
    desk: ClassDesk, workshop: Workshop, ada: Session, bob: str, store: Store
) -> None:
    workshop.solve(owner="bob")
    workshop.solve(owner="ada")
    attempt = ada.run.attempt
    (acted,) = desk.reset([bob], "step", nothing)
    assert acted.done, acted.words
    assert (acted.run, acted.owner) == (bob, "bob")
    assert acted.words.startswith(f"reset of {FIRST}, proved in ")
    assert not Progress(store, bob).is_done(FIRST)
    assert ada.step_is_done(FIRST)
    assert ada.run.attempt == attempt
    assert registry.get_run(store, bob).state == "kept"


def test_all_are_reset_side_by_side_and_each_tells_how_far(
    desk: ClassDesk, ada: Session, bob: str
) -> None:
    told: set[str] = set()
    both = [ada.run.id, bob]
    acted = desk.reset(both, "lab", lambda run, _: told.add(run))
    assert [(one.run, one.done) for one in acted] == [(run, True) for run in both], acted
    assert told == set(both)
    assert all(one.words.startswith("reset of first, proved in ") for one in acted)


def test_one_node_is_replaced(
    desk: ClassDesk, ada: Session, bob: str, ground: FakeGround, store: Store
) -> None:
    before = ground.nodes_of[bob].nodes
    manager, worker = before["manager1"], before["worker1"]
    (acted,) = desk.reset([bob], "worker1", nothing)
    assert acted.done
    assert "worker1 is in no swarm; nothing is left over" in acted.words
    after = ground.nodes_of[bob].nodes
    assert after["manager1"] is manager
    assert after["worker1"] is not worker
    # It ends when the run does, whatever its labels say.
    assert after["worker1"].expires == registry.get_run(store, bob).expires


@pytest.mark.parametrize("who", ["ada", "bob"])
def test_a_learners_whole_progress_is_dropped(
    desk: ClassDesk, workshop: Workshop, ada: Session, bob: str, store: Store, who: str
) -> None:
    run = ada.run.id if who == "ada" else bob
    other = bob if who == "ada" else ada.run.id
    for owner in ("ada", "bob"):
        workshop.hint(owner=owner)
        workshop.solve(owner=owner)
    (acted,) = desk.reset([run], "learner", nothing)
    assert acted.done, acted.words
    assert not Progress(store, run).done_steps()
    assert Progress(store, run).hints().get(FIRST, 0) == 0
    step = ada.lab.steps[0]
    score = Scores(store, Progress(store, run)).score(step)
    assert (score.points, score.hints, score.solutions) == (0, 0, 0)
    if who == "ada":
        assert not ada.step_is_done(FIRST)
        assert ada.scores.hints_shown(FIRST) == 0
        assert ada.place == Place("first", 0)
    assert Progress(store, other).is_done(FIRST)
    assert Progress(store, other).hints()[FIRST] == 1


def test_progress_is_dropped_of_a_learner_whose_nodes_are_down(
    desk: ClassDesk, store: Store, lab: Lab, ground: FakeGround
) -> None:
    cyd = Pupil(store, lab, "cyd", slide=2).did(FIRST, 9.0)
    (acted,) = desk.reset([cyd.run], "learner", nothing)
    assert acted.done, acted.words
    assert Progress(store, cyd.run).done_steps() == {}
    assert desk.look("small").learners[0].points == 0
    assert registry.get_run(store, cyd.run).place == Place("first", 0)
    assert ground.nodes_of == {}


def test_whose_nodes_are_down_begins_there_when_the_lab_is_opened(
    desk: ClassDesk, store: Store, lab: Lab, ground: FakeGround
) -> None:
    cyd = Pupil(store, lab, "cyd", slide=2).did(FIRST, 9.0)
    second = lab.chapters[1]
    (acted,) = desk.move([cyd.run], Place(second.name, 1), nothing)
    assert acted.done, acted.words
    assert "when the lab is opened" in acted.words
    assert registry.get_run(store, cyd.run).place == Place(second.name, 1)
    assert FIRST in Progress(store, cyd.run).done_steps(), "what was done stays done"

    desk.move([cyd.run], Place("first", 1), nothing)
    (acted,) = desk.reset([cyd.run], "step", nothing)
    assert acted.words == f"its nodes are down: {FIRST} begins again when the lab is opened"
    assert FIRST not in Progress(store, cyd.run).done_steps()
    (acted,) = desk.reset([cyd.run], "lab", nothing)
    assert acted.done, acted.words
    assert registry.get_run(store, cyd.run).place == Place("first", 0)
    assert ground.nodes_of == {}


def test_a_learner_is_brought_to_a_slide(
    desk: ClassDesk, ada: Session, bob: str, store: Store
) -> None:
    acted = desk.move([ada.run.id, bob], Place("first", 2), nothing)
    assert [one.done for one in acted] == [True, True], acted
    assert ada.place == Place("first", 2)
    assert registry.get_run(store, bob).place == Place("first", 2)
    assert Progress(store, bob).is_done(FIRST)
    (acted_wrongly,) = desk.move([bob], Place("third"), nothing)
    assert not acted_wrongly.done
    assert "no chapter third" in acted_wrongly.words


def test_a_hint_is_sent_and_counted(desk: ClassDesk, ada: Session, bob: str, store: Store) -> None:
    both = [ada.run.id, bob]
    acted = desk.push_hint(both)
    assert [one.words for one in acted] == [f"hint 1 of 1 of {FIRST}"] * 2
    assert ada.scores.hints_shown(FIRST) == 1
    assert desk.hints_shown(bob, ada.lab.steps[0]) == 1
    for run in both:
        (message,) = board.unread(store, run)
        assert (message.kind, message.text) == ("hint", "One\nType it.")
    again = desk.push_hint(both)
    assert [one.done for one in again] == [False, False]
    assert "every hint of this step was shown" in again[0].words
    assert len(board.unread(store, bob)) == 1


def test_a_message_goes_to_those_meant_and_says_when_it_is_seen(
    desk: ClassDesk, ada: Session, bob: str, store: Store
) -> None:
    acted = desk.say([ada.run.id, bob, "gone"], "message", "Five more minutes")
    assert [one.done for one in acted] == [True, True, False]
    assert "on the way" in acted[0].words
    assert "when the lab is opened" in acted[1].words
    assert [m.text for m in board.unread(store, bob)] == ["Five more minutes"]
    assert not any(one.done for one in desk.say([bob], "message", "  "))


def test_nodes_and_the_run_live_longer(
    desk: ClassDesk, ada: Session, bob: str, ground: FakeGround, store: Store
) -> None:
    before = registry.get_run(store, bob).expires
    (acted,) = desk.extend([bob], 90)
    assert acted.done, acted.words
    after = registry.get_run(store, bob).expires
    assert after == before + 90 * 60
    assert {node.expires for node in ground.nodes_of[bob].nodes.values()} == {after}
    assert {node.expires for node in ground.nodes_of[ada.run.id].nodes.values()} == {0}
    (again,) = desk.reset([bob], "step", nothing)
    assert again.done
    assert registry.get_run(store, bob).expires >= after  # given time stays on fresh nodes


def test_a_node_that_could_not_be_extended_is_named(
    desk: ClassDesk, bob: str, ground: FakeGround
) -> None:
    ground.nodes_of[bob].nodes["worker1"].power_state = "paused"
    (acted,) = desk.extend([bob], 30)
    assert not acted.done
    assert "worker1 (the node did not answer)" in acted.words
    assert ground.nodes_of[bob].nodes["manager1"].expires


def test_what_one_run_does_not_allow_takes_no_other_down(
    desk: ClassDesk, store: Store, lab: Lab, bob: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cyd = Pupil(store, lab, "cyd").run
    acted = desk.reset([cyd, bob, "gone"], "step", nothing)
    assert [one.done for one in acted] == [True, True, False]
    (node,) = desk.reset([cyd], "manager1", nothing)
    assert not node.done
    assert "no program has it open" in node.words
    assert not any(one.done for one in desk.extend([cyd], 5))

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Workshop, "ask", broken)
    (broke,) = desk.reset([bob], "step", nothing)
    assert not broke.done
    assert "swarmlab's own" in broke.words


def test_looking_on_is_seen_and_reaches_nothing(
    desk: ClassDesk, ada: Session, store: Store
) -> None:
    run = ada.run.id
    assert desk.nodes(run) == ("manager1", "worker1")
    shell = ada.shell("manager1")
    seen = desk.watch(run, "manager1")
    shell.keys(b"docker ps")
    assert "docker ps" in seen.capture().rows[-1] or any(
        "docker ps" in row for row in seen.capture().rows
    )
    seen.keys(b"whoami")
    assert not any("whoami" in row for row in shell.capture().rows)
    assert board.look(store, run, "small").word.part == "watches"
    assert desk.look("small").learners[0].part == "watches"
    desk.unwatch(run)
    assert board.look(store, run, "small").word.part is None
    assert seen.lost
    with pytest.raises(NodeError, match="not up"):
        desk.watch(run, "worker9")
    with pytest.raises(NodeError, match="not up"):
        desk.watch("gone", "worker1")


def test_one_types_only_while_the_learner_agrees(
    desk: ClassDesk, ada: Session, store: Store
) -> None:
    run, shell = ada.run.id, ada.shell("manager1")
    desk.watch(run, "manager1")
    with pytest.raises(UsageError, match="has not agreed"):
        desk.take_part(run, "manager1")
    desk.ask_part(run)
    with pytest.raises(UsageError, match="has not agreed"):
        desk.take_part(run, "manager1")
    board.answer_part(store, run, agreed=True)
    hands = desk.take_part(run, "manager1")
    hands.keys(b"let in")
    assert any("let in" in row for row in shell.capture().rows)
    board.answer_part(store, run, agreed=False)
    wait_until_agreed(desk, run, agreed=False)
    hands.keys(b"too late")
    assert not any("too late" in row for row in shell.capture().rows)


def test_a_desk_that_is_closed_looks_at_nobody(
    store: Store, ground: FakeGround, ada: Session
) -> None:
    desk = ClassDesk(store, lambda: ground)
    seen = desk.watch(ada.run.id, "manager1")
    desk.close()
    assert seen.lost
    assert board.look(store, ada.run.id, "small").word.part is None


def test_the_desk_knows_labs_verdicts_and_the_engine(
    desk: ClassDesk, ada: Session, bob: str, ground: FakeGround, lab: Lab
) -> None:
    assert desk.labs() == ("small",)
    step = lab.steps[0]
    ada.look(step)
    assert desk.verdicts(ada.run.id, step).keys() == {f"{FIRST}/1"}
    assert desk.engine().answers
    ground.alive = False
    assert not desk.engine().answers
    board.raise_hand(desk.acts.store, bob)
    desk.lower_hand(bob)
    assert not desk.look("small").learners[0].hand
    desk.pause("small", "Look here")
    desk.lock("small", "second", locked=True)
    found = desk.look("small")
    assert (found.paused, set(found.locked)) == ("Look here", {"second"})
