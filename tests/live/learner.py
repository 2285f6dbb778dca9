"""A learner at a real terminal: presses keys, and waits for what the screen says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

from swarmlab.runs.engine_ground import EngineGround
from tests.live.hands import Keyboard
from tests.live.lab_view import LabView
from tests.live.terminal import DEADLINE, Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from swarmlab.runs.ground import Thing
    from tests.live.hands import Hand
    from tests.live.lab_view import UnitSeen

ROOM = {(160, 45): 62, (80, 24): 80}
"""How many columns the slide has, by the terminal's size."""


LEAVING = {"r": "remove the nodes", "k": "keep them"}
"""What the program asks then, by the answer's key."""


MARK_SECONDS = 2.0
"""The mark stays on a unit that ran where the next one is hidden still."""


class Program:
    """``swarmlab`` for one owner with a progress file of its own."""

    def __init__(self, folder: Path, owner: str) -> None:
        self.folder, self.owner = folder, owner
        self.environment = {"SWARMLAB_STATE": str(folder / "state")}
        self.argv = (sys.executable, "-m", "swarmlab", "--as", owner)

    def run(self, *words: str) -> tuple[int, str, str]:
        """Run a command to its end: its exit status, output and errors."""
        done = subprocess.run(
            [*self.argv, *words], env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=180, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout, done.stderr

    def status(self) -> dict[str, Any]:
        """The one run, as ``swarmlab status --json`` tells it."""
        code, output, errors = self.run("status", "--json")
        assert code == 0, errors
        (run,) = json.loads(output)
        assert isinstance(run, dict)
        return run

    def terminal(self, *words: str, size: tuple[int, int] = (160, 45)) -> Terminal:
        """The program in a terminal of its own."""
        columns, rows = size
        return Terminal(
            (*self.argv, *words), self.folder, columns=columns, rows=rows, env=self.environment
        )


def on_the_engine(run: str) -> tuple[Thing, ...]:
    """Every container, network and volume with the run's label."""
    ground = EngineGround.connect()
    try:
        return ground.listing(run)
    finally:
        ground.engine.close()


class Learner:
    """Works on the lab screen, by what it shows."""

    def __init__(
        self, terminal: Terminal, size: tuple[int, int] = (160, 45), hand: Hand | None = None
    ) -> None:
        self.terminal = terminal
        self.hand = hand or Keyboard(terminal)
        self._slide_columns = ROOM[size]
        self.states: dict[tuple[int, int], list[str]] = {}
        """By slide and task: each state it was seen in, in that order."""

    def look(self) -> LabView:
        """The screen now; notes the states of the tasks in view."""
        view = LabView(self.terminal.screen(), self._slide_columns)
        for number, state in view.tasks.items():
            seen = self.states.setdefault((view.slide, number), [])
            if seen[-1:] != [state]:
                seen.append(state)
        return view

    def until(self, *texts: str, deadline: float = DEADLINE) -> LabView:
        """Wait until the screen says all of it."""
        return self.when(lambda view: all(view.says(text) for text in texts), repr(texts),
                         deadline=deadline)  # fmt: skip

    def when(
        self, holds: Callable[[LabView], object], what: str, *, deadline: float = DEADLINE
    ) -> LabView:
        """Wait until the screen is as wanted."""
        end = time.monotonic() + deadline
        while not holds(view := self.look()):
            assert time.monotonic() < end, f"never came: {what}\n{view.text}"
            time.sleep(0.05)
        return view

    def settled(self) -> LabView:
        """The slide once it is drawn whole: two looks show the same."""
        view, end = self.look(), time.monotonic() + DEADLINE
        while (again := self.look()).page != view.page:
            assert time.monotonic() < end, f"never the same for two looks:\n{again.text}"
            view = again
        return view

    def enter_lab(self) -> LabView:
        """Wait until the nodes are up and the first shell has its prompt."""
        return self.when(lambda view: view.chip == "SLIDE" and ":~#" in view.shell, "the lab",
                         deadline=120)  # fmt: skip

    def turn_to(self, slide: int) -> LabView:
        """Read on, page by page, up to that slide."""
        while (view := self.settled()).slide < slide:
            self._page_on(view)
        assert view.slide == slide, view.text
        return view

    def find_unit(self) -> LabView:
        """Page on until a unit still to run is in view, hidden parts of the slide too."""
        end = time.monotonic() + DEADLINE
        while not _is_open(view := self._marked()):
            if view.has_more or view.holds_back:
                self._page_on(view)
            assert time.monotonic() < end, f"no unit is marked:\n{view.text}"
        return view

    def _marked(self) -> LabView:
        """The slide, once the mark has left a unit that ran, or had time to."""
        end = time.monotonic() + MARK_SECONDS
        while (view := self.settled()).unit and not _is_open(view) and time.monotonic() < end:
            time.sleep(0.05)
        return view

    def _page_on(self, view: LabView) -> None:
        self.hand.page_on(view)
        self.when(lambda now: now.page != view.page, "another page")

    def send(self, deadline: float = DEADLINE) -> None:
        """Send the current unit and run it; again, where it was too early for its answer."""
        end = time.monotonic() + deadline
        while not self._sent_once():
            assert time.monotonic() < end, f"never did what it must:\n{self.terminal.screen()}"

    def _sent_once(self) -> bool:
        unit, view = self._paste()
        # On a narrow screen the shell hides the slide.
        assert view.unit is None or "pasted, enter runs it" in view.unit.corner, view.text
        self.hand.run(view)
        ended = self.when(
            lambda view: view.chip == "SLIDE" and not view.is_running,
            f"the end of the unit in row {unit.row}",
        )
        return ended.unit is None or "✗" not in ended.unit.corner

    def _paste(self, tries: int = 3) -> tuple[UnitSeen, LabView]:
        """Send until the unit is in its node's shell: a click may meet a slide that still moves."""
        for _ in range(tries):
            unit = self.find_unit().unit
            assert unit is not None
            self.hand.send(unit)
            end = time.monotonic() + DEADLINE / tries
            while time.monotonic() < end:
                view = self.look()
                if view.chip == f"SHELL {unit.node}" and "enter run it" in view.text:
                    return unit, view
                time.sleep(0.05)
        raise AssertionError(f"no unit came into its node's shell:\n{self.look().text}")

    def work_through(self, units: int, tasks: int) -> None:
        """Send every unit of the slide in view, and see every task turn green."""
        slide = self.look().slide
        for _ in range(units):
            if self._is_through(tasks):
                break
            self.send()
        self.until("✓ passed" if tasks == 1 else f"all {tasks} passed", f"Step {slide - 1} done")
        for number in range(1, tasks + 1):
            assert self.states[slide, number][-1] == "passed", self.states

    def _is_through(self, tasks: int) -> bool:
        """Nothing is left to send, and every task is green: a click may have run two units."""
        view = self._marked()
        below = view.has_more or view.holds_back
        return not below and not _is_open(view) and list(view.tasks.values()) == ["passed"] * tasks

    def leave(self, answer: str) -> int:
        """Leave with ``r``, remove, or ``k``, keep; the program's exit status."""
        self.hand.leave(self.look())
        asked = self.until("Leave the lab", *LEAVING.values())
        self.hand.answer(asked, answer, LEAVING[answer])
        return self.terminal.wait_for_exit(60)


def _is_open(view: LabView) -> bool:
    return view.unit is not None and "✓" not in view.unit.corner


def program_for(folder: Path, owner: str) -> Iterator[Program]:
    """A program whose nodes are gone afterwards, whatever happened."""
    made = Program(folder, owner)
    yield made
    made.run("down", "least-privilege")
