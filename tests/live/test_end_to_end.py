"""The program as a learner uses it: a real terminal, real nodes, keys and words on the screen."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from swarmlab.deck.model import ShellUnit
from swarmlab.deck.parse import read_chapter
from swarmlab.runs import labfile
from tests.live.learner import Learner, on_the_engine, program_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swarmlab.deck.model import Slide
    from tests.live.learner import Program

pytestmark = pytest.mark.live

LAB = "least-privilege"
ROLES = Path(__file__).parents[2] / "slides" / "roles.md"


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    yield from program_for(tmp_path, f"e2e-{secrets.token_hex(3)}")


def steps() -> list[Slide]:
    """The slides with tasks of the first chapter."""
    chapter = read_chapter(ROLES).chapter
    assert chapter is not None
    return [slide for slide in chapter.slides if slide.tasks]


def work_through(learner: Learner, slide: Slide) -> None:
    units = sum(isinstance(unit, ShellUnit) for unit in slide.units)
    learner.turn_to(slide.index + 1)
    learner.work_through(units, len(slide.tasks))


def containers(run: str) -> set[str]:
    return {thing.name for thing in on_the_engine(run) if thing.kind == "container"}


def test_the_first_chapter_by_keyboard(program: Program) -> None:
    make, add, *others = steps()
    with program.terminal(LAB) as terminal:
        learner = Learner(terminal)
        learner.enter_lab()
        learner.until("Slide  1 of 9", "Least privilege is one sentence", "0 of about 15 min")
        work_through(learner, make)
        learner.turn_to(add.index + 1)
        ask_for_help(learner)
        work_through(learner, add)
        go_wrong(learner)
        reset(learner, program)
        for slide in (add, *others):
            work_through(learner, slide)
        waited_for = {task for task, states in learner.states.items() if "waiting" in states}
        assert waited_for >= {(slide.index + 1, 1) for slide in steps()}, learner.states
        learner.turn_to(9)
        learner.until("What a break-in costs", "Quiz")
        run = program.status()
        assert (run["steps_done"], run["chapter"]) == (7, "roles")
        assert containers(run["run"])
        assert learner.leave("r") == 0
        assert on_the_engine(run["run"]) == ()
        assert terminal.modes_left_on() == set()
        assert terminal.line_settings_kept()
    assert program.status()["state"] == "down"


def ask_for_help(learner: Learner) -> None:
    """Hint, background, and the offer to have typed what the slide shows already."""
    learner.terminal.keys("h")
    learner.until("Hint 1 of 1", "Run the first unit before the second", "all hints shown")
    learner.terminal.keys("w")
    learner.until("What the two said to each other", "The private key never travelled")
    learner.terminal.keys("w")
    learner.when(lambda view: "The private key" not in view.text, "the background hidden")
    learner.terminal.keys("x")
    learner.until("Have the solution of this step typed", "units on", "stay here")
    learner.terminal.keys("Escape")
    learner.when(lambda view: "stay here" not in view.text, "the slide again")


def go_wrong(learner: Learner) -> None:
    """What the slide's sabotage comes to, by hand: worker1 becomes a manager."""
    learner.terminal.keys("1")
    learner.when(lambda view: view.chip == "SHELL manager1", "the shell")
    learner.terminal.type("docker node promote worker1")
    learner.terminal.keys("Enter")
    learner.until("✗ failed", "worker1 is a manager", "expected", "observed")
    assert learner.look().tasks == {1: "failed"}
    learner.terminal.keys("C-g")
    learner.when(lambda view: view.chip == "SLIDE", "the slide")


def reset(learner: Learner, program: Program) -> None:
    """Fresh nodes at the beginning of the step: its task is open again, those before are done."""
    before = program.status()
    old = containers(before["run"])
    learner.terminal.keys("r")
    learner.until("Reset", "step 2", "fresh nodes, brought to where this step begins")
    learner.terminal.keys("s")
    learner.when(lambda view: view.chip == "BOOT", "the boot")
    view = learner.enter_lab()
    assert view.slide == 3
    learner.until("○ waiting", "worker1 is in no swarm", "1 member, 1 manager")
    assert "✓" not in "".join(view.slide_rows)
    new = containers(before["run"])
    assert len(new) == 2
    assert not new & old
    assert program.status()["steps_done"] == 1


def test_a_narrow_terminal_shows_one_pane_at_a_time(program: Program) -> None:
    size = (80, 24)
    with program.terminal(LAB, size=size) as terminal:
        learner = Learner(terminal, size)
        learner.when(lambda view: view.chip == "SLIDE", "the lab", deadline=120)
        learner.until("0 Slide", "1 manager1", "2 worker1", "t Tasks", "Least privilege is one")
        terminal.keys("n")
        learner.until("Make a swarm", "○ 1 waiting")
        for key, chip, text in (
            ("1", "SHELL manager1", "root@manager1:~#"), ("C-g", "SLIDE", "Make a swarm"),
            ("2", "SHELL worker1", "root@worker1:~#"), ("C-g", "SLIDE", "Make a swarm"),
            ("t", "TASKS", "1 manager1 manages a swarm"), ("0", "SLIDE", "Make a swarm"),
        ):  # fmt: skip
            terminal.keys(key)
            view = learner.until(text)
            learner.when(lambda view, chip=chip: view.chip == chip, chip)  # type: ignore[misc]
        learner.send()
        learner.until("✓ 1 passed")
        terminal.resize(79, 24)
        learner.until("swarmlab needs 80 x 24, this terminal has 79 x 24", "swarmlab --plain works")
        terminal.resize(80, 24)
        view = learner.until("Make a swarm", "✓ 1 passed")
        assert view.chip == "SLIDE"
        terminal.resize(160, 45)
        learner.until("✓ passed   1 manager1 manages a swarm", "1 member, 1 manager")
        run = program.status()["run"]
        assert learner.leave("r") == 0
        assert on_the_engine(run) == ()


def test_a_kept_lab_goes_on_where_it_was(program: Program) -> None:
    make, _, *_ = steps()
    with program.terminal(LAB) as terminal:
        learner = Learner(terminal)
        learner.enter_lab()
        work_through(learner, make)
        learner.turn_to(3)
        assert learner.leave("k") == 0
        assert terminal.modes_left_on() == set()
    run = program.status()
    assert (run["state"], run["held"]) == ("kept", False)
    assert run["nodes"] == {"manager1": "running", "worker1": "running"}
    kept = on_the_engine(run["run"])
    code, output, _ = program.run("status")
    assert code == 0
    assert f"1 of {len(labfile.load(LAB).steps)} steps done" in output
    with program.terminal(LAB) as terminal:
        learner = Learner(terminal)
        learner.enter_lab()
        learner.until("Slide  3 of 9", "1 member, 1 manager", "Swarm initialized")
        assert on_the_engine(run["run"]) == kept
        learner.terminal.keys("p")
        learner.until("Slide  2 of 9", "Tasks  passed")
        assert learner.leave("k") == 0
    assert program.run("down")[0] == 0
    assert on_the_engine(run["run"]) == ()


def test_a_node_that_dies_is_said_and_can_be_healed(program: Program) -> None:
    with program.terminal(LAB) as terminal:
        learner = Learner(terminal)
        learner.enter_lab()
        for slide in steps()[:2]:
            work_through(learner, slide)
        code, _, errors = program.run("node", "kill", "worker1")
        assert (code, errors) == (0, "worker1: stopped\n")
        learner.until("worker1: stopped", "! error", "Could not look at worker1")
        terminal.keys("2")
        learner.until("The shell of worker1 ended", "S starts worker1")
        assert program.run("node", "start", "worker1")[0] == 0
        learner.until("✓ passed   1 worker1 is a worker")
        learner.when(lambda view: "The shell of worker1 ended" not in view.text
                     and "root@worker1:~#" in view.shell, "a fresh shell")  # fmt: skip
        terminal.type("hostname")
        terminal.keys("Enter")
        learner.when(lambda view: "▌worker1\n" in view.shell, "an answer of the fresh shell")
        terminal.keys("C-g")
        assert learner.leave("r") == 0


def test_the_start_screen_leads_into_a_lab(program: Program) -> None:
    with program.terminal() as terminal:
        learner = Learner(terminal)
        learner.until("Labs", "Least privilege on Docker Swarm", "not begun", "Engine answers")
        terminal.keys("Enter")
        learner.when(lambda view: view.chip == "BOOT", "the boot")
        learner.until("manager1", "worker1", "esc")
        learner.enter_lab()
        run = program.status()["run"]
        terminal.keys("n")
        learner.until("Slide  2 of 9", "Make a swarm")
        assert learner.leave("r") == 0
        assert on_the_engine(run) == ()
    with program.terminal() as terminal:
        learner = Learner(terminal)
        learner.until(
            f"0 of {len(labfile.load(LAB).steps)} steps",
            "goes on at Least privilege",
            "leftover",  # found none, or what others left on this engine
        )
        terminal.keys("R")
        learner.until("Begin Least privilege on Docker Swarm again")
        terminal.keys("Enter")
        learner.until("not begun")
        terminal.keys("q")
        assert terminal.wait_for_exit() == 0
