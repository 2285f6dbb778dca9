"""What slides and notes have in common: one talk, which the keys of either move."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from swarmlab.runs.model import Place
from swarmlab.tui import clock, words
from swarmlab.tui.draw.links import Link
from swarmlab.tui.outline import OutlineRow, titled
from swarmlab.tui.pace import pace_of
from swarmlab.tui.screens.base import LearnerScreen
from swarmlab.tui.screens.dialog import Answer, Dialog, Question
from swarmlab.tui.screens.finding import SearchScreen, TalkOutlineScreen
from swarmlab.tui.screens.links import LinksScreen
from swarmlab.tui.search import page_of
from swarmlab.tui.talk import at, fitting, gone_back, gone_on, turned

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.events import Key

    from swarmlab.tui.podium import Podium
    from swarmlab.tui.search import Page
    from swarmlab.tui.talk import Stand, Talk, TalkSlide

FOLLOW_SECONDS = 0.05
"""How often a screen looks where the other one is."""
_TYPED = frozenset("0123456789") | {"enter", "backspace"}
"""Keys that a number is typed with."""


class TalkScreen(LearnerScreen[None]):
    """Moves the talk, and follows it."""

    def __init__(self, talk: Talk, podium: Podium) -> None:
        super().__init__()
        self.talk, self._podium = talk, podium
        self.stand = fitting(talk, podium.where())
        self.typed = ""
        self._pages: Sequence[Page] = ()

    @property
    def shown(self) -> TalkSlide:
        """The slide."""
        return self.talk.slides[self.stand.slide]

    def on_mount(self) -> None:
        """Follow the other screen, and the time."""
        self.set_interval(FOLLOW_SECONDS, self._follow)
        self.set_interval(0.5, self.draw_time)
        self.draw()

    def size_changed(self) -> None:
        """There is no size at which a talk is not shown."""
        if self.has_class("-small"):
            self.set_class(False, "-small")
            self.set_class(True, "-narrow")

    def draw(self) -> None:
        """Bring the screen to where the talk stands."""
        raise NotImplementedError

    def draw_time(self) -> None:
        """What the time changes."""
        raise NotImplementedError

    # In step

    def put(self, stand: Stand) -> None:
        """The talk stands there from now on; say so to the other screen."""
        self.stand = stand
        try:
            self._podium.put(stand)
        except OSError as fault:
            self.say(f"The other terminal cannot follow: {fault.strerror}")
        self.draw()

    def _follow(self) -> None:
        told = self._podium.look()
        if told is not None and (there := fitting(self.talk, told)) != self.stand:
            self.stand = there
            self.draw()

    def _move(self, stand: Stand | None, otherwise: str) -> None:
        if stand is None:
            self.say(otherwise)
        else:
            self.put(stand)

    # Getting on

    def action_talk_on(self) -> None:
        """A page, a piece or a slide further."""
        self._move(gone_on(self.talk, self.stand, clock.now()), "This is the end of the last slide")

    def action_talk_back(self) -> None:
        """A page, a piece or a slide back; while a number is typed, its last digit goes."""
        if self.typed:
            self.typed = self.typed[:-1]
            self.draw_time()
            return
        self._move(gone_back(self.talk, self.stand, clock.now()),
                   "This is the beginning of the first slide")  # fmt: skip

    def action_talk_next(self) -> None:
        """The next slide."""
        self._move(turned(self.talk, self.stand, 1, clock.now()), "This is the last slide")

    def action_talk_previous(self) -> None:
        """The slide before."""
        self._move(turned(self.talk, self.stand, -1, clock.now()), "This is the first slide")

    def action_talk_first(self) -> None:
        """The first slide."""
        self.go_to_slide(0)

    def action_talk_last(self) -> None:
        """The last slide."""
        self.go_to_slide(len(self.talk.slides) - 1)

    def go_to_slide(self, index: int, *, whole: bool = False) -> None:
        """A slide, with what its pauses hold back if ``whole``."""
        self.put(at(self.talk, self.stand, index, clock.now(), whole=whole))

    # By number

    def on_key(self, event: Key) -> None:
        """Another key than a digit forgets the number."""
        self.hush()
        if event.key not in _TYPED and self.typed:
            self.typed = ""
            self.draw_time()

    def action_jump(self, digit: int) -> None:
        """One more digit."""
        self.typed = f"{self.typed}{digit}".lstrip("0")[:6]
        self.draw_time()

    def action_jump_there(self) -> None:
        """The slide of that number; without one, on."""
        typed, self.typed = self.typed, ""
        if not typed:
            self.action_talk_on()
        elif int(typed) > len(self.talk.slides):
            self.draw_time()
            self.say(f"There are {words.counted(len(self.talk.slides), 'slide')}")
        else:
            self.go_to_slide(int(typed) - 1)

    # By title or words

    def action_outline(self) -> None:
        """All slides; one can be chosen."""
        self.app.push_screen(TalkOutlineScreen(tuple(self._outline())), self._go)

    def _outline(self) -> Iterator[OutlineRow]:
        for each in self.talk.slides:
            place, chapter = _place(each), self.talk.chapter(each)
            if each.opens:
                yield OutlineRow(place, "", chapter.title, chapter.minutes, is_chapter=True)
            yield OutlineRow(place, str(each.number), titled(each.slide),
                             here=each is self.shown)  # fmt: skip

    def action_search(self) -> None:
        """Search all slides; a hit can be chosen."""
        self._pages = self._pages or tuple(
            page_of(_place(each), str(each.number), each.slide, self.talk.chapter(each).title)
            for each in self.talk.slides
        )
        self.app.push_screen(SearchScreen(self._pages), self._go_whole)

    def _go(self, place: Place | None) -> None:
        if place is not None:
            self.go_to_slide(place.slide)

    def _go_whole(self, place: Place | None) -> None:
        if place is not None:  # what was found may stand after a pause
            self.go_to_slide(place.slide, whole=True)

    # The rest

    def action_dark(self) -> None:
        """Show nothing, or the slide again."""
        self.put(replace(self.stand, dark=not self.stand.dark))

    def action_calm(self) -> None:
        """Forget the number, light the screen."""
        if self.stand.dark:
            self.put(replace(self.stand, dark=False))

    def action_timer_zero(self) -> None:
        """Begin to count the time anew."""
        now = clock.now()
        elapsed = words.timer(pace_of(self.talk, self.stand, now).elapsed)
        question = Question("Set the time to zero", (f"It is {elapsed} now.",),
                            (Answer("enter", "set it to zero"),))  # fmt: skip
        self.app.push_screen(Dialog(question), self._zero)

    def _zero(self, key: str | None) -> None:
        if key:
            now = clock.now()
            self.put(replace(self.stand, began=now, since=now, spent=()))

    def action_link(self, address: str) -> None:
        """A click on a link: where it leads."""
        url = bytes.fromhex(address).decode(errors="replace")
        self.app.push_screen(LinksScreen((Link(url, url),)))


def _place(each: TalkSlide) -> Place:
    """A slide as what finds it names it: names of chapters may not be theirs alone here."""
    return Place(str(each.chapter), each.number - 1)
