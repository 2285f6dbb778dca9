"""What an instructor does for one learner, or for all."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from textual.message import Message

from swarmlab.runs.events import BootProgress, ReplayProgress
from swarmlab.runs.model import Place
from swarmlab.tui import words
from swarmlab.tui.draw.acted import acted_lines, failed_lines, going_line
from swarmlab.tui.outline import outline_rows
from swarmlab.tui.screens.dialog import Answer, Dialog, Question
from swarmlab.tui.screens.instructor.locking import ChapterRow, LockScreen, MoveScreen
from swarmlab.tui.screens.instructor.watching import ClassWatching
from swarmlab.tui.screens.instructor.writing import WriteScreen, Writing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from swarmlab.runs.classroom.model import Acted, Learner
    from swarmlab.runs.events import Event

T = TypeVar("T")
PAUSED = "The instructor asks for a moment"
_MINUTES = (30, 60, 120)


class Going(Message, bubble=False):
    """How far an action is."""

    def __init__(self, what: str, said: str) -> None:
        super().__init__()
        self.what, self.said = what, said

    def can_replace(self, message: Message) -> bool:
        """The last one counts."""
        return isinstance(message, Going)


class ClassActing(ClassWatching):
    """Every action ends in a line that says what it came to."""

    _actions = 0
    """How many were begun: each has a worker of its own."""

    def act(self, what: str, call: Callable[[], Sequence[Acted]]) -> None:
        """Do it, and say what it came to for each learner."""
        self._begin(what, call, lambda acted: self.show_acted(acted_lines(what, acted)))

    def act_once(self, what: str, call: Callable[[], None], then: str) -> None:
        """Do what is not done for each learner, and say that it is done."""
        self._begin(what, call, lambda _: self.show_acted(going_line(then, " ")))

    def _begin(self, what: str, call: Callable[[], T], done: Callable[[T], None]) -> None:
        self._actions += 1
        self.show_acted(going_line(what))

        def ended(result: T) -> None:
            done(result)
            self.look_now()

        self.ask(call, group=f"act {self._actions}", done=ended,
                 failed=lambda error: self.show_acted(failed_lines(what, error)))  # fmt: skip

    def telling(self, what: str) -> Callable[[str, Event], None]:
        """Says how far nodes are, from a worker's thread."""

        def tell(run: str, event: Event) -> None:
            learner = self.roster.of(run)
            name = words.line(learner.owner) if learner is not None else ""
            match event:
                case BootProgress():
                    self.post_message(Going(what, f"{name}: {event.node} {event.phase}"))
                case ReplayProgress():
                    self.post_message(Going(what, f"{name}: unit {event.done} of {event.total}"))
                case _:
                    pass

        return tell

    def on_going(self, message: Going) -> None:
        """Say it."""
        self.show_acted(going_line(message.what, message.said))

    @property
    def everyone(self) -> list[str]:
        """Every run of the class."""
        return [each.run for each in self.roster.view.learners] if self.roster.view else []

    # Words

    def action_push_hint(self) -> None:
        """The next hint of the step the learner is at."""
        if (learner := self.learner) is not None:
            self.act("hint", lambda: self.desk.push_hint([learner.run]))

    def action_message(self) -> None:
        """To one."""
        learner = self.learner
        if learner is None:
            return
        name, runs = words.line(learner.owner), [learner.run]
        asked = words.line(learner.question)
        about = f'Asked: "{asked}"' if asked else "It appears on one screen within a second."
        writing = Writing(f"Message to {name}", about, f"a line for {name}", "send it")
        self.write(writing, lambda text: self.act(
            "message", lambda: self.desk.say(runs, "message", text)))  # fmt: skip

    def action_message_all(self) -> None:
        """To all."""
        runs = self.everyone
        if not runs:
            return
        about = "It appears on every screen within a second."
        writing = Writing(f"Message to {_all(runs)}", about, "a line for all", "send it to all")
        self.write(writing, lambda text: self.act(
            "message to all", lambda: self.desk.say(runs, "message", text)))  # fmt: skip

    def write(self, writing: Writing, then: Callable[[str], None]) -> None:
        """Have a line written, and go on with it."""
        self.app.push_screen(WriteScreen(writing), lambda text: then(text) if text else None)

    def choose(self, question: Question, then: Callable[[str], None]) -> None:
        """Have a key answered, and go on with it."""
        self.app.push_screen(Dialog(question), lambda key: then(key) if key else None)

    def action_hand_down(self) -> None:
        """The question was answered."""
        learner = self.learner
        if learner is None:
            return
        name = words.line(learner.owner)
        if not learner.hand:
            self.say(f"The hand of {name} is not up")
            return
        self.act_once("hand down", lambda: self.desk.lower_hand(learner.run),
                      f"The hand of {name} is down")  # fmt: skip

    # Time

    def action_more_time(self) -> None:
        """For one or for all whose nodes are up."""
        view, learner = self.roster.view, self.learner
        if view is None or learner is None:
            return
        up = [each.run for each in view.learners if each.state != "down"]
        name = words.line(learner.owner)
        offers = [(each, up, f"all {len(up)} whose nodes are up") for each in _MINUTES[:2] if up]
        if learner.run in up:
            offers += [(each, [learner.run], name) for each in _MINUTES]
        if not offers:
            self.say("No nodes are up: there is no time to add")
            return
        answers = tuple(
            Answer(str(number), f"{words.minutes(minutes)} more for {whom}")
            for number, (minutes, _, whom) in enumerate(offers, 1)
        )

        def chosen(key: str) -> None:
            minutes, runs, _ = offers[int(key) - 1]
            self.act(f"{words.minutes(minutes)} more",
                     lambda: self.desk.extend(runs, minutes))  # fmt: skip

        self.choose(Question("Let nodes live longer", (_ends(learner, name),), answers), chosen)

    # Where they are

    def action_move_learner(self) -> None:
        """To a slide, with nodes in the state it begins in."""
        view, learner = self.roster.view, self.learner
        if view is None or learner is None:
            return
        done = {step for step, cell in learner.cells.items() if cell.state == "done"}
        first = view.lab.chapters[0].name
        rows = outline_rows(view.lab, learner.place or Place(first), done.__contains__)

        def chosen(place: Place | None) -> None:
            if place is not None:
                what = f"move to slide {place.slide + 1} of {place.chapter}"
                self.act(what, lambda: self.desk.move([learner.run], place, self.telling(what)))

        self.app.push_screen(MoveScreen(words.line(learner.owner), rows), chosen)

    def action_lock_chapter(self) -> None:
        """Nobody enters it, or they may again."""
        view = self.roster.view
        if view is None:
            return
        places = [each.place.chapter for each in view.learners if each.place is not None]
        rows = [
            ChapterRow(bound.name, number, bound.chapter.title, bound.name in view.locked,
                       places.count(bound.name))
            for number, bound in enumerate(view.lab.chapters, 1)
        ]  # fmt: skip
        self.app.push_screen(LockScreen(rows), lambda place: self._lock(place, rows))

    def _lock(self, place: Place | None, rows: Sequence[ChapterRow]) -> None:
        each = next((each for each in rows if place and each.name == place.chapter), None)
        if each is None:
            return
        lab, title = self.lab, words.line(each.title)
        verb = "release" if each.locked else "lock"
        then = f"{title} is open again" if each.locked else f"Nobody may enter {title}"
        if each.learners and not each.locked:
            then += f"; {words.counted(each.learners, 'learner')} in it already"
        self.act_once(f"{verb} {title}", lambda: self.desk.lock(
            lab, each.name, locked=not each.locked), then)  # fmt: skip

    # A pause

    def action_pause_all(self) -> None:
        """Every screen stops with a word, or goes on."""
        view, lab = self.roster.view, self.lab
        if view is None:
            return
        runs = self.everyone
        if view.paused is not None:
            self.act_once("go on", lambda: self.desk.pause(lab, None), "All go on")
            return
        writing = Writing(f"Pause for {_all(runs)}",
                          "Their screens stop and show your words, until F lets them go on.",
                          PAUSED, "pause", default=PAUSED)  # fmt: skip
        self.write(writing, lambda text: self.act_once(
            "pause", lambda: self.desk.pause(lab, text),
            "Every screen is paused: F lets them go on"))  # fmt: skip


def _all(runs: Sequence[str]) -> str:
    return "the one learner" if len(runs) == 1 else f"all {len(runs)} learners"


def _ends(learner: Learner, name: str) -> str:
    if not learner.expires:
        return f"The nodes of {name} are down."
    return f"The nodes of {name} end at {words.clock(learner.expires)}."
