"""Two instructors' screens and two learners' at real terminals, on real nodes, by keys alone.

Every action of an instructor is used, and what it does is read off the learners' screens and off
the other instructor's. Each test begins and ends with the grid in view and no message unread.
"""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.live.learner import Learner, Program, on_the_engine
from tests.live.terminal import DEADLINE, Terminal
from tests.runs.labs import write_one_node_lab

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.live

NAMES = ("ada", "bob")
RESET_SECONDS = 120.0
ASKED_NEXT = {"n": "Which node of", "c": "Reset for 2 learners"}
"""After these answers to what is reset; after all others how much it touches."""


class Seat(Terminal):
    """A terminal with somebody before it."""

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.keys(key)

    def write(self, text: str) -> None:
        """Write into the field that is open, and send it."""
        self.type(text)
        self.keys("Enter")


class Instructor(Seat):
    """One of the class's."""

    def rows(self) -> list[str]:
        """Who is in the grid, from above; it may be drawn just now."""
        end = time.monotonic() + DEADLINE
        while True:
            lines = [line.replace("►", " ").split() for line in self.screen().split("\n")]
            # Below the grid stands what was done for whom: the first mention counts.
            found = list(dict.fromkeys(w[0] for w in lines if w and w[0] in NAMES))
            if sorted(found) == sorted(NAMES):
                return found
            assert time.monotonic() < end, f"no grid of two:\n{self.screen()}"

    def choose(self, name: str) -> None:
        """Select a learner in the grid, wherever they stand."""
        self.press("Home")
        for each in self.rows():
            self.wait_for(f"► {each}")
            if each == name:
                return
            self.press("Down")

    def reset(self, *answers: str, done: str) -> None:
        """Reset what the answers say, and see what it came to."""
        self.press("R")
        self.wait_for("Next you see how much it touches")
        for answer in answers:
            self.press(answer)
            self.wait_for(ASKED_NEXT.get(answer, "It touches"))
        self.press("Enter")
        self.wait_for(f"✓ {done}", deadline=RESET_SECONDS)


@dataclass(frozen=True)
class Room:
    """Who is there."""

    ada: Seat
    bob: Seat
    north: Instructor
    south: Instructor

    @property
    def learners(self) -> tuple[Seat, Seat]:
        return self.ada, self.bob


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """Both learners are at the first step, and both instructors see them."""
    folder = tmp_path_factory.mktemp("class")
    lab = str(write_one_node_lab(folder))
    programs = {name: Program(folder, name) for name in NAMES}
    with ExitStack() as stack:
        seats = []
        for program in programs.values():
            stack.callback(program.run, "down", lab)
            seat = Seat((*program.argv, lab), folder, env=program.environment)
            seats.append(stack.enter_context(seat))
        for seat in seats:
            Learner(seat).enter_lab()
            seat.press("n")
            seat.wait_for("Make it", "waiting")
        watchers = []
        for program in (Program(folder, name) for name in ("north", "south")):
            argv = (*program.argv, "instructor", lab)
            watchers.append(stack.enter_context(Instructor(argv, folder, env=program.environment)))
        for instructor in watchers:
            instructor.wait_for("► ada", "bob", "2 at work")
        yield Room(seats[0], seats[1], watchers[0], watchers[1])
        for instructor in watchers:
            instructor.press("q")
            assert instructor.wait_for_exit() == 0
            assert instructor.modes_left_on() == set()
            assert instructor.commands_written() == set()
        for name, seat in zip(NAMES, seats, strict=True):
            run = str(programs[name].status()["run"])
            assert on_the_engine(run)
            assert Learner(seat).leave("r") == 0
            assert on_the_engine(run) == ()


def test_words_reach_one_or_all_and_a_hand_is_seen(room: Room) -> None:
    ada, bob, north, south = room.ada, room.bob, room.north, room.south
    ada.press("H")
    ada.wait_for("What is your question?")
    ada.write("what is a quorum?")
    ada.wait_for("hand up")
    for instructor in (north, south):
        instructor.wait_for("hand up", "1 ask")
    north.choose("ada")
    north.press("M")
    north.wait_for("Message to ada", 'Asked: "what is a quorum?"')
    north.write("more than half")
    ada.wait_for("From the instructor", "more than half")
    north.wait_for("✓ ada  message")
    assert "more than half" not in bob.screen()
    south.press("A")
    south.wait_for("Message to all 2 learners")
    south.write("five minutes left")
    south.wait_for("✓ message to all: 2 of 2")
    bob.wait_for("five minutes left")
    ada.wait_for("d next, 1 more")
    ada.press("d")
    ada.wait_for("five minutes left")
    south.choose("bob")
    south.press("H")
    south.wait_for("✓ bob  hint")
    bob.press("d")
    bob.wait_for("A hint from the instructor", "Type it there.")
    for learner in room.learners:
        learner.press("d")
        learner.wait_until_gone("From the instructor", "A hint from the instructor")
    north.press("D")
    north.wait_for("The hand of ada is down")
    ada.wait_until_gone("hand up")
    south.wait_until_gone("1 ask")


def test_shells_are_looked_at_by_both_and_typed_into_by_who_is_let(room: Room) -> None:
    ada, north, south = room.ada, room.north, room.south
    for instructor in (north, south):
        instructor.choose("ada")
        instructor.press("Enter")
        instructor.wait_for("Make it")
        instructor.press("1")
        instructor.wait_for("read only", "watching")
    ada.wait_for("watched by the instructor")
    ada.press("1")
    ada.wait_for("SHELL manager1")
    ada.write("echo seen by $((40+2))")
    for seat in (ada, north, south):
        seat.wait_for("seen by 42")
    ada.press("C-g")
    north.press("J")
    ada.wait_for("The instructor asks to type in your shells")
    end = time.monotonic() + DEADLINE
    while "asks to type" in ada.screen():  # it takes no answer in its first second
        assert time.monotonic() < end, ada.screen()
        ada.press("y")
    ada.wait_for("the instructor types too")
    north.wait_for("ada lets you in")
    assert "taking part" not in south.screen()
    north.press("Enter")
    north.wait_for("SHELL manager1")
    north.write("echo typed by $((6*7))")
    for seat in (ada, south):
        seat.wait_for("typed by 42")
    north.press("C-g")
    north.wait_for("taking part")
    ada.press("N")
    north.wait_for("ada takes the shell back")
    north.press("z", "Escape", "Escape")
    north.wait_for("sorted by who needs help")
    assert "watched by the instructor" in ada.screen()
    south.press("Escape")
    ada.wait_until_gone("watched by the instructor")


def be_kept_out(learner: Seat) -> None:
    """Press the key into the next chapter until it is known there that it is locked."""
    end = time.monotonic() + DEADLINE
    while time.monotonic() < end:
        learner.press("n")
        time.sleep(0.3)
        if "has locked" in learner.screen():
            return
        learner.press("Escape")  # a key that follows at once would be taken for one with Alt
        learner.wait_until_gone("To the chapter Second")
    raise AssertionError(f"the way to the chapter stays open:\n{learner.screen()}")


def test_one_is_given_time_and_moved_all_are_stopped_and_a_chapter_is_locked(room: Room) -> None:
    ada, bob, north, south = room.ada, room.bob, room.north, room.south
    north.choose("bob")
    north.press("X")
    north.wait_for("Let nodes live longer", "all 2 whose nodes are up")
    north.press("3")
    north.wait_for("✓ bob  30 min more: until")
    north.press("L")
    north.wait_for("Lock or release")
    north.write("second")
    north.wait_for("Nobody may enter Second", "locked: Second")
    south.wait_for("locked: Second")
    be_kept_out(bob)
    south.press("L")
    south.wait_for("Lock or release")
    south.write("second")
    south.wait_for("Second is open again")
    north.wait_until_gone("locked: Second")
    south.press("F")
    south.wait_for("Pause for all 2 learners")
    south.write("look at the board")
    for learner in room.learners:
        learner.wait_for("Paused for a discussion", "look at the board")
    north.wait_for("paused")
    north.press("F")
    for learner in room.learners:
        learner.wait_until_gone("Paused for a discussion")
    south.wait_until_gone("look at the board")
    north.choose("bob")
    north.press("G")
    north.wait_for("Move bob to")
    north.write("2.2")
    north.wait_for("✓ bob  move to slide 2 of second", deadline=RESET_SECONDS)
    bob.wait_for("Make it again", "waiting")
    south.wait_for("in Second")
    south.press("]")
    south.wait_for("› Second")
    south.press("[")
    south.wait_for("› First")
    assert "Make it again" not in ada.screen()


def test_each_reset_says_what_it_touches_and_what_it_proved(room: Room) -> None:
    ada, bob, north, south = room.ada, room.bob, room.north, room.south
    ada.press("1")
    ada.wait_for("SHELL manager1")
    ada.write("docker swarm init")
    ada.wait_for("✓ passed", "Step 1 done")
    ada.press("C-g")
    north.choose("ada")
    north.reset("s", done="ada  Reset the step of ada")
    ada.wait_until_gone("✓ passed")
    north.reset("n", "1", done="ada  Reset manager1 of ada")
    north.reset("l", done="ada  Reset the lab of ada")
    north.reset("p", done="ada  Reset all of ada: all progress dropped")
    assert "Make it again" in bob.screen(), "what is done to one leaves the other"
    south.reset("c", "l", done="Reset the lab of the class: 2 of 2")
    ada.wait_for("reset of first, proved", "Slide  1 of 2", "not in the swarm")
    bob.wait_for("reset of second, proved", "Slide  1 of 2", "not in the swarm")


def test_one_finds_the_way_about(room: Room) -> None:
    north = room.north
    for keys, selected in ((("Home",), 0), (("End",), 1), (("PPage",), 0), (("NPage",), 1),
                           (("Up",), 0), (("Down",), 1)):  # fmt: skip
        name = north.rows()[selected]
        north.press(*keys)
        north.wait_for(f"► {name}")
    for key, words in (("?", "Ask the learner to let you type"), ("C-p", "Write to every learner")):
        north.press(key)
        north.wait_for(words)
        north.press("Escape")
        north.wait_until_gone(words)
    north.press("T", "T", "T")
    north.wait_for("sorted by who needs help")
