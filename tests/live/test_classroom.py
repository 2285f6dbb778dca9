"""Two learners and their instructor on real nodes: a lab of one node, a run each."""

from __future__ import annotations

import secrets
import time
from typing import TYPE_CHECKING

import pytest

from swarmlab.errors import UsageError
from swarmlab.runs import labfile, registry
from swarmlab.runs.classroom import board
from swarmlab.runs.classroom.desk import ClassDesk
from swarmlab.runs.desk import Desk
from swarmlab.runs.events import ClassChanged, MessageCame, StepDone
from swarmlab.runs.verbs import Workshop
from tests.nodes.shell.local import shown
from tests.runs.labs import write_one_node_lab
from tests.runs.patience import SECONDS, Heard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from swarmlab.runs.engine_ground import EngineGround
    from swarmlab.runs.model import Lab
    from swarmlab.runs.session import Session
    from swarmlab.runs.store import Store
    from swarmlab.runs.terminal import Terminal

pytestmark = pytest.mark.live

STEP = "first#make-it"


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    return labfile.load(write_one_node_lab(tmp_path))


@pytest.fixture
def ada(store: Store, ground: EngineGround, lab: Lab) -> Iterator[Session]:
    """Ada's program, with her node up."""
    session = Desk(store, lambda: ground, f"ada-{secrets.token_hex(3)}", [lab.path]).open("small")
    run = session.run.id
    try:
        session.boot()
        yield session
    finally:
        session.leave(keep=False)
        assert ground.listing(run) == ()


@pytest.fixture
def bob(store: Store, ground: EngineGround, lab: Lab) -> Iterator[registry.Run]:
    """Bob's run: his node is kept, and no program has it open."""
    workshop, owner = Workshop(store, lambda: ground), f"bob-{secrets.token_hex(3)}"
    line = workshop.up(lab.path, owner)
    yield registry.get_run(store, line.run)
    workshop.down("small", owner)
    assert ground.listing(line.run) == ()


@pytest.fixture
def desk(store: Store, ground: EngineGround) -> Iterator[ClassDesk]:
    opened = ClassDesk(store, lambda: ground)
    yield opened
    opened.close()


def until(holds: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)


def sees(terminal: Terminal, words: str) -> bool:
    return words in shown(terminal)  # type: ignore[arg-type]


def test_what_an_instructor_does_reaches_whom_it_is_for(
    desk: ClassDesk, ada: Session, bob: registry.Run, store: Store, ground: EngineGround
) -> None:
    heard, both = Heard(ada), [ada.run.id, bob.id]

    # a message, and a hint that counts
    assert all(acted.done for acted in desk.say(both, "message", "Good morning"))
    heard.wait(lambda e: isinstance(e, MessageCame) and e.message.text == "Good morning")
    acted = desk.push_hint(both)
    assert [one.words for one in acted] == [f"hint 1 of 1 of {STEP}"] * 2
    heard.wait(lambda e: isinstance(e, MessageCame) and e.message.kind == "hint")
    assert ada.scores.hints_shown(STEP) == 1
    assert {one.hints for one in desk.look("small").learners} == {1}

    # a reset of one leaves the other
    for owner in (ada.run.owner, bob.owner):
        assert Workshop(store, lambda: ground).solve("small", owner).holds
    heard.wait(lambda e: e == StepDone(STEP))
    before = ground.listing(ada.run.id)
    (reset,) = desk.reset([bob.id], "lab", lambda *_: None)
    assert reset.done, reset.words
    assert ground.listing(ada.run.id) == before
    cells = {one.owner: one.cells[STEP].state for one in desk.look("small").learners}
    assert cells[ada.run.owner] == "done"
    assert cells[bob.owner] != "done"
    assert desk.nodes(bob.id) == ("manager1",)


def test_nodes_live_longer_than_they_would(
    desk: ClassDesk, ada: Session, bob: registry.Run, store: Store, ground: EngineGround
) -> None:
    Workshop(store, lambda: ground).power("manager1", "kill", "small", bob.owner)
    both = [ada.run.id, bob.id]
    before = {run: registry.get_run(store, run).expires for run in both}
    acted = desk.extend(both, 45)
    assert all(one.done for one in acted), acted
    for run in both:
        assert registry.get_run(store, run).expires == before[run] + 45 * 60
    node = ada.stage.node("manager1")
    ends = int(before[ada.run.id] + 45 * 60)
    for folder in ("/run", "/etc"):
        assert int(node.link.read(f"{folder}/swarmlab/expires")) == ends
    # One that was stopped learns of it when it starts.
    Workshop(store, lambda: ground).power("manager1", "start", "small", bob.owner)
    found = ground.find(bob.id)
    assert found is not None
    link = found.nodes["manager1"].link
    until(lambda: int(link.read("/run/swarmlab/expires")) == int(before[bob.id] + 45 * 60),
          "the started node kept its old time")  # fmt: skip
    found.close()
    # So does one that is replaced.
    (acted_on,) = desk.reset([ada.run.id], "manager1", lambda *_: None)
    assert acted_on.done, acted_on.words
    assert int(ada.stage.node("manager1").link.read("/run/swarmlab/expires")) == ends


def test_looking_on_sees_all_and_types_only_when_let(
    desk: ClassDesk, ada: Session, store: Store
) -> None:
    heard, run, shell = Heard(ada), ada.run.id, ada.shell("manager1")
    shell.resize(77, 19)
    shell.run(":", 20)
    eyes = desk.watch(run, "manager1")
    heard.wait(lambda e: isinstance(e, ClassChanged) and e.word.part == "watches")
    shell.keys(b"echo half-typed")
    until(lambda: sees(eyes, "echo half-typed"), "the instructor does not see what is typed")
    eyes.keys(b"-intruder\r")
    eyes.paste("-intruder\n")
    eyes.resize(40, 10)
    shell.keys(b"-by-me\r")
    until(lambda: sees(shell, "\nhalf-typed-by-me"), "the shell did not go on")
    assert not sees(shell, "intruder")
    rows, column_count = len(shell.capture().rows), shell.capture().columns  # type: ignore[attr-defined]
    assert (column_count, rows) == (77, 19)

    with pytest.raises(UsageError, match="has not agreed"):
        desk.take_part(run, "manager1")
    desk.ask_part(run)
    heard.wait(lambda e: isinstance(e, ClassChanged) and e.word.part == "asks")
    ada.answer_part(agreed=True)
    hands = desk.take_part(run, "manager1")
    hands.keys(b"echo as a g'ue'st\r")
    until(lambda: sees(shell, "\nas a guest"), "the guest could not type")
    desk.unwatch(run)
    heard.wait(lambda e: isinstance(e, ClassChanged) and e.word.part is None)
    assert board.look(store, run, "small").word.part is None
    assert shell.run("echo on", 20).status == 0


def test_a_shell_that_nobody_opened_yet_can_be_looked_at(
    desk: ClassDesk, bob: registry.Run
) -> None:
    eyes = desk.watch(bob.id, "manager1")
    until(lambda: sees(eyes, "manager1"), "there is no prompt")
    desk.unwatch(bob.id)
    assert eyes.lost
